package template

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tocsin/store"
)

// A sample is what a filled-in report must be read as. All of it is compared:
// a field too many is as wrong as one too few. Of the description and logs
// it holds pieces that must be there.
type sample struct {
	Subject     string            `json:"subject,omitempty"`
	Attachments []string          `json:"attachments,omitempty"` // texts beside the body
	Form        string            `json:"form"`
	Fields      map[string]string `json:"fields,omitempty"`
	Says        []string          `json:"says,omitempty"`   // pieces of the description
	Silent      []string          `json:"silent,omitempty"` // what it must not hold
	Hosts       []string          `json:"hosts,omitempty"`  // "role name addresses… [zone] {contacted}"
	Time        store.Span        `json:"time,omitzero"`
	Clock       store.Clock       `json:"clock,omitzero"`
	Category    []string          `json:"category,omitempty"`
	Assistance  []string          `json:"assistance,omitempty"`
	Disclosure  store.Disclosure  `json:"disclosure,omitzero"`
	Logs        []string          `json:"logs,omitempty"`
	Indicators  []string          `json:"indicators,omitempty"` // "type value role", those that must be there
	Problems    []string          `json:"problems,omitempty"`   // "code field"
}

// TestSamples reads every filled-in report under testdata/forms.
func TestSamples(t *testing.T) {
	f := builtin(t)
	files, err := filepath.Glob("testdata/forms/*.json")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			want, d := readSample(t, file)
			r := f.Parse(d)
			if diff := cmp.Diff(want, observed(want, &r)); diff != "" {
				t.Errorf("-want +got\n%s\ndescription: %q", diff, r.Fields["description"])
			}
			again := f.Parse(d)
			if diff := cmp.Diff(r, again); diff != "" {
				t.Errorf("read twice, two results: %s", diff)
			}
		})
	}
}

func readSample(t *testing.T, file string) (sample, Document) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want sample
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".txt")
	if err != nil || !utf8.Valid(text) {
		t.Fatal(err)
	}
	d := Document{Subject: want.Subject, Texts: []Text{{Text: string(text)}}, Own: []string{"cert.example", "192.0.2.200"}}
	for _, a := range want.Attachments {
		d.Texts = append(d.Texts, Text{Name: "report.txt", Text: a, Attachment: true})
	}
	return want, d
}

// observed makes a sample of a report, as far as want looks at it.
func observed(want sample, r *store.Report) sample {
	got := want
	got.Form, got.Time, got.Clock, got.Disclosure = r.Form, r.Time, r.Clock, r.Disclosure
	if got.Clock.Synchronised == "unknown" {
		got.Clock.Synchronised = ""
	}
	if got.Disclosure.ShareIdentity == "unknown" {
		got.Disclosure.ShareIdentity = ""
	}
	description := r.Fields["description"]
	got.Says = containing(want.Says, description)
	got.Silent = nil
	for _, s := range want.Silent {
		if !strings.Contains(description, s) {
			got.Silent = append(got.Silent, s)
		}
	}
	got.Fields = maps.Clone(r.Fields)
	delete(got.Fields, "description")
	if len(got.Fields) == 0 {
		got.Fields = nil
	}
	got.Category, got.Assistance = orNil(r.Category), orNil(r.Assistance)
	got.Logs = containing(want.Logs, strings.Join(r.Logs, "\x00"))
	if len(want.Logs) == 0 && len(r.Logs) > 0 {
		got.Logs = r.Logs
	}
	got.Hosts, got.Problems, got.Indicators = nil, nil, nil
	for _, h := range r.Hosts {
		got.Hosts = append(got.Hosts, hostText(&h))
	}
	for _, p := range r.Problems {
		got.Problems = append(got.Problems, strings.TrimSpace(p.Code+" "+p.Field))
	}
	for _, i := range r.Indicators {
		if s := i.Type + " " + i.Value + " " + i.Role; slices.Contains(want.Indicators, s) {
			got.Indicators = append(got.Indicators, s)
		}
	}
	return got
}

func orNil(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

func containing(pieces []string, text string) []string {
	var found []string
	for _, p := range pieces {
		if strings.Contains(text, p) {
			found = append(found, p)
		}
	}
	return found
}

func hostText(h *store.Host) string {
	text := strings.Join(append([]string{h.Role, h.Name}, h.Addresses...), " ")
	if h.Function != "" {
		text += " =" + h.Function
	}
	if h.OS != "" {
		text += " os=" + h.OS
	}
	if h.Timezone != "" {
		text += " [" + h.Timezone + "]"
	}
	if h.Contacted != "" {
		text += " {" + h.Contacted + "}"
	}
	return text
}
