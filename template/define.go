package template

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
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
	Zones     []string  `toml:"zones"`      // IANA names of its country's: they settle "EST", which has several meanings
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
	Ahead       bool     `toml:"ahead"` // it asks for the part of a name that goes ahead
	Join        string   `toml:"join"`  // what parts the answer from that of the same field before it
	Rest        string   `toml:"rest"`  // field that takes the words behind a time
	Spare       string   `toml:"spare"` // field that takes a second answer
	Shy         bool     `toml:"shy"`   // asks this beside other questions about the reporter only, and where no other label does
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
	var errs []error
	for _, f := range d.faults() {
		errs = append(errs, f.in(file, data))
	}
	return d, errors.Join(errs...)
}

// placed gives the errors of a TOML file its name, their lines and keys.
func placed(file string, err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		var errs []error
		for _, e := range strict.Errors {
			line, _ := e.Position()
			key := e.Key()
			errs = append(errs, fmt.Errorf("%s:%d: unknown key %q%s", file, line, strings.Join(key, "."), meant(key[len(key)-1], definitionKeys)))
		}
		return errors.Join(errs...)
	}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		line, _ := decode.Position()
		return fmt.Errorf("%s:%d: %w", file, line, err)
	}
	return fmt.Errorf("%s: %w", file, err)
}
