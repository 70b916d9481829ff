package template

import (
	"strings"
	"testing"
)

// doubts are texts in which a careless reader finds what nobody said.
var doubts = []reads{
	{"a kernel in the words", reporter + "Operating system: Linux kernel 5.10.0.7\n", "os: Linux kernel 5.10.0.7\nhosts: 0"},
	{"a host in prose", reporter + "\nOur firewall fw.site.example (192.0.2.1) saw it.\n", "hosts: 0\nindicator: ipv4 192.0.2.1 target"},
	{"a name of an attacker", reporter + "Name of the attacker: darkking\n", "contact_name: Jane Doe\nsays: darkking"},
	{"a phone of somebody else", reporter + "Phone of the provider: 555 9999\n", "contact_phone: +32 2 555 01 00\nsays: 555 9999"},
	{"contact of somebody else", reporter + "Abuse contact of the source: abuse@evil.example\n", "contact_email: jane@site.example\nhosts: 0"},
	{"a negated wish", reporter + "Assistance requested: nothing, thank you\n", "assist: none"},
	{"boilerplate of a mail system", reporter + "\nThis e-mail is confidential and intended solely for the addressee.\n", "secret: \ncontact_name: Jane Doe"},
	{"not confidential", reporter + "\nThis is not confidential.\n", "tlp is: "},
	{"TLP without a colour", reporter + "TLP: ask me\n", "tlp is: "},
	{"category in prose only", strings.Replace(reporter, "scan", "something odd", 1) + "Description of the incident: phishing? ransomware? we do not know\n", "category: \nincident_type: something odd"},
	{"a time in prose only", reporter + "Description of the incident: it was 2026-11-20 10:00 UTC\n", "start: "},
	{"a date of birth of the form", "Version 2026-01-01\n" + reporter, "start: "},
	{"hours that look like IPv6", reporter + "Description of the incident: 10:00:07 and 10:00:08\n", "hosts: 0"},
	{"a MAC address", reporter + "Victim IP: 00:11:22:33:44:55\n", "hosts: 0"},
	{"question marks", reporter + "Attacker IP: ???\nVictim IP: ?\n", "hosts: 0"},
	{"a label without its answer", reporter + "Attacker IP:\nVictim IP: 192.0.2.1\n", "host: target  192.0.2.1\nhosts: 1"},
	{"an empty block of the other side", reporter + "Source of the attack\nIP address:\nTarget of the attack\nIP address: 192.0.2.1\n", "host: target  192.0.2.1\nhosts: 1"},
	{"sentence behind a label's word", reporter + "Name resolution failed on all servers.\n", "contact_name: Jane Doe\nsays: Name resolution failed"},
	{"sentence that begins like a label", reporter + "Phone calls did not help.\nHost systems are down.\n", "contact_phone: +32 2 555 01 00\nhosts: 0"},
	{"one letter wrong in a label", reporter + "Attaker IP: 198.51.100.1\n", "host: source  198.51.100.1"},
	{"two languages in one label", strings.Replace(reporter, "Name:", "Name / Nom:", 1), "contact_name: Jane Doe"},
	{"two questions in one label", strings.Replace(reporter, "Name:", "Name / Phone:", 1), "no: department"},
	{"stars of markdown", strings.Replace(reporter, "Name:", "**Name**:", 1), "contact_name: Jane Doe"},
}

func TestDoubts(t *testing.T) {
	f := builtin(t)
	for _, c := range doubts {
		c.run(t, f)
	}
}

// TestTwin: a label in two languages is one only if both mean the same field.
func TestTwin(t *testing.T) {
	ix := builtin(t).ix
	for text, want := range map[string]string{
		"Name / Nom: Jane":            "Jane",
		"Name/Nom: Jane":              "Jane",
		"Phone / Téléphone : 12":      "12",
		"E-mail / Courriel ....: a@b": "a@b",
		"Name / Phone: Jane":          "",
		"Name / colour: Jane":         "",
		"Name / ":                     "",
		"Name /:":                     "",
	} {
		h, ok := ix.match(splitLines(text), 0)
		got := ""
		if ok && h.strength == strong {
			got = strings.TrimSpace(text[h.end.off:])
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
