package template

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

// builtin returns the forms that come with Tocsin.
func builtin(t testing.TB) *Forms {
	t.Helper()
	f, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// body is a document of one mail body.
func body(s string) Document { return Document{Texts: []Text{{Text: s}}} }

func TestBlankIsEmpty(t *testing.T) {
	f := builtin(t)
	for _, info := range f.List() {
		for _, lang := range info.Languages {
			text, err := f.Blank(info.ID, lang)
			if err != nil {
				t.Fatal(err)
			}
			r := f.Parse(body(text))
			if r.Form != info.ID || r.Language != lang {
				t.Errorf("%s %s: read as %q in %q", info.ID, lang, r.Form, r.Language)
			}
			fields, help := impliedBy(f.form(info.ID))
			if !maps.Equal(r.Fields, fields) || !slices.Equal(r.Assistance, help) || len(r.Hosts) > 0 || len(r.Indicators) > 0 || len(r.Logs) > 0 || r.Disclosure.TLP != "" {
				t.Errorf("%s %s: something was read out of an empty form: %v %v %v %v %q", info.ID, lang, r.Fields, r.Hosts, r.Indicators, r.Logs, r.Disclosure.TLP)
			}
		}
	}
}

// impliedBy is what a form says before anything is filled in.
func impliedBy(x *form) (fields map[string]string, help []string) {
	fields, help = map[string]string{}, []string{}
	if x.Duty != "" {
		fields["obligation"] = x.Duty
	}
	for i := range x.Sections {
		for _, fd := range x.Sections[i].Fields {
			switch {
			case fd.Empty != "" && fd.Name == "assistance":
				help = append(help, fd.Empty)
			case fd.Empty != "":
				fields[fd.Name] = fd.Empty
			}
		}
	}
	return fields, help
}

// A form that is there in a language only in part has no nameless question.
func TestBlankLendsWordings(t *testing.T) {
	const partly = `id = "acme-1"
languages = ["fr", "de"]
title.fr = ["Formulaire ACME"]
[[section]]
heading.de = ["Betroffene Systeme"]
[[section.field]]
name = "assistance"
label.fr = ["Que souhaitez-vous ?"]
[[section.field.choice]]
value = "none"
label.fr = ["Rien"]
label.de = ["Nichts"]
`
	f := builtin(t)
	if err := f.Add("acme.toml", []byte(partly)); err != nil {
		t.Fatal(err)
	}
	text, err := f.Blank("acme-1", "de")
	want := "Formulaire ACME\n\n\n=== Betroffene Systeme " + strings.Repeat("=", 49) + "\n\nQue souhaitez-vous ?\n  [ ] Nichts\n\n"
	if err != nil || text != want {
		t.Errorf("%v, %q; want %q", err, text, want)
	}
	list, err := f.Questions("acme-1", "de")
	if err != nil || len(list) != 1 || !slices.Equal(list[0].Labels, []string{"Que souhaitez-vous ?"}) {
		t.Errorf("%v, %+v", err, list)
	}
}

func TestBlankErrors(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ id, lang, want string }{
		{"nosuch", "en", "tocsin-1"},
		{"labels", "en", "no form"},
		{"tocsin-1", "eo", "en, fr, de, nl"},
	} {
		if _, err := f.Blank(c.id, c.lang); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Blank(%q, %q): %v, want an error that says %q", c.id, c.lang, err, c.want)
		}
	}
}

// sampleAnswer makes up an answer that suits a field.
func sampleAnswer(rnd *rand.Rand, fd *field) string {
	n := rnd.IntN(200) + 1
	switch fd.Name {
	case "contact_email":
		return fmt.Sprintf("jane.doe%d@site.example", n)
	case "contact_phone", "contact_fax":
		return fmt.Sprintf("+32 2 501 05 %02d", n%100)
	case "host":
		return fmt.Sprintf("www%d.site.example (192.0.2.%d)", n, n)
	case "host_name":
		return fmt.Sprintf("www%d.site.example", n)
	case "host_ip":
		return fmt.Sprintf("192.0.2.%d", n)
	case "reference_ours":
		return fmt.Sprintf("DEMO#2026-%05d", n)
	case "timezone":
		return fmt.Sprintf("UTC+%d", n%12)
	case "incident_start", "incident_end", "detection_time", "incident_time", "awareness_time", "report_time":
		return fmt.Sprintf("2026-11-%02d %02d:%02d", n%28+1, n%24, n%60)
	case "sector":
		return "research"
	case "incident_type":
		return "phishing"
	case "log_extracts":
		return fmt.Sprintf("Nov 20 13:0%d:11 www sshd[%d]: Failed password\nNov 20 13:07:12 www sshd[%d]: Accepted", n%10, n, n)
	case "source_contacted":
		return []string{"yes", "no"}[n%2]
	}
	text := []string{"quick", "brown", "Fuchs", "élan", "zaak", "seven", "x-ray"}
	rnd.Shuffle(len(text), func(i, j int) { text[i], text[j] = text[j], text[i] })
	return strings.Join(text[:3], " ") + fmt.Sprint(" ", n)
}

