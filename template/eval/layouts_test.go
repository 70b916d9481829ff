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
	"text/tabwriter"

	"tocsin/template"
)

// A page is one report in one language, to be poured into any layout.
type page struct {
	lang, title, hello, bye string
	asks                    []ask
}

// An ask is one thing asked for, and what is answered.
type ask struct {
	n                      int // from 1
	field, label, question string
	answer                 string
	note                   string // explains what to answer, "" for none
	options                []string
	lines                  []string // of the answer
}

// readPages reads the report in each language.
func readPages(t *testing.T) (list []page) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(labelled, "layouts", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no pages", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(string(data), `\n`, "\r")), "\n")
		p := page{lang: strings.TrimSuffix(filepath.Base(name), ".txt"), title: lines[0], hello: unfolded(lines[1]), bye: unfolded(lines[2])}
		for i, l := range lines[3:] {
			cells := append(strings.Split(l, "\t"), "", "")
			a := ask{n: i + 1, field: cells[0], label: cells[1], question: cells[2], answer: unfolded(cells[3]), note: cells[4]}
			if cells[5] != "" {
				a.options = strings.Split(cells[5], "|")
			}
			a.lines = strings.Split(a.answer, "\n")
			p.asks = append(p.asks, a)
		}
		list = append(list, p)
	}
	return list
}

func unfolded(s string) string { return strings.ReplaceAll(s, "\r", "\n") }

// sample is what a careful reader takes from the page, in any layout.
func (p *page) sample(text string) *sample {
	s := &sample{Name: p.lang, Text: text}
	s.Fields = map[string]string{}
	s.Optional.Fields = map[string]string{"remarks": "*", "tool_output": "*"}
	s.Optional.Time.Zone = "UTC"
	s.Optional.Category = []string{"fraud/phishing", "fraud/masquerade", "intrusions/application-compromise", "intrusions/system-compromise"}
	s.Optional.Assistance = []string{"recover", "contact-sites", "none"}
	for _, a := range p.asks {
		switch a.field {
		case "incident_start":
			s.Time.Start = "2026-11-20T06:45:00Z"
		case "detection_time":
			s.Time.Detected = "2026-11-20T08:10:00Z"
		case "host target":
			name, address, _ := strings.Cut(a.answer, ", ")
			s.Hosts = append(s.Hosts, host{Role: "target", Name: name, Addresses: []string{address}})
		case "host source":
			s.Hosts = append(s.Hosts, host{Role: "source", Addresses: []string{a.answer}})
		case "tlp":
			s.Disclosure.TLP = a.answer
		case "assistance":
			s.Optional.Fields["assistance"] = "*"
		default:
			s.Fields[a.field] = a.answer
		}
	}
	return s
}

// A noise is what happens to a report on its way.
type noise struct {
	name string
	make func(p *page, text string) string
}

func indented(text string) string { return strings.ReplaceAll("    "+text, "\n", "\n    ") }
func greeted(p *page, text string) string {
	return p.hello + "\n\n" + strings.TrimSpace(text) + "\n\n" + p.bye + "\n"
}
func forwarded(text string) string {
	return "---------- Forwarded message ----------\nFrom: someone <someone@example.org>\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nSubject: report\n\n" + text
}

// noises are the ways, the first of them being none, alone and in pairs. Each
// page in each layout is read with the first and two of the others.
var noises = []noise{
	{"as it is", func(_ *page, s string) string { return s }},
	{"greeted", greeted},
	{"quoted", func(_ *page, s string) string { return quote(s, "> ") }},
	{"indented", func(_ *page, s string) string { return indented(s) }},
	{"rewrapped", func(_ *page, s string) string { return rewrap(s, 60) }},
	{"forwarded", func(_ *page, s string) string { return forwarded(s) }},
	{"greeted, quoted", func(p *page, s string) string { return quote(greeted(p, s), "> ") }},
	{"indented, greeted", func(p *page, s string) string { return greeted(p, "\n"+indented(s)) }},
	{"rewrapped, quoted", func(_ *page, s string) string { return quote(rewrap(s, 60), "> ") }},
	{"greeted, forwarded", func(p *page, s string) string { return forwarded(greeted(p, s)) }},
}

// A layoutScore is how one layout is read.
type layoutScore struct {
	name      string
	bare, all tally // without noise, and with each
	faults    map[string]int
	first     map[string]string
}

