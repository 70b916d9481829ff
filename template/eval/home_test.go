package eval

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// homemade draws a form that nobody defined: some of the everyday labels of
// one language, each in one of its wordings, under headings of that language.
func homemade(union *definition, lang string, k int) *definition {
	r := rand.New(rand.NewPCG(uint64(k), uint64(len(lang))+uint64(lang[0])<<8+uint64(lang[1])<<16))
	d := &definition{ID: "home", Languages: []string{lang}, headed: true}
	for _, s := range union.Sections {
		drawn := section{Heading: wording(r, s.Heading, lang), Role: s.Role, Repeat: s.Role != ""}
		if len(drawn.Heading) == 0 && s.Role != "" {
			continue // nothing would tell the role
		}
		apart := r.IntN(3) == 0
		for _, f := range s.Fields {
			if f.Shy {
				continue
			}
			f.Label = wording(r, f.Label, lang)
			wanted := r.IntN(2) == 0 || slices.Contains([]string{"contact_name", "contact_email", "organisation", "description"}, f.Name)
			switch f.Name {
			case "host":
				wanted = !apart
			case "host_name", "host_ip":
				wanted = apart
			}
			if wanted && len(f.Label) > 0 && f.Role == "" {
				drawn.Fields = append(drawn.Fields, f)
			}
		}
		if len(drawn.Fields) > 0 {
			d.Sections = append(d.Sections, drawn)
		}
	}
	return d
}

// wording draws one wording of a language; none where the language has none.
func wording(r *rand.Rand, t texts, lang string) texts {
	if len(t[lang]) == 0 {
		return nil
	}
	return texts{lang: {pick(r, t[lang])}}
}

// union reads the everyday labels.
func union(t testing.TB) *definition {
	t.Helper()
	for _, file := range formNames(t) {
		data, err := os.ReadFile(filepath.Join(formFiles, file))
		if err != nil {
			t.Fatal(err)
		}
		d := &definition{}
		if err := toml.Unmarshal(data, d); err != nil {
			t.Fatal(err)
		}
		if d.Union {
			return d
		}
	}
	t.Fatal("no union of labels")
	return nil
}

// TestEvalHome reads forms put together of everyday labels. They are not kept:
// each label that is learned makes others.
func TestEvalHome(t *testing.T) {
	u, f := union(t), builtin(t)
	var samples []*sample
	for _, lang := range u.Languages {
		for k := range perLanguage {
			s := generate(homemade(u, lang, k), lang, k)
			s.Name = fmt.Sprintf("home-%s-%02d", lang, k)
			samples = append(samples, s)
		}
	}
	results := scoreAll(f, samples)
	if testing.Verbose() {
		table(os.Stdout, "home", results, each)
	}
	floor(t, "home", sum(results))
}
