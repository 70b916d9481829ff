package eval

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/store"
	"tocsin/template"
)

// An answerBank has many ways to answer each question of a form in one
// language. Each is put into one small form of known labels.
type answerBank struct {
	lang   string
	title  string
	frame  [][2]string // the lines of the form and their fields; an answer that takes nobody's place goes where there is none
	blocks []answers
}

// answers are for one question: what is looked at, and how it is asked. Each
// answer has what it is read as: several ways stand between " | ".
type answers struct {
	look, label string
	wanted      string // of an answer that names nothing; "" is the answer itself
	given       [][2]string
}

// unset is written for what must stay empty.
const unset = "unset"

func readAnswers(t *testing.T) (list []answerBank) {
	t.Helper()
	files, err := filepath.Glob("../../testdata/form/answers/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no answers", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b := answerBank{lang: strings.TrimSuffix(filepath.Base(name), ".txt")}
		for line := range strings.Lines(string(data)) {
			b.take(strings.TrimRight(line, "\n"))
		}
		list = append(list, b)
	}
	return list
}

func (b *answerBank) take(line string) {
	cells := append(strings.Split(line, "\t"), "", "")
	switch what, isFrame := strings.CutPrefix(cells[0], "= "); {
	case line == "":
	case b.title == "":
		b.title = line
	case isFrame || line == "=":
		b.frame = append(b.frame, [2]string{strings.TrimPrefix(what, "="), cells[1]})
	case strings.HasPrefix(line, "# "):
		b.blocks = append(b.blocks, answers{look: line[2:len(cells[0])], label: cells[1], wanted: cells[2]})
	default:
		last := &b.blocks[len(b.blocks)-1]
		answer, want := strings.ReplaceAll(cells[0], `\n`, "\n"), cells[1]
		if want == "" {
			want = cmp.Or(last.wanted, "=")
		}
		want = strings.TrimSpace(strings.ReplaceAll(" "+want+" ", " = ", " "+answer+" "))
		last.given = append(last.given, [2]string{answer, want})
	}
}

// rival tells whether a line of the frame asks for what is looked at.
func rival(look, field string) bool {
	switch look {
	case "contact":
		return strings.HasPrefix(field, "contact_")
	case "category":
		return field == "incident_type"
	}
	return look == field
}

// form puts a question and its answer in the place of the line that asks for
// the same, or else in the one left for it.
func (b *answerBank) form(a answers, answer string) string {
	var s strings.Builder
	s.WriteString(b.title + "\n\n")
	place := max(0, slices.IndexFunc(b.frame, func(l [2]string) bool { return l[0] == "" }))
	if i := slices.IndexFunc(b.frame, func(l [2]string) bool { return rival(a.look, l[0]) }); i >= 0 {
		place = i
	}
	for i, l := range b.frame {
		if i == place {
			s.WriteString(a.label + ": " + answer + "\n")
		}
		if l[0] != "" && !rival(a.look, l[0]) {
			s.WriteString(l[1] + "\n")
		}
	}
	return s.String()
}

