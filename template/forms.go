package template

import (
	"time"

	"tocsin/store"
)

// Forms holds every form definition and one index over all their labels. It
// is immutable after Builtin and Add and safe for many goroutines at once.
type Forms struct{}

// A Document is what a mail says, as far as the form reader is concerned.
type Document struct {
	Subject string
	Texts   []Text    // body first, then text attachments
	Own     []string  // our own networks, domains and addresses: marked "own", never a victim by themselves
	Sent    time.Time // Date of the mail, zero if none; resolves a missing year, never a missing zone
}

// A Text is one readable part of a mail.
type Text struct {
	Name       string // file name, "" for the body
	Text       string
	Attachment bool
}

// Info describes one definition for listing.
type Info struct {
	ID, Team, Title, Version string
	Languages                []string
	Source                   string // file the definition was read from
}

// Builtin returns the forms that come with Tocsin.
func Builtin() (*Forms, error) { return &Forms{}, nil }

// Add reads one more definition; the error names file, line and remedy.
func (f *Forms) Add(file string, data []byte) error { return nil }

// List tells which definitions are active, by id.
func (f *Forms) List() []Info { return nil }

// Parse reads the document by the union of all labels. It never fails.
func (f *Forms) Parse(d Document) store.Report {
	return store.Report{Form: "none", Fields: map[string]string{}, Hosts: []store.Host{}}
}

// Blank returns the empty form in a language, ready to be filled in.
func (f *Forms) Blank(id, lang string) (string, error) { return "", nil }
