package moment

import (
	"strings"
	"time"

	"tocsin/template/word"
)

// The years of the solar calendar of Iran that are read: from 2001 on.
const (
	solarFrom = 1380
	solarTo   = 1430
)

// solarMonth is what months of that calendar have above those of ours.
const solarMonth = 100

// solarMonths are their names, the first of spring first.
const solarMonths = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"

// namedMonths are the months by all their names.
func namedMonths() map[string]int {
	m := ranks(monthWords)
	for i, w := range strings.Fields(solarMonths) {
		m[word.Fold(w)] = solarMonth + i + 1
	}
	return m
}

// solar says whether a year is of that calendar.
func solar(y int) bool { return y >= solarFrom && y <= solarTo }

// setSolar sets a date of that calendar; false if it is none.
func (m *Moment) setSolar(y, mon, d int) bool {
	if mon > solarMonth {
		mon -= solarMonth
	} else if !solar(y) {
		return false
	}
	if !solar(y) || mon < 1 || mon > 12 || d < 1 || d > 31 || mon > 6 && d > 30 {
		m.setDay(1, 1, 1)
		m.Doubt = "there is no such day"
		return true
	}
	days := min(mon-1, 6)*31 + max(mon-7, 0)*30 + d - 1
	for n := solarFrom; n < y; n++ {
		days += 365
		switch n % 33 {
		case 1, 5, 9, 13, 17, 22, 26, 30:
			days++
		}
	}
	t := time.Date(2001, time.March, 21+days, 0, 0, 0, 0, time.UTC)
	m.setDay(t.Year(), int(t.Month()), t.Day())
	return true
}
