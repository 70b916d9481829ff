package mailbox

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestTarget(t *testing.T) {
	for in, want := range map[string]target{
		"imaps://u@host/INBOX":                {true, "u", "host", "993", "INBOX"},
		"imaps://u@host":                      {true, "u", "host", "993", "INBOX"},
		"imap://u@host:1143/":                 {false, "u", "host", "1143", "INBOX"},
		"imaps://u%40x@host/a/b%20c":          {true, "u@x", "host", "993", "a/b c"},
		"imaps://u@x@host/INBOX":              {true, "u@x", "host", "993", "INBOX"},
		"imaps://host/Gemeldete%20F%C3%A4lle": {true, "", "host", "993", "Gemeldete Fälle"},
		"imap://u@[::1]:143/INBOX":            {false, "u", "::1", "143", "INBOX"},
	} {
		if got, err := parseTarget(in); err != nil || got != want {
			t.Errorf("%s: %+v, %v", in, got, err)
		}
	}
	for in, want := range map[string]string{
		"http://u@host/INBOX":    "scheme",
		"u@host":                 "scheme",
		"imaps://u:pw@host/":     "password_file",
		"imaps:///INBOX":         "no host",
		"imaps://u@host:0/":      "port",
		"imaps://u@host:70000/":  "port",
		"imaps://u@host/a*":      "folder",
		"imaps://u@host/%0d%0aX": "folder",
		"imaps://u@host/I?x=1":   "nothing may follow",
		"imaps://%0a@host/":      "control",
		"imaps://u@ho st/":       "cannot be read",
		"imaps:u@host":           "no host",
	} {
		if got, err := parseTarget(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %+v, %v; want an error with %q", in, got, err, want)
		}
	}
}

func TestAfter(t *testing.T) {
	for in, want := range map[string]after{
		"": {leave, ""}, "leave": {leave, ""}, "delete": {remove, ""},
		"move:Filed/2026": {move, "Filed/2026"}, "keyword:$Filed": {word, "$Filed"}, "move:a:b": {move, "a:b"},
	} {
		if got, err := parseAfter(in); err != nil || got != want {
			t.Errorf("%q: %+v, %v", in, got, err)
		}
	}
	for _, in := range []string{"move", "move:", "move:a*", "keyword:", "keyword:a b", "keyword:\\Seen", "keyword:é", "leave:x", "delete:now", "expunge"} {
		if got, err := parseAfter(in); err == nil {
			t.Errorf("%q: %+v", in, got)
		}
	}
}

func TestNewChecksTheConfiguration(t *testing.T) {
	secret := func() (string, error) { return "", nil }
	for _, c := range []struct {
		cfg  Config
		want string
	}{
		{Config{URL: "imaps://host", Secret: secret}, "no user name"},
		{Config{URL: "imaps://u@host"}, "password_file"},
		{Config{URL: "imaps://u@host", Secret: secret, After: "move:inbox"}, "folder that is read"},
		{Config{URL: "imaps://u@host", Secret: secret, After: "burn"}, "after"},
		{Config{URL: "imaps://u@host", Secret: secret, Mechanism: "cram-md5"}, "mechanism"},
		{Config{URL: "ftp://u@host", Secret: secret}, "scheme"},
	} {
		if _, err := New(c.cfg, newShelf(), nil); err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "mailbox: ") {
			t.Errorf("%+v: %v", c.cfg, err)
		}
	}
	for url, want := range map[string]string{
		"imaps://u@host": "u@host/INBOX", "imap://u@host:143/A": "u@host/A", "imaps://u@host:1993/A": "u@host:1993/A", "imap://u@[::1]:1143": "u@[::1]:1143/INBOX",
	} {
		b, err := New(Config{URL: url, Secret: secret}, newShelf(), nil)
		if err != nil || b.Status().Name != want {
			t.Errorf("%s: %v, want the name %s", url, err, want)
		}
	}
}

func TestSuggestedDelay(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"Request is throttled. Suggested Backoff Time: 201317 milliseconds": 201317 * time.Millisecond,
		"suggested backoff time:   90 seconds":                              90 * time.Second,
		"Suggested Backoff Time: 99999999999999999999 milliseconds":         suggestedMax,
		"Suggested Backoff Time: 0 milliseconds":                            0,
	} {
		if got, ok := suggestedDelay(text); !ok || got != want {
			t.Errorf("%q: %s, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "Suggested Backoff Time: soon", "throttled", "Suggested Backoff Time: -5"} {
		if got, ok := suggestedDelay(text); ok {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func TestBackoffStaysWithinItsBounds(t *testing.T) {
	login, wish := &LoginError{}, &errThrottled{delay: 40 * time.Minute}
	for n := 1; n < 100; n++ {
		if d := backoff(n, errors.New("x")); d < backoffMin || d > backoffMax {
			t.Errorf("failure %d: %s", n, d)
		}
		if d := backoff(n, login); d < backoffLogin || d > backoffMax {
			t.Errorf("refused login %d: %s", n, d)
		}
		if d := backoff(n, wish); d < wish.delay || d > wish.delay*11/10 {
			t.Errorf("throttled %d: %s", n, d)
		}
	}
}

func FuzzSuggestedDelay(f *testing.F) {
	f.Add("Suggested Backoff Time: 201317 milliseconds")
	f.Add("suggested backoff time: 9 s\xff")
	f.Fuzz(func(t *testing.T, text string) {
		d, ok := suggestedDelay(text)
		if d < 0 || d > suggestedMax || !ok && d != 0 {
			t.Errorf("%q: %s, %t", text, d, ok)
		}
		if again, _ := suggestedDelay("x " + text); ok && again != d {
			t.Errorf("%q: %s and %s", text, d, again)
		}
		if s := shorten(text); !utf8.ValidString(s) || len([]rune(s)) > 200 || strings.ContainsAny(s, "\r\n\x00\x1b") {
			t.Errorf("shorten(%q) = %q", text, s)
		}
	})
}

func FuzzTarget(f *testing.F) {
	f.Add("imaps://u@host:993/INBOX")
	f.Add("imap://a%40b@[::1]/x%20y")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := parseTarget(s)
		if err != nil {
			if !printable(err.Error()) {
				t.Errorf("%q: error %q", s, err)
			}
			return
		}
		for _, part := range []string{got.user, got.host, got.port, got.folder, got.name()} {
			if !printable(part) {
				t.Errorf("%q: part %q", s, part)
			}
		}
		if got.host == "" || got.port == "" || got.folder == "" || strings.Contains(s, "?") && strings.Contains(got.folder, "*") {
			t.Errorf("%q: %+v", s, got)
		}
	})
}

func FuzzAfter(f *testing.F) {
	f.Add("move:Filed")
	f.Add("keyword:$X")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := parseAfter(s)
		if err == nil && a.kind+":"+a.arg != s && a.kind != s && s != "" && s != ":" {
			t.Errorf("%q: %+v", s, a)
		}
		if err == nil && (a.kind == move || a.kind == word) && (a.arg == "" || !printable(a.arg)) {
			t.Errorf("%q: %+v", s, a)
		}
	})
}
