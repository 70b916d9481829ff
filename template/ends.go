package template

import (
	"strings"
	"time"

	"tocsin/template/word"
)

// stillGoing are answers that say that there is no end yet, as keys.
var stillGoing = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range []string{"ongoing", "still ongoing", "on going", "in progress", "still in progress", "continuing", "until now", "till now", "up to now", "to date", "now", "present", "still active", "not yet", "still running",
		"laufend", "andauernd", "dauert an", "dauert noch an", "noch aktiv", "bis heute", "bis jetzt", "läuft noch", "noch nicht", "hält an", "en cours", "toujours en cours", "jusqu'à maintenant", "jusqu'à présent", "pas encore",
		"bezig", "nog bezig", "lopend", "nog gaande", "gaande", "tot nu", "tot nu toe", "nog niet", "en curso", "continúa", "sigue en curso", "hasta ahora", "hasta la fecha", "todavía no", "in corso", "ancora in corso", "tuttora in corso", "fino ad ora",
		"em curso", "em andamento", "ainda em curso", "continua", "até agora", "até ao momento", "trwa", "nadal trwa", "wciąż trwa", "w toku", "do teraz", "pågår", "pågår fortfarande", "pågående", "fortfarande pågående", "pågår stadig", "pågår fortsatt",
		"igangværende", "stadig i gang", "käynnissä", "jatkuu", "yhä käynnissä", "probíhá", "stále probíhá", "trvá", "stále trvá", "継続中", "現在も継続", "現在も継続中", "進行中", "仍在進行", "持續中", "持续中", "正在进行", "진행 중",
		"продолжается", "до сих пор", "в процессе", "триває", "продължава", "траје", "traje", "još traje", "še traja", "tęsiasi", "vyksta", "turpinās", "kestab", "jätkub", "진행중", "계속", "đang diễn ra", "vẫn đang diễn ra", "masih berlangsung", "sedang berlangsung",
		"ยังดำเนินอยู่", "مستمر", "لا يزال مستمرا", "ما زال مستمرا", "נמשך", "עדיין נמשך", "ادامه دارد", "همچنان ادامه دارد", "devam ediyor", "sürüyor", "σε εξέλιξη", "συνεχίζεται", "în desfășurare", "folyamatban"} {
		m[word.Fold(s)] = true
	}
	return m
}()

// ongoing says whether an answer is that there is no end yet.
func ongoing(s string) bool { return stillGoing[word.Fold(s)] }

// halfEach says whether one of two texts is only a day and the other only a
// time of day.
func halfEach(one, two string) bool {
	m, n := readMoment(narrow(one)), readMoment(narrow(two))
	x, y := m.day || m.rel.said, n.day || n.rel.said
	return x && !m.clock && n.clock && !y || m.clock && !x && y && !n.clock
}

// sharpens says whether a text tells the time of a day that an older one has
// told without.
func sharpens(old, text string) bool {
	was, is := readMoment(narrow(old)), readMoment(narrow(text))
	return !was.clock && is.clock && was.sure() && is.sure() && sameDay(was.wall, is.wall)
}

// sameDay says whether two times are of one day.
func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// pair lets the ends of an interval lend each other what only one states: the
// day, or the year.
func pair(m, n *moment) {
	switch {
	case n.clock && !n.day && m.day:
		n.dayAfter(*m)
	case m.clock && !m.day && n.day && n.clock:
		if t := *m; t.clockOn(n.wall).Before(n.wall) {
			m.wall, m.day, m.doubt = t.clockOn(n.wall), true, n.doubt
		}
	case m.doubt == noYear && n.day && n.doubt == "":
		m.yearOf(n.wall.Year())
	case n.doubt == noYear && m.day && m.doubt == "":
		n.yearOf(m.wall.Year())
	}
}

// clockOn is the moment's time of day on another day.
func (m *moment) clockOn(day time.Time) time.Time {
	h, mi, sec := m.wall.Clock()
	return time.Date(day.Year(), day.Month(), day.Day(), h, mi, sec, 0, time.UTC)
}

