package template

import (
	"strings"
)

// An order says which of two figures is the day in dates with a mark such as
// "/": 1 the first, -1 the second, 0 not known.
type order map[byte]int

// dayFirst and monthFirst are formats as forms state them, without blanks.
var (
	dayFirst   = []string{"dd/mm/", "dd-mm-", "tt/mm/", "tt-mm-", "jj/mm/", "jj-mm-", "gg/mm/", "gg-mm-", "day/month", "day-month", "jour/mois", "tag/monat", "dag/maand", "día/mes", "dia/mes", "dia/mês", "giorno/mese", "dzień/miesiąc"}
	monthFirst = []string{"mm/dd/y", "mm-dd-y", "month/day/y", "month-day-y"}
)

// figureOrder finds the order of day and month that the form's own dates show,
// those with a day above twelve, or that it states. A form that shows both
// settles nothing.
func (b *builder) figureOrder() order {
	found := order{}
	vote := func(sep byte, which int) {
		if old, known := found[sep]; known && old != which {
			which = 0
		}
		found[sep] = which
	}
	looked := 0
	for _, a := range b.all {
		if a.kind != kindTime || looked == 20 {
			continue
		}
		looked++
		text := narrow(a.text)
		shown(text, vote)
		stated(text, vote)
		stated(b.labelLine(a), vote)
		if a.e != nil && a.e.field != nil {
			stated(strings.Join(a.e.field.Label[a.e.lang], " "), vote)
			stated(strings.Join(a.e.field.Hint[a.e.lang], " "), vote)
		}
	}
	return found
}

// labelLine is the line of the text that an answer's label stands in.
func (b *builder) labelLine(a *answer) string {
	if b.main == nil || a.at >= len(b.main.lines) {
		return ""
	}
	for i := range b.main.answers {
		if &b.main.answers[i] == a {
			return b.main.lines[a.at].text
		}
	}
	return ""
}

// stated votes for the format that a text states, such as "(DD/MM/YYYY)".
func stated(s string, vote func(sep byte, which int)) {
	if !strings.ContainsAny(s, "mM") || !strings.ContainsAny(s, "/-") {
		return
	}
	s = strings.ToLower(strings.ReplaceAll(s, " ", ""))
	day, month := containsAny(s, dayFirst), containsAny(s, monthFirst)
	if day == month {
		return
	}
	which := 1
	if month {
		which = -1
	}
	vote('/', which)
	vote('-', which)
}

// shown votes for the order of the dates in a text that have only one.
func shown(s string, vote func(sep byte, which int)) {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		c := cursor{s: s, i: i}
		a, na := c.number(2)
		if na == 0 || c.i+1 >= len(s) || s[c.i] != '/' && s[c.i] != '-' {
			i += digits(s[i:]) - 1
			continue
		}
		sep := s[c.i]
		c.i++
		b, nb := c.number(2)
		if nb == 0 || c.i+1 >= len(s) || s[c.i] != sep {
			i = c.i - 1
			continue
		}
		c.i++
		_, ny := c.number(4)
		switch {
		case ny != 4:
		case a > 12 && b <= 12:
			vote(sep, 1)
		case b > 12 && a <= 12:
			vote(sep, -1)
		}
		i = c.i - 1
	}
}

// settle takes the order of the form's other dates for one that has two.
func (m *moment) settle(o order) {
	if m.doubt != eitherWay {
		return
	}
	switch o[m.mark] {
	case 1:
		m.doubt = ""
	case -1:
		m.wall, m.doubt = m.swapped(), ""
	}
	m.ok = m.doubt == ""
}
