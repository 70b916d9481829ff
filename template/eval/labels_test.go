package eval

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
	"tocsin/template"
)

// A labelBank has many ways to ask for each field in one language, as people do
// who write a form of their own. Each is put into one small form.
type labelBank struct {
	lang  string
	title string
	frame [][2]string // the lines of the form and their fields; a label that takes nobody's place goes where there is none
	asked []asked
}

// asked are labels that ask for the same, and an answer to them.
type asked struct {
	fields []string // one of which the answer is for; hosts with their role
	answer string
	labels []string
}

func readBanks(t *testing.T) (list []labelBank) {
	t.Helper()
	files, err := filepath.Glob("../../testdata/form/labels/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no labels", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b := labelBank{lang: strings.TrimSuffix(filepath.Base(name), ".txt")}
		for line := range strings.Lines(string(data)) {
			b.take(t, strings.TrimRight(line, "\n"))
		}
		list = append(list, b)
	}
	return list
}

func (b *labelBank) take(t *testing.T, line string) {
	t.Helper()
	mark, rest, _ := strings.Cut(line, " ")
	what, text, _ := strings.Cut(rest, "\t")
	switch {
	case line == "":
	case b.title == "":
		b.title = line
	case mark == "=":
		b.frame = append(b.frame, [2]string{what, text})
	case mark == "#" && text != "":
		b.asked = append(b.asked, asked{fields: strings.Split(what, "|"), answer: text})
	case len(b.asked) > 0:
		last := &b.asked[len(b.asked)-1]
		last.labels = append(last.labels, line)
	default:
		t.Fatalf("labels/%s.txt: %q before what it asks for", b.lang, line)
	}
}

// form puts a label and its answer into the form, in the place of the label
// that asks for the same, or else in the one left for it.
func (b *labelBank) form(a asked, label string) string {
	var s strings.Builder
	s.WriteString(b.title + "\n\n")
	rival := func(l [2]string) bool { return slices.Contains(a.fields, l[0]) }
	place := max(0, slices.IndexFunc(b.frame, func(l [2]string) bool { return l[0] == "" }))
	if i := slices.IndexFunc(b.frame, rival); i >= 0 {
		place = i
	}
	for i, l := range b.frame {
		if i == place {
			s.WriteString(label + ": " + a.answer + "\n")
		}
		if l[0] != "" && !rival(l) {
			s.WriteString(l[1] + "\n")
		}
	}
	return s.String()
}

// landed lists the fields that an answer came to; what is left over comes to none.
func landed(r store.Report, label, answer string) (list []string) {
	for name, text := range r.Fields {
		if strings.Contains(text, answer) && !strings.Contains(text, label+":") {
			list = append(list, name)
		}
	}
	for _, h := range r.Hosts {
		if h.Name == answer || slices.Contains(h.Addresses, answer) {
			list = append(list, "host "+h.Role)
		}
		if h.OS == answer {
			list = append(list, "os")
		}
	}
	if slices.ContainsFunc(r.Logs, func(s string) bool { return strings.Contains(s, answer) }) {
		list = append(list, "log_extracts")
	}
	if len(r.Assistance) > 0 {
		list = append(list, "assistance") // what is wanted has a word of its own
	}
	if r.Fields["sector"] != "" && !slices.Contains(list, "sector") {
		list = append(list, "sector") // so has a sector
	}
	if r.Disclosure.TLP == answer {
		list = append(list, "tlp")
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// A bankScore is how the labels of a language are understood.
type bankScore struct {
	right, wrong, missing int
	faults                map[string][]string // by field
}

func scoreBank(f *template.Forms, b *labelBank) bankScore {
	s := bankScore{faults: map[string][]string{}}
	for _, a := range b.asked {
		field := strings.Join(a.fields, "|")
		for _, label := range a.labels {
			doc := template.Document{Texts: []template.Text{{Text: b.form(a, label)}}}
			list := landed(f.Parse(doc), label, a.answer)
			switch {
			case slices.ContainsFunc(list, func(name string) bool { return slices.Contains(a.fields, name) }):
				s.right++
			case len(list) > 0:
				s.wrong++
				s.faults[field] = append(s.faults[field], label+" → "+strings.Join(list, ", "))
			default:
				s.missing++
				s.faults[field] = append(s.faults[field], label)
			}
		}
	}
	return s
}

func (s bankScore) print(w io.Writer, lang string) {
	all := float64(s.right + s.wrong + s.missing)
	fmt.Fprintf(w, "labels/%s: %d right, %d wrong, %d missing: %.3f\n", lang, s.right, s.wrong, s.missing, float64(s.right)/all)
	for _, field := range slices.Sorted(maps.Keys(s.faults)) {
		fmt.Fprintf(w, "  %s: %s\n", field, strings.Join(s.faults[field], " · "))
	}
}

// A bankFloor is the least part of a bank in one language that is understood,
// and the most that is misread.
type bankFloor struct{ right, wrong float64 }

func (f bankFloor) hold(t *testing.T, bank string, right, wrong, missing int) {
	t.Helper()
	all := float64(right + wrong + missing)
	if f.right == 0 || float64(right) < f.right*all || float64(wrong) > f.wrong*all {
		t.Errorf("%s: %d right and %d wrong of %.0f, worse than %+v", bank, right, wrong, all, f)
	}
}

// labelFloors are the least parts of labels that are understood, and the most
// that are taken for others, by language.
var labelFloors = map[string]bankFloor{
	"bg": {0.967, 0.009},
	"cs": {0.95, 0.015},
	"da": {0.90, 0.016},
	"de": {0.95, 0.006},
	"el": {0.981, 0.005},
	"en": {0.94, 0.016},
	"es": {0.93, 0.015},
	"fi": {0.89, 0.004},
	"fr": {0.90, 0.025},
	"hr": {0.97, 0.009},
	"hu": {0.985, 0.005},
	"it": {0.94, 0.015},
	"ja": {0.97, 0.01},
	"ko": {0.975, 0.005},
	"nl": {0.94, 0.006},
	"no": {0.92, 0.004},
	"pl": {0.95, 0.01},
	"pt": {0.96, 0.01},
	"ro": {0.968, 0.005},
	"ru": {0.98, 0.005},
	"sk": {0.977, 0.013},
	"sv": {0.93, 0.008},
	"tr": {0.98, 0.008},
	"uk": {0.979, 0.005},
	"zh": {0.974, 0.009},
}

// TestEvalLabels asks each label alone: the only one in its form that may be
// unknown.
func TestEvalLabels(t *testing.T) {
	f := builtin(t)
	for _, b := range readBanks(t) {
		s := scoreBank(f, &b)
		if testing.Verbose() {
			s.print(os.Stdout, b.lang)
		}
		labelFloors[b.lang].hold(t, "labels/"+b.lang, s.right, s.wrong, s.missing)
	}
}
