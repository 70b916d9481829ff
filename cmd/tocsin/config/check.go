package config

import (
	"cmp"
	"errors"
	"net/mail"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"tocsin/template"
)

// System is the config of the whole machine.
const System = "/etc/tocsin/tocsin.toml"

// Find gives the config file to read: the named one, else ./tocsin.toml, else
// /etc/tocsin/tocsin.toml, else "".
func Find(named string) string {
	if named != "" {
		return named
	}
	for _, name := range []string{"tocsin.toml", System} {
		if _, err := os.Stat(name); err == nil {
			return name
		}
	}
	return ""
}

// Read reads a file and checks it. The config is whole only if Errors of the
// problems is empty; it is never nil.
func Read(file string) (*Config, []Problem) {
	c := &Config{File: file}
	data, err := os.ReadFile(file)
	if err != nil {
		return c, []Problem{{File: file, Message: unreadable(err)}}
	}
	if abs, err := filepath.Abs(file); err == nil {
		c.File = abs
	}
	return c, c.read(file, data)
}

func (c *Config) read(file string, data []byte) []Problem {
	tree, bad := parse(file, data)
	if bad != nil {
		return []Problem{*bad}
	}
	f := &filling{file: file, lines: map[string]int{}}
	f.table(reflect.ValueOf(c).Elem(), tree, "")
	c.defaults()
	k := &checking{Config: c, filling: f}
	k.all()
	// Line 0 wraps round: what stands nowhere comes last.
	slices.SortStableFunc(f.problems, func(a, b Problem) int { return cmp.Compare(uint(a.Line-1), uint(b.Line-1)) })
	return f.problems
}

// unreadable says why a config can't be read, and what to do about it.
func unreadable(err error) string {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "there is no such file; make one with: tocsin init DIR"
	case errors.Is(err, os.ErrPermission):
		return "permission denied; run this as the user that it belongs to, like: sudo -u tocsin tocsin …"
	}
	if e, ok := errors.AsType[*os.PathError](err); ok {
		err = e.Err
	}
	return "can't be read: " + err.Error()
}

// A checking looks at values, once types are right.
type checking struct {
	*Config
	*filling
}

// at gives the line of a key, or of the nearest table around it.
func (k *checking) at(path string) int {
	for path != "" {
		if line := k.lines[path]; line > 0 {
			return line
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			break
		}
		path = path[:i]
	}
	return 0
}

func (k *checking) bad(path, format string, args ...any) {
	k.problem(k.at(path), path+" "+format, args...)
}

func (k *checking) warn(path, format string, args ...any) {
	k.bad(path, format, args...)
	k.problems[len(k.problems)-1].Warning = true
}

// wrong says whether a problem was already told about this key.
func (k *checking) wrong(path string) bool {
	return slices.ContainsFunc(k.problems, func(p Problem) bool {
		return p.Line == k.lines[path] && strings.HasPrefix(p.Message, path)
	})
}

// need tells of a required text that is missing or still blank.
func (k *checking) need(path, value, what string) bool {
	switch {
	case value != "":
		return true
	case k.lines[path] == 0:
		k.bad(path, "is missing: %s", what)
	case !k.wrong(path):
		k.bad(path, "is still blank: %s", what)
	}
	return false
}

func (k *checking) all() {
	k.team()
	k.mailboxes()
	k.submission()
	k.keysAndStore()
	k.handlers()
	k.routing()
	k.rest()
}

// TagForm says what the tag of references is made of.
const TagForm = "2 to 24 letters, digits, '-', '.' or '_', with a letter first"

var tagForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]{1,23}$`)

// IsTag says whether a text can be the tag of references.
func IsTag(text string) bool { return tagForm.MatchString(text) }

func (k *checking) team() {
	t := &k.Team
	k.need("team.name", t.Name, "the name that reporters know you by")
	if k.need("team.tag", t.Tag, "a short tag for references, like CERT-EX") && !IsTag(t.Tag) {
		k.bad("team.tag", "%q must be %s", t.Tag, TagForm)
	}
	if len(t.Addresses) == 0 && !k.wrong("team.addresses") {
		k.bad("team.addresses", `is missing: at least one address of the team, like ["incident@cert.example"]`)
	}
	for i, a := range t.Addresses {
		k.address(element("team.addresses", i), a)
	}
	loc, err := time.LoadLocation(t.Timezone)
	if err != nil {
		k.bad("team.timezone", "%q is no time zone; write an IANA name like \"Europe/Luxembourg\" or \"UTC\"", t.Timezone)
	}
	t.Location = loc
	for i, l := range t.Languages {
		if path := element("team.languages", i); len(l) != 2 || strings.ToLower(l) != l {
			k.bad(path, "%q is no language; write two small letters, like \"en\" or \"fr\"", l)
		} else if !slices.Contains(template.LetterLanguages(), l) {
			k.warn(path, "%q has no letters of its own here: English ones are sent", l)
		}
	}
}

// address checks one bare mail address.
func (k *checking) address(path, value string) {
	if !k.need(path, value, "a mail address") {
		return
	}
	if !IsAddress(value) {
		k.bad(path, "%q is no bare mail address like incident@cert.example", value)
	}
}

// IsAddress says whether a text is one bare mail address (an addr-spec of
// RFC 5322), without a name or brackets.
func IsAddress(text string) bool {
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text
}
