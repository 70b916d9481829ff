package machine

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

func TestReadLeavesOtherMailAlone(t *testing.T) {
	bodies := map[string]string{
		"private":      "Shall we meet at 12?\n",
		"form":         "Name: Jane Doe\nIP address: 192.0.2.1\nDate: 2026-11-20 10:00\nPort: 22\nAttacker: 192.0.2.7\nDescription: they attacked us\n",
		"prose":        "Our host 192.0.2.1 has been attacked by the IP 192.0.2.7 on Friday. Is that abuse from your net?\n",
		"newsletter":   "---\nTitle: News\nAuthor: Jo\nDate: 2026-11-20\nTopic: all\n",
		"prices":       "item,price,count\napples,2,5\n",
		"address list": "name,email,ip\nJo,jo@example.org,none\n",
		"json":         `{"name": "x", "version": "4.0.0", "report": {"a": 1}}`,
		"xml":          `<?xml version="1.0"?><Infringement><Source><IP_Address>nobody</IP_Address></Source></Infringement>`,
		"empty iodef":  `<IODEF-Document version="1.00"></IODEF-Document>`,
	}
	for name, body := range bodies {
		m := Message{Subject: name, Body: body, Parts: []Part{{Type: "text/plain", Text: body}}}
		if found, ok := Read(m); ok {
			t.Errorf("%s was read as %+v", name, found)
		}
	}
	if _, ok := Read(Message{}); ok {
		t.Error("nothing was read as a report")
	}
}

// In a form that stands alone a table or a letter is part of what the person
// wrote; a document with a syntax of its own is still the report, and so is
// what stands beside the form.
func TestFormAlone(t *testing.T) {
	table := "timestamp,ip,port,asn\n2026-11-20 10:00:00,192.0.2.31,5,64500\n"
	banned := "The IP 192.0.2.7 has just been banned by Fail2Ban after 3 attempts against sshd.\n"
	yaml := "---\nReported-From: d@example.org\nReport-Type: port-scan\nSource: 192.0.2.1\nDate: 2026-01-01T00:00:00Z\nVersion: 0.2\n"
	for text, kinds := range map[string][3]string{table: {"csv", "", "csv"}, banned: {"fail2ban", "", "fail2ban"}, yaml: {"xarf-2", "xarf-2", "xarf-2"}} {
		part := Part{Type: "text/plain", Text: text}
		for i, m := range []Message{
			{Type: "text/plain", Body: text, Parts: []Part{part}},
			{Type: "text/plain", Body: text, Parts: []Part{part}, Form: true},
			{Type: "multipart/mixed", Body: text, Parts: []Part{part, {Type: "text/plain", Text: "More.\n"}}, Form: true},
		} {
			if found, ok := Read(m); found.Kind != kinds[i] || ok != (kinds[i] != "") {
				t.Errorf("%.20q, case %d: %q, want %q", text, i, found.Kind, kinds[i])
			}
		}
	}
}

func TestBulk(t *testing.T) {
	doc := "---\nReported-From: d@example.org\nReport-Type: port-scan\nSource: 192.0.2.%d\nDate: 2026-01-0%dT00:00:00Z\nVersion: 0.2\n"
	one, two, three := fmt.Sprintf(doc, 1, 1), fmt.Sprintf(doc, 2, 2), fmt.Sprintf(doc, 3, 3)
	found, ok := Read(Message{Parts: []Part{{Type: "text/plain", Text: "Hello."}, {Type: "text/plain", Text: one + two}, {Type: "text/plain", Text: "Jan 1 log"}, {Type: "text/plain", Text: three}}})
	r := found.One()
	if !ok || found.Kind != "xarf-2" || found.Rows != 3 || hostsOf(&r, store.RoleSource) != "192.0.2.1, 192.0.2.2, 192.0.2.3" || r.Time.End != "2026-01-03T00:00:00Z" {
		t.Errorf("read as %+v", found)
	}
}

