package template

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"tocsin/store"
)

func letters(t testing.TB) *Letters {
	t.Helper()
	l, err := BuiltinLetters()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var letterLanguages = []string{"en", "fr", "de", "nl", "es", "pt", "it", "pl", "ja"}

var letterNames = []string{"ack", "receipt", "forward", "forwarded", "handler-new", "handler-follow-up", "handler-plain", "digest"}

func fullValues() Values {
	return Values{Ref: "DEMO#2026-00042-7", Team: "Demo CSIRT", TeamID: "demo", Tag: "DEMO", Address: "incident@cert.example", Phone: "+32 2 555 01 00",
		Subject: "SECRET\x1b[31m subject\u202e", Reporter: "jane@site.example", Why: "192.0.2.0/24 is yours", Destination: "Other CSIRT", DestinationMail: "soc@other.example",
		Kind: "report", Sender: "jane@site.example", Summary: "Hosts:\n  target 192.0.2.1", Received: time.Date(2026, 11, 21, 14, 30, 0, 0, time.FixedZone("", 3600)),
		Lines: []string{"one", "two"}, Priority: 2, Obligation: "mandatory", Missing: []string{"host"}, Understood: []string{"contact_name"}, Held: "tlp, destination-asks"}
}

func TestEveryLetterInEveryLanguage(t *testing.T) {
	l := letters(t)
	if got := slices.Sorted(slices.Values(letterLanguages)); !slices.Equal(got, LetterLanguages()) {
		t.Errorf("languages %v, want %v", LetterLanguages(), got)
	}
	for _, lang := range letterLanguages {
		for _, name := range letterNames {
			if l.byName[lang+"/"+name] == nil {
				t.Errorf("%s is missing in %s", name, lang)
				continue
			}
			for _, v := range []Values{fullValues(), {Ref: "DEMO#2026-00042-7", Team: "Demo CSIRT"}} {
				checkLetter(t, l, name, lang, v)
			}
		}
	}
	if len(l.byName) != len(letterLanguages)*len(letterNames) {
		t.Errorf("%d letters, want %d", len(l.byName), len(letterLanguages)*len(letterNames))
	}
}

func checkLetter(t *testing.T, l *Letters, name, lang string, v Values) {
	t.Helper()
	subject, text, err := l.Write(name, lang, v)
	if err != nil {
		t.Errorf("%s %s: %v", lang, name, err)
		return
	}
	if name != "digest" && strings.Count(subject, "["+v.Ref+"]") != 1 {
		t.Errorf("%s %s: the reference must stand once in the subject %q", lang, name, subject)
	}
	if subject == "" || strings.TrimSpace(text) == "" || strings.Contains(text, "<no value>") || strings.Contains(text, "{{") {
		t.Errorf("%s %s: %q\n%s", lang, name, subject, text)
	}
	for _, r := range subject + text {
		if unicode.IsControl(r) && r != '\n' || r == '\u202e' {
			t.Errorf("%s %s: control character %U", lang, name, r)
		}
	}
	for line := range strings.Lines(text) {
		if len([]rune(line)) > 100 {
			t.Errorf("%s %s: long line %q", lang, name, line)
		}
	}
}

// TestAckSaysNothingOfTheContent: the acknowledgement must be the same
// whatever the message held.
func TestAckSaysNothingOfTheContent(t *testing.T) {
	l := letters(t)
	full := fullValues()
	bare := Values{Ref: full.Ref, Team: full.Team, Address: full.Address, Phone: full.Phone, Received: full.Received}
	for _, lang := range letterLanguages {
		s1, t1, err1 := l.Write("ack", lang, full)
		s2, t2, err2 := l.Write("ack", lang, bare)
		if err1 != nil || err2 != nil || s1 != s2 || t1 != t2 {
			t.Errorf("%s: the acknowledgement depends on the content:\n%s\n%s\n%v %v", lang, t1, t2, err1, err2)
		}
		for _, want := range []string{full.Ref, full.Phone, full.Address, "2026-11-21 13:30 UTC"} {
			if !strings.Contains(t1, want) {
				t.Errorf("%s: %q is missing in:\n%s", lang, want, t1)
			}
		}
		if strings.Contains(s1+t1, "SECRET") || strings.Contains(t1, full.Reporter) {
			t.Errorf("%s: content in the acknowledgement:\n%s", lang, t1)
		}
	}
}

// TestReceiptLetter: what was read and what is asked is there, and neither
// heading without it.
func TestReceiptLetter(t *testing.T) {
	l := letters(t)
	for _, lang := range letterLanguages {
		v := fullValues()
		v.Understood, v.Missing = []string{"READ-A", "READ-B"}, []string{"ASKED-A ...:", "[ ] ASKED-B"}
		_, full, err := l.Write("receipt", lang, v)
		for _, want := range []string{"    READ-A\n    READ-B\n", "\nASKED-A ...:\n[ ] ASKED-B\n", v.Ref, v.Address} {
			if err != nil || !strings.Contains(full, want) {
				t.Errorf("%s: %q is missing, %v:\n%s", lang, want, err, full)
			}
		}
		if strings.Contains(full, "SECRET") || strings.Contains(full, v.Reporter) {
			t.Errorf("%s: more than the receipt in:\n%s", lang, full)
		}
		v.Understood, v.Missing = nil, nil
		_, bare, _ := l.Write("receipt", lang, v)
		if paragraphs := strings.Count(bare, "\n\n"); paragraphs >= strings.Count(full, "\n\n") || strings.Contains(bare, "\n\n\n") {
			t.Errorf("%s: %d paragraphs:\n%s", lang, paragraphs, bare)
		}
	}
}

func TestPlainNoticeHasNoContent(t *testing.T) {
	l := letters(t)
	for _, lang := range letterLanguages {
		subject, text, err := l.Write("handler-plain", lang, fullValues())
		if err != nil || strings.Contains(subject+text, "SECRET") || strings.Contains(text, "site.example") || strings.Contains(text, "192.0.2") {
			t.Errorf("%s: %q %v\n%s", lang, subject, err, text)
		}
	}
}

func TestWriteFallsBack(t *testing.T) {
	l := letters(t)
	want, _, _ := l.Write("ack", "en", fullValues())
	for _, lang := range []string{"", "eo", "EN-gb"} {
		if got, _, err := l.Write("ack", lang, fullValues()); got != want || err != nil {
			t.Errorf("language %q: %q, %v; want %q", lang, got, err, want)
		}
	}
	if got, _, _ := l.Write("ack", "de-AT", fullValues()); !strings.Contains(got, "erhalten") {
		t.Errorf("de-AT: %q", got)
	}
	if _, _, err := l.Write("nosuch", "en", fullValues()); err == nil || !strings.Contains(err.Error(), "nosuch") {
		t.Errorf("unknown letter: %v", err)
	}
}

// TestHandlersHearOfAHold: there is no letter of its own for what waits.
func TestHandlersHearOfAHold(t *testing.T) {
	l := letters(t)
	for _, lang := range letterLanguages {
		for _, name := range []string{"handler-new", "handler-follow-up"} {
			v := fullValues()
			_, waits, err := l.Write(name, lang, v)
			for _, want := range []string{"tlp, destination-asks.", "`tocsin outbox list`", "`tocsin outbox approve ID`", v.Summary} {
				if err != nil || !strings.Contains(waits, want) {
					t.Errorf("%s %s: %q is missing, %v:\n%s", lang, name, want, err, waits)
				}
			}
			v.Held = ""
			if _, text, err := l.Write(name, lang, v); err != nil || strings.Contains(text, "outbox") {
				t.Errorf("%s %s: nothing waits, %v:\n%s", lang, name, err, text)
			}
		}
		v := fullValues()
		v.Held, v.Kept = "", "tlp-red, split"
		_, stays, err := l.Write("handler-new", lang, v)
		if err != nil || !strings.Contains(stays, ": tlp-red, split.\n") || strings.Contains(stays, "tocsin outbox") {
			t.Errorf("%s: nothing leaves, and nothing waits, %v:\n%s", lang, err, stays)
		}
	}
}

// TestSummaryShowsAWholeMessage: a mail without a form must be judged from
// the notice alone.
func TestSummaryShowsAWholeMessage(t *testing.T) {
	line := "Our server was asked 40 times a second for the same page.\n"
	for _, c := range []struct {
		lines int
		cut   bool
	}{{1, false}, {199, false}, {200, false}, {201, true}, {5000, true}} {
		text := strings.Repeat(line, c.lines-1) + "THE END"
		got := Summary(builtin(t).Parse(body(text)), store.Decision{})
		if strings.Contains(got, "THE END") == c.cut || strings.Contains(got, "(cut: ") != c.cut || len(got) > 18<<10 {
			t.Errorf("%d lines: %d bytes, end shown %v", c.lines, len(got), !c.cut)
		}
	}
	got := Summary(store.Report{Fields: map[string]string{"description": strings.Repeat("ä", 50_000)}}, store.Decision{})
	if !strings.Contains(got, "(cut: 16384 of 100000 bytes") || !utf8.ValidString(got) {
		t.Errorf("one long line: %d bytes, %.80q", len(got), got[max(0, len(got)-80):])
	}
}

func TestSummary(t *testing.T) {
	r := store.Report{Form: "tocsin-1", Fields: map[string]string{"contact_name": "Jane\x07 Doe", "description": "first\n\x1b[2Jsecond\r"}, Assistance: []string{"recover"},
		Hosts: []store.Host{{Role: "target", Name: "www.site.example", Addresses: []string{"192.0.2.7"}, Timezone: "UTC", Marks: []string{"documentation"}}},
		Time:  store.Span{Start: "14:30", ZoneAssumed: true}, Clock: store.Clock{Synchronised: "yes", Source: "NTP"}, Disclosure: store.Disclosure{TLP: "RED", Text: "do not share"},
		Logs: []string{strings.Repeat("log\n", 3000)}, Problems: []store.Problem{{Code: "zone-unknown", Field: "incident_start", Line: 7, Message: "no zone"}}}
	for range 60 {
		r.Indicators = append(r.Indicators, store.Indicator{Type: "url", Value: "http://evil.example/x", Role: "source"})
	}
	text := Summary(r, store.Decision{Decision: "hold", Team: "circl", HeldFor: []string{"tlp"}})
	for _, want := range []string{"Form:", "tocsin-1", "recover", "RED", "do not share", "www.site.example 192.0.2.7", "documentation", "contact name: Jane Doe", "  first\n  [2Jsecond",
		"hold circl, held for tlp", "not known (not certain)", "synchronised: yes; NTP", "hxxp://evil[.]example/x", "… and 20 more", "(cut: ", "incident start: no zone (line 7)"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%.3000s", want, text)
		}
	}
	if strings.ContainsAny(text, "\x07\x1b\r") || len(text) > 12_000 {
		t.Errorf("%d bytes, control characters: %v", len(text), strings.ContainsAny(text, "\x07\x1b\r"))
	}
	if got := Summary(store.Report{}, store.Decision{}); strings.TrimSpace(got) != "" {
		t.Errorf("empty report: %q", got)
	}
}

