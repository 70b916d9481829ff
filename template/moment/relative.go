package moment

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tocsin/template/word"
)

// A relative says when something was by the day or moment at which its writer
// wrote: "yesterday evening", "2 hours ago".
type relative struct {
	said bool
	days int           // from the day of writing
	part daytime       // of that day
	ago  time.Duration // before the moment of writing, 0 if a day is named
	hier bool          // "hier", which is "here" in German and Dutch
}

// A daytime is a part of a day, which places an hour of twelve.
type daytime byte

const (
	anyPart daytime = iota
	morning
	dayside // from noon to dusk
	evening
	nightly   // of the day that is named
	lastNight // the one that ended in the morning of the day of writing
)

// relatives are the words for days and their parts, by their folded words, and
// as they stand in scripts without blanks.
var relatives = func() map[string]relative {
	m := map[string]relative{}
	for _, x := range []struct {
		days int
		part daytime
		list string
	}{
		{0, anyPart, "today|heute|aujourd hui|aujourdhui|vandaag|hoy|hoje|oggi|dziś|dzisiaj|idag|i dag|tänään|dnes|сегодня|сьогодні|днес|данас|danas|danes|šiandien|šodien|täna|hôm nay|hari ini|اليوم|היום|امروز|bugün|σήμερα|astăzi|azi|오늘|วันนี้|今日|本日|今天"},
		{-1, anyPart, "yesterday|gestern|hier|gisteren|ayer|ontem|ieri|wczoraj|igår|i går|eilen|včera|вчера|вчора|јуче|juče|jučer|včeraj|vakar|eile|hôm qua|kemarin|أمس|אתמול|دیروز|dün|χθες|χτες|tegnap|어제|เมื่อวานนี้|เมื่อวาน|昨日|きのう|昨天"},
		{-2, anyPart, "the day before yesterday|day before yesterday|vorgestern|avant hier|eergisteren|anteayer|anteontem|l altro ieri|altro ieri|przedwczoraj|i förrgår|i forgårs|toissapäivänä|předevčírem|predvčerom|позавчера|позавчора|завчера|онзи ден|прекјуче|prekjuče|prekjučer|predvčerajšnjim|užvakar|aizvakar|üleeile|hôm kia|kemarin lusa|أول أمس|שלשום|پریروز|evvelsi gün|προχθές|alaltăieri|tegnapelőtt|그저께|그제|เมื่อวานซืน|一昨日|おととい|前天"},
		{0, morning, "this morning|ce matin|vanmorgen|vanochtend|esta mañana|esta manhã|stamattina|stamani|questa mattina|i morse|i morges|tänä aamuna|тази сутрин|јутрос|jutros|šįryt|šorīt|sáng nay|tadi pagi|pagi ini|صباح اليوم|هذا الصباح|הבוקר|bu sabah|오늘 아침|เช้านี้|今朝|今早"},
		{0, dayside, "this afternoon|cet après midi|vanmiddag|esta tarde|questo pomeriggio|i eftermiddags|tänä iltapäivänä|chiều nay|siang ini|tadi siang|sore ini|tadi sore|بعد ظهر اليوم|บ่ายนี้"},
		{0, evening, "this evening|ce soir|vanavond|stasera|questa sera|i kväll|tänä iltana|тази вечер|вечерас|večeras|šįvakar|šovakar|tối nay|malam ini|مساء اليوم|הערב|امشب|bu akşam|απόψε|astă seară|오늘 저녁|เย็นนี้"},
		{-1, morning, "gisterochtend|gistermorgen|sáng hôm qua|صباح أمس"},
		{-1, dayside, "gistermiddag|chiều hôm qua|بعد ظهر أمس"},
		{-1, evening, "gisteravond|снощи|синоћ|sinoć|sinoči|tối hôm qua|مساء أمس|אמש|دیشب|aseară"},
		{0, lastNight, "last night|letzte nacht|heute nacht|la nuit dernière|cette nuit|afgelopen nacht|vannacht|vorige nacht|anoche|stanotte|la scorsa notte|scorsa notte|zeszłej nocy|ostatniej nocy|i natt|i nat|viime yönä|dnes v noci|прошлой ночью|минулої ночі|миналата нощ|prošle noći|praėjusią naktį|pagājušajā naktī|đêm qua|đêm hôm qua|tadi malam|الليلة الماضية|dün gece|noaptea trecută|지난밤|어젯밤|เมื่อคืนนี้|เมื่อคืน|昨夜|昨晩|ゆうべ|昨晚"},
	} {
		for s := range strings.SplitSeq(x.list, "|") {
			key := strings.Join(word.Split(s), " ")
			if word.Unspaced(s) {
				key = s
			}
			m[key] = relative{said: true, days: x.days, part: x.part, hier: s == "hier"}
		}
	}
	return m
}()

