package template

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tocsin/store"
)

//go:embed forms/*.toml
var formFiles embed.FS

// Forms holds every form definition and one index over all their labels. It
// does not change after Builtin and Add; Parse, Blank and List are safe for
// many goroutines at once.
type Forms struct {
	ix       *index
	receipts map[string]receiptForm // by language
}

// A Document is what a mail says, as far as the form reader is concerned.
type Document struct {
	Subject string
	Texts   []Text   // body first, then text attachments
	Own     []string // our own networks, domains and addresses: hosts there are marked "own"
	// Sent is the Date of the mail in its own zone, zero if there is none. A year
	// that was left out and a day such as "yesterday" are counted from it. Its zone
	// is used for such a day alone, where none is stated and it is not UTC, which
	// servers write that know no better; it is then marked as assumed.
	Sent time.Time
}

// A Text is one readable part of a mail, in UTF-8.
type Text struct {
	Name       string // file name, "" for the body
	Text       string
	Attachment bool
}

// Info describes one definition for listing.
type Info struct {
	ID        string   `json:"id"`
	Team      string   `json:"team"`
	Version   string   `json:"version"`
	Languages []string `json:"languages"` // ISO 639-1
	Title     string   `json:"title"`     // in the first of them
	Source    string   `json:"source"`    // file the definition was read from, builtin:FILE for ours
}

// Builtin returns the forms that come with Tocsin.
func Builtin() (*Forms, error) {
	f := &Forms{ix: newIndex()}
	entries, err := formFiles.ReadDir("forms")
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	for _, e := range entries { // in order of name: 00-labels.toml has the everyday words
		name := "builtin:" + e.Name()
		data, err := formFiles.ReadFile("forms/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("template: %w", err)
		}
		if err := f.Add(name, data); err != nil {
			return nil, err
		}
	}
	if _, err := concepts(); err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	f.ix.pack()
	return f, nil
}

// Add reads one more definition, before the first Parse. The error names the
// file, the line where it can, and the remedy.
func (f *Forms) Add(file string, data []byte) error {
	d, err := readDefinition(file, data)
	if err != nil {
		return fmt.Errorf("template: %w", err)
	}
	if f.form(d.ID) != nil {
		return fmt.Errorf("template: %s: form %q is defined in %s too; choose another id", file, d.ID, f.form(d.ID).source)
	}
	f.ix.add(d, file)
	if d.ID == ownForm {
		f.receipts = receiptForms(f.form(ownForm))
	}
	return nil
}

func (f *Forms) form(id string) *form {
	i := slices.IndexFunc(f.ix.forms, func(x *form) bool { return x.ID == id })
	if i < 0 {
		return nil
	}
	return f.ix.forms[i]
}

// List tells which forms are known, in the order they were added.
func (f *Forms) List() []Info {
	var list []Info
	for _, x := range f.ix.forms {
		if !x.Union {
			list = append(list, Info{ID: x.ID, Team: x.Team, Title: wording1(x.Title, x.Languages[0]), Version: x.Version, Languages: x.Languages, Source: x.source})
		}
	}
	return list
}

// Parse reads a document by the union of the labels of all forms, all
// languages at once. It never fails: what is odd is a problem in the report,
// and a text that is no form gives a report of form "none", with the text as
// description and addresses as indicators only.
func (f *Forms) Parse(d Document) store.Report { return f.ix.parse(d) }

// Blank returns the empty form in one of its languages, its first where lang is
// "", ready to be filled in; Parse reads back what is filled in.
func (f *Forms) Blank(id, lang string) (string, error) {
	x, lang, err := f.find(id, lang)
	if err != nil {
		return "", err
	}
	return x.print(lang, func(int, *field) string { return "" }), nil
}

// find returns a form and the language to show it in.
func (f *Forms) find(id, lang string) (*form, string, error) {
	x := f.form(id)
	if x == nil || x.Union {
		var ids []string
		for _, i := range f.List() {
			ids = append(ids, i.ID)
		}
		return nil, "", fmt.Errorf("template: no form %q; there are %s", id, strings.Join(ids, ", "))
	}
	if lang == "" {
		lang = x.Languages[0]
	}
	if !slices.Contains(x.Languages, lang) {
		return nil, "", fmt.Errorf("template: form %s is not there in %q; it is in %s", id, lang, strings.Join(x.Languages, ", "))
	}
	return x, lang, nil
}

// wording1 is the wording that is printed in a language, "" if there is none.
func wording1(t texts, lang string) string {
	for _, w := range wordings(t, lang) {
		return w
	}
	return ""
}

// wordings are those in a language; where it has none, in English or else the
// first by name that has: a question is better read in another one than not.
func wordings(t texts, lang string) []string {
	for _, l := range append([]string{lang, "en"}, slices.Sorted(maps.Keys(t))...) {
		if len(t[l]) > 0 {
			return t[l]
		}
	}
	return nil
}
