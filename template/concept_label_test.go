package template

import (
	"strings"
	"testing"

	"tocsin/store"
)

// strange is a form whose labels no definition has.
const strange = `A. You
A1. The person who reports, name: Ada Byte
A2. Your own e-mail address: ada@mill.example
A3. Name of your own organisation: Mill Ltd

B. Systems that were attacked
B1. Name and IP of the attacked machine: www.mill.example, 192.0.2.7
B2. What the attacked machine is used for: web shop

C. Where the attack came from
C1. IP address of the attacking machine: 198.51.100.7

D. Details
D1. The attack began on: 2026-11-20 14:30 UTC
D2. The attack was noticed on: 2026-11-20 16:00 UTC
D3. Measures you have taken so far: cable pulled
D4. TLP level for sharing:
  [ ] TLP:RED
  [x] TLP:GREEN
`

// TestStrangeForm: a form of unknown labels alone is read by their words.
func TestStrangeForm(t *testing.T) {
	r := builtin(t).Parse(body(strange))
	for name, want := range map[string]string{"contact_email": "ada@mill.example", "organisation": "Mill Ltd", "actions_taken": "cable pulled"} {
		if got := r.Fields[name]; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if len(r.Hosts) != 2 || r.Hosts[0].Role != store.RoleTarget || r.Hosts[0].Function != "web shop" || r.Hosts[1].Role != store.RoleSource || r.Hosts[1].Addresses[0] != "198.51.100.7" {
		t.Errorf("hosts: %+v", r.Hosts)
	}
	if r.Time.Start != "2026-11-20T14:30:00Z" || r.Time.Detected != "2026-11-20T16:00:00Z" || r.Disclosure.TLP != "GREEN" {
		t.Errorf("%+v %+v", r.Time, r.Disclosure)
	}
	rules := ""
	for _, s := range builtin(t).Explain(body(strange)).Texts[0].Steps {
		rules += s.Rule + "\n"
	}
	if !strings.Contains(rules, "label understood by its words") {
		t.Errorf("the rules do not tell: %s", rules)
	}
}

// TestNoStrangeForm: words of labels in other texts make no form.
func TestNoStrangeForm(t *testing.T) {
	f := builtin(t)
	for _, text := range []string{
		"Dear all,\n\nwhat happened yesterday: the server was down.\nWhat we did: nothing yet, we wait for you.\nNext meeting: Monday.\nRegards\n",
		"From: Ada <ada@mill.example>\nTo: Bob <bob@mill.example>\nDate: Mon, 20 Nov 2026\nSubject: the incident\n\nSee you there.\n",
		"Date of the attack: 2026-11-20 14:30 UTC\nIP address of the attacker: 198.51.100.7\n",
		"system.name: web7\nsystem.time: 14:30\nuser.count: 12\nstatus: ok\nlog level: debug\nserver name: web7\nip: 192.0.2.7\n",
		strings.Repeat("We write a long letter about many things that have no label at all.\n", 30) + strings.ReplaceAll(strange, "\n", "\n"+strings.Repeat("And here we go on and on with the letter.\n", 4)),
	} {
		if r := f.Parse(body(text)); len(r.Fields) > 1 || len(r.Hosts) > 0 {
			t.Errorf("%.60q: fields %v, hosts %v", text, r.Fields, r.Hosts)
		}
	}
}

func TestLabelExtent(t *testing.T) {
	for s, want := range map[string]string{
		"Your name: Ada":               "Your name|true",
		"Name(s) of hosts (all): x":    "Name(s) of hosts |true",
		"Are you sure? yes":            "Are you sure|true",
		"Your name ......: Ada":        "Your name |true",
		"攻撃元：198.51.100.7":             "攻撃元|true",
		"at 14:30 we saw http://x/":    "at 14:30 we saw http://x/|false",
		"Affected host":                "Affected host|false",
		strings.Repeat("word ", 50):    "|false",
		"| Your e-mail | a@b.example ": "| Your e-mail |true",
	} {
		off := 0
		if strings.HasPrefix(s, "| ") {
			off = 2
		}
		end, closed := labelExtent(s, off)
		if got := s[:end] + map[bool]string{true: "|true", false: "|false"}[closed]; got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestOffered(t *testing.T) {
	for s, want := range map[string]int{" yes / no: no": 10, "yes": 0, " TCP/UDP 53: open": 0, "ja / nein / egal: ja": 0, " oui/non:": 9, "http://x": 0} {
		if got := offered(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}
