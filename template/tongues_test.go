package template

import (
	"cmp"
	"strings"
	"testing"
)

// evidence makes a form in a language of any label behind it: the everyday
// words for name, mail, organisation and kind of incident, English ones where
// the language has none of its own.
func evidence(f *Forms, lang string) string {
	text := ""
	for _, ask := range []struct{ name, answer string }{{"contact_name", "Jane Doe"}, {"contact_email", "jane@site.example"}, {"incident_type", "scan"}, {"organisation", "Site"}} {
		for i := range f.form("labels").Sections {
			for _, fd := range f.form("labels").Sections[i].Fields {
				if fd.Name == ask.name {
					text += cmp.Or(wording1(fd.Label, lang), wording1(fd.Label, "en")) + ": " + ask.answer + "\n"
				}
			}
		}
	}
	return text
}

// answerTo is what may stand behind a label of a field, "" for fields that
// are given already or read by more than their text.
func answerTo(name string) string {
	switch name {
	case "contact_name", "contact_email", "organisation", "incident_type", "description", "log_extracts", "assistance", "tlp", "disclosure":
		return ""
	case "contact_title", "timezone", "os", "source_contacted", "host_function", "sector":
		return ""
	case "reference_ours":
		return "DEMO#2026-1"
	}
	switch {
	case namesHost(name):
		return "www.target.example"
	case fieldKinds[name] == kindTime:
		return "2026-11-20 10:00 UTC"
	case fieldKinds[name] == kindContact, fieldKinds[name] == kindLine, fieldKinds[name] == kindLong:
		return "555 0100 apples"
	}
	return ""
}

// TestEveryLabelOfEveryLanguage writes each everyday label of each language
// into a form of that language: its field must be filled, or its host found,
// in the role that the label tells.
func TestEveryLabelOfEveryLanguage(t *testing.T) {
	f := builtin(t)
	tried := 0
	for i := range f.form("labels").Sections {
		s := &f.form("labels").Sections[i]
		for j := range s.Fields {
			fd := &s.Fields[j]
			eachText(fd.Label, func(lang, label string) {
				answer := answerTo(fd.Name)
				if answer == "" || strings.HasSuffix(label, "#") {
					return
				}
				tried++
				checkLabel(t, f, fd, lang, label, answer)
			})
		}
	}
	if tried < 150 {
		t.Errorf("only %d labels were tried", tried)
	}
}

func checkLabel(t *testing.T, f *Forms, fd *field, lang, label, answer string) {
	t.Helper()
	r := f.Parse(body(evidence(f, lang) + label + ": " + answer + "\n"))
	if !namesHost(fd.Name) {
		if r.Fields[fd.Name] != answer {
			t.Errorf("%s %q: %s = %q, want %q", lang, label, fd.Name, r.Fields[fd.Name], answer)
		}
		return
	}
	if len(r.Hosts) != 1 || r.Hosts[0].Name != answer {
		t.Errorf("%s %q: hosts %+v", lang, label, r.Hosts)
		return
	}
	if fd.Role != "" && r.Hosts[0].Role != fd.Role {
		t.Errorf("%s %q: the host is %s, want %s", lang, label, r.Hosts[0].Role, fd.Role)
	}
}

// TestEveryHeadingTellsTheRole writes each heading of hosts above a plain
// label: the host below it has the role of the heading.
func TestEveryHeadingTellsTheRole(t *testing.T) {
	f := builtin(t)
	for i := range f.form("labels").Sections {
		s := &f.form("labels").Sections[i]
		if s.Role == "" {
			continue
		}
		eachText(s.Heading, func(lang, heading string) {
			for _, dressed := range []string{"=== " + heading + " ===", heading + "\n---------", "* " + heading + " *", strings.ToUpper(heading) + ":"} {
				r := f.Parse(body(evidence(f, lang) + "\n" + dressed + "\nIP: 192.0.2.7\n"))
				if len(r.Hosts) != 1 || r.Hosts[0].Role != s.Role {
					t.Errorf("%s %q: %+v", lang, dressed, r.Hosts)
				}
			}
		})
	}
}

// TestLanguageOfTheReporter: the language of most labels is that of letters.
func TestLanguageOfTheReporter(t *testing.T) {
	f := builtin(t)
	more := map[string]string{"en": "Impact: much\nPhone number: 1234\n", "fr": "Gravité: forte\nTéléphone: 1234\n", "de": "Schweregrad: hoch\nTelefonnummer: 1234\n", "nl": "Ernst: hoog\nTelefoonnummer: 1234\n",
		"es": "Gravedad: alta\nNúmero de teléfono: 1234\n", "pt": "Gravidade: alta\nNúmero de telefone: 1234\n", "it": "Gravità: alta\nNumero di telefono: 1234\n", "pl": "Waga incydentu: duża\nNumer telefonu: 1234\n",
		"ja": "重要度: 高\n電話番号: 1234\n", "sv": "Allvarlighetsgrad: hög\n", "fi": "Vakavuus: suuri\nPuhelin: 1234\n", "cs": "Závažnost: vysoká\nTelefonní číslo: 1234\n", "hu": "Súlyosság: nagy\nTelefonszám: 1234\n",
		"hr": "Ozbiljnost: velika\nBroj telefona: 1234\n", "ro": "Măsuri luate: nu\nNumăr de telefon: 1234\n", "el": "Σοβαρότητα: υψηλή\nΤηλέφωνο: 1234\n", "tr": "Önem derecesi: yüksek\nTelefon numarası: 1234\n", "vi": "Mô tả: quét\nSố điện thoại: 1234\n", "zh": "嚴重程度: 高\n聯絡電話: 1234\n"}
	for lang, text := range more {
		if r := f.Parse(body(evidence(f, lang) + text)); r.Language != lang {
			t.Errorf("%s was taken for %q", lang, r.Language)
		}
	}
}
