package moment

import "strings"

// spacedMinutes reads " h 30" or " Uhr 30" behind an hour: two figures that
// are no day of a date.
func (c *cursor) spacedMinutes() (min int, ok bool) {
	t := *c
	t.skip(" ")
	switch t.word() {
	case "h", "uhr", "uur", "heures", "heure", "hod", "hodin", "gio", "час", "часа", "часов", "часова", "години", "годин", "ora":
	case "ч", "val", "год":
		t.skip(".")
	default:
		return 0, false
	}
	t.skip(" ")
	min, n := t.number(2)
	if n != 2 || t.i+1 < len(t.s) && strings.IndexByte(".:/-", t.s[t.i]) >= 0 && t.s[t.i+1] != ' ' {
		return 0, false
	}
	u := t
	u.skip(" .")
	if months[u.word()] > 0 {
		return 0, false
	}
	*c = t
	return min, true
}

// namedSeconds passes over "min" behind minutes and reads the seconds of
// "14h30m15s".
func (c *cursor) namedSeconds() (sec int) {
	t := *c
	t.skip(" ")
	switch t.word() {
	case "m", "mn", "min", "phut", "мин", "минут", "хв", "perc", "mins", "minutes", "minuten", "minuter":
	default:
		return 0
	}
	*c = t
	t.skip(" ")
	sec, n := t.number(2)
	if unit := lengths[t.word()]; n == 0 || unit != "s" {
		return 0
	}
	*c = t
	return sec
}
