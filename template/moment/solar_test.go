package moment

import (
	"testing"
	"time"
)

func TestSolarYears(t *testing.T) {
	for s, want := range map[string]string{
		"1405/01/01": "2026-03-21", "1403/12/30": "2025-03-20", "27 آبان 1405": "2026-11-18", "۳۱ شهریور ۱۴۰۵": "2026-09-22",
		"1405/08/31": "", "27 آبان 2026": "", "27 آبان": "", "1448/06/08": "", "2026-03-21": "2026-03-21",
	} {
		got := ""
		if m := Read(Narrow(s)); m.Sure() {
			got = m.Wall.Format(time.DateOnly)
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
		if got := Read(Narrow(s)).rel; got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}