func scoreLayout(f *template.Forms, l layout, pages []page, byNoise map[string]tally) *layoutScore {
	s := &layoutScore{name: l.name, faults: map[string]int{}, first: map[string]string{}}
	for i := range pages {
		p := &pages[i]
		clean := l.draw(p)
		for _, n := range []int{0, 1 + (len(l.name)+i)%(len(noises)-1), 1 + (len(l.name)+i+4)%(len(noises)-1)} {
			way := noises[n]
			text := way.make(p, clean)
			r := score(p.sample(text), f.Parse(template.Document{Texts: []template.Text{{Text: text}}}))
			t := r.total()
			if s.all.add(t); n == 0 {
				s.bare.add(t)
			}
			sum := byNoise[way.name]
			sum.add(t)
			byNoise[way.name] = sum
			for _, fault := range r.faults {
				key := fault.field + " missing"
				if fault.got != "" {
					key = fault.field + " wrong"
				}
				if s.faults[key]++; s.faults[key] == 1 {
					s.first[key] = fmt.Sprintf("%s, %s: %q", p.lang, way.name, cut(fault.got))
				}
			}
		}
	}
	return s
}

func (s *layoutScore) print(w io.Writer) {
	fmt.Fprintf(w, "%.3f\t%.3f\t%.3f\t%.3f\t%d\t%d\t%d\t  %s\n", s.bare.precision(), s.bare.recall(), s.all.precision(), s.all.recall(), s.all.right, s.all.wrong, s.all.missing, s.name)
}

// TestEvalLayouts pours one report into each layout, in each language, and lets
// mail do to it what it does.
func TestEvalLayouts(t *testing.T) {
	f, pages, byNoise := builtin(t), readPages(t), map[string]tally{}
	var scores []*layoutScore
	var all layoutScore
	for _, l := range manyLayouts {
		s := scoreLayout(f, l, pages, byNoise)
		all.bare.add(s.bare)
		all.all.add(s.all)
		least, known := layoutFloors[l.name]
		if !known {
			least = layoutFloors[""]
		}
		if p, r := s.all.precision(), s.all.recall(); p < least.precision || r < least.recall {
			t.Errorf("layout %s: precision %.3f or recall %.3f fell below %.3f, %.3f", l.name, p, r, least.precision, least.recall)
		}
		scores = append(scores, s)
	}
	if testing.Verbose() {
		printLayouts(os.Stdout, scores, &all, byNoise)
	}
}

func printLayouts(w io.Writer, scores []*layoutScore, all *layoutScore, byNoise map[string]tally) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "precision\trecall\tnoisy\tnoisy\tright\twrong\tmissing\t  layout")
	all.name = "all layouts"
	for _, s := range append(scores, all) {
		s.print(tw)
	}
	tw.Flush()
	for _, name := range slices.Sorted(maps.Keys(byNoise)) {
		fmt.Fprintf(w, "noise %s: %.3f %.3f\n", name, byNoise[name].precision(), byNoise[name].recall())
	}
	for _, s := range scores {
		for _, key := range slices.Sorted(maps.Keys(s.faults)) {
			fmt.Fprintf(w, "layout %s: %s %d×, as %s\n", s.name, key, s.faults[key], s.first[key])
		}
	}
}

// layoutFloors are what was reached in each layout, "" where none is named, when
// they were last committed: they only rise.
var layoutFloors = map[string]level{
	"":                         {precision: 0.99, recall: 0.97},
	"low lines around":         {precision: 0.986, recall: 0.977},
	"slash":                    {precision: 0.999, recall: 0.894},
	"tilde":                    {precision: 0.999, recall: 0.132},
	"comma":                    {precision: 0.999, recall: 0.132},
	"record ;":                 {precision: 0.999, recall: 0.955},
	"record , quoted":          {precision: 0.999, recall: 0.821},
	"record tab":               {precision: 0.999, recall: 0.866},
	"record |":                 {precision: 0.999, recall: 0.866},
	"stacked":                  {precision: 0.959, recall: 0.916},
	"explained behind":         {precision: 0.980, recall: 0.977},
	"question":                 {precision: 0.999, recall: 0.761},
	"question beside":          {precision: 0.999, recall: 0.758},
	"question numbered":        {precision: 0.999, recall: 0.875},
	"question, indented":       {precision: 0.999, recall: 0.761},
	"question bulleted":        {precision: 0.999, recall: 0.761},
	"question and Q: A:":       {precision: 0.999, recall: 0.650},
	"question, answer after >": {precision: 0.999, recall: 0.723},
	"question, answer ->":      {precision: 0.999, recall: 0.783},
	"JSON":                     {precision: 0.973, recall: 0.964},
	"JSON nested":              {precision: 0.932, recall: 0.932},
	"XML":                      {precision: 0.999, recall: 0.132},
	"XML fields":               {precision: 0.999, recall: 0.132},
	"LaTeX items":              {precision: 0.999, recall: 0.132},
	"chat":                     {precision: 0.999, recall: 0.066},
	"chat, names":              {precision: 0.999, recall: 0.066},
}
