package template

import (
	"strings"
	"testing"
)

// TestNotation: reports in the notations of programs are read as labels and
// answers.
func TestNotation(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"YAML", `Exported by our case tool.

---
# case export
incident:
  caseId: "QM-2026-77"
  category: theft
  firstSeen: "2026-11-18T10:20:00Z"
  summary: |
    The mill stood still: all screens are blue.
    Nobody could log in.
  affectedSystems:
    - hostname: pump-4.quill.example
      ip: 192.0.2.7
  attackers:
    - 198.51.100.7
    - 198.51.100.8
  actionsTaken: unplugged
reporter:
  name: Ada Quill
  org: Quill Mill
  email: ada@quill.example
  phone: "+44 1632 960 001"
policeInformed: false
...
`, `contact_name: Ada Quill
contact_phone: +44 1632 960 001
organisation: Quill Mill
reference_theirs: QM-2026-77
incident_type: theft
start: 2026-11-18T10:20:00Z
hosts: 3
actions_taken: unplugged
law_enforcement: no
says: Nobody could log in.
says: Exported by our case tool.`},
		{"JSON", `{
  "reporter": {
    "fullName": "Ada Quill",
    "company": "Quill Mill",
    "email": "ada@quill.example",
    "phone": null
  },
  "incident": {
    "type": "theft",
    "startedAt": "2026-11-18T10:20:00Z",
    "description": "A \"bank\" asked for passwords.\nTwo people answered.",
    "sourceIp": ["198.51.100.7", "198.51.100.8"],
    "targetHost": "mail.quill.example"
  },
  "measures": "accounts locked"
}
`, `contact_name: Ada Quill
organisation: Quill Mill
contact_email: ada@quill.example
incident_type: theft
start: 2026-11-18T10:20:00Z
says: A "bank" asked for passwords. Two people answered.
hosts: 3
actions_taken: accounts locked`},
		{"TOML, German", `[melder]
name = "Ada Quill"
firma = "Mühle Quill"
email = "ada@quill.example"

[vorfall]
art = "Diebstahl"
beginn = "2026-11-18 10:20 UTC"
beschreibung = "Die Mühle stand still."

[opfer]
hostname = "muehle.quill.example"
ip = "192.0.2.7"

[angreifer]
ip = "198.51.100.7"
`, `contact_name: Ada Quill
organisation: Mühle Quill
incident_type: Diebstahl
start: 2026-11-18T10:20:00Z
hosts: 2
says: Die Mühle stand still.`},
		{"settings of a shell", "reporter_name=\"Ada Quill\"\nreporter_mail=ada@quill.example\nincident_type=theft\nincident_start=\"2026-11-18 10:20 UTC\"\nvictim_ip=192.0.2.7\nwhat_happened='the mill stood still'\n",
			"contact_name: Ada Quill\ncontact_email: ada@quill.example\nincident_type: theft\nhosts: 1\nsays: the mill stood still"},
	} {
		c.run(t, f)
	}
}

// TestNotationSides: an address below a name that says of no side is not taken
// for one on the side that another name was of.
func TestNotationSides(t *testing.T) {
	text := `reporter:
  name: Ada Quill
  email: "ada@quill.example"
incident:
  type: theft
  start: "2026-11-18 10:20 UTC"
  description: the mill stood still
victim:
  ip: 192.0.2.7
zebra:
  ip: 198.51.100.7
`
	r := builtin(t).Parse(body(text))
	if len(r.Hosts) != 1 || r.Hosts[0].Addresses[0] != "192.0.2.7" {
		t.Errorf("%+v", r.Hosts)
	}
}

// TestNoNotation: what people write around settings, alerts and logs, and the
// schemas of machines, stays as it stands.
func TestNoNotation(t *testing.T) {
	for name, text := range map[string]string{
		"an alert":        "{\n  \"timestamp\": \"2026-11-18T10:20:00Z\",\n  \"event_type\": \"alert\",\n  \"src_ip\": \"198.51.100.7\",\n  \"dest_ip\": \"192.0.2.7\",\n  \"alert\": {\n    \"signature\": \"SCAN\",\n    \"severity\": 2\n  },\n  \"contact\": \"abuse@quill.example\"\n}\n",
		"a schema":        "{\n  \"ReporterInfo\": {\n    \"ReporterContactEmail\": \"ada@quill.example\",\n    \"ReporterContactName\": \"Ada\"\n  },\n  \"Report\": {\n    \"ReportType\": \"DOS\",\n    \"Date\": \"2018-02-05T14:17:10Z\",\n    \"SourceIp\": \"192.0.2.55\",\n    \"Description\": \"something went wrong with it today\"\n  }\n}\n",
		"settings":        "please look at this\n\nserver:\n  host: mail.quill.example\n  port: \"25\"\n  user: \"ada\"\nalerts:\n  mail: ops@quill.example\n  level: high\n",
		"labels of a few": "name: Ada\ncity: York\nphone: 12\n",
		"a log in a form": reporter + "Log extracts:\n{\"time\": \"2026-11-18T10:20:00Z\", \"src_ip\": \"198.51.100.7\", \"dest_ip\": \"192.0.2.7\", \"user_mail\": \"root@quill.example\"}\n",
		"prose":           "we met in: York\nand then in: Leeds\nbut not in: Hull\nnor in: Ely\nor: Bath\n",
		"logs in a form":  reporter + "Log extracts:\nevent:\n  src_ip: \"198.51.100.7\"\n  dest_ip: \"192.0.2.7\"\n  start: \"2026-11-18\"\n  user:\n    email: \"root@quill.example\"\n  description: a thing\n",
	} {
		sh := &sheet{ix: builtin(t).ix, lines: splitLines(text)}
		if sh.denote(); sh.torn {
			t.Errorf("%s: %+v", name, sh.lines)
		}
	}
}

