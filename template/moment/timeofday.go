package moment

import (
	"strings"
	"time"

	"tocsin/template/word"
)

// A half is one of the two that a day of twelve hours has.
type half byte

const (
	noHalf half = iota
	forenoon
	afternoon
	night // before midnight or behind it
)

// halves are words that say in which half of the day a time is.
var halves = word.Meanings(map[half]string{
	forenoon:  "morning mañana manhã madrugada mattina mattino matin morgens vormittags früh ochtends voormiddag voormiddags rano morgonen morgenen aamulla ráno dopoledne утра ранку вранці зранку сутринта ујутру ујутро ujutro ujutru zjutraj dopoldne ryto rīta hommikul sáng pagi เช้า صباحا ص בבוקר صبح sabah πρωί πμ dimineața délelőtt 午前 上午 凌晨 早上 清晨 오전",
	afternoon: "afternoon evening tarde pomeriggio soir soirée sera nachmittags abends middags namiddag avonds popołudniu wieczorem eftermiddagen kvällen aftenen illalla odpoledne večer дня вечера вечора следобед вечерта увече поподне popodne poslijepodne uveče navečer popoldne zvečer vakaro vakarā õhtul chiều siang sore บ่าย เย็น مساء م אחה בערב عصر بعدازظهر akşam μμ απόγευμα βράδυ seara 午後 下午 傍晚 오후",
	night:     "night nachts noche noite notte nuit nachts nocy natten yöllä ночи ночі нощта ноћу noću ponoči nakties naktī öösel malam กลางคืน ليلا בלילה شب gece νύχτα noaptea 晚上 夜",
})

// ofHour places an hour of twelve in its half; false if that can't be.
func (h half) ofHour(hour int) (int, bool) {
	switch {
	case h == forenoon && hour == 12:
		return 0, true
	case h == afternoon && hour < 12:
		return hour + 12, true
	case h == night && hour > 5 && hour < 12:
		return hour + 12, true
	case h == night && hour == 12:
		return hour, false
	}
	return hour, true
}

// halfBefore reads the half of the day where it comes first: "午後2時".
func (c *cursor) halfBefore() half {
	t := *c
	h := halves[t.word()]
	if t.i == c.i || t.s[c.i] < 0x80 {
		return noHalf
	}
	t.skip(" ")
	*c = t
	return h
}

// halfBehind reads "pm", "p. m.", "de la tarde" or "in the morning".
func (c *cursor) halfBehind() half {
	t := *c
	t.skip(" \u00a0")
	if s := t.rest(); s != "" && strings.IndexByte("aApP", s[0]) >= 0 {
		u := t
		u.i++
		u.skip(". ")
		if r := u.rest(); r != "" && r[0]|0x20 == 'm' && !word.At(r[1:]) {
			u.i++
			if u.s[t.i+1] == '.' {
				u.skip(".")
			}
			*c = u
			if s[0]|0x20 == 'p' {
				return afternoon
			}
			return forenoon
		}
	}
	for range 4 {
		t.skip(" '’-")
		switch w := t.word(); w {
		case "in", "the", "pa", "de", "la", "da", "di", "del", "du", "l", "s", "po", "apres":
		case "midi":
			*c = t
			return afternoon
		case "μ", "π": // Greek "μ.μ."
			if t.skip(". "); t.word() != "μ" {
				return noHalf
			}
			t.skip(".")
			*c = t
			return halves[w+"μ"]
		default:
			if h := halves[w]; h != noHalf {
				*c = t
				return h
			}
			return noHalf
		}
	}
	return noHalf
}

// unit passes over a word such as "Uhr" or "hrs" behind a time.
func (c *cursor) unit() bool {
	t := *c
	t.skip(" ")
	switch t.word() {
	case "uhr", "uur", "u", "hrs", "hr", "h", "hs", "hours", "horas", "heures", "hod", "hodin", "min", "น", "gio", "час", "часа", "часов", "часова", "годин", "години", "ч", "val", "sati", "ura", "phut", "мин", "минут", "хв", "perc":
		*c = t
		return true
	}
	return false
}

// setTime sets the time of day; figures that are none are a doubt.
func (m *Moment) setTime(h, min, sec, nano int) {
	w := m.Wall
	m.Wall = time.Date(w.Year(), w.Month(), w.Day(), h, min, sec, nano, time.UTC)
	if !m.Day {
		m.Wall = time.Date(0, 1, 1, h, min, sec, nano, time.UTC)
	}
	m.Clock = true
	if h > 23 || min > 59 || sec > 60 {
		m.Doubt = "there is no such time of day"
	}
}

