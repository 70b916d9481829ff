package template

import (
	"strings"
	"testing"
)

func TestShapeOf(t *testing.T) {
	for _, c := range []struct {
		line string
		want shape
		ok   bool
	}{
		{"Name: Jane", shape{0, ':'}, true},
		{"Name : Jane", shape{0, ':'}, true},
		{"Name： Jane", shape{0, ':'}, true},
		{"氏名：山田", shape{0, ':'}, true},
		{"Name; Jane", shape{0, ';'}, true},
		{"Name (e.g.: Jane): Joe", shape{0, ':'}, true},
		{"Have you told them? yes", shape{0, ':'}, true},
		{"¿Han informado a la policía? sí", shape{0, ':'}, true},
		{"Name.......: Jane", shape{0, '.'}, true},
		{"Name ______ Jane", shape{0, '.'}, true},
		{"Name…: Jane", shape{0, '.'}, true},
		{"Name\tJane", shape{0, '\t'}, true},
		{"| Name | Jane |", shape{'|', '|'}, true},
		{"1.3 Name: Jane", shape{'1', ':'}, true},
		{"(a) Name: Jane", shape{'1', ':'}, true},
		{"2-1) Name", shape{'1', 0}, true},
		{"**Name:** Jane", shape{'*', ':'}, true},
		{"[Name]: Jane", shape{'[', ':'}, true},
		{"【氏名】山田", shape{'[', ':'}, true},
		{"Name", shape{0, 0}, true},
		{"http://site.example/", shape{0, 0}, true},
		{"12:30:01 gate: no", shape{}, false},
		{"192.0.2.1: down", shape{}, false},
		{"[ ] Name", shape{}, false},
		{strings.Repeat("word ", 30) + ": x", shape{}, false},
	} {
		got, ok := shapeOf(c.line)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%q: shape %c %c, %v; want %c %c, %v", c.line, got.before, got.after, ok, c.want.before, c.want.after, c.ok)
		}
	}
}

func TestMannerHasWhatIsOften(t *testing.T) {
	var m manner
	for _, s := range []string{"Name: a", "Phone: b", "1. Fax: c", "E-mail: d"} {
		m.learn(&splitLines(s)[0])
	}
	if !m.has(shape{0, ':'}) || m.has(shape{'1', ':'}) || m.has(shape{0, '.'}) {
		t.Errorf("learned %v %v", m.shapes, m.counts)
	}
	m.mark = " - "
	if sh, ok := m.shapeOf(&splitLines("Name - Jane")[0]); !ok || sh.after != '-' {
		t.Errorf("the mark of the sheet is not seen: %v %v", sh, ok)
	}
}

// A fieldsCase is a text of an unknown form, what it fills in and what stays
// without an answer.
type fieldsCase struct {
	name, text string
	fields     map[string]string // "" for none
	says       string            // stands in the description
}

func readsFields(t *testing.T, cases []fieldsCase) {
	t.Helper()
	f := builtin(t)
	for _, c := range cases {
		r := f.Parse(body(c.text))
		for name, want := range c.fields {
			if got := r.Fields[name]; got != want {
				t.Errorf("%s: %s is %q, want %q", c.name, name, got, want)
			}
		}
		if !strings.Contains(r.Fields["description"], c.says) {
			t.Errorf("%s: %q is not in the description %q", c.name, c.says, r.Fields["description"])
		}
	}
}

func TestLabelsThatNobodyKnows(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"numbered, below an empty answer", `1. Reporter name: Kim Lund
2. E-mail address: kim@fjord.example
3. Fax number:
4. Number of your locker: 5550199
5. Actions taken:
6. Colour of the switch: grey 4711
7. Description of the incident: the door stood open
`, map[string]string{"contact_name": "Kim Lund", "contact_fax": "", "actions_taken": ""}, "Colour of the switch: grey 4711"},
		{"with leaders", `Reporter name........: Kim Lund
E-mail address.......: kim@fjord.example
Organisation name....: Fjord AS
Actions taken........: unplugged
Colour of the switch.: grey
Time of incident.....: 2026-11-02 10:00 UTC
`, map[string]string{"actions_taken": "unplugged"}, "Colour of the switch"},
		{"in bold", `**Reporter name:** Kim Lund
**E-mail address:** kim@fjord.example
**Impact of the incident:**
**Weather:** rain, 4 degrees
**Description of the incident:** water came in
`, map[string]string{"impact": ""}, "Weather"},
		{"a heading with a number", `1. Reporter
Name: Kim Lund
E-mail address: kim@fjord.example

2. Incident
Actions taken: unplugged,
and the door shut

3. Things we like to know
the rest is silence

4. Description of the incident
water came in
`, map[string]string{"contact_name": "Kim Lund", "actions_taken": "unplugged,\nand the door shut"}, "the rest is silence"},
		{"not in a log", `Reporter name: Kim Lund
E-mail address: kim@fjord.example
Organisation name: Fjord AS
Log extracts:
User-Agent: curl
Cookie: none
`, map[string]string{"contact_name": "Kim Lund"}, ""},
	})
}

func TestLogKeepsItsHeaders(t *testing.T) {
	r := builtin(t).Parse(body("Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nOrganisation name: Fjord AS\nLog extracts:\nUser-Agent: curl\nCookie: none\n"))
	if len(r.Logs) != 1 || r.Logs[0] != "User-Agent: curl\nCookie: none" {
		t.Errorf("logs %q", r.Logs)
	}
}