// dayAfter places a time of day in the 24 hours behind another moment.
func (m *moment) dayAfter(o moment) {
	if m.doubt != "" {
		return
	}
	m.wall = m.clockOn(o.wall)
	if m.wall.Before(o.wall) && o.clock {
		m.wall = m.wall.AddDate(0, 0, 1)
	}
	m.day, m.doubt = true, o.doubt
	if o.doubt == zoneOrEnd {
		m.doubt = ""
	}
}

// yearOf fills in a year.
func (m *moment) yearOf(y int) {
	m.doubt = ""
	m.setDay(y, int(m.wall.Month()), m.wall.Day())
}

// timeWords stand beside the name of a place that means its time.
var timeWords = []string{" time ", " zeit ", " heure ", " ora ", " hora ", " tid ", " tijd ", " czas ", " cas ", "時間 ", "时间 "}

// shareZone lets two ends of an interval, or words behind them, name the zone.
func shareZone(m, n *moment, rest string) {
	if m.zone.text == "" && n.zone.text == "" && len(rest) < 80 && (len(zoneWords(rest)) > 0 || word.ContainsAny(word.Phrase(rest), timeWords)) {
		if z := readZone(word.Unwrap(strings.Trim(rest, " ,;."))); z.loc != nil || z.doubt {
			m.zone = z
		}
	}
	if m.zone.text == "" {
		m.zone = n.zone
	}
	if n.zone.text == "" {
		n.zone = m.zone
	}
}

// untilMarks stand between the ends of an interval.
var untilMarks = []string{"->", "--", "-", "–", "—", "/", "~", "until ", "till ", "to ", "through ", "and ", "bis ", "jusqu'à ", "jusqu’à ", "jusqu'au ", "au ", "à ", "et ", "tot en met ", "tot ", "und ", "en ",
	"hasta ", "hasta las ", "a las ", "al ", "a ", "y ", "até ", "às ", "e ", "fino alle ", "alle ", "do ", "i ", "till ", "til ", "och ", "og ", "až ", "から", "至", "到"}

// until takes off the word or mark that parts the two ends of an interval.
func until(s string) (rest string, ok bool) {
	t := strings.TrimLeft(s, " \t\n,")
	for _, mark := range untilMarks {
		if strings.HasPrefix(t, mark) {
			rest := strings.TrimLeft(t[len(mark):], " ")
			if clocking[word.Fold(mark)] {
				rest = t // it says that a time of day follows
			}
			return rest, word.Digits(rest) > 0
		}
	}
	return s, false
}

// joinsEnds says whether a text begins with a word that stands between the ends of
// an interval and begins no text of its own.
func joinsEnds(s string) bool { return joins[word.Fold(word.First(s))] }

// joins are such words, as keys.
var joins = word.Set("and und et en y e i och og ja a és ve και și と")

// settleEnd takes "-05:00" behind a time, which text begins with, for its end n
// and no zone, where a zone is named behind it or that of the form is known, and
// is another one.
func (m *moment) settleEnd(n moment, text string, form zone) {
	if m.doubt == zoneOrEnd && m.endedBy(n, text, form) {
		m.doubt = ""
	}
}

func (m *moment) endedBy(n moment, text string, z zone) bool {
	offset, _ := zoneOffset(strings.TrimLeft(text, " "))
	if n.zone.loc != nil {
		z = n.zone
	}
	if z.loc == nil || !n.clock {
		return false
	}
	_, known := m.wall.In(z.loc).Zone()
	return known != offset*60
}

// fillYear adds a year that was left out where the day the message was sent
// leaves one: the time lies in the half year before, in a zone that is stated.
func (m *moment) fillYear(z zone, sent time.Time) {
	if m.doubt != noYear || !m.clock || z.loc == nil || sent.IsZero() {
		return
	}
	for _, y := range []int{sent.Year() + 1, sent.Year(), sent.Year() - 1} {
		try := *m
		try.yearOf(y)
		if t, ok := z.local(try.wall); ok && try.sure() && !t.After(sent) && sent.Sub(t) < 183*24*time.Hour {
			*m = try
			return
		}
	}
}
