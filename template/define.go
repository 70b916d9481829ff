package template

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/pelletier/go-toml/v2"

	"tocsin/store"
)

// texts holds wordings by language (ISO 639-1); the first of a list is the
// one that is printed, the others are only read.
type texts map[string][]string

// A definition is one form as its TOML file declares it.
type definition struct {
	ID        string    `toml:"id"`
	Team      string    `toml:"team"`
	Version   string    `toml:"version"`
	Languages []string  `toml:"languages"`
	Duty      string    `toml:"obligation"` // mandatory or voluntary, where to use the form says so
	Union     bool      `toml:"union"`      // labels only: never the form that a text is
	Title     texts     `toml:"title"`      // lines that name the form
	Start     texts     `toml:"start"`      // what stands before such a line is no part of the form
	Intro     texts     `toml:"intro"`      // instructions, dropped when left in
	Generic   []string  `toml:"generic"`    // labels too common to prove a form by
	Sections  []section `toml:"section"`
}

// A section is a heading with the fields below it.
type section struct {
	Heading texts   `toml:"heading"`
	Role    string  `toml:"role"`   // target, source, intermediary: its fields describe hosts
	Repeat  bool    `toml:"repeat"` // to be copied for each host
	Field   string  `toml:"text"`   // field that free text under the heading answers
	Note    texts   `toml:"note"`   // instructions, dropped when left in
	Fields  []field `toml:"field"`
}

// A field is one question of a form.
type field struct {
	Name        string   `toml:"name"` // canonical name
	Role        string   `toml:"role"` // role of the host, where the label itself says it
	Number      string   `toml:"number"`
	Label       texts    `toml:"label"`
	Hint        texts    `toml:"hint"` // printed in parentheses, dropped when left in
	Placeholder []string `toml:"placeholder"`
	Required    bool     `toml:"required"`
	Many        bool     `toml:"many"`  // several choices may be right
	Empty       string   `toml:"empty"` // meaning of no answer
	Join        string   `toml:"join"`  // what parts the answer from that of the same field before it
	Choices     []choice `toml:"choice"`
}

// A choice is one answer that a form offers.
type choice struct {
	Value string `toml:"value"`
	Label texts  `toml:"label"`
}

// readDefinition decodes one file strictly and checks it.
func readDefinition(file string, data []byte) (*definition, error) {
	d := &definition{}
	dec := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := dec.Decode(d); err != nil {
		return nil, placed(file, err)
	}
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

// placed gives a TOML error its file, line and key.
func placed(file string, err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		line, _ := strict.Errors[0].Position()
		return fmt.Errorf("%s:%d: unknown key %q; known keys stand in docs/forms.md", file, line, strict.Errors[0].Key())
	}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		line, _ := decode.Position()
		return fmt.Errorf("%s:%d: %w", file, line, err)
	}
	return fmt.Errorf("%s: %w", file, err)
}

// check finds what a definition must not say, with the remedy.
func (d *definition) check() error {
	switch {
	case d.ID == "" || d.ID == formNone:
		return fmt.Errorf("id %q: give the form an id of its own", d.ID)
	case len(d.Languages) == 0:
		return fmt.Errorf("form %s: languages is empty; name at least one, as \"en\"", d.ID)
	case len(d.Sections) == 0:
		return fmt.Errorf("form %s: no [[section]]", d.ID)
	}
	for i := range d.Sections {
		if err := d.Sections[i].check(); err != nil {
			return fmt.Errorf("form %s, section %d: %w", d.ID, i+1, err)
		}
	}
	return nil
}

func (s *section) check() error {
	if !slices.Contains([]string{"", store.RoleTarget, store.RoleSource, store.RoleIntermediary}, s.Role) {
		return fmt.Errorf("role %q: use target, source or intermediary", s.Role)
	}
	if _, ok := fieldKinds[s.Field]; s.Field != "" && !ok {
		return fmt.Errorf("text %q: unknown field", s.Field)
	}
	seen := map[string]string{}
	for i := range s.Fields {
		if err := s.Fields[i].check(seen); err != nil {
			return err
		}
	}
	return nil
}

// check looks at one field; seen holds the label keys of its section so far.
func (f *field) check(seen map[string]string) error {
	if _, ok := fieldKinds[f.Name]; !ok {
		return fmt.Errorf("field %q: no such field; known are %v", f.Name, slices.Sorted(maps.Keys(fieldKinds)))
	}
	if len(f.Label) == 0 {
		return fmt.Errorf("field %s: no label", f.Name)
	}
	mine := map[string]bool{}
	for lang, list := range f.Label {
		for _, text := range list {
			key := foldText(splitLabel(text).base)
			if key == "" {
				return fmt.Errorf("field %s: label %q has no letters", f.Name, text)
			}
			if other, ok := seen[lang+" "+key]; ok && other != f.Name {
				return fmt.Errorf("field %s: label %q is claimed by field %s too", f.Name, text, other)
			}
			seen[lang+" "+key] = f.Name
			mine[key] = true
		}
	}
	for _, c := range f.Choices {
		for _, list := range c.Label {
			for _, text := range list {
				if mine[foldText(text)] {
					return fmt.Errorf("field %s: choice %q equals a label of the field", f.Name, text)
				}
			}
		}
	}
	return nil
}
