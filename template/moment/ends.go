package moment

import (
	"strings"
	"time"
	"unicode/utf8"

	"tocsin/template/word"
)

// stillGoing are answers that say that there is no end yet, as keys.
var stillGoing = func() (t word.Table[bool]) {
	for _, s := range []string{"ongoing", "still ongoing", "on going", "going on", "happening", "open", "active", "not over", "unresolved", "offen", "aktiv", "nicht absehbar", "läuft", "actif", "active", "ça continue", "ce n'est pas fini", "non terminé", "à ce jour", "loopt", "actief", "duurt voort", "activo", "ativo", "attivo", "continua", "a tutt'oggi",
		"aktywny", "до настоящего времени", "по настоящее время", "идёт", "続いています", "続いている", "未終了", "まだ", "まだ終わっていません", "対応中", "bitmedi", "henüz değil", "ещё нет", "пока нет", "non ancora", "aún no", "ainda não", "jeszcze nie", "inte ännu", "ännu inte", "in progress", "still in progress", "continuing", "until now", "till now", "up to now", "to date", "now", "present", "still active", "not yet", "still running",
		"laufend", "andauernd", "dauert an", "dauert noch an", "noch aktiv", "bis heute", "bis jetzt", "läuft noch", "noch nicht", "hält an", "en cours", "toujours en cours", "jusqu'à maintenant", "jusqu'à présent", "pas encore",
		"bezig", "nog bezig", "lopend", "nog gaande", "gaande", "tot nu", "tot nu toe", "nog niet", "en curso", "continúa", "sigue en curso", "hasta ahora", "hasta la fecha", "todavía no", "in corso", "ancora in corso", "tuttora in corso", "fino ad ora",
		"em curso", "em andamento", "ainda em curso", "continua", "até agora", "até ao momento", "trwa", "nadal trwa", "wciąż trwa", "w toku", "do teraz", "pågår", "pågår fortfarande", "pågående", "fortfarande pågående", "pågår stadig", "pågår fortsatt",
		"igangværende", "stadig i gang", "käynnissä", "jatkuu", "yhä käynnissä", "probíhá", "stále probíhá", "trvá", "stále trvá", "継続中", "現在も継続", "現在も継続中", "進行中", "仍在進行", "持續中", "持续中", "正在进行", "진행 중",
		"продолжается", "до сих пор", "в процессе", "триває", "продължава", "траје", "traje", "još traje", "še traja", "tęsiasi", "vyksta", "turpinās", "kestab", "jätkub", "진행중", "계속", "đang diễn ra", "vẫn đang diễn ra", "masih berlangsung", "sedang berlangsung",
		"ยังดำเนินอยู่", "مستمر", "لا يزال مستمرا", "ما زال مستمرا", "נמשך", "עדיין נמשך", "ادامه دارد", "همچنان ادامه دارد", "devam ediyor", "sürüyor", "σε εξέλιξη", "συνεχίζεται", "în desfășurare", "folyamatban",
		"neskončil", "neskončilo", "ještě neskončil", "δεν έχει λήξει", "δεν τελείωσε", "nem ért véget", "még nem ért véget", "nu s a încheiat", "tart", "jelenleg is tart", "még tart", "most is tart", "még nem", "nu încă", "încă nu", "continuă", "trvá stále", "ještě ne", "zatím ne", "dosud", "doposud", "prebieha", "ešte nie", "traje još", "još ne", "ще ні", "поки ні", "досі", "дотепер", "ще не", "още не", "все още не", "όχι ακόμη", "όχι ακόμα", "μέχρι τώρα", "έως τώρα",
		"进行中", "仍在继续", "尚未结束", "还没有", "还没有结束", "未结束", "至今", "仍在进行", "尚未", "還沒有", "계속 중", "계속되고 있음", "아직", "아직 진행 중", "현재까지", "아직 끝나지 않음"} {
		t.Set(word.FoldHash(s), true)
	}
	return t
}()

