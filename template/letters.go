package template

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
)

//go:embed letters
var letterFiles embed.FS

// Letters holds the texts of outgoing mail in every language. It does not
// change and is safe for many goroutines at once.
type Letters struct{ byName map[string][]part } // "en/ack"

// Values is what a letter may say. Which of them it uses is the letter's
// business; the acknowledgement uses envelope and reference only, since any
// more would tell a stranger what we could read.
type Values struct {
	Ref, Team, TeamID, Tag, Address, Phone string    // Team is our name; Phone for emergencies, "" if none
	Subject, Reporter, Why                 string    // foreign text; shown without control characters
	Destination, DestinationMail           string    // the team a report goes to
	Kind, Sender, Summary                  string    // Summary as the function of that name writes it
	Received                               time.Time // zero leaves the date out
	Lines                                  []string  // entries of a digest
	Priority                               int       // 1 highest … 5 lowest, 0 unknown
	Obligation                             string    // mandatory, voluntary
	Missing, Understood                    []string  // lines of a Receipt: what is asked, what was read
	Mark                                   string    // of a Receipt that asks nothing
	Held                                   string    // why an outgoing message waits for a person, "" if none does
	Kept                                   string    // why the report stays here with nothing in the outbox, "" if it does not
}

// BuiltinLetters returns the letters that come with Tocsin. An error names
// the file and line of a letter that is not well-formed.
func BuiltinLetters() (*Letters, error) {
	l := &Letters{byName: map[string][]part{}}
	err := fs.WalkDir(letterFiles, "letters", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := letterFiles.ReadFile(name)
		if err != nil {
			return err
		}
		parts, err := partsOf(name, string(data))
		if err != nil {
			return err
		}
		key := path.Base(path.Dir(name)) + "/" + strings.TrimSuffix(path.Base(name), ".txt")
		l.byName[key] = parts
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	return l, nil
}

// LetterLanguages lists the languages that letters are there in, as ISO 639-1.
func LetterLanguages() (list []string) {
	dirs, err := letterFiles.ReadDir("letters")
	if err != nil {
		return nil
	}
	for _, d := range dirs {
		list = append(list, d.Name())
	}
	return list
}

// letterDate writes a time so that it can be misread in no language.
func letterDate(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04") + " UTC"
}

// Write fills in one letter: ack, receipt, forward, forwarded, handler-new,
// handler-follow-up, handler-plain or digest. A language that we do not
// have falls back to English; an unknown name is an error. The subject is one
// line; neither text holds control characters.
func (l *Letters) Write(name, lang string, v Values) (subject, text string, err error) {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	parts := l.byName[lang+"/"+name]
	if parts == nil {
		parts = l.byName["en/"+name]
	}
	if parts == nil {
		return "", "", fmt.Errorf("template: there is no letter %q", name)
	}
	var b strings.Builder
	v = v.clean()
	b.Grow(2<<10 + len(v.Summary))
	write(parts, &b, &v, "")
	head, text, _ := strings.Cut(b.String(), "\n")
	subject, ok := strings.CutPrefix(head, "Subject: ")
	if !ok {
		return "", "", fmt.Errorf("template: letter %s does not begin with \"Subject: \"", name)
	}
	return oneLine(subject), strings.TrimLeft(text, "\n"), nil
}

// clean makes foreign words safe to show: one line each but for the summary.
func (v Values) clean() Values {
	for _, s := range []*string{&v.Ref, &v.Team, &v.TeamID, &v.Tag, &v.Address, &v.Phone, &v.Subject, &v.Reporter, &v.Why,
		&v.Destination, &v.DestinationMail, &v.Kind, &v.Sender, &v.Obligation, &v.Held, &v.Kept, &v.Mark} {
		*s = oneLine(*s)
	}
	v.Summary = strings.TrimRight(plain(v.Summary), "\n")
	v.Lines, v.Missing, v.Understood = cleanLines(v.Lines), cleanLines(v.Missing), cleanLines(v.Understood)
	return v
}

// cleanLines makes each entry one line; the list itself stays as it is.
func cleanLines(list []string) []string {
	own := false
	for i, s := range list {
		if clean := oneLine(s); clean != s {
			if !own {
				own, list = true, slices.Clone(list)
			}
			list[i] = clean
		}
	}
	return list
}

// oneLine makes a text one line without control characters.
func oneLine(s string) string {
	if printable(s, false) && !strings.Contains(s, "  ") {
		return strings.Trim(s, " ")
	}
	return strings.Join(strings.Fields(plain(s)), " ")
}

// printable says whether a text is of printable ASCII and Latin letters alone,
// with tabs and line feeds if it may have several lines: then it is safe as it is.
func printable(s string, lines bool) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= ' ' && c < 0x7f, lines && (c == '\n' || c == '\t'):
		case i+1 < len(s) && latin(c, s[i+1]):
			i++
		default:
			return false
		}
	}
	return true
}

// latin says whether two bytes are a sign from U+00A1 to U+02FF, where all but
// the soft hyphen show.
func latin(first, second byte) bool {
	if first == 0xc2 {
		return second > 0xa0 && second < 0xc0 && second != 0xad
	}
	return first > 0xc2 && first < 0xcc && second >= 0x80 && second < 0xc0
}

// plain takes out what could steer a terminal or turn the text around:
// control characters but line feed and tab, and bidirectional marks.
func plain(s string) string {
	if printable(s, true) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		case r == '\u2028' || r == '\u2029':
			return '\n'
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}
