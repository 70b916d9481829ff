package template

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/template/word"
)

// One mail may report several incidents: the form is filled in again below
// itself, or the part of it that asks what happened, or two files are such
// forms. Each is read by itself, so that no two are mixed up. The first fills
// the report; of the others it has the hosts, and in the description their
// text, for a person to make incidents of.

// readAll reads the incidents of a sheet one by one: the first, and its more.
func (sh *sheet) readAll() *reading {
	starts := sh.incidents()
	if starts == nil {
		return sh.read()
	}
	var first *reading
	for i := range starts {
		piece := *sh
		piece.desk = nil
		if i > 0 {
			piece.from = starts[i]
		}
		if i+1 < len(starts) {
			piece.lines = sh.lines[:starts[i+1]]
		}
		from := slices.IndexFunc(sh.hits, func(h hit) bool { return h.line >= piece.from })
		to := slices.IndexFunc(sh.hits, func(h hit) bool { return h.line >= len(piece.lines) })
		if to < 0 {
			to = len(sh.hits)
		}
		piece.hits = sh.hits[from:to]
		r := piece.read()
		if r.top = starts[i]; i == 0 {
			first = r
		} else {
			first.more = append(first.more, r)
		}
	}
	return first
}

// whole is the text of a reading as it stands, without quote marks.
func (r *reading) whole() string {
	var sb strings.Builder
	for i := r.from; i < r.signed(); i++ {
		gap, further := r.lead(i)
		if !further {
			gap = "\n"
		}
		sb.WriteString(gap + r.lines[i].text)
	}
	return strings.TrimSpace(sb.String())
}

// rivals says whether another text is the form of another incident: it answers
// the questions of what happened, and when, in other words.
func (r *reading) rivals(o *reading) bool {
	answered, differ, core, when := 0, 0, false, false
	for n, name := range tellings {
		x, y := r.answerOf(name), o.answerOf(name)
		if x == "" || y == "" {
			continue
		}
		if answered++; x != y {
			differ++
			core, when = core || n < coreTellings, when || n >= coreTellings && n < eventTellings
		}
	}
	return core && when && differ*3 > answered
}

// answerOf is the key of the first answer to a question about no host, "" for
// none.
func (r *reading) answerOf(name string) string {
	for i := range r.answers {
		if a := &r.answers[i]; a.name == name && a.group == 0 && voidOf(a.text, nil, true) == filled {
			return word.Fold(a.picked())
		}
	}
	return ""
}

// takeFurther takes in what a report has of a further incident: its hosts, and
// what restricts the passing on of any of it.
func (b *builder) takeFurther(r *reading, name string) {
	r.further = true
	b.further = append(b.further, spot{name, r.row(r.from) + 1})
	for i := range r.answers {
		a := &r.answers[i]
		a.further = true
		switch {
		case a.group != 0:
			a.group += b.groups
			b.judge(a)
		case a.name == "tlp":
			b.tlp = max(b.tlp, strictest(lightsIn("TLP "+a.picked())))
		case a.name == "disclosure" && a.text != "" && !unrestricted(a.text):
			b.mark(a.text, int32(a.at))
		case a.name == "share_identity" && a.picked() == "no":
			b.unnamed = true
		}
	}
	b.groups += r.groups
}

// picked is the choice that an answer marks, or its text where it offers none.
func (a *answer) picked() string {
	if a.e == nil || len(a.e.picks) == 0 {
		return a.text
	}
	return strings.Join(a.e.choose(a.text).values, ", ")
}

// several says that a mail reports several incidents, and where they begin.
func (b *builder) several() {
	if len(b.further) == 0 {
		return
	}
	list := make([]string, 0, mostIncidents)
	for _, p := range append([]spot{b.first}, b.further...) {
		if text := p.String(); len(list) < mostIncidents {
			list = append(list, text)
		}
	}
	b.problem("needs-human", "", b.further[0].line, fmt.Sprintf("the mail reports %d incidents, which begin in %s: the fields are of the first, the others are in the description",
		len(b.further)+1, strings.Join(list, ", ")))
}

// A spot is a line of a text of a mail.
type spot struct {
	name string // of the file, "" for the body
	line int
}

func (p spot) String() string {
	if p.name == "" {
		return fmt.Sprintf("line %d", p.line)
	}
	return fmt.Sprintf("line %d of %s", p.line, p.name)
}
