package template

import (
	"time"

	"tocsin/store"
)

// Letters holds the texts of outgoing mail in every language.
type Letters struct{}

// Values is what a letter may say. Which of them a letter uses is the
// letter's business; the acknowledgement uses envelope and reference only.
type Values struct {
	Ref, Team, TeamID, Tag, Address, Phone string
	Subject, Reporter, Why                 string
	Destination, DestinationMail           string
	Kind, Sender, Summary                  string
	Received                               time.Time
	Lines                                  []string // entries of a digest
	Priority                               int
	Obligation                             string
	Missing, Understood                    []string
}

// BuiltinLetters returns the letters that come with Tocsin.
func BuiltinLetters() (*Letters, error) { return &Letters{}, nil }

// Write fills in one letter. An unknown language falls back to English; an
// unknown name is an error.
func (l *Letters) Write(name, lang string, v Values) (subject, text string, err error) {
	return "", "", nil
}

// Summary tells a person what a report says and where it goes, in plain text.
func Summary(r store.Report, d store.Decision) string { return "" }