// TestUnfold: an object on one line is read as one on many.
func TestUnfold(t *testing.T) {
	reads{"one line", "Hello,\n\n{\"meldender\": \"Ada Quill\", \"meldender_email\": \"ada@quill.example\", \"organisation\": \"Quill, Mill & Co\", \"art_des_vorfalls\": \"Phishing\", \"beginn\": \"2026-11-18T10:20:00Z\", \"ziel\": {\"ip\": \"192.0.2.7\"}, \"beschreibung\": \"Die Mühle stand still, und die Flügel drehten sich rückwärts.\"}\n",
		"contact_email: ada@quill.example\norganisation: Quill, Mill & Co\nincident_type: Phishing\nstart: 2026-11-18T10:20:00Z\nhost: target  192.0.2.7\nsays: Die Mühle stand still"}.run(t, builtin(t))
}

// TestKeyOf: what a line of a notation is.
func TestKeyOf(t *testing.T) {
	for s, want := range map[string]key{
		`name: Ada`:            {is: isKey, name: "name", value: "Ada"},
		`  "name": "Ada",`:     {is: isKey, indent: 2, name: "name", value: `"Ada",`, quoted: true},
		`- name: Ada`:          {is: isKey, indent: 2, name: "name", value: "Ada"},
		`name = "Ada"`:         {is: isKey, name: "name", value: `"Ada"`},
		`REPORTER_NAME=Ada`:    {is: isKey, name: "REPORTER_NAME", value: "Ada"},
		`name:`:                {is: isKey, name: "name"},
		`überschrift: x`:       {is: isKey, name: "überschrift", value: "x"},
		`Name: Ada`:            {},
		`"Name": "Ada"`:        {},
		`"Your name": "Ada"`:   {is: isKey, name: "Your name", value: `"Ada"`, quoted: true},
		`your name: Ada`:       {},
		`10:20 it stopped`:     {},
		`http://quill.example`: {},
		`- 198.51.100.7`:       {is: item, indent: 2},
		`    "198.51.100.7",`:  {is: item, indent: 4},
		`  },`:                 {is: fence, indent: 2},
		`[a.victim]`:           {is: fence, name: "victim"},
		`[[victims]]`:          {is: fence, name: "victims"},
		`# a note`:             {is: fence},
		`...`:                  {is: fence},
		``:                     {is: fence},
		`"`:                    {is: item},
		`"": x`:                {},
	} {
		if got := keyOf(s); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}

// TestPlainValue: what values say.
func TestPlainValue(t *testing.T) {
	for s, want := range map[string]string{
		`"Ada",`: "Ada", `'Ada'`: "Ada", `Ada`: "Ada", `"a \"b\" \u00e9\n c"`: `a "b" é c`, `"a \q"`: `a \q`,
		`["a", "b, c"],`: "a, b, c", `[]`: "", `{ip: 192.0.2.7}`: "ip: 192.0.2.7", `null`: "", `~`: "", `true,`: "yes", `false`: "no", `>-`: "", `|`: "", `"`: `"`, ``: "", `2,`: "2",
	} {
		if got := plainValue(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestDenoted: the lines that a notation comes to stand where they stood.
func TestDenoted(t *testing.T) {
	sh := &sheet{ix: builtin(t).ix, lines: splitLines("case:\n  mail: ada@quill.example\n  type: \"theft\"\n  began: \"2026-11-18\"\n  colour: \"blue\"\n  story: >\n    name: none\n    It stood still.\n  victim:\n    ip: 192.0.2.7\n")}
	sh.denote()
	want := "---\nMail: ada@quill.example\nType: theft\nBegan: 2026-11-18\nCase colour: blue\nStory:\n    name: none\n    It stood still.\nVictim:\nIp: 192.0.2.7"
	var got []string
	for i := range sh.lines {
		got = append(got, sh.lines[i].text)
	}
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}
