package eval

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
)

// perLanguage is how many samples are made of one form in one language.
const perLanguage = 24

// A maker fills in one form in one way.
type maker struct {
	r         *rand.Rand
	d         *definition
	lang      string
	s         *sample
	b         strings.Builder
	who       person
	zone      zone // no text: none is stated
	zoneAsked bool // a field of its own asks for it, so the dates go without
	layout    int
	style     string
	box       [2]string // empty and marked
	habits    map[string]bool
	used      map[string]bool // addresses that are given away
}

// generate makes the k-th sample of a form in a language: always the same.
func generate(d *definition, lang string, k int) *sample {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s/%s/%d", d.ID, lang, k)
	m := &maker{r: rand.New(rand.NewPCG(h.Sum64(), 26)), d: d, lang: lang, s: &sample{}, habits: map[string]bool{}, used: map[string]bool{}}
	m.s.Name = fmt.Sprintf("%s-%s-%02d", d.ID, lang, k)
	m.s.About.Form, m.s.About.Language = d.ID, lang
	m.s.Fields = map[string]string{}
	m.s.Optional.Fields = map[string]string{}
	if d.Duty != "" {
		m.s.Optional.Fields["obligation"] = d.Duty // said by the form, where it is known again
	}
	m.choose(k)
	m.form()
	m.finish()
	for h := range m.habits {
		m.s.About.Habits = append(m.s.About.Habits, h)
	}
	slices.Sort(m.s.About.Habits)
	return m.s
}

// choose draws who answers, when, in which layout, and with which habits.
func (m *maker) choose(k int) {
	m.who, m.layout = pick(m.r, people), m.r.IntN(len(layouts))
	if m.layout == 4 && m.lang != "en" {
		m.layout = 0 // month names in English stand in English forms
	}
	m.box = pick(m.r, [][2]string{{"[ ]", "[x]"}, {"[ ]", "[X]"}, {"( )", "(x)"}, {"☐", "☑"}, {"[]", "[x]"}})
	m.zoneAsked = m.asksZone()
	if m.r.IntN(5) > 0 || m.zoneLabelled() {
		m.zone = pick(m.r, zones)
		for m.zone.named && !m.zoneAsked {
			m.zone = pick(m.r, zones)
		}
		m.s.Optional.Time.Zone = "*"
	}
	m.style = styles[k%len(styles)]
	m.habits[m.style] = true
	for range 3 {
		m.habits[pick(m.r, ways)] = true
	}
	if m.habits["label-typos"] && m.lang == "ja" {
		delete(m.habits, "label-typos")
	}
}

func (m *maker) has(habit string) bool { return m.habits[habit] }

// asksZone says whether a section without a role asks for a time zone.
func (m *maker) asksZone() bool {
	for _, s := range m.d.Sections {
		for _, f := range s.Fields {
			if s.Role == "" && f.Role == "" && f.Name == "timezone" {
				return true
			}
		}
	}
	return false
}

// zoneLabelled says whether a label names a zone: a date below it is never
// without one, so all of them state their own.
func (m *maker) zoneLabelled() bool {
	for _, s := range m.d.Sections {
		for _, f := range s.Fields {
			if strings.Contains(f.Label.in(m.lang), "UTC") {
				return true
			}
		}
	}
	return false
}

// form writes the form from top to bottom.
func (m *maker) form() {
	bare := m.has("instructions-deleted")
	if !bare {
		m.line(m.d.Title.in(m.lang), "")
		m.line(m.d.Intro[m.lang]...)
		m.line("")
	}
	for i := range m.d.Sections {
		s := &m.d.Sections[i]
		blocks := 1
		if s.Repeat && s.Role != "" && m.has("repeated-group") {
			blocks = 2
		}
		for n := range blocks {
			if h := s.Heading.in(m.lang); h != "" && (!bare || m.d.headed || s.Role != "" || s.Text != "") {
				m.line("", m.heading(h))
			}
			if !bare && n == 0 {
				m.line(s.Note[m.lang]...)
			}
			m.block(s, n)
		}
	}
}

func (m *maker) heading(h string) string {
	switch {
	case m.has("rulers"):
		return "=== " + h + " " + strings.Repeat("=", max(3, 60-len(h)))
	case m.has("full-width-case"):
		return strings.ToUpper(h)
	}
	return h
}

func (m *maker) line(lines ...string) {
	for _, l := range lines {
		m.b.WriteString(l + "\n")
	}
}

// block writes the fields of a section once, n times before this.
func (m *maker) block(s *section, n int) {
	h := &host{Role: s.Role}
	for i := range s.Fields {
		f := &s.Fields[i]
		if f.Role != "" {
			h = &host{Role: f.Role}
		}
		answer, marked := m.answer(f, h, n)
		if f.Role != "" && len(atoms(*h)) > 0 {
			m.s.Hosts = append(m.s.Hosts, *h)
		}
		if answer == "" && len(marked) == 0 && m.has("only-answered") {
			continue
		}
		m.field(f, answer, marked)
	}
	if s.Text != "" && len(s.Fields) == 0 && s.Text == "description" {
		text := m.local(stories)
		m.s.Fields["description"] = text
		m.line(text)
	}
	if s.Role != "" && len(atoms(*h)) > 0 {
		m.s.Hosts = append(m.s.Hosts, *h)
	}
}
