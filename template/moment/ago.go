package moment

import (
	"strings"
	"time"

	"tocsin/template/word"
)

// Words that stand behind how long ago something was; before it, where they
// are enough; before it, where one of the others follows; and for one.
var (
	agoBehind = word.Set("ago geleden fa temu sitten sedan siden atrás назад тому tagasi trước yang lalu پیش قبل önce ezelőtt")
	agoBefore = word.Set("vor hace há ha před pred przed преди пре prije prieš pirms قبل לפני πριν acum")
	agoLead   = word.Set("för for")
	onceWords = word.Set("a an one eine einer einem une un een één una uma uno en ett et jedna jednou")
)

// agoUnits are the words for units of time in the cases that such words take.
var agoUnits = word.Meanings(map[time.Duration]string{
	time.Minute:    "min mins minute minutes minuten minuto minutos minuti minuut minut minuty minutę minuter minutter minuuttia minutami minutou минут минуты минуту минути хвилин хвилини хвилину minuta minute minučių minūtēm minutit phút menit دقيقة دقائق דקות דקה دقیقه dakika λεπτά perccel",
	time.Hour:      "h hr hrs hour hours stunde stunden std heure heures uur uren hora horas ora ore godzina godzinę godziny godzin godzinami godziną timme timmar time timer tunti tuntia hodina hodinou hodinami час часа часов годин годину сата сати sata sati urama valandas valandų valandą stundām stundas tundi giờ jam ساعة ساعات שעות שעה ساعت saat ώρες ώρα órával",
	24 * time.Hour: "day days tag tage tagen jour jours dag dagen dagar dage día días dia dias giorno giorni dzień dni dniami päivää dny dnem dni dňami день дня дней днів дні дни ден дана dana dnevi dienas dienų dieną dienām päeva ngày hari أيام ימים روز gün ημέρες μέρες zile nappal",
})

// unspacedUnits are those of scripts without blanks, longer ones first.
var unspacedUnits = []struct {
	text string
	unit time.Duration
}{{"時間前", time.Hour}, {"小时前", time.Hour}, {"小時前", time.Hour}, {"分钟前", time.Minute}, {"分鐘前", time.Minute}, {"分前", time.Minute}, {"日前", 24 * time.Hour}, {"天前", 24 * time.Hour},
	{"時간 전", time.Hour}, {"時간전", time.Hour}, {"分 전", time.Minute}, {"分전", time.Minute}, {"日 전", 24 * time.Hour}, {"日전", 24 * time.Hour},
	{"ชั่วโมงที่แล้ว", time.Hour}, {"ชั่วโมงก่อน", time.Hour}, {"นาทีที่แล้ว", time.Minute}, {"นาทีก่อน", time.Minute}, {"วันที่แล้ว", 24 * time.Hour}, {"วันก่อน", 24 * time.Hour}}

// Bounds of what people count so and still remember.
const (
	mostAgo     = 48 * time.Hour
	mostDaysAgo = 7
)

// ago reads "2 hours ago", "vor 2 Stunden", "il y a 2 heures".
func (c *cursor) ago() bool {
	t := *c
	enough := t.agoLead()
	for t.skip(" "); abouts[t.peek()]; t.skip(" .") {
		t.word()
	}
	n, figures := t.number(2)
	if figures == 0 {
		if !onceWords[t.word()] {
			return false
		}
		n = 1
	}
	t.skip(" ")
	unit, behind := t.agoUnit()
	if unit == 0 || n == 0 || !enough && !behind {
		return false
	}
	r := relative{said: true, ago: time.Duration(n) * unit}
	if unit == 24*time.Hour {
		r.ago, r.days = 0, -n
	}
	if r.ago > mostAgo || r.days < -mostDaysAgo {
		return false
	}
	*c = t
	c.rel = r
	return true
}

// agoLead passes over what stands before the number, and says whether that
// alone tells that it is about the past.
func (c *cursor) agoLead() (enough bool) {
	t := *c
	switch w := t.word(); {
	case agoBefore[w]:
		*c = t
		return true
	case agoLead[w]:
		*c = t
	case w == "y": // "il" is a filler
		t.skip(" ")
		if t.word() == "a" {
			*c = t
			return true
		}
	}
	return false
}

// agoUnit reads a unit of time and the word behind it.
func (c *cursor) agoUnit() (unit time.Duration, behind bool) {
	for _, u := range unspacedUnits {
		if strings.HasPrefix(c.rest(), u.text) {
			c.i += len(u.text)
			return u.unit, true
		}
	}
	unit = agoUnits[c.word()]
	t := *c
	t.skip(" .")
	if behind = agoBehind[t.word()]; behind {
		*c = t
	}
	return unit, behind
}