// TestPrintAndRead prints every form in every language with random answers,
// some left out, and reads the same answers back.
func TestPrintAndRead(t *testing.T) {
	f := builtin(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, x := range f.ix.forms {
		if x.Union {
			continue
		}
		for round := range 40 {
			lang := x.Languages[round%len(x.Languages)]
			given, asked := map[*field]string{}, map[string]bool{}
			text := x.print(lang, func(i int, fd *field) string {
				key := fd.Name
				if ofHost(key) {
					key += x.Sections[i].Role
				}
				if asked[key] || rnd.IntN(4) == 0 && !namesHost(fd.Name) {
					return "" // asked twice, answered once
				}
				asked[key] = true
				given[fd] = sampleAnswer(rnd, fd)
				if len(fd.Choices) > 0 {
					given[fd] = fd.Choices[rnd.IntN(len(fd.Choices))].Value
				}
				return given[fd]
			})
			r := f.Parse(body(text))
			if r.Form != x.ID {
				t.Errorf("%s read as %s:\n%s", x.ID, r.Form, text)
				continue
			}
			if wrong := differences(x, given, &r); len(wrong) > 0 {
				t.Errorf("%s %s:\n%s\n%s", x.ID, lang, strings.Join(wrong, "\n"), text)
			}
		}
	}
}

// differences compares a report with the answers it was made from.
func differences(x *form, given map[*field]string, r *store.Report) []string {
	var wrong []string
	for i := range x.Sections {
		s := &x.Sections[i]
		h := hostIn(r, s.Role)
		for j := range s.Fields {
			fd := &s.Fields[j]
			want, got := given[fd], answered(r, h, fd, s.Role)
			if fd.Name == "other" && strings.Contains(r.Fields["description"], want) || want == "" && (fd.Empty == got || again(x, given, fd) || fd.Name == "description" && keepsOther(given, got)) {
				continue
			}
			if want != got {
				wrong = append(wrong, fmt.Sprintf("%s %s: got %q, want %q", s.Role, fd.Name, got, want))
			}
		}
	}
	return wrong
}

// keepsOther says whether a text begins with the answer to a question that no
// field of ours has.
func keepsOther(given map[*field]string, text string) bool {
	for fd, answer := range given {
		if fd.Name == "other" && answer != "" && strings.HasSuffix(text, ": "+answer) {
			return true
		}
	}
	return false
}

// again says whether another field of the same name was answered: a form may
// ask a thing twice.
func again(x *form, given map[*field]string, fd *field) bool {
	for i := range x.Sections {
		for j := range x.Sections[i].Fields {
			if o := &x.Sections[i].Fields[j]; o != fd && o.Name == fd.Name && given[o] != "" {
				return true
			}
		}
	}
	return false
}

func hostIn(r *store.Report, role string) *store.Host {
	i := slices.IndexFunc(r.Hosts, func(h store.Host) bool { return h.Role == role })
	if i < 0 {
		return &store.Host{}
	}
	return &r.Hosts[i]
}

// answered finds the answer to a field where the report keeps it.
func answered(r *store.Report, h *store.Host, fd *field, role string) string {
	if role != "" {
		switch fd.Name {
		case "host":
			return h.Name + " (" + strings.Join(h.Addresses, ",") + ")"
		case "host_name":
			return h.Name
		case "host_ip":
			return strings.Join(h.Addresses, ",")
		case "timezone":
			return h.Timezone
		case "os":
			return h.OS
		case "host_function":
			return cmp.Or(h.Function, r.Fields[fd.Name]) // of a host that nothing names
		case "source_contacted":
			return h.Contacted
		}
	}
	switch fd.Name {
	case "host", "host_name", "host_ip":
		return answered(r, hostIn(r, cmp.Or(fd.Role, store.RoleUnknown)), fd, store.RoleUnknown)
	case "description":
		first, _, _ := strings.Cut(r.Fields[fd.Name], "\n\n") // what no field of ours has stands behind it
		return first
	case "assistance":
		return cmp.Or(strings.Join(r.Assistance, ","), r.Fields[fd.Name])
	case "log_extracts":
		return strings.Join(r.Logs, "|")
	case "incident_type":
		return cmp.Or(fd.valueOf(r.Fields[fd.Name]), r.Fields[fd.Name]) // it stays in the form's words
	}
	return r.Fields[fd.Name]
}
