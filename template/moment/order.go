package moment

import (
	"strings"

	"tocsin/template/word"
)

// An Order says which of two figures is the day in dates with a mark such as
// "/": 1 the first, -1 the second, 0 not known. Texts vote for it; where they
// differ nothing is settled.
type Order map[byte]int

// vote counts one voice.
func (o Order) vote(mark byte, which int) {
	if old, known := o[mark]; known && old != which {
		which = 0
	}
	o[mark] = which
}

// dayFirst and monthFirst are formats as forms state them, without blanks.
var (
	dayFirst   = []string{"dd/mm/", "dd-mm-", "tt/mm/", "tt-mm-", "jj/mm/", "jj-mm-", "gg/mm/", "gg-mm-", "day/month", "day-month", "jour/mois", "tag/monat", "dag/maand", "día/mes", "dia/mes", "dia/mês", "giorno/mese", "dzień/miesiąc"}
	monthFirst = []string{"mm/dd/y", "mm-dd-y", "month/day/y", "month-day-y"}
)

// TakeFormat takes in the format that a text states, such as "(DD/MM/YYYY)".
func (o Order) TakeFormat(s string) {
	if !strings.ContainsAny(s, "mM") || !strings.ContainsAny(s, "/-") {
		return
	}
	s = strings.ToLower(strings.ReplaceAll(s, " ", ""))
	day, month := word.ContainsAny(s, dayFirst), word.ContainsAny(s, monthFirst)
	if day == month {
		return
	}
	which := 1
	if month {
		which = -1
	}
	o.vote('/', which)
	o.vote('-', which)
}

// TakeDates takes in the order of the dates in a text that have only one.
func (o Order) TakeDates(s string) {
	for i := 0; i < len(s); i++ {
		if !word.IsDigit(s[i]) {
			continue
		}
		c := cursor{s: s, i: i}
		a, na := c.number(2)
		if na == 0 || c.i+1 >= len(s) || s[c.i] != '/' && s[c.i] != '-' {
			i += word.Digits(s[i:]) - 1
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
			o.vote(sep, 1)
		case b > 12 && a <= 12:
			o.vote(sep, -1)
		}
		i = c.i - 1
	}
}

// Settle takes the order of the form's other dates for one that has two.
func (m *Moment) Settle(o Order) {
	if m.Doubt != eitherWay {
		return
	}
	switch o[m.mark] {
	case 1:
		m.Doubt = ""
	case -1:
		m.Wall, m.Doubt = m.swapped(), ""
	}
}