// stillWords and notWords stand around such answers, as keys.
var (
	stillWords = word.HashSet("still yet noch immer weiterhin derzeit encore toujours nog steeds todavía aún sigue ainda ancora tuttora nadal wciąż jeszcze fortfarande ännu hâlâ henüz stadig edelleen vielä stále ještě ещё всё it s is has as of now n a ist est è ha se dosud zatím încă még jelenleg most is ακόμη ακόμα ще досі все още всё")
	notWords   = word.HashSet("not nicht pas niet no não non nie inte ej не ikke ikkje ei ne nu nem δεν δε")
)

// overWords say that something is at an end, as keys.
var overWords = word.HashSet(`over finished ended stopped resolved solved contained beendet abgeschlossen behoben gelöst vorbei terminé terminée fini finie résolu résolue clos beëindigd voorbij afgelopen opgelost klaar
	terminado terminada finalizado resuelto terminou terminado concluído resolvido finito finita terminato concluso risolto zakończono zakończony zakończone zakończył rozwiązano avslutad avslutat över löst
	завершён завершен завершена закончен закончился закончилась bitmedi sona ermedi ohi päättynyt ukončen ukončeno skončil skončilo skončené încheiat terminat véget ért vége megszűnt завершено закінчено закінчився закінчилося приключи приключил završeno završilo λήξει τελειώσει afsluttet slut avsluttet`)

// Ongoing says whether an answer is that there is no end yet: by one of those
// words, by "still" beside one, or by "not" and a word for an end.
func Ongoing(s string) bool {
	if len(s) > 60 {
		return false
	}
	whole, bare, not := word.NoKey, word.NoKey, false
	for s != "" {
		w, n := word.NoKey.Word(s)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s)
		} else if whole, _ = whole.Word(s); notWords.Find(w) {
			not = true
		} else if w != word.NoKey && !stillWords.Find(w) {
			bare, _ = bare.Word(s)
		}
		s = s[n:]
	}
	return stillGoing.Find(whole) || not && overWords.Find(bare) || !not && bare != word.NoKey && stillGoing.Find(bare)
}

// HalfEach says whether one of two texts is only a day and the other only a
// time of day.
func HalfEach(one, two string) bool {
	m, n := Read(Narrow(one)), Read(Narrow(two))
	x, y := m.Day || m.rel.said, n.Day || n.rel.said
	return x && !m.Clock && n.Clock && !y || m.Clock && !x && y && !n.Clock
}

// Sharpens says whether a text tells the time of a day that an older one has
// told without.
func Sharpens(old, text string) bool {
	was, is := Read(Narrow(old)), Read(Narrow(text))
	return !was.Clock && is.Clock && was.Sure() && is.Sure() && sameDay(was.Wall, is.Wall)
}

// sameDay says whether two times are of one day.
func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// Pair lets the ends of an interval lend each other what only one states: the
// day, or the year.
func Pair(m, n *Moment) {
	switch {
	case n.Clock && !n.Day && m.Day:
		n.DayAfter(*m)
	case m.Clock && !m.Day && n.Day && n.Clock:
		if t := *m; t.clockOn(n.Wall).Before(n.Wall) {
			m.Wall, m.Day, m.Doubt = t.clockOn(n.Wall), true, n.Doubt
		}
	case m.Doubt == noYear && n.Day && n.Doubt == "":
		m.yearOf(n.Wall.Year())
	case n.Doubt == noYear && m.Day && m.Doubt == "":
		n.yearOf(m.Wall.Year())
	}
}

// clockOn is the moment's time of day on another day.
func (m *Moment) clockOn(day time.Time) time.Time {
	h, mi, sec := m.Wall.Clock()
	return time.Date(day.Year(), day.Month(), day.Day(), h, mi, sec, 0, time.UTC)
}

// DayAfter places a time of day in the 24 hours behind another moment.
func (m *Moment) DayAfter(o Moment) {
	if m.Doubt != "" {
		return
	}
	m.Wall = m.clockOn(o.Wall)
	if m.Wall.Before(o.Wall) && o.Clock {
		m.Wall = m.Wall.AddDate(0, 0, 1)
	}
	m.Day, m.Doubt = true, o.Doubt
	if o.Doubt == ZoneOrEnd {
		m.Doubt = ""
	}
}