// TestPrintableIsSafe goes through all short ways in which what looks safe
// could steer a terminal: it must be what the slow way would leave of it.
func TestPrintableIsSafe(t *testing.T) {
	safe := 0
	for r := rune(0); r < 0x3000; r++ {
		for _, s := range []string{string(r), "a" + string(r) + "b", string(r) + "é", "é"[:1] + string(r)} {
			if !printable(s, false) {
				continue
			}
			safe++
			for _, c := range s {
				if !unicode.IsPrint(c) || c == utf8.RuneError {
					t.Errorf("%+q passes as printable", s)
				}
			}
		}
	}
	if safe < 3*500 {
		t.Errorf("%d texts pass, want the letters of Latin alphabets at least", safe)
	}
	for _, s := range []string{"\u00ad", "\u0085", "\u00a0", "\xc3", "\xc2\xc0", "\xcc\x80", "a\tb", "\x7f"} {
		if printable(s, false) {
			t.Errorf("%+q passes as printable", s)
		}
	}
}

func TestCleanLinesLeavesListsAlone(t *testing.T) {
	clean, foul := []string{"plain", "à voir"}, []string{"plain", "a\x1b[1m  b", "end"}
	if got := cleanLines(clean); &got[0] != &clean[0] {
		t.Error("a clean list was copied")
	}
	got := cleanLines(foul)
	if strings.Join(got, "|") != "plain|a[1m b|end" || foul[1] != "a\x1b[1m  b" {
		t.Errorf("got %q, the list is now %q", got, foul)
	}
}

func BenchmarkReceiptLetter(b *testing.B) {
	l := letters(b)
	v := fullValues()
	r := reportOf(b, halfReport)
	got := builtin(b).Receipt(&r, "en")
	v.Missing, v.Understood = got.Ask, labelsOf(got.Understood)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := l.Write("receipt", "en", v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReceipt(b *testing.B) {
	r, f := reportOf(b, halfReport), builtin(b)
	b.ReportAllocs()
	for b.Loop() {
		f.Receipt(&r, "en")
	}
}
