package template

import (
	"strings"
	"testing"
	"time"
)

func TestLegible(t *testing.T) {
	for s, want := range map[string]string{
		"plain, “quoted” – text": "plain, “quoted” – text", "\u200fIP:\u200e 192.0.2.7\u061c": "IP: 192.0.2.7", "\u2067שם\u2069": "שם",
		"١٩٢٫٠٫٢٫٧": "192.0.2.7", "۱۴۰۵/۰۸/۲۷": "1405/08/27", "๑๘ พ.ย. ๒๕๖๙": "18 พ.ย. 2569", "०९:३०": "09:30", "نمی‌دانیم": "نمی‌دانیم", "１９２": "１９２", "": "",
	} {
		got := legible(s)
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
		if legible(got) != got {
			t.Errorf("%q changes again", got)
		}
	}
}

func TestSolarYears(t *testing.T) {
	for s, want := range map[string]string{
		"1405/01/01": "2026-03-21", "1403/12/30": "2025-03-20", "27 آبان 1405": "2026-11-18", "۳۱ شهریور ۱۴۰۵": "2026-09-22",
		"1405/08/31": "", "27 آبان 2026": "", "27 آبان": "", "1448/06/08": "", "2026-03-21": "2026-03-21",
	} {
		got := ""
		if m := readMoment(narrow(s)); m.ok {
			got = m.wall.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestNativeDays: days and hours by the time of writing, in words.
func TestNativeDays(t *testing.T) {
	for s, want := range map[string]relative{
		"вчера вечером в 22:15": {said: true, days: -1, part: evening}, "сьогодні": {said: true}, "јуче": {said: true, days: -1}, "danes": {said: true},
		"vakar vakare": {said: true, days: -1, part: evening}, "šodien": {said: true}, "eile öösel": {said: true, days: -1, part: nightly},
		"오늘 아침": {said: true, part: morning}, "어제": {said: true, days: -1}, "hôm qua": {said: true, days: -1}, "kemarin malam": {said: true, days: -1, part: nightly},
		"เมื่อวานนี้": {said: true, days: -1}, "أمس": {said: true, days: -1}, "אתמול בערב": {said: true, days: -1, part: evening}, "دیروز": {said: true, days: -1},
		"dün akşam": {said: true, days: -1, part: evening}, "χθες το βράδυ": {said: true, days: -1, part: evening}, "astăzi": {said: true},
		"2 часа назад": {said: true, ago: 2 * time.Hour}, "преди 30 минути": {said: true, ago: 30 * time.Minute}, "pred 2 urama": {said: true, ago: 2 * time.Hour},
		"prieš 3 dienas": {said: true, days: -3}, "pirms 2 stundām": {said: true, ago: 2 * time.Hour}, "2 tundi tagasi": {said: true, ago: 2 * time.Hour},
		"2시간 전": {said: true, ago: 2 * time.Hour}, "2 giờ trước": {said: true, ago: 2 * time.Hour}, "2 ชั่วโมงที่แล้ว": {said: true, ago: 2 * time.Hour},
		"قبل 3 ساعات": {said: true, ago: 3 * time.Hour}, "לפני 3 שעות": {said: true, ago: 3 * time.Hour}, "3 saat önce": {said: true, ago: 3 * time.Hour},
		"преди 2 години": {}, "2 часа": {}, "30 минут": {}, "ساعة": {}, "завтра": {}, "내일": {}, "besok": {}, "พรุ่งนี้": {}, "מחר": {}, "غدا": {},
	} {
		if got := readMoment(narrow(s)).rel; got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}

// TestNativeNearMisses: words that look like those of another language, and
// sentences that deny what a word of theirs says.
func TestNativeNearMisses(t *testing.T) {
	v := vocab()
	for _, c := range []struct {
		x          *lexicon
		text, want string
	}{
		{v.kinds, "수사기관 문의", ""}, {v.kinds, "hotel reservation", ""},
		{v.sectors, "Bursa Teknik", ""}, {v.sectors, "수도권 소재", ""}, {v.sectors, "grad school of Leeds", "education"},
		{v.wishes, "нет доступа к серверу", ""}, {v.wishes, "ไม่มีข้อมูลสำรอง", ""}, {v.wishes, "백업 없음", ""}, {v.wishes, "nous ne savons pas", ""},
		{v.answers, "da verificare", ""}, {v.answers, "มีนาคม", ""}, {v.sides, "NAS box", ""},
	} {
		if got := strings.Join(c.x.values(c.x.in(c.text)), " "); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	for text, want := range map[string]string{"da": "yes", "Да.": "yes", "มี": "yes", "nu": "no", "لا": "no", "нет": "no", "khong": "no"} {
		if got := v.answers.is(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"атака с адреса злоумышленника 198.51.100.7": "source", "ผู้โจมตีใช้ 198.51.100.7": "source", "เครื่องของเรา 198.51.100.7": "target", "공격자 198.51.100.7": "source",
		"المهاجم 198.51.100.7": "source", "vir 198.51.100.7": "unknown", "κατά τις 10 το 198.51.100.7": "unknown", "Ellen 198.51.100.7": "unknown",
	} {
		if got := nearRole(text, strings.Index(text, "198")); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
