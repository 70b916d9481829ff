package template

import (
	"strings"
	"testing"
)

// TestTables: tables that have what they ask in their first row.
func TestTables(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"labels above their answers", "Incident report\n\nName                     Telephone\nAda Quill                01632 960 001\n\nE-mail address           Ditch\nada@quill.example        Long Drain\n\nType of incident         Start of the incident\ntheft                    2026-11-18 10:20 UTC\n",
			"contact_name: Ada Quill\ncontact_phone: 01632 960 001\ncontact_email: ada@quill.example\nincident_type: theft\nstart: 2026-11-18T10:20:00Z\nsays: Ditch: Long Drain"},
		{"labels beside their answers", "Incident report\n\nName             Ada Quill\nTelephone        01632 960 001\nE-mail           ada@quill.example\nIncident type    theft\nIncident start   2026-11-18 10:20 UTC\n",
			"contact_name: Ada Quill\ncontact_phone: 01632 960 001\nincident_type: theft"},
		{"a log with a first row", reporter + "Log extracts:\nTime      Source IP      Action\n10:20:01  198.51.100.7   deny\n10:20:02  198.51.100.8   deny\n",
			"log: 10:20:01  198.51.100.7   deny\nhosts: 0"},
	} {
		c.run(t, f)
	}
}

// TestTablesKeep: a table in a mail that is no form stays as it stands.
func TestTablesKeep(t *testing.T) {
	text := "Dear all, our machines:\n\nHostname   IP address   System\nmill-1     192.0.2.1    Debian\nmill-2     192.0.2.2    Debian\n\nBye"
	if r := builtin(t).Parse(body(text)); r.Form != formNone || !strings.Contains(r.Fields["description"], text) || r.Indicators[1].Line != 5 {
		t.Errorf("%q %+v", r.Fields["description"], r.Indicators)
	}
}

// TestStackedAt: which lines have labels side by side above their answers.
func TestStackedAt(t *testing.T) {
	for _, c := range []struct {
		name, text string
		known      int // -1 for none
	}{
		{"two", "Name       Telephone\nAda Quill  01632 960 001\n", 2},
		{"three, one not known", "Name       Ditch       Telephone\nAda Quill  Long Drain  01632 960 001\n\nmore\n", 2},
		{"one left open", "Name       Mail   Telephone\nAda Quill  a@b.c\n", 3},
		{"not below each other", "Name       Telephone\nAda Quill Smith  01632 960 001\n", -1},
		{"labels beside", "Name       Ada Quill\nTelephone  01632 960 001\n", -1},
		{"a third row", "Name       Telephone\nAda Quill  01632 960 001\nBob Quill  01632 960 002\n", -1},
		{"colons", "Name:      Telephone:\nAda Quill  01632 960 001\n", -1},
	} {
		sh := &sheet{ix: builtin(t).ix, lines: splitLines(c.text)}
		n, ok := sh.stackedAt(0)
		if !ok {
			n = -1
		}
		if n != c.known {
			t.Errorf("%s: %d", c.name, n)
		}
	}
}