// time reads "16:44", "16:44:01.250", "4:44 PM", "16h44", "16.44 Uhr",
// "kl. 16.44", "午後4時44分".
func (m *Moment) time(c *cursor) bool {
	at := *c
	part := c.halfBefore()
	h, n := c.number(2)
	if n == 0 {
		*c = at
		return m.noon(c)
	}
	min, sec, nano, ok := c.minutes()
	if !ok {
		return m.hourOnly(c, at, h, part)
	}
	if part == noHalf {
		part = c.halfBehind()
	}
	if c.unit() && part == noHalf {
		part = c.halfBehind()
	}
	h, sure := part.ofHour(h)
	m.setTime(h, min, sec, nano)
	if !sure && m.Doubt == "" {
		m.Doubt = "noon or midnight"
	}
	return true
}

// minutes reads what follows an hour, with the mark between them.
func (c *cursor) minutes() (min, sec, nano int, ok bool) {
	for _, mark := range []string{"時", "时", "点", "點"} {
		if strings.HasPrefix(c.rest(), mark) {
			c.i += len(mark)
			min, sec = c.eastMinutes()
			return min, sec, 0, true
		}
	}
	s := c.rest()
	if s == "" || strings.IndexByte(":hHu.", s[0]) < 0 {
		if min, ok = c.spacedMinutes(); ok {
			sec = c.namedSeconds()
		}
		return min, sec, 0, ok
	}
	named := c.clock
	c.i++
	min, n := c.number(2)
	if n != 2 {
		return 0, 0, 0, false
	}
	if s[0] == '.' {
		t := *c
		if !named && !t.unit() && t.halfBehind() == noHalf || strings.HasPrefix(c.rest(), ".") && isDigitAt(c.rest()[1:]) {
			return 0, 0, 0, false
		}
	}
	if strings.HasPrefix(c.rest(), ":") {
		c.i++
		if sec, n = c.number(2); n != 2 {
			return 0, 0, 0, false
		}
		nano = fraction(c)
	} else if s[0]|0x20 == 'h' {
		sec = c.namedSeconds()
	}
	return min, sec, nano, true
}

// eastMinutes reads "5分10秒" or "半" behind an hour; all of it may be missing.
func (c *cursor) eastMinutes() (min, sec int) {
	read := func(mark string) int {
		t := *c
		t.skip(" ")
		n, figures := t.number(2)
		if figures == 0 || !strings.HasPrefix(t.rest(), mark) {
			return 0
		}
		t.i += len(mark)
		*c = t
		return n
	}
	if strings.HasPrefix(c.rest(), "半") {
		c.i += len("半")
		return 30, 0
	}
	min = read("分")
	return min, read("秒")
}

// noons are words for twelve o'clock in the middle of the day, and none for the
// hours around it.
var noons = word.Set("noon midday midi mezzogiorno południe полдень полудень poledne poludnie dél μεσημέρι podne пладне amiază 正午")

// noon reads such a word.
func (m *Moment) noon(c *cursor) bool {
	t := *c
	w := t.word()
	if w == "meio" {
		t.skip(" -")
		w += t.word()
	}
	if !noons[w] && w != "meiodia" {
		return false
	}
	*c = t
	m.setTime(12, 0, 0, 0)
	return true
}

// hourOnly reads what follows the hour of "4 pm", "14 Uhr", "14h" or "kl. 14".
func (m *Moment) hourOnly(c *cursor, at cursor, h int, part half) bool {
	*c = at
	c.halfBefore()
	c.number(2)
	if h > 23 {
		*c = at
		return false
	}
	last := c.rest() == "" || strings.IndexByte(",;()\n", c.rest()[0]) >= 0
	unit := c.unit() || c.clock && last && h > 12 // "kl. 14"
	if part = max(part, c.halfBehind()); !unit && part == noHalf {
		*c = at
		return false
	}
	h, sure := part.ofHour(h)
	m.setTime(h, 0, 0, 0)
	if !sure {
		m.Doubt = "noon or midnight"
	}
	return true
}

// military reads the four figures of "1455Z", "1455 UTC" or "1455 hrs".
func (m *Moment) military(c *cursor) bool {
	s := c.rest()
	if len(s) < 5 || word.Digits(s[:4]) != 4 || word.IsDigit(s[4]) {
		return false
	}
	t := *c
	t.i += 4
	if !t.unit() && ZoneLen(strings.TrimLeft(t.rest(), " ")) == 0 {
		return false
	}
	*c = t
	m.setTime(two(s), two(s[2:]), 0, 0)
	return true
}

// fraction reads ".250" or ",250" as nanoseconds.
func fraction(c *cursor) int {
	s := c.rest()
	if len(s) < 2 || s[0] != '.' && s[0] != ',' || !word.IsDigit(s[1]) {
		return 0
	}
	nano, unit := 0, 100_000_000
	for c.i++; c.i < len(c.s) && word.IsDigit(c.s[c.i]); c.i++ {
		nano += int(c.s[c.i]-'0') * unit
		unit /= 10
	}
	return nano
}
