package template

import (
	"strings"
	"time"
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
		m[foldText(s)] = true
	}
	return m
}()

func ongoing(s string) bool { return stillGoing[foldText(s)] }

// interval reads one answer: a moment, or two with a word or dash between.
func (b *builder) interval(a *answer) (from, to string) {
	text := strings.TrimSpace(a.text)
	read := narrow(text)
	m := readMoment(read)
	rest, ranged := until(read[m.length:])
	var n moment
	if ranged {
		n = readMoment(rest)
		rest = rest[n.length:]
	}
	shareZone(&m, &n, rest)
	if b.localTime(text) {
		m.zone = zone{text: "local time", doubt: true}
	}
	b.labelled(a, &m, &n)
	b.anchor(a, &m)
	b.anchor(a, &n)
	if ranged {
		pair(&m, &n)
	}
	if m.clock && !m.day && a.name == "incident_end" && b.began.ok && b.began.clock {
		m.dayAfter(b.began)
	}
	if !m.day {
		b.problem("unreadable", a.name, a.line, "no date was understood; write it like 2026-11-21 14:30 +01:00: "+clip(text))
		return text, ""
	}
	if n.zone.text == "" {
		n.zone = m.zone
	}
	if m.doubt == zoneOrEnd && b.isEnd(m, n, read) {
		m.doubt, m.ok = "", true
	}
	m.settle(b.order)
	n.settle(b.order)
	b.fillYear(&m)
	b.fillYear(&n)
	from = b.instant(a, m, strings.TrimSpace(read[:m.length]))
	if a.name != "detection_time" && isInstant(from) {
		b.began = m
	}
	b.unsharp(m.about || n.about, rest, from)
	b.assumed(a, m, from)
	if !ranged || m.doubt == zoneOrEnd {
		if !isInstant(from) {
			from = throughLine(text, m.length)
		}
		return from, ""
	}
	if !n.day || !isInstant(from) && joins[foldText(firstWord(read[m.length:]))] {
		if n.day {
			from = throughLine(text, len(text)) // "between 13:00 and 13:30" is one saying
		}
		return from, ""
	}
	return from, b.instant(a, n, strings.TrimSpace(strings.TrimSuffix(read[m.length:], rest)))
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
			m.ok = m.doubt == ""
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
	m.ok = m.doubt == ""
}

// yearOf fills in a year.
func (m *moment) yearOf(y int) {
	m.doubt = ""
	m.setDay(y, int(m.wall.Month()), m.wall.Day())
	m.ok = m.doubt == ""
}

// timeWords stand beside the name of a place that means its time.
var timeWords = []string{" time ", " zeit ", " heure ", " ora ", " hora ", " tid ", " tijd ", " czas ", " cas ", "時間 ", "时间 "}

// throughLine is a text up to the end of the line that a place in it is on.
func throughLine(text string, at int) string {
	at = min(at, len(text))
	if end := strings.IndexByte(text[at:], '\n'); end >= 0 {
		return strings.TrimSpace(text[:at+end])
	}
	return text
}

// shareZone lets two ends of an interval, or words behind them, name the zone.
func shareZone(m, n *moment, rest string) {
	if m.zone.text == "" && n.zone.text == "" && len(rest) < 80 && (len(zoneWords(rest)) > 0 || containsAny(phrase(rest), timeWords)) {
		if z := readZone(unwrap(strings.Trim(rest, " ,;."))); z.loc != nil || z.doubt {
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
			if clocking[foldText(mark)] {
				rest = t // it says that a time of day follows
			}
			return rest, digits(rest) > 0
		}
	}
	return s, false
}

// joins are words between the ends of an interval that begin no text of their
// own, as keys.
var joins = wordSet("and und et en y e i och og ja a és ve και și と")
