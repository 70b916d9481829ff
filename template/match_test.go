package template

import (
	"testing"

	"tocsin/template/word"
)

// A matchCase is the start of a text, and the label that is there.
type matchCase struct {
	text  string
	field string // "" for no label, "heading" for one
	how   strength
	rest  string // what follows on the line where the label ends
}

var matchCases = []matchCase{
	{"Name: Jane", "contact_name", strong, "Jane"},
	{"Name:Jane", "contact_name", strong, "Jane"},
	{"Name : Jane", "contact_name", strong, "Jane"},
	{"Name：Jane", "contact_name", strong, "Jane"},
	{"Name; Jane", "contact_name", strong, "Jane"},
	{"Name = Jane", "contact_name", strong, "Jane"},
	{"Name\tJane", "contact_name", strong, "Jane"},
	{"Name  Jane", "contact_name", strong, "Jane"},
	{"Name........: Jane", "contact_name", strong, "Jane"},
	{"Name .......: Jane", "contact_name", strong, "Jane"},
	{"Name . . . .: Jane", "contact_name", strong, "Jane"},
	{"Name......Jane", "contact_name", strong, "Jane"},
	{"Name ______ Jane", "contact_name", strong, "Jane"},
	{"Name…: Jane", "contact_name", strong, "Jane"},
	{"Name…………Jane", "contact_name", strong, "Jane"},
	{"Name*: Jane", "contact_name", strong, "Jane"},
	{"* Name: Jane", "contact_name", strong, "Jane"},
	{"Your Name (required): Jane", "contact_name", strong, "Jane"},
	{"Your Name (required)", "contact_name", bare, ""},
	{"Name (e.g., CERT Coordination Center)....: Jane", "contact_name", strong, "Jane"},
	{"Name (as in your passport): Jane", "contact_name", strong, "Jane"},
	{"[Name:] Jane", "contact_name", strong, "Jane"},
	{"[Name]: Jane", "contact_name", strong, "Jane"},
	{"【Name】Jane", "contact_name", strong, "Jane"},
	{"Name> Jane", "contact_name", strong, "Jane"},
	{"NAME: Jane", "contact_name", strong, "Jane"},
	{"Ｎａｍｅ： Jane", "contact_name", strong, "Jane"},
	{"N a m e: Jane", "", none, ""},
	{"Name", "contact_name", bare, ""},
	{"Name Jane", "contact_name", weak, "Jane"},
	{"Name resolution fails", "contact_name", weak, "resolution fails"},
	{"Names: Jane", "", none, ""},
	{"Rename: Jane", "", none, ""},
	{"E-mail: x", "contact_email", strong, "x"},
	{"e mail: x", "contact_email", strong, "x"},
	{"Email-Adress: x", "contact_email", strong, "x"},
	{"Email Adresss: x", "contact_email", strong, "x"},
	{"Telefone: x", "contact_phone", strong, "x"},
	{"Been in contact?........: no", "source_contacted", strong, "no"},
	{"Schon Kontakt aufgenommen?.: Nein", "source_contacted", strong, "Nein"},
	{"Déjà contacté ? oui", "source_contacted", strong, "oui"},
	{"Geschaetzte Kosten fuer die Behebung falls bekannt: 5", "cost", strong, "5"},
	{"purpose or function of the host (please be as specific\n   as possible).....: web", "host_function", strong, "web"},
	{"Is your site an Internet Service\n  Provider (Yes/No)..: yes", "is_isp", strong, "yes"},
	{"Is your site an Internet Service Provider(Yes/No): yes", "is_isp", strong, "yes"},
	{"Operating system/version: x", "os", strong, "x"},
	{"Organization: Name Services Ltd", "organisation", strong, "Name Services Ltd"},
	{"Organization name: x", "organisation", strong, "x"},
	{"If no: sector type (such as banking): x", "sector", strong, "x"},
	{"Affected Machine(s) (duplicate for each host)", "heading", bare, ""},
	{"===== Affected Machine(s) =====", "heading", bare, ""},
	{"Hello there", "", none, ""},
	{"", "", none, ""},
}

// TestMatch looks at how labels end, in one line or over several.
func TestMatch(t *testing.T) {
	f := builtin(t)
	for _, c := range matchCases {

		lines := splitLines(c.text)
		if len(lines) == 0 {
			continue
		}
		h, ok := f.ix.match(lines, 0)
		if !ok {
			if c.field != "" {
				t.Errorf("%q: no label, want %s", c.text, c.field)
			}
			continue
		}
		name := h.entries[0].name
		if h.entries[0].heading {
			name = "heading"
		}
		if rest := lines[h.end.line].text[h.end.off:]; name != c.field || h.strength != c.how || rest != c.rest {
			t.Errorf("%q: %s, strength %d, rest %q; want %s, %d, %q", c.text, name, h.strength, rest, c.field, c.how, c.rest)
		}
	}
}

// TestTyposStayInTheirRole: no typo may turn an attacker into a victim.
func TestTyposStayInTheirRole(t *testing.T) {
	f := builtin(t)
	for _, text := range []string{"Anfallen maskin", "Anfallande maskin", "Affected host name and address", "Attacking host name and address", "Target IP", "Source IP", "Hostname und IP", "Hostname oder IP"} {
		want := f.ix.find(word.FoldHash(text)).entries[0].role
		for i := range text {
			for _, typo := range []string{text[:i] + text[i+1:], text[:i] + "x" + text[i+1:], text[:i] + "x" + text[i:]} {
				h, ok := f.ix.match(splitLines(typo+": 198.51.100.1"), 0)
				if ok && h.entries[0].role != want && h.entries[0].role != "" && namesHost(h.entries[0].name) {
					t.Errorf("%q is read in role %q, %q is in role %q", typo, h.entries[0].role, text, want)
				}
			}
		}
	}
}

func TestSplitLabel(t *testing.T) {
	for _, c := range []struct {
		text, base string
		hints      int
	}{
		{"Name", "Name", 0},
		{"Name (e.g., CERT)", "Name", 1},
		{"Affected Machine(s) (duplicate for each host)", "Affected Machine(s)", 1},
		{"Source(s) of the Attack", "Source(s) of the Attack", 0},
		{"Service Provider(Yes/No)", "Service Provider", 1},
		{"General description (a) (required)", "General description", 2},
		{"Impact (i.e. Loss of data, ...", "Impact", 1},
		{"(optional) Name", "(optional) Name", 0},
		{"Other (fax) number", "Other (fax) number", 0},
	} {
		if got := splitLabel(c.text); got.base != c.base || len(got.hints) != c.hints {
			t.Errorf("%q: %+v, want %q and %d hints", c.text, got, c.base, c.hints)
		}
	}
}
