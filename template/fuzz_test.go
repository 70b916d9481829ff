package template

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"tocsin/store"
)

// FuzzParse holds the reader to what it promises for any text: every word it
// gives back is valid UTF-8, hosts come from forms only, lines exist, and the
// same text is read the same way twice.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/forms/*.txt")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add("report", string(data), "")
	}
	f.Add("TLP:RED", "1. Name: (\n2. (((((\nHostname und IP: 1.2.3.4-", "\xff\x00")
	f.Add("", "[x", "- [ ] [ ] [x\n>>>>>>>\n-- \n")
	forms := builtin(f)
	f.Fuzz(func(t *testing.T, subject, text, attached string) {
		d := Document{Subject: subject, Texts: []Text{{Text: text}, {Text: attached, Attachment: true}}, Own: []string{"192.0.2.0/24", "cert.example"}}
		r := forms.Parse(d)
		checkReport(t, &r, max(strings.Count(text, "\n")+strings.Count(text, "\r"), strings.Count(attached, "\n")+strings.Count(attached, "\r"))+1)
		again := forms.Parse(d)
		if len(again.Hosts) != len(r.Hosts) || len(again.Fields) != len(r.Fields) || again.Form != r.Form {
			t.Error("read twice, two results")
		}
		if s := Summary(r, store.Decision{}); !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\x1b\r") {
			t.Errorf("the summary is not fit to be shown: %q", s)
		}
	})
}

func checkReport(t *testing.T, r *store.Report, lines int) {
	t.Helper()
	all := []string{r.Form, r.Time.Start, r.Time.End, r.Time.Detected, r.Time.Zone, r.Clock.Accuracy, r.Clock.Source, r.Disclosure.Text}
	for k, v := range r.Fields {
		all = append(all, k, v)
		if _, ok := fieldKinds[k]; !ok || v == "" {
			t.Errorf("field %q: %q", k, v)
		}
	}
	for _, h := range r.Hosts {
		all = append(append(all, h.Name, h.Function, h.OS, h.Timezone, h.Contacted), h.Addresses...)
		if h.Name == "" && len(h.Addresses) == 0 || h.Line < 1 || h.Line > lines {
			t.Errorf("host %+v in %d lines", h, lines)
		}
	}
	for _, i := range r.Indicators {
		all = append(all, i.Value)
		if i.Line < 1 || i.Line > lines || i.Value == "" {
			t.Errorf("indicator %+v in %d lines", i, lines)
		}
	}
	for _, p := range r.Problems {
		all = append(all, p.Message)
		if p.Code == "" || p.Message == "" || p.Line > lines {
			t.Errorf("problem %+v in %d lines", p, lines)
		}
	}
	for _, s := range append(all, r.Logs...) {
		if !utf8.ValidString(s) {
			t.Errorf("not UTF-8: %q", s)
		}
	}
}