// yearOf fills in a year.
func (m *Moment) yearOf(y int) {
	m.Doubt = ""
	m.setDay(y, int(m.Wall.Month()), m.Wall.Day())
}

// timeWords stand beside the name of a place that means its time.
var timeWords = []string{" time ", " zeit ", " heure ", " ora ", " hora ", " tid ", " tijd ", " czas ", " cas ", "時間 ", "时间 ", "標準時 ", "시간 ", "표준시 ",
	" время ", " времени ", " времето ", " време ", " часом ", " ido ", " saati ", " ωρα ", " vrijeme ", " aika ", " aikaa ", " aeg ", " laikas ", " laiku ", " laiks ", " laika "}

// ShareZone lets two ends of an interval, or words behind them, name the zone.
func ShareZone(m, n *Moment, rest string) {
	if m.Zone.Text == "" && n.Zone.Text == "" && len(rest) < 80 && (len(zoneWords(rest)) > 0 || word.ContainsAny(word.Phrase(rest), timeWords)) {
		if z := ReadZone(word.Unwrap(strings.Trim(rest, " ,;."))); z.Loc != nil || z.Doubt {
			m.Zone = z
		}
	}
	if m.Zone.Text == "" {
		m.Zone = n.Zone
	}
	if n.Zone.Text == "" {
		n.Zone = m.Zone
	}
}

// untilMarks stand between the ends of an interval.
var untilMarks = []string{"->", "--", "-", "–", "—", "/", "~", "until ", "till ", "to ", "through ", "and ", "bis ", "t/m ", "до ", "по ", "ile ", "Ende ", "end ", "ended ", "fin ", "fine ", "fim ", "koniec ", "einde ", "slut ", "jusqu'à ", "jusqu’à ", "jusqu'au ", "au ", "à ", "et ", "tot en met ", "tot ", "und ", "en ",
	"hasta ", "hasta las ", "a las ", "al ", "a ", "y ", "até ", "às ", "e ", "fino alle ", "alle ", "do ", "i ", "till ", "til ", "och ", "og ", "и ", "і ", "ve ", "až ", "și ", "până la ", "până în ", "până pe ", "la ", "έως ", "μέχρι ", "και ", "és ", "та ", "й ", "afgelopen ", "부터 ", "부터", "から", "至", "到"}

// Until takes off the word or mark that parts the two ends of an interval.
func Until(s string) (rest string, ok bool) {
	t := strings.TrimLeft(s, " \t\n,")
	if t == "" {
		return s, false
	}
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

// JoinsEnds says whether a text begins with a word that stands between the ends of
// an interval and begins no text of its own.
func JoinsEnds(s string) bool { return joins[word.Fold(word.First(s))] }

// joins are such words, as keys.
var joins = word.Set("and und och и et en y e i och og ja a és ve και și та й と")

// SettleEnd takes "-05:00" behind a time, which text begins with, for its end n
// and no zone, where a zone is named behind it or that of the form is known, and
// is another one.
func (m *Moment) SettleEnd(n Moment, text string, form Zone) {
	if m.Doubt == ZoneOrEnd && m.endedBy(n, text, form) {
		m.Doubt = ""
	}
}

func (m *Moment) endedBy(n Moment, text string, z Zone) bool {
	offset, _ := zoneOffset(strings.TrimLeft(text, " "))
	if n.Zone.Loc != nil {
		z = n.Zone
	}
	if z.Loc == nil || !n.Clock {
		return false
	}
	_, known := m.Wall.In(z.Loc).Zone()
	return known != offset*60
}

// FillYear adds a year that was left out where the day the message was sent
// leaves one: the time lies in the half year before, in a zone that is stated.
func (m *Moment) FillYear(z Zone, sent time.Time) {
	if m.Doubt != noYear || !m.Clock || z.Loc == nil || sent.IsZero() {
		return
	}
	for _, y := range []int{sent.Year() + 1, sent.Year(), sent.Year() - 1} {
		try := *m
		try.yearOf(y)
		if t, ok := z.Local(try.Wall); ok && try.Sure() && !t.After(sent) && sent.Sub(t) < 183*24*time.Hour {
			*m = try
			return
		}
	}
}