// look gives what was read for a question, its parts between " ; ".
func look(r store.Report, what string) string {
	var parts []string
	switch what {
	case "start":
		parts = []string{r.Time.Start}
	case "end":
		parts = []string{r.Time.End}
	case "detected":
		parts = []string{r.Time.Detected}
	case "span":
		parts = []string{r.Time.Start, r.Time.End}
	case "contact":
		parts = []string{r.Fields["contact_name"], r.Fields["contact_title"], r.Fields["contact_phone"], r.Fields["contact_email"]}
	case "target", "source":
		parts = hosts(r, what)
	case "assistance":
		parts = []string{strings.Join(r.Assistance, ", ")}
	case "tlp":
		parts = []string{r.Disclosure.TLP}
	case "share":
		parts = []string{stated(r.Disclosure.ShareIdentity)}
	case "clock":
		parts = []string{stated(r.Clock.Synchronised), r.Clock.Source, r.Clock.Accuracy}
	case "category":
		parts = slices.Clone(r.Category)
	default:
		parts = []string{r.Fields[what]}
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ; ")
}

func hosts(r store.Report, role string) (list []string) {
	for _, h := range r.Hosts {
		if h.Role == role {
			words := append([]string{h.Name}, h.Addresses...)
			if h.OS != "" {
				words = append(words, "{"+h.OS+"}")
			}
			list = append(list, strings.TrimSpace(strings.Join(words, " ")))
		}
	}
	return list
}

func stated(answer string) string {
	if answer == "unknown" {
		return ""
	}
	return answer
}

// A verdict on an answer: what was read is right, or less than what was said,
// or something else.
type verdict int

const (
	right verdict = iota
	missing
	wrong
)

// judge compares what was read with each thing that may be.
func judge(what, answer, got, wanted string) verdict {
	best := wrong
	for want := range strings.SplitSeq(wanted, " | ") {
		if want == unset {
			want = ""
		}
		best = min(best, compare(what, answer, strings.Join(strings.Fields(got), " "), strings.Join(strings.Fields(want), " ")))
	}
	return best
}

func compare(what, answer, got, want string) verdict {
	isTime := slices.Contains([]string{"start", "end", "detected", "span"}, what)
	switch {
	case got == want, isTime && sameInstants(got, want):
		return right
	case want == "":
		return wrong
	case what == "category" && got != "" && within(got, want):
		return right
	case got == "", isTime && strings.Contains(strings.Join(strings.Fields(answer), " "), got):
		return missing // a time that was not read stays text
	}
	for part := range strings.SplitSeq(got, " ; ") {
		ok := func(whole string) bool {
			return part == whole || (what == "target" || what == "source") && holds(whole, part)
		}
		if !slices.ContainsFunc(strings.Split(want, " ; "), ok) {
			return wrong
		}
	}
	return missing
}

func sameInstants(got, want string) bool {
	return slices.EqualFunc(strings.Split(got, " ; "), strings.Split(want, " ; "), func(a, b string) bool {
		at, err1 := time.Parse(time.RFC3339, a)
		bt, err2 := time.Parse(time.RFC3339, b)
		return err1 == nil && err2 == nil && at.Equal(bt)
	})
}

// within tells whether each kind of incident is one of those wanted.
func within(got, want string) bool {
	for kind := range strings.SplitSeq(got, " ; ") {
		_, kind, _ = strings.Cut(kind, "/")
		if !slices.Contains(strings.Split(want, "|"), kind) {
			return false
		}
	}
	return true
}

func holds(whole, part string) bool {
	for word := range strings.FieldsSeq(part) {
		if !slices.Contains(strings.Fields(whole), word) {
			return false
		}
	}
	return true
}

// An answerScore is how the answers of a language are understood.
type answerScore struct {
	count  map[string]*[3]int  // by what is looked at, and verdict
	faults map[string][]string // by what is looked at
}

func scoreAnswers(f *template.Forms, b *answerBank) answerScore {
	s := answerScore{count: map[string]*[3]int{}, faults: map[string][]string{}}
	for _, a := range b.blocks {
		if s.count[a.look] == nil {
			s.count[a.look] = new([3]int)
		}
		for _, given := range a.given {
			r := f.Parse(template.Document{Texts: []template.Text{{Text: b.form(a, given[0])}}})
			got := look(r, a.look)
			v := judge(a.look, given[0], got, given[1])
			s.count[a.look][v]++
			if v != right {
				s.faults[a.look] = append(s.faults[a.look], fmt.Sprintf("%s%q: %q, not %q", [...]string{"", "- ", "! "}[v], given[0], got, given[1]))
			}
		}
	}
	return s
}

// total is the number of answers that are right, missing and wrong.
func (s answerScore) total() (n [3]int) {
	for _, c := range s.count {
		for v := range n {
			n[v] += c[v]
		}
	}
	return n
}

func (s answerScore) print(w io.Writer, lang string) {
	n := s.total()
	fmt.Fprintf(w, "answers/%s: %d right, %d wrong, %d missing: %.3f\n", lang, n[right], n[wrong], n[missing], float64(n[right])/float64(n[right]+n[wrong]+n[missing]))
	for _, what := range slices.Sorted(maps.Keys(s.count)) {
		c := s.count[what]
		fmt.Fprintf(w, "  %s/%s: %d right, %d wrong, %d missing\n", lang, what, c[right], c[wrong], c[missing])
		for _, fault := range s.faults[what] {
			fmt.Fprintf(w, "    %s %s\n", lang+"/"+what, fault)
		}
	}
}

// answerFloors are the least parts of answers that are understood, and the
// most that are misread, by language.
var answerFloors = map[string]bankFloor{
	"cs": {0.989, 0.004},
	"de": {0.991, 0.006},
	"el": {0.988, 0.004},
	"en": {0.986, 0.007},
	"es": {0.997, 0.004},
	"fr": {0.996, 0.004},
	"hu": {0.989, 0.004},
	"it": {0.996, 0.004},
	"ja": {0.979, 0.004},
	"ko": {0.989, 0.004},
	"nl": {0.992, 0.004},
	"pl": {0.992, 0.008},
	"pt": {0.997, 0.004},
	"ro": {0.982, 0.01},
	"ru": {0.997, 0.004},
	"sv": {0.996, 0.004},
	"tr": {0.987, 0.004},
	"uk": {0.996, 0.004},
	"zh": {0.988, 0.004},
}

// TestEvalAnswers gives each answer alone, to a label that is known.
func TestEvalAnswers(t *testing.T) {
	f := builtin(t)
	for _, b := range readAnswers(t) {
		s := scoreAnswers(f, &b)
		if testing.Verbose() {
			s.print(os.Stdout, b.lang)
		}
		n := s.total()
		answerFloors[b.lang].hold(t, "answers/"+b.lang, n[right], n[wrong], n[missing])
	}
}
