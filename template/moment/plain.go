package moment

import (
	"time"

	"tocsin/template/word"
)

// readPlain reads what is "2026-11-21 14:30" or "2026-11-21T14:30:05" and nothing
// else: most times in forms are written so, and then nothing is to be found out.
func readPlain(s string) (m Moment, ok bool) {
	const shape = "0000-00-00 00:00:00"
	if len(s) != len(shape) && len(s) != len(shape)-len(":00") {
		return m, false
	}
	for i := range len(s) {
		if shape[i] == '0' && !word.IsDigit(s[i]) || shape[i] != '0' && s[i] != shape[i] && !(i == 10 && s[i] == 'T') {
			return m, false
		}
	}
	year, sec := two(s)*100+two(s[2:]), 0
	if len(s) == len(shape) {
		sec = two(s[17:])
	}
	mon, day, hour, min := time.Month(two(s[5:])), two(s[8:]), two(s[11:]), two(s[14:])
	m.Wall = time.Date(year, mon, day, hour, min, sec, 0, time.UTC)
	ok = year >= firstYear && year < 2100 && m.Wall.Month() == mon && m.Wall.Day() == day && m.Wall.Hour() == hour && m.Wall.Minute() == min && m.Wall.Second() == sec
	m.Day, m.Clock, m.Length = true, true, len(s)
	return m, ok
}