// summary writes what was found, one fact a line.
func summary(f *Found) string {
	var out strings.Builder
	line := func(name string, value any) {
		if s := fmt.Sprint(value); s != "" && s != "[]" && s != "unknown" {
			fmt.Fprintf(&out, "%s: %s\n", name, strings.ReplaceAll(s, "\n", " / "))
		}
	}
	line("kind", f.Kind)
	line("rows", f.Rows)
	for _, r := range f.Reports {
		out.WriteString("--\n")
		var names []string
		for n := range r.Fields {
			names = append(names, n)
		}
		slices.Sort(names)
		for _, n := range names {
			line(n, r.Fields[n])
		}
		for _, h := range r.Hosts {
			line("host", strings.Join(strings.Fields(fmt.Sprint(h.Role, h.Addresses, " ", h.Name, " ", h.OS, " ", h.Marks)), " "))
		}
		line("start", r.Time.Start)
		line("end", r.Time.End)
		line("detected", r.Time.Detected)
		line("category", r.Category)
		line("tlp", r.Disclosure.TLP)
		line("restriction", r.Disclosure.Text)
		line("share", r.Disclosure.ShareIdentity)
		for _, i := range r.Indicators {
			line(i.Type, i.Value+" "+i.Role)
		}
		for _, p := range r.Problems {
			line("problem", p.Code+" "+p.Field)
		}
		line("logs", r.Logs)
	}
	line("left", f.Left)
	return out.String()
}

// TestSamples reads each document of testdata as the attachment of a mail and
// compares with the file .want beside it.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) < 10 {
		t.Fatal("no samples", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".want") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		part := Part{Type: "application/octet-stream", Name: filepath.Base(file), Data: data}
		found, ok := Read(Message{Subject: "report", Body: "See the attachment.", Parts: []Part{{Type: "text/plain", Text: "See the attachment."}, part}})
		if !ok {
			t.Errorf("%s was not recognised", file)
			continue
		}
		want, err := os.ReadFile(file + ".want")
		if got := summary(&found); err != nil || got != string(want) {
			t.Errorf("%s reads as\n%s", file, got)
		}
		for _, r := range found.Reports {
			checkReport(t, &r)
		}
	}
}

// checkReport holds what is true of every report, whatever the bytes were.
func checkReport(t *testing.T, r *store.Report) {
	t.Helper()
	texts := append([]string{r.Form, r.Time.Start, r.Time.End, r.Time.Detected, r.Disclosure.TLP, r.Disclosure.Text}, r.Logs...)
	for name, v := range r.Fields {
		texts = append(texts, name, v)
	}
	for _, h := range r.Hosts {
		texts = append(texts, h.Name, h.OS, h.Function, h.Timezone)
		for _, a := range h.Addresses {
			if back, ok := address(a); !ok || back != a {
				t.Errorf("the address %q is none", a)
			}
		}
		if h.Name == "" && len(h.Addresses) == 0 {
			t.Error("a host without name and address")
		}
	}
	for _, i := range r.Indicators {
		texts = append(texts, i.Value)
		if kind, value := observable(i.Value); kind != i.Type || value != i.Value {
			t.Errorf("the indicator %q of type %s reads as %s %q", i.Value, i.Type, kind, value)
		}
	}
	for _, p := range r.Problems {
		texts = append(texts, p.Message)
	}
	for _, s := range texts {
		if clean(s) != s {
			t.Errorf("the text %q is not clean", s)
		}
		if len(s) > maxLogs {
			t.Errorf("a text of %d bytes", len(s))
		}
	}
	if len(r.Hosts) > maxValues || len(r.Indicators) > maxValues || len(r.Problems) > maxProblems {
		t.Errorf("%d hosts, %d indicators, %d problems", len(r.Hosts), len(r.Indicators), len(r.Problems))
	}
	for _, s := range []string{r.Time.Start, r.Time.End, r.Time.Detected} {
		told := slices.ContainsFunc(r.Problems, func(p store.Problem) bool {
			return slices.Contains([]string{"incident_start", "incident_end", "detection_time"}, p.Field)
		})
		if s != "" && !rfc3339(s) && !told && len(r.Problems) < maxProblems {
			t.Errorf("the time %q is neither an instant nor a problem", s)
		}
	}
}

func rfc3339(s string) bool {
	m := readMoment(s)
	at, ok := m.utc()
	return ok && stamp(at) == s
}
