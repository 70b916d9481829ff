package template

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tocsin/store"
)

// A habit changes how a filled-in form looks, not what it says.
type habit struct {
	name  string
	apply func(string) string
}

// eachLine changes every line.
func eachLine(change func(string) string) func(string) string {
	return func(s string) string {
		lines := strings.Split(strings.TrimSuffix(s, "\n"), "\n")
		for i := range lines {
			lines[i] = change(lines[i])
		}
		return strings.Join(lines, "\n") + "\n"
	}
}

// habits are those of notes on real mail that change no word.
var habits = []habit{
	{"CRLF", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
	{"blanks at line ends", eachLine(func(l string) string { return l + "  \t" })},
	{"quoted", eachLine(func(l string) string { return "> " + l })},
	{"quoted without blank", eachLine(func(l string) string { return ">" + l })},
	{"quoted thrice", eachLine(func(l string) string { return "> >> " + l })},
	{"no-break blanks", eachLine(func(l string) string { return strings.Replace(l, ": ", ":\u00a0", 1) })},
	{"full-width colon", eachLine(func(l string) string {
		if strings.Contains(l, "...:") {
			return strings.Replace(l, ":", "：", 1)
		}
		return l
	})},
	{"ellipses for leaders", eachLine(func(l string) string { return strings.ReplaceAll(l, "....", "…") })},
	{"no leaders", eachLine(func(l string) string {
		for strings.Contains(l, "..:") {
			l = strings.Replace(l, ".:", ":", 1)
		}
		return strings.Replace(l, " .:", ":", 1)
	})},
	{"underscores for leaders", eachLine(func(l string) string {
		if strings.Contains(l, "...:") {
			label, rest, _ := strings.Cut(l, ":")
			return strings.ReplaceAll(label, ".", "_") + ":" + rest
		}
		return l
	})},
	{"no hints", dropLines(func(l string) bool { return strings.HasPrefix(l, "  (") })},
	{"no rulers", eachLine(func(l string) string { return strings.Trim(l, "=") })},
	{"no headings", dropLines(func(l string) bool { return strings.HasPrefix(l, "===") })},
	{"indented", eachLine(func(l string) string { return "   " + l })},
	{"boxes as signs", func(s string) string {
		return strings.NewReplacer("[ ]", "☐", "[x]", "☑").Replace(s)
	}},
	{"boxes without blank", func(s string) string { return strings.NewReplacer("[ ]", "[]", "[x]", "[X]").Replace(s) }},
	{"unmarked choices deleted", dropLines(func(l string) bool { return strings.HasPrefix(l, "  [ ] ") })},
	{"signed", func(s string) string {
		escaped := eachLine(func(l string) string {
			if strings.HasPrefix(l, "-") {
				return "- " + l
			}
			return l
		})(s)
		return "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + escaped + "-----BEGIN PGP SIGNATURE-----\n\niQEz\n=ab12\n-----END PGP SIGNATURE-----\n"
	}},
	{"forwarded", func(s string) string {
		return "-----Original Message-----\nFrom: Jane\nSent: today\nTo: us\nOrganization: Elsewhere\nSubject: form\n\n" + s
	}},
	{"signature below", func(s string) string { return s + "\n-- \nJane Doe\nPhone: +1 555 9\nE-mail: other@site.example\n" }},
}

func dropLines(drop func(string) bool) func(string) string {
	return func(s string) string {
		var kept []string
		for l := range strings.Lines(s) {
			if !drop(l) {
				kept = append(kept, l)
			}
		}
		return strings.Join(kept, "")
	}
}

// TestHabits reads each form as it was printed and after each habit: fields,
// hosts, times and wishes must be the same.
func TestHabits(t *testing.T) {
	f := builtin(t)
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, x := range f.ix.forms {
		if x.Union {
			continue
		}
		for _, lang := range x.Languages {
			text := x.print(lang, func(_ int, fd *field) string {
				if len(fd.Choices) > 0 {
					return fd.Choices[rnd.IntN(len(fd.Choices))].Value
				}
				return sampleAnswer(rnd, fd)
			})
			want := facts(f.Parse(body(text)))
			for _, h := range habits {
				if (h.name == "no headings" || h.name == "underscores for leaders") && x.ID != "tocsin-1" {
					continue // its labels alone do not tell the section
				}
				got := facts(f.Parse(body(h.apply(text))))
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s %s, %s: -as printed +changed\n%s", x.ID, lang, h.name, diff)
				}
			}
		}
	}
}

// facts is a report without what depends on the place of a word.
func facts(r store.Report) store.Report {
	r.Indicators, r.Problems = nil, nil
	delete(r.Fields, "description")
	for i, l := range r.Logs {
		r.Logs[i] = strings.Join(strings.Fields(l), " ")
	}
	for i := range r.Hosts {
		r.Hosts[i].Line = 0
	}
	return r
}

// TestWithheld reads each form without its definition: what is read then
// must be right; a role must never be wrong.
func TestWithheld(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	full := builtin(t)
	for _, x := range full.ix.forms {
		if x.Union {
			continue
		}
		ix := newIndex()
		for _, other := range full.ix.forms {
			if other != x {
				ix.add(&other.definition, other.source)
			}
		}
		for _, lang := range x.Languages {
			given := map[string]bool{}
			text := x.print(lang, func(_ int, fd *field) string {
				if len(fd.Choices) > 0 {
					return ""
				}
				a := sampleAnswer(rnd, fd)
				given[a] = true
				return a
			})
			want, got := full.Parse(body(text)), (&Forms{ix: ix}).Parse(body(text))
			roles := map[string]string{}
			for _, h := range want.Hosts {
				roles[strings.Join(h.Addresses, " ")] = h.Role // its name may be asked in words that nobody knows then
				roles[h.Name] = h.Role
			}
			for _, h := range got.Hosts {
				if h.Role != store.RoleUnknown && roles[h.Name] != h.Role && (h.Name != "" || roles[strings.Join(h.Addresses, " ")] != h.Role) {
					t.Errorf("%s %s withheld: %s is %s, want %s", x.ID, lang, h.Name, h.Role, roles[h.Name])
				}
			}
			for name, v := range got.Fields {
				if name != "description" && want.Fields[name] != v && fieldKinds[name] == kindContact && !given[v] {
					t.Errorf("%s %s withheld: %s = %q", x.ID, lang, name, v)
				}
			}
		}
	}
}

// TestManyAtOnce reads with many goroutines; the race detector watches.
func TestManyAtOnce(t *testing.T) {
	f := builtin(t)
	text := filledForm(t, 4096)
	want := f.Parse(body(text))
	var wg sync.WaitGroup
	results := make([]store.Report, 16)
	for i := range results {
		wg.Go(func() { results[i] = f.Parse(body(text)) })
	}
	wg.Wait()
	for i := range results {
		if diff := cmp.Diff(want, results[i]); diff != "" {
			t.Fatal(diff)
		}
	}
}
