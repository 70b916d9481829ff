package eval

import (
	"strings"
	"testing"

	"tocsin/store"
)

// one gives a sample that wants a little of everything.
func one() *sample {
	s := &sample{Name: "one", Text: "Name: Ann\nTarget: a.example 192.0.2.1\nSource: 192.0.2.2\nStart: 2026-11-17 09:00 UTC\nand so on"}
	s.Fields = map[string]string{"contact_name": "Ann", "description": "one two three four five six seven eight nine ten"}
	s.Hosts = []host{{Role: "target", Name: "a.example", Addresses: []string{"192.0.2.1"}, OS: "BSD"}, {Role: "source", Addresses: []string{"192.0.2.2"}}}
	s.Time = span{Start: "2026-11-17T09:00:00Z", Zone: "UTC"}
	s.Category = []string{"fraud/phishing"}
	s.Optional.Fields = map[string]string{"sector": "health"}
	return s
}

// perfect is the report that such a sample wants.
func perfect() store.Report {
	return store.Report{
		Fields: map[string]string{"contact_name": "Ann", "description": "one two three four five six seven eight nine ten", "tlp": "mirrored"},
		Hosts: []store.Host{{Role: "target", Name: "A.example", Addresses: []string{"192.0.2.1"}, OS: "BSD"},
			{Role: "source", Addresses: []string{"192.0.2.2"}}},
		Time:     store.Span{Start: "2026-11-17T10:00:00+01:00", Zone: "UTC"},
		Category: []string{"fraud/phishing"},
	}
}

func TestScore(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*store.Report)
		want   tally
		faults string // what the first fault says, "" for none
	}{
		{"perfect", func(*store.Report) {}, tally{right: 9}, ""},
		{"a field missing", func(r *store.Report) { delete(r.Fields, "contact_name") }, tally{8, 0, 1}, `contact_name: wanted "Ann", got ""`},
		{"a field wrong", func(r *store.Report) { r.Fields["contact_name"] = "Bob" }, tally{8, 1, 1}, `wanted "Ann", got "Bob"`},
		{"a field more", func(r *store.Report) { r.Fields["contact_fax"] = "1" }, tally{9, 1, 0}, `contact_fax: wanted "", got "1"`},
		{"an optional one right", func(r *store.Report) { r.Fields["sector"] = "health" }, tally{right: 10}, ""},
		{"an optional one wrong", func(r *store.Report) { r.Fields["sector"] = "wealth" }, tally{9, 1, 0}, `got "wealth"`},
		{"white space", func(r *store.Report) { r.Fields["contact_name"] = " Ann\n" }, tally{right: 9}, ""},
		{"text kept in the description", func(r *store.Report) { r.Fields["description"] += "\n\nand so on" }, tally{right: 9}, ""},
		{"half the description", func(r *store.Report) { r.Fields["description"] = "one two three" }, tally{8, 1, 1}, "description"},
		{"another answer in the description", func(r *store.Report) { r.Fields["description"] += " Ann Ann" }, tally{8, 1, 1}, "description"},
		{"a host missing", func(r *store.Report) { r.Hosts = r.Hosts[:1] }, tally{8, 0, 1}, `host source: wanted "192.0.2.2"`},
		{"one host as two", func(r *store.Report) {
			r.Hosts[0].Addresses = nil
			r.Hosts = append(r.Hosts, store.Host{Role: "target", Addresses: []string{"192.0.2.1"}})
		}, tally{right: 9}, ""},
		{"a fact invented", func(r *store.Report) { r.Hosts[1].OS = "DOS" }, tally{9, 1, 0}, `host source os: wanted "", got "DOS"`},
		{"another instant", func(r *store.Report) { r.Time.Start = "2026-11-17T09:00:00+01:00" }, tally{8, 1, 1}, "time.start"},
		{"words for an instant", func(r *store.Report) { r.Time.Start = "2026-11-17 09:00" }, tally{8, 0, 1}, "time.start"},
		{"another category", func(r *store.Report) { r.Category = []string{"test/test"} }, tally{8, 1, 1}, "category"},
		{"no answer to share", func(r *store.Report) { r.Disclosure.ShareIdentity = "unknown" }, tally{right: 9}, ""},
		{"no traffic light asked", func(r *store.Report) { r.Disclosure.TLP = "RED" }, tally{9, 1, 0}, "disclosure.tlp"},
	} {
		t.Run(c.name, func(t *testing.T) {
			report := perfect()
			c.change(&report)
			r := score(one(), report)
			if got := r.total(); got != c.want {
				t.Errorf("%+v, wanted %+v: %v", got, c.want, r.faults)
			}
			switch {
			case c.faults == "" && len(r.faults) > 0:
				t.Errorf("faults %v where there are none", r.faults)
			case c.faults != "" && (len(r.faults) == 0 || !strings.Contains(r.faults[0].String(), c.faults)):
				t.Errorf("faults %v do not say %s", r.faults, c.faults)
			}
		})
	}
}

