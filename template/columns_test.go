package template

import (
	"strings"
	"testing"
)

func TestColumns(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"keys in a column, answers in the next", `ticket_id         ZZ-88
client_poc        Jane Doe
poc_mail          jane@site.example
poc_phone         +44 1632 960 741
first_event_utc   2026-11-17T21:04:10Z
asset_ip          192.0.2.7
remote_ip         198.51.100.7
containment       account disabled
`, "contact_name: Jane Doe\ncontact_email: jane@site.example\nstart: 2026-11-17T21:04:10Z\nhost: target  192.0.2.7\nhost: source  198.51.100.7"},
		{"answers behind quote marks, and what the form says between", `Water board
(in full)
> Mill Water

Who fills this in?
(first and last name)
> Jane Doe

E-mail address
> jane@site.example

Start of the incident
(date, time)
> 15-11-2026 04:50 CET

Affected system
> gauge-3, 192.0.2.7

Attacker IP
(if known)
> 198.51.100.7

Measures taken
> modem removed
`, "contact_email: jane@site.example\nhost: target gauge-3 192.0.2.7\nhost: source  198.51.100.7\nactions_taken: modem removed"},
		{"a listing", "apples       12 kg\npears        2026-11-18\nJane Doe     jane@site.example\nplums        198.51.100.7\n", "form: none"},
		{"a log", "Nov 17 03:12  sshd    failed\nNov 17 03:13  sshd    failed\nNov 17 03:14  cron    ok\nNov 17 03:15  mail    jane@site.example\n", "form: none"},
	} {
		c.run(t, f)
	}
}

func TestGapAt(t *testing.T) {
	for text, want := range map[string]string{
		"poc_mail      jane@site.example": "poc_mail|jane@site.example",
		"Telephone   - 555 0100":          "Telephone|555 0100",
		"(4) Cell        555-0147":        "Cell|555-0147",
		"Name:   Jane":                    "",
		"Name   : Jane":                   "",
		"a  b    c    d":                  "",
		"one blank only":                  "",
		"Name ....  Jane":                 "",
	} {
		l, got := newLine(text, 0), ""
		if at, wide := l.gapAt(); wide > 0 {
			got = text[l.off:at] + "|" + text[at+wide:]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestUnstopped(t *testing.T) {
	for text, want := range map[string]string{
		"Captain Rhona Ellwand.": "Captain Rhona Ellwand", "+44 1632 960 518.": "+44 1632 960 518", "John Doe Jr.": "John Doe Jr.", "Jane Doe": "Jane Doe",
	} {
		if got := unstopped("contact_name", text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := unstopped("organisation", "Mill Water Inc."); !strings.HasSuffix(got, ".") {
		t.Errorf("a short form lost its stop: %q", got)
	}
}