func TestMarksBetweenLabelAndAnswer(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"dashes", "Reporter name - Kim Lund\nE-mail adress - kim@fjord.example\nOrganisation name - Fjord AS\nDescription of the incident - water - a lot\n",
			map[string]string{"contact_name": "Kim Lund", "contact_email": "kim@fjord.example", "organisation": "Fjord AS", "description": "water - a lot"}, ""},
		{"slashes behind numbers", "1.1 / Reporter name / Kim Lund\n1.2 / E-mail address / kim@fjord.example\n1.3 / Organisation name / Fjord AS\n2.1 / Description of the incident / water\n",
			map[string]string{"contact_name": "Kim Lund", "contact_email": "kim@fjord.example", "organisation": "Fjord AS", "description": "water"}, ""},
		{"a label in two languages", "Reporter name / Xyrgn: Kim Lund\nE-mail address / Xposta: kim@fjord.example\nOrganisation name / Xorga: Fjord AS\nDescription of the incident / Xdesk: water\n",
			map[string]string{"contact_name": "Kim Lund", "contact_email": "kim@fjord.example", "organisation": "Fjord AS", "description": "water"}, ""},
		{"prose", "Impact - as you know - is low.\nName - so to speak - resolution fails, Organisation - none.\nE-mail address kim@fjord.example\n",
			map[string]string{"contact_name": "", "impact": "", "organisation": ""}, "so to speak"},
	})
}

func TestHintBrokenOffItsLabel(t *testing.T) {
	readsFields(t, []fieldsCase{{"", "Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nActions taken\n(as far as known): unplugged\nDescription of the incident: water\n",
		map[string]string{"actions_taken": "unplugged", "contact_name": "Kim Lund"}, "water"}})
}

func TestAnswerBrokenInTheMiddle(t *testing.T) {
	readsFields(t, []fieldsCase{{"", "Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nName of the organisation that you write to us for: Fjord\nShipyards AS\nActions taken: none\nDescription of the incident: water\n",
		map[string]string{"contact_name": "Kim Lund"}, "water"},
		{"near the edge", "Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nName of the entity submitting the report: Fjord and Shipyards\nHolding AS\nDescription of the incident: water\n",
			map[string]string{"organisation": "Fjord and Shipyards\nHolding AS"}, "water"},
		{"far from it", "Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nOrganisation name: Fjord\nthanks in advance\nDescription of the incident: water\n",
			map[string]string{"organisation": "Fjord"}, "thanks in advance"}})
}

func TestLabelWrappedThatNobodyKnows(t *testing.T) {
	f := builtin(t)
	r := f.Parse(body(`Reporter name: Kim Lund
E-mail address: kim@fjord.example
Organisation name:
Fjord AS
Colour of the switch
   and its weight: 5 kg
Attacking host
   of the next day: none seen
Actions taken: unplugged
Description of the incident: water
`))
	if r.Fields["organisation"] != "Fjord AS" || r.Fields["actions_taken"] != "unplugged" || len(r.Hosts) > 0 {
		t.Errorf("fields %v, hosts %v", r.Fields, r.Hosts)
	}
	if d := r.Fields["description"]; !strings.Contains(d, "5 kg") || !strings.Contains(d, "of the next day: none seen") {
		t.Errorf("lost: %q", d)
	}
}

// TestEqualsSigns: labels that an equals sign parts from their answers, known,
// understood by their words or strange; settings in an answer are no labels.
func TestEqualsSigns(t *testing.T) {
	r := builtin(t).Parse(body("REPORTER = Jane Doe\nMAIL = jane@site.example\nPHONE = 555 0100\nSTART OF INCIDENT = 2026-11-20 10:00 UTC\n" +
		"DETECTED AT = 2026-11-20 11:00 UTC\nMEASURES TAKEN = cable pulled\nMOON = full, and rising\nSUMMARY = set Foo = 1 in the file of the server\n"))
	for name, want := range map[string]string{"detection_time": "2026-11-20 11:00 UTC", "actions_taken": "cable pulled", "contact_phone": "555 0100"} {
		if got := r.Fields[name]; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := r.Fields["description"]; !strings.HasPrefix(got, "set Foo = 1 in the file of the server") {
		t.Errorf("description: %q", got)
	}
	for s, want := range map[string]byte{"Name = Jane": '=', "Name=Jane": 0, "Name =": '=', "Name == Jane": 0} {
		if sh, _ := shapeOf(s); sh.after != want {
			t.Errorf("%q is parted by %q", s, sh.after)
		}
	}
}

// TestHeadingAbove: a numbered line above questions numbered below it ends an
// answer.
func TestHeadingAbove(t *testing.T) {
	text := reporter + "B.1 Measures taken: cable pulled\n\nC. AND THEN\nC.1 Police informed? no\n"
	if r := builtin(t).Parse(body(text)); r.Fields["actions_taken"] != "cable pulled" || r.Fields["law_enforcement"] != "no" {
		t.Errorf("%v", r.Fields)
	}
	text = reporter + "B.1 Measures taken: cable pulled\nC. is next\n"
	if r := builtin(t).Parse(body(text)); !strings.HasPrefix(r.Fields["actions_taken"], "cable pulled") {
		t.Errorf("%v", r.Fields)
	}
}
