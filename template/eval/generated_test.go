package eval

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make testdata/form/generated anew")

// archived is a sample on one line of its form's archive.
type archived struct {
	Name string `json:"name"`
	Text string `json:"text"`
	*sample
}

// archive gives all samples of a form, one JSON document a line.
func archive(t testing.TB, d *definition) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, lang := range d.Languages {
		for k := range perLanguage {
			s := generate(d, lang, k)
			if err := e.Encode(archived{s.Name, s.Text, s}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b.Bytes()
}

func archiveFile(d *definition) string {
	return filepath.Join(labelled, "generated", d.ID+".jsonl")
}

// readGenerated reads the committed samples of a form, or makes them where
// none are committed yet.
func readGenerated(t testing.TB, d *definition) (list []*sample) {
	t.Helper()
	data, err := os.ReadFile(archiveFile(d))
	if err != nil {
		data = archive(t, d)
	}
	for line := range strings.Lines(string(data)) {
		a := archived{sample: &sample{}}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatalf("%s: %v", archiveFile(d), err)
		}
		a.sample.Name, a.sample.Text = a.Name, a.Text
		list = append(list, a.sample)
	}
	return list
}

// TestGenerate sees to it that the committed samples are what the generator
// makes of the definitions as they are.
func TestGenerate(t *testing.T) {
	n := 0
	for _, d := range definitions(t) {
		made := archive(t, d)
		n += bytes.Count(made, []byte("\n"))
		if *update {
			if err := os.WriteFile(archiveFile(d), made, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(archiveFile(d))
		if err != nil || !bytes.Equal(kept, made) {
			t.Errorf("%s is not what its definition gives (%v); if %s was changed on purpose: go test ./template/eval -run Generate -update", archiveFile(d), err, d.file)
		}
	}
	if n < 300 {
		t.Errorf("%d samples; at least 300", n)
	}
}

// TestMade holds the generator itself: the same seed gives the same sample,
// what is expected stands in the text, and every habit is there.
func TestMade(t *testing.T) {
	habits := map[string]bool{}
	for _, d := range definitions(t) {
		for _, lang := range d.Languages {
			for k := range perLanguage {
				s := generate(d, lang, k)
				if again := generate(d, lang, k); again.Text != s.Text {
					t.Fatalf("%s differs when made again", s.Name)
				}
				for _, h := range s.About.Habits {
					habits[h] = true
				}
				said(t, d, s)
			}
		}
	}
	for _, h := range slices.Concat(styles, ways, []string{"boxes"}) {
		if !habits[h] {
			t.Errorf("no sample has the habit %s", h)
		}
	}
}

// said finds fault with expectations that nothing in the text tells.
func said(t *testing.T, d *definition, s *sample) {
	t.Helper()
	for name, answer := range s.Fields {
		if !d.chooses(name) && !contains(s.Text, answer) {
			t.Errorf("%s: %s %q is wanted but not in the text", s.Name, name, answer)
		}
	}
	for _, a := range allAtoms(s.Hosts) {
		if text := strings.ReplaceAll(s.Text, "[.]", "."); !strings.Contains(text, a.id) {
			t.Errorf("%s: host %s is wanted but not in the text", s.Name, a.id)
		}
	}
}

// chooses says whether a field is answered by one of its options.
func (d *definition) chooses(name string) bool {
	for _, s := range d.Sections {
		for _, f := range s.Fields {
			if f.Name == name && len(f.Choices) > 0 {
				return true
			}
		}
	}
	return false
}

func TestEvalFilled(t *testing.T) {
	f := builtin(t)
	var results []*result
	for _, d := range definitions(t) {
		results = append(results, scoreAll(f, readGenerated(t, d))...)
	}
	if testing.Verbose() {
		table(os.Stdout, "generated", results, each)
	}
	floor(t, "generated", sum(results))
}

// TestEvalWithheld reads each form without its definition: what the union of
// the other forms' labels makes of a form that it was not shown.
func TestEvalWithheld(t *testing.T) {
	hand := readHand(t, "dev")
	var results []*result
	for _, d := range definitions(t) {
		samples := readGenerated(t, d)
		for _, s := range hand {
			if s.About.Form == d.ID {
				samples = append(samples, s)
			}
		}
		results = append(results, scoreAll(without(t, d.file), inOwnWords(d, samples))...)
	}
	if testing.Verbose() {
		table(os.Stdout, "withheld", results, grouped)
	}
	floor(t, "withheld", sum(results))
}

// inOwnWords allows what was chosen of a list in the words that stand there: only
// the definition says what it comes to.
func inOwnWords(d *definition, samples []*sample) (list []*sample) {
	for _, s := range samples {
		own := *s
		own.Optional.Fields = maps.Clone(s.Optional.Fields)
		for name, value := range s.Fields {
			if said := d.wording(name, value, s.Text); said != "" && own.Optional.Fields[name] == "" {
				if own.Optional.Fields == nil {
					own.Optional.Fields = map[string]string{}
				}
				own.Optional.Fields[name] = said
			}
		}
		list = append(list, &own)
	}
	return list
}

// wording is the first wording in a text of a choice that comes to a value.
func (d *definition) wording(name, value, text string) string {
	for _, s := range d.Sections {
		for _, f := range s.Fields {
			for _, c := range f.Choices {
				if f.Name != name || c.Value != value {
					continue
				}
				for _, lang := range d.Languages {
					if at := slices.IndexFunc(c.Label[lang], func(said string) bool { return contains(text, said) }); at >= 0 {
						return c.Label[lang][at]
					}
				}
			}
		}
	}
	return ""
}
