package eval

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
	"tocsin/template"
)

const labelled = "../../testdata/form"

// A sample is one text with what a careful reader takes from it.
type sample struct {
	Name  string `json:"-"`
	Text  string `json:"-"`
	About struct {
		Form     string   `json:"form"`
		Language string   `json:"language"`
		Habits   []string `json:"habits"`
	} `json:"about"`
	wanted
	Optional wanted `json:"optional,omitzero"` // may be given or left out
}

// wanted is a store.Report without what is empty.
type wanted struct {
	Fields     map[string]string `json:"fields,omitempty"`
	Hosts      []host            `json:"hosts,omitempty"`
	Time       span              `json:"time,omitzero"`
	Clock      clock             `json:"clock,omitzero"`
	Category   []string          `json:"category,omitempty"`
	Assistance []string          `json:"assistance,omitempty"`
	Disclosure disclosure        `json:"disclosure,omitzero"`
	logs       string            // log lines that stand in no field
}

type host struct {
	Role      string   `json:"role"`
	Name      string   `json:"name,omitempty"`
	Addresses []string `json:"addresses,omitempty"`
	Timezone  string   `json:"timezone,omitempty"`
	Function  string   `json:"function,omitempty"`
	OS        string   `json:"os,omitempty"`
	Contacted string   `json:"contacted,omitempty"`
}

type span struct {
	Start    string `json:"start,omitempty"`
	End      string `json:"end,omitempty"`
	Detected string `json:"detected,omitempty"`
	Zone     string `json:"zone,omitempty"`
}

type clock struct {
	Synchronised string `json:"synchronised,omitempty"`
	Source       string `json:"source,omitempty"`
	Accuracy     string `json:"accuracy,omitempty"`
}

type disclosure struct {
	TLP           string `json:"tlp,omitempty"`
	Text          string `json:"text,omitempty"`
	ShareIdentity string `json:"share_identity,omitempty"`
}

// document gives the text as mail brings it: subject, body, attachments.
func (s *sample) document() template.Document {
	var d template.Document
	text := s.Text
	if subject, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(subject, "Subject: ") {
		d.Subject = strings.TrimSpace(strings.TrimPrefix(subject, "Subject: "))
		text = strings.TrimPrefix(strings.TrimPrefix(rest, "\r"), "\n")
	}
	body, rest, more := strings.Cut(text, "=== attachment ")
	d.Texts = append(d.Texts, template.Text{Text: body})
	for more {
		var part string
		part, rest, more = strings.Cut(rest, "=== attachment ")
		name, content, _ := strings.Cut(part, "\n")
		d.Texts = append(d.Texts, template.Text{Name: strings.TrimSpace(name), Text: content, Attachment: true})
	}
	return d
}

// readHand reads the hand-written samples of one folder.
func readHand(t testing.TB, folder string) []*sample {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(labelled, "hand", folder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples in %s: %v", folder, err)
	}
	slices.Sort(files)
	var list []*sample
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		about, err := os.ReadFile(strings.TrimSuffix(f, ".txt") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, decode(t, strings.TrimSuffix(filepath.Base(f), ".txt"), string(text), about))
	}
	return list
}

// decode reads one expectation strictly.
func decode(t testing.TB, name, text string, about []byte) *sample {
	t.Helper()
	s := &sample{Name: name, Text: text}
	d := json.NewDecoder(strings.NewReader(string(about)))
	d.DisallowUnknownFields()
	if err := d.Decode(s); err != nil {
		t.Fatalf("%s.json: %v", name, err)
	}
	return s
}

// reduce gives a report in the shape of what is wanted.
func reduce(r store.Report) wanted {
	w := wanted{
		Time:       span{r.Time.Start, r.Time.End, r.Time.Detected, r.Time.Zone},
		Clock:      clock{r.Clock.Synchronised, r.Clock.Source, r.Clock.Accuracy},
		Category:   r.Category,
		Assistance: r.Assistance,
		Disclosure: disclosure{r.Disclosure.TLP, r.Disclosure.Text, r.Disclosure.ShareIdentity},
	}
	if w.Fields = maps.Clone(r.Fields); w.Fields["log_extracts"] == "" && len(r.Logs) > 0 {
		w.logs = strings.Join(r.Logs, "\n")
	}
	for _, h := range r.Hosts {
		w.Hosts = append(w.Hosts, host{h.Role, h.Name, h.Addresses, h.Timezone, h.Function, h.OS, h.Contacted})
	}
	return w
}