// relativeHeads are the first words of those.
var relativeHeads = func() map[string]bool {
	m := map[string]bool{}
	for s := range relatives {
		head, _, _ := strings.Cut(s, " ")
		m[head] = true
	}
	return m
}()

// dayParts are words for a part of the day that is named before them.
var dayParts = word.Meanings(map[daytime]string{
	morning: "morning morgen früh vormittag matin ochtend voormiddag mañana manhã mattina mattino rano morse morges formiddag aamulla ráno dopoledne утром вранці зранку сутринта ујутру ујутро ujutro ujutru zjutraj ryte rytą rītā hommikul pagi صباحا בבוקר صبح sabah πρωί dimineață dimineața reggel 朝 午前 早上 上午",
	dayside: "afternoon nachmittag middag namiddag tarde pomeriggio południu eftermiddag iltapäivällä odpoledne днём вдень следобед поподне popodne poslijepodne popoldne pēcpusdienā pärastlõunal siang sore בצהריים عصر απόγευμα délután 午後 下午",
	evening: "evening abend soir avond sera wieczorem kväll kveld aften illalla večer вечером ввечері увечері вечерта увече uveče navečer zvečer vakare vakarā õhtul مساء בערב akşam βράδυ seara seară 夕方 晩 晚上",
	nightly: "night nacht nuit noche noite notte nocy natt nat yöllä noci ночью вночі ноћу noću ponoči naktį naktī öösel malam ليلا בלילה شب gece νύχτα noaptea éjjel 夜",
})

// partLinks stand between a day and a part of it.
var partLinks = word.Set("in the por la de da à a al di du au dans en w v po na το στο の")

// relate reads words that name a day by the one on which they were written.
func (c *cursor) relate() bool {
	if c.unspacedDay() {
		return true
	}
	t, at, key := *c, *c, ""
	var found relative
	for range 4 {
		w := t.word()
		if w == "" || key == "" && !relativeHeads[w] {
			break
		}
		key = strings.TrimPrefix(key+" "+w, " ")
		if r, ok := relatives[key]; ok {
			found, at = r, t
		}
		t.skip(" '’-")
	}
	if !found.said {
		return false
	}
	*c, c.rel = at, found
	c.dayPart()
	return true
}

// unspacedDays are the words among relatives that are of a script without
// blanks, the longest first.
var unspacedDays = func() (list []string) {
	for s := range relatives {
		if word.Unspaced(s) {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return list
}()

// unspacedDay reads the same in such a script. Morning and afternoon behind it
// are read with the hour.
func (c *cursor) unspacedDay() bool {
	if s := c.rest(); s == "" || s[0] < word.UnspacedFirst {
		return false
	}
	for _, w := range unspacedDays {
		if !strings.HasPrefix(c.rest(), w) {
			continue
		}
		c.i, c.rel = c.i+len(w), relatives[w]
		c.skip("の")
		for _, w := range []string{"夕方", "晩", "晚上", "夜"} {
			if strings.HasPrefix(c.rest(), w) {
				c.i, c.rel.part = c.i+len(w), dayParts[w]
			}
		}
		return true
	}
	return false
}

// dayPart reads a part of the day just named: "gestern Abend", "ayer por la
// tarde".
func (c *cursor) dayPart() {
	t := *c
	for range 4 {
		t.skip(" '’-")
		w := t.word()
		p, ok := dayParts[w]
		switch {
		case ok && c.rel.part == anyPart:
			if c.rel.part = p; p == nightly && c.rel.days == 0 {
				c.rel.part = lastNight
			}
			t.rel = c.rel
			*c = t
			return
		case !partLinks[w]:
			return
		}
	}
}

// bareHour reads an hour without anything behind it where the part of the day
// is known: "last night around 3".
func (m *Moment) bareHour(c *cursor) bool {
	t := *c
	h, n := t.number(2)
	if n == 0 || h > 23 || c.rel.part == anyPart || t.i < len(t.s) && strings.IndexByte(".:/-hH", t.s[t.i]) >= 0 && len(t.s) > t.i+1 && word.IsDigit(t.s[t.i+1]) {
		return false
	}
	*c = t
	m.setTime(h, 0, 0, 0)
	return true
}