func TestScoreRoles(t *testing.T) {
	report := perfect()
	report.Hosts[1].Role = "target"
	if r := score(one(), report); r.roles != 1 {
		t.Errorf("the source given as target: %d role errors, %v", r.roles, r.faults)
	}
	report.Hosts[1].Role = "unknown"
	if r := score(one(), report); r.roles != 0 || r.total() != (tally{8, 0, 1}) {
		t.Errorf("a host in no role is missing and not wrong: %+v", r.total())
	}
	report = perfect()
	report.Hosts = append(report.Hosts, store.Host{Role: "source", Addresses: []string{"192.0.2.1"}})
	if r := score(one(), report); r.roles != 1 || r.total().wrong != 1 {
		t.Errorf("the target given in both roles: %d role errors, %+v", r.roles, r.total())
	}
}

func TestScoreZones(t *testing.T) {
	s := one()
	s.Time = span{Start: "17.11.2026 9 Uhr"}
	report := perfect()
	report.Time.Zone = "CET"
	if r := score(s, report); r.zones != 2 { // the instant and the zone
		t.Errorf("%d zone guesses, %v", r.zones, r.faults)
	}
	report.Time = store.Span{Start: "17.11.2026  9 Uhr"}
	if r := score(s, report); r.zones != 0 || r.total().wrong != 0 {
		t.Errorf("the reporter's words are no guess: %v", r.faults)
	}
}

func TestTally(t *testing.T) {
	if (tally{}).precision() != 1 || (tally{}).recall() != 1 {
		t.Error("nothing wanted and nothing given is perfect")
	}
	if c := (tally{right: 3, wrong: 1, missing: 3}); c.precision() != 0.75 || c.recall() != 0.5 {
		t.Errorf("%v %v", c.precision(), c.recall())
	}
	all := sum([]*result{score(one(), perfect()), score(one(), store.Report{})})
	if all.samples != 2 || all.total != (tally{9, 0, 9}) || len(all.faults) != 9 {
		t.Errorf("%+v", all)
	}
}

func TestDocument(t *testing.T) {
	s := &sample{Text: "Subject: help\n\nbody\n=== attachment a.txt\nName: Ann\n"}
	d := s.document()
	if d.Subject != "help" || len(d.Texts) != 2 || d.Texts[0].Text != "body\n" || !d.Texts[1].Attachment ||
		d.Texts[1].Name != "a.txt" || d.Texts[1].Text != "Name: Ann\n" {
		t.Errorf("%+v", d)
	}
}

func TestTable(t *testing.T) {
	var b strings.Builder
	s := one()
	s.About.Form, s.About.Habits = "home", []string{"boxes", "forwarded"}
	report := perfect()
	report.Fields["contact_name"] = "Bob"
	table(&b, "set", []*result{score(s, report)}, each)
	for _, want := range []string{"set: 1 samples", "0.889", "part hosts", "form home", "habit boxes", "1 faults", `one: contact_name: wanted "Ann", got "Bob"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s", want, b.String())
		}
	}
	lines := grouped([]*result{score(s, report), score(s, report)})
	if len(lines) != 1 || !strings.Contains(lines[0], "wrong      2× as one: contact_name") {
		t.Errorf("grouped: %q", lines)
	}
}

func TestRewrap(t *testing.T) {
	if got := rewrap("Name: Ann Bee\nshort\none two three four", 9); got != "Name:\nAnn Bee\nshort\none two\nthree\nfour" {
		t.Errorf("%q", got)
	}
}
