package template

import (
	"strings"
	"testing"
)

// TestPairs: two labels in a row of a pasted sheet are two questions; rows of
// machines, of people and of goods are none.
func TestPairs(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"empty cells", "Report;;\nName;Ada Quill;\nE-mail;ada@quill.example;\nOrganisation;Quill Mill;\nIncident type;theft;\nIncident start;2026-11-18 10:20 UTC;\n", "contact_name: Ada Quill\nincident_type: theft"},
		{"tabs", "Incident report\t\t\t\nContact\tAda Quill\t\t\nOrganisation\tQuill Mill\t\t\nTelephone\t+44 1632 960 001\tE-mail\tada@quill.example\nIncident start\t2026-11-18 10:20 UTC\tColour of the sky\tblue\nAffected host\tpump-4.quill.example\tOperating system\tDebian 12\nIncident type\ttheft\t\t\n",
			"organisation: Quill Mill\ncontact_phone: +44 1632 960 001\ncontact_email: ada@quill.example\nstart: 2026-11-18T10:20:00Z\nhosts: 1\nincident_type: theft"},
		{"semicolons", "Meldung\n\nName;Ada Quill;Telefon;+49 961 555 001\nE-Mail;ada@quill.example;Wetter;schön\nBeginn des Vorfalls;2026-11-18 10:20 UTC;;\nArt des Vorfalls;Diebstahl;;\nBetroffenes System;muehle.quill.example;IP-Adresse;192.0.2.7\n",
			"contact_name: Ada Quill\ncontact_phone: +49 961 555 001\ncontact_email: ada@quill.example\nstart: 2026-11-18T10:20:00Z\nincident_type: Diebstahl\nhosts: 1"},
		{"machines", "Hostname\tIP\tOwner\tSystem\nlab-1.quill.example\t192.0.2.7\tAda\tDebian\nlab-2.quill.example\t192.0.2.8\tBob\tDebian\nlab-3.quill.example\t192.0.2.9\tCyd\tDebian\n", "form: none\nhosts: 0"},
		{"goods", "Cake\t3.20\tTea\t1.10\nBread\t2.20\tMilk\t0.90\nButter\t2.80\tJam\t2.40\n", "form: none"},
	} {
		c.run(t, f)
	}
}

// TestPairing: what parts the rows of pairs of a sheet.
func TestPairing(t *testing.T) {
	ix := builtin(t).ix
	for s, want := range map[string]byte{
		"Name | Ada | E-mail | a@b.example\nPhone | 12 | Fax | 13":                                          '|',
		"Name\tAda\tPhone\t+44 1632 960 001\nE-mail\ta@b.example\nCity\tYork\nWeather\tfair\n":              '\t',
		"Name\tAda\nE-mail\ta@b.example\nPhone\t+44 1632 960 001\nCity\tYork\nWeather\tfair\n":              0, // one in each row
		"Ada\tBob\tCyd\tnone\nDan\tno\nEve\tYork\nWeather\tfair\n":                                          0, // nothing tells answers apart
		"Name\tAda\tPhone\t+44 1632 960 001\tx\nE-mail\ta@b.example\ty\nCity\tYork\tz\nWeather\tfair\tzz\n": 0,
		"\t;\n|;|\n;;;;\n": 0,
	} {
		sh := &sheet{ix: ix, lines: splitLines(s)}
		if got := sh.pairsInRows(); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestCellsOf: the cells of a row, without those that hold nothing at its end.
func TestCellsOf(t *testing.T) {
	for _, c := range []struct {
		row  string
		mark byte
		want string
	}{
		{"A\tb\tC\td", '\t', "A~b~C~d"},
		{"\tA\tb\t\t", '\t', "A~b"},
		{"A\t\tC\td", '\t', "A~~C~d"},
		{"| A | b |", '|', "A~b"},
		{"A;b;;", ';', "A~b"},
		{"A", ';', "A"},
		{"", ';', ""},
		{" \t;", ';', ""},
	} {
		var buf [mostCells]string
		if got := strings.Join(cellsOf(buf[:0], c.row, c.mark), "~"); got != c.want {
			t.Errorf("%q: %q, want %q", c.row, got, c.want)
		}
	}
}

// TestPairEnds: where the second pair of a row begins, whatever parts the cells.
func TestPairEnds(t *testing.T) {
	for _, c := range []struct {
		row  string
		mark byte
		want string
	}{
		{"A\tb\tC\td", '\t', "A\tb~C\td"},
		{"\tA\tb\tC\td", '\t', "\tA\tb~C\td"},
		{"A\t\tC\td", '\t', "A\t~C\td"},
		{"A;b; C;d", ';', "A;b~C;d"},
		{"A;b;;", ';', ""},
		{"A;b", ';', ""},
	} {
		got := ""
		if end, next := pairEnd(c.row, c.mark); next > 0 {
			got = c.row[:end] + "~" + c.row[next:]
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.row, got, c.want)
		}
	}
}
