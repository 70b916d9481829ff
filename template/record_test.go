package template

import (
	"slices"
	"testing"
)

// TestRecords: a row of names and a row of answers are read as labels with
// theirs; tables of people or machines in a form stay what they are.
func TestRecords(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"semicolons, quoted", "Export of the intake sheet.\n\nreporter;reporter_mail;company;incident_start;victim_ip;attacker_ip;what_happened;actions_taken\n\"Ada Quill\";\"ada@quill.example\";\"Quill; Mill\";\"2026-11-18 10:20 UTC\";\"192.0.2.7\";\"198.51.100.7\";\"the \"\"mill\"\" stood still\";none\n",
			"contact_name: Ada Quill\ncontact_email: ada@quill.example\norganisation: Quill; Mill\nstart: 2026-11-18T10:20:00Z\nhosts: 2\nsays: the \"mill\" stood still\nsays: Export of the intake sheet."},
		{"commas, German", "meldende_person,email,telefon,vorfall_beginn,art_des_vorfalls,ip_angreifer,beschreibung\nAda Quill,ada@quill.example,+49 961 555 001,2026-11-18 10:20 UTC,Diebstahl,198.51.100.7,\"Die Kasse ist weg, das Licht war an\"\n",
			"contact_phone: +49 961 555 001\nstart: 2026-11-18T10:20:00Z\nhosts: 1\nsays: Die Kasse ist weg, das Licht war an"},
		{"names of a program", "reporterName,reporterEmail,incidentType,incidentStart,victimIp,whatHappened\nAda Quill,ada@quill.example,theft,2026-11-18 10:20 UTC,192.0.2.7,the mill stood still\n",
			"contact_name: Ada Quill\nincident_type: theft\nstart: 2026-11-18T10:20:00Z\nhosts: 1"},
		{"a row each", "reporter;e-mail;incident_type;incident_start;affected_host;description\nAda Quill;ada@quill.example;phishing;2026-11-18 10:20 UTC;www.quill.example;a false page of ours\nBob Reed;bob@reed.example;ddos;2026-11-19 09:00 UTC;www.reed.example;the site was flooded\n",
			"contact_name: Ada Quill\nsays: Bob Reed\nhosts: 2\nstart: 2026-11-18T10:20:00Z"},
		{"people in a log", reporter + "Log extracts:\nname,email,phone,city,password\nJane Roe,jane@roe.example,+44 1632 960 001,Leeds,hunter2\n",
			"log: Jane Roe,jane@roe.example\ncontact_name: Jane Doe"},
		{"a feed", "timestamp,ip,port,asn,geo,hostname,tag\n2026-11-18 10:20:00,192.0.2.7,443,64500,GB,www.quill.example,ssl\n", "form: none\nhosts: 0"},
		{"customers", "name,email,phone,city,plan\nJane Roe,jane@roe.example,+44 1632 960 001,Leeds,gold\n", "form: none\ncontact_email: "},
		{"a list", "Dear all, cakes, tea, milk, bread, jam\nfour, five, six, seven, eight, nine\n", "form: none"},
	} {
		c.run(t, f)
	}
}

// TestRecordLines: answers of a record are told by the lines of the text.
func TestRecordLines(t *testing.T) {
	const text = "Hello\nreporter;e-mail;incident_type;incident_start;description\nAda;ada@quill.example;theft;2026-11-18;a\nBob;bob@reed.example;ddos;2026-11-19;b\nBye\n"
	sh := &sheet{ix: builtin(t).ix, raw: text, lines: splitLines(text)}
	sh.spread()
	if len(sh.lines) != 12 {
		t.Fatalf("%d lines", len(sh.lines))
	}
	for i, want := range []int{0, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4} {
		if got := sh.row(i); got != want {
			t.Errorf("line %d %q: row %d, want %d", i, sh.lines[i].text, got, want)
		}
	}
}

// TestQuotedCells: what a row is taken apart into.
func TestQuotedCells(t *testing.T) {
	for s, want := range map[string][]string{
		`a;b;c`:           {"a", "b", "c"},
		`"a;b";c`:         {"a;b", "c"},
		`"a ""b""" ; c`:   {`a "b"`, "c"},
		`"never closed;b`: {`"never closed;b`},
		`;;`:              {"", "", ""},
		``:                {""},
	} {
		r := record{mark: ';'}
		if got := r.cells(s); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestPlainName: names of programs as labels.
func TestPlainName(t *testing.T) {
	for s, want := range map[string]string{"victim_ip": "Victim_ip", "whatHappened": "What happened", "Our IP": "Our IP", "victimIP": "Victim IP", "été": "Été", "": ""} {
		if got := plainName(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestRecordTells: what a row of names must ask for.
func TestRecordTells(t *testing.T) {
	ix := builtin(t).ix
	for text, want := range map[string]bool{
		"reporter;e-mail;incident_type;incident_start;description\nAda;ada@quill.example;theft;2026-11-18;a":       true,
		"reporter;e-mail;incident_type;incident_start;description\nAda;none;theft;2026-11-18;a":                    false, // nobody to answer to
		"reporter;e-mail;colour;taste;description\nAda;ada@quill.example;red;sour;a":                               false, // nothing happened
		"reporter;e-mail;incident_type;incident_start;description\nAda;ada@quill.example;theft;2026-11-18":         false, // a cell too few
		"reporter;e-mail;incident_type;incident_type;incident_start\nAda;ada@quill.example;theft;theft;2026-11-18": false,
		"reporter;e-mail;incident_type;incident_start\nAda;ada@quill.example;theft;2026-11-18":                     false, // too few
		"reporter;e-mail;incident_type;incident_start;description":                                                 false,
		";;;;;\n;;;;;": false,
	} {
		sh := &sheet{ix: ix, lines: splitLines(text)}
		if got := sh.recordAt(0) != nil; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestRecordKeeps: the words of a text that is no form stay as they stand.
func TestRecordKeeps(t *testing.T) {
	text := "We have seen:\n\"e-mail\";\"reporter\";\"incident type\";\"first seen\";\"x\"\n\"ada@quill.example\";\"a\";\"b\";\"c\";\"d\""
	if r := builtin(t).Parse(body(text)); r.Form != formNone || r.Fields["description"] != text {
		t.Errorf("%q", r.Fields["description"])
	}
}
