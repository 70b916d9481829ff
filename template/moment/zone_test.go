package moment

import (
	"testing"
	"time"

	"tocsin/template/word"
)

// A zoneCase is an answer to the question about the zone; winter and summer
// are the offsets in minutes, doubt means that it must stay open.
type zoneCase struct {
	text           string
	winter, summer int
	known, doubt   bool
}

var zoneCases = []zoneCase{
	{"UTC", 0, 0, true, false},
	{"utc", 0, 0, true, false},
	{"(UTC)", 0, 0, true, false},
	{"GMT", 0, 0, true, false},
	{"Z", 0, 0, true, false},
	{"Zulu", 0, 0, true, false},
	{"+0100", 60, 60, true, false},
	{"+01:00", 60, 60, true, false},
	{"+1", 60, 60, true, false},
	{"-0400", -240, -240, true, false},
	{"−05:00", -300, -300, true, false},
	{"UTC+2", 120, 120, true, false},
	{"UTC +2", 120, 120, true, false},
	{"UTC + 2", 120, 120, true, false},
	{"UTC+5:30", 330, 330, true, false},
	{"GMT+0100", 60, 60, true, false},
	{"GMT-5", -300, -300, true, false},
	{"GMT+8", 480, 480, true, false},
	{"(GMT+07:00)", 420, 420, true, false},
	{"Asia/Hong Kong (GMT+0800)", 480, 480, true, false},
	{"Indonesia Western Time that is GMT+07:00. No daylight saving time.", 420, 420, true, false},
	{"CET", 60, 60, true, false},
	{"CEST", 120, 120, true, false},
	{"cest", 120, 120, true, false},
	{"MEZ", 60, 60, true, false},
	{"MESZ", 120, 120, true, false},
	{"CET srednjoevropsko vrijeme (UTC+01:00)", 60, 60, true, false},
	{"+0100 (CET)", 60, 60, true, false},
	{"CET/CEST", 60, 120, true, false},
	{"MEZ/MESZ", 60, 120, true, false},
	{"CEST / CET", 60, 120, true, false},
	{"EST/EDT (GMT-5)/(GMT-4)", -300, -240, true, false},
	{"GMT/BST", 0, 60, true, false},
	{"PST/PDT", -480, -420, true, false},
	{"Europe/Vienna", 60, 120, true, false},
	{"europe/vienna", 60, 120, true, false},
	{"Europe/Brussels (CET)", 60, 120, true, false},
	{"America/New York", -300, -240, true, false},
	{"America/Argentina/Buenos_Aires", -180, -180, true, false},
	{"Etc/GMT+5", -300, -300, true, false},
	{"Etc/GMT-2", 120, 120, true, false},
	{"IST (UTC+5:30)", 330, 330, true, false},
	{"JST", 540, 540, true, false},
	{"WIB", 420, 420, true, false},
	{"AEDT", 660, 660, true, false},
	{"EDT", -240, -240, true, false},
	{"IST", 0, 0, false, true},
	{"CST", 0, 0, false, true},
	{"BST", 0, 0, false, true},
	{"EST", 0, 0, false, true},
	{"AST", 0, 0, false, true},
	{"GMT+0100, GMT+0200 from April to October", 60, 120, true, false},
	{"from April to October GMT+0200, else GMT+0100", 60, 120, true, false},
	{"UTC+1 (summer +2)", 60, 120, true, false},
	{"UTC+1, im Sommer UTC+2", 60, 120, true, false},
	{"Téli időszámítás esetén UTC+0100 (CET), valamint nyári időszámítás esetén UTC+0200 (CEST)", 60, 120, true, false},
	{"GMT+12, GMT+11 from April to October", 0, 0, false, true},
	{"GMT+0200, GMT+0100 from April to October", 0, 0, false, true},
	{"GMT+0100, GMT+0200 from October to April", 0, 0, false, true},
	{"UTC+1 / UTC+2", 0, 0, false, true},
	{"UTC-4 (summer -3)", 0, 0, false, true},
	{"UTC+10 (summer +11)", 0, 0, false, true},
	{"SEČ", 60, 60, true, false},
	{"SELČ", 120, 120, true, false},
	{"SEČ/SELČ", 60, 120, true, false},
	{"МСК", 180, 180, true, false},
	{"sec", 0, 0, false, false},
	{"Sverige", 60, 120, true, false},
	{"Österreich", 60, 120, true, false},
	{"deutsche Zeit", 60, 120, true, false},
	{"ora italiana", 60, 120, true, false},
	{"日本時間", 540, 540, true, false},
	{"日本標準時", 540, 540, true, false},
	{"한국 표준시", 540, 540, true, false},
	{"московское время", 180, 180, true, false},
	{"středoevropský čas", 60, 120, true, false},
	{"közép-európai idő", 60, 120, true, false},
	{"hora de Colombia", -300, -300, true, false},
	{"hora peninsular", 60, 120, true, false},
	{"Central European Time", 60, 120, true, false},
	{"Central European Summer Time", 120, 120, true, false},
	{"Mitteleuropäische Sommerzeit", 120, 120, true, false},
	{"Coordinated Universal Time", 0, 0, true, false},
	{"Eastern Time (US & Canada)", -300, -240, true, false},
	{"Eastern Time", 0, 0, false, false},
	{"keine Ahnung, deutsche Zeit halt", 0, 0, false, false},
	{"France or Germany", 0, 0, false, false},
	{"España", 0, 0, false, false},
	{"USA", 0, 0, false, false},
	{"AST/ADT", -240, -180, true, false},
	{"EST (GMT-5)", -300, -300, true, false},
	{"EST (GMT+3)", 0, 0, false, true},
	{"met vriendelijke groet", 0, 0, false, false},
	{"il est tard", 0, 0, false, false},
	{"CEST (UTC+1)", 0, 0, false, true},
	{"local time", 0, 0, false, false},
	{"Ortszeit", 0, 0, false, false},
	{"Luxembourg", 60, 120, true, false},
	{"heure de Paris", 60, 120, true, false},
	{"Wiener Zeit", 60, 120, true, false},
	{"local time (Brussels)", 60, 120, true, false},
	{"London or Paris", 0, 0, false, false},
	{"2 hours ahead of UTC", 0, 0, false, true},
	{"eine Stunde vor UTC", 0, 0, false, true},
	{"Middle/Earth", 0, 0, false, false},
	{"Europe/Atlantis", 0, 0, false, false},
	{"Europe/../../etc/passwd", 0, 0, false, false},
	{"+25", 0, 0, false, false},
	{"", 0, 0, false, false},
	{"unknown", 0, 0, false, false},
}

func TestReadZone(t *testing.T) {
	winter, summer := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC), time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC)
	for _, c := range zoneCases {
		z := ReadZone(c.text)
		if (z.Loc != nil) != c.known || z.Doubt != c.doubt {
			t.Errorf("%q: known %v, doubt %v; want %v, %v", c.text, z.Loc != nil, z.Doubt, c.known, c.doubt)
			continue
		}
		if z.Loc == nil {
			continue
		}
		_, w := winter.In(z.Loc).Zone()
		_, s := summer.In(z.Loc).Zone()
		if w/60 != c.winter || s/60 != c.summer {
			t.Errorf("%q: %d and %d minutes; want %d and %d", c.text, w/60, s/60, c.winter, c.summer)
		}
	}
}

func TestZoneOffset(t *testing.T) {
	for _, c := range []struct {
		text            string
		minutes, length int
	}{
		{"+0100", 60, 5},
		{"+01:00 rest", 60, 6},
		{"-5", -300, 2},
		{"+5:30", 330, 5},
		{"+530", 330, 4},
		{"+ 2", 120, 3},
		{"-00:00", 0, 6},
		{"+14", 840, 3},
		{"+15", 0, 0},
		{"+0199", 0, 0},
		{"-11:30", 0, 0},
		{"-03:30", -210, 6},
		{"+05:45", 345, 6},
		{"+02:15", 0, 0},
		{"+12345", 0, 0},
		{"+", 0, 0},
		{"0100", 0, 0},
		{"-a", 0, 0},
	} {
		if m, n := zoneOffset(c.text); m != c.minutes || n != c.length {
			t.Errorf("%q: %d minutes in %d bytes; want %d in %d", c.text, m, n, c.minutes, c.length)
		}
	}
}

func TestLocal(t *testing.T) {
	brussels := Zone{Loc: Location("Europe/Brussels")}
	for _, c := range []struct {
		wall, want string
		ok         bool
	}{
		{"2026-01-10T12:00:00Z", "2026-01-10T12:00:00+01:00", true},
		{"2026-07-10T12:00:00Z", "2026-07-10T12:00:00+02:00", true},
		{"2026-10-25T01:59:59Z", "2026-10-25T01:59:59+02:00", true},
		{"2026-10-25T02:30:00Z", "", false}, // came twice
		{"2026-10-25T03:00:00Z", "2026-10-25T03:00:00+01:00", true},
		{"2026-03-29T01:59:00Z", "2026-03-29T01:59:00+01:00", true},
		{"2026-03-29T02:30:00Z", "", false}, // never came
		{"2026-03-29T03:00:00Z", "2026-03-29T03:00:00+02:00", true},
	} {
		wall, err := time.Parse(time.RFC3339, c.wall)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := brussels.Local(wall)
		if ok != c.ok || ok && got.Format(time.RFC3339) != c.want {
			t.Errorf("%s: %s, %v; want %s, %v", c.wall, got.Format(time.RFC3339), ok, c.want, c.ok)
		}
	}
}

// TestCityZones: a city means its zone only where nothing else is named.
func TestCityZones(t *testing.T) {
	for text, want := range map[string]string{
		"Vienna time": "Europe/Vienna", "Wiener Zeit": "Europe/Vienna", "heure de Bruxelles": "Europe/Brussels", "Luxemburg": "Europe/Luxembourg",
		"London and Paris": "", "Paris (UTC+1)": "", "CET (Paris)": "", "Paris, 2 clocks": "", "Springfield": "", "": "",
	} {
		got := ""
		if loc := place(text, word.Phrase(text)); loc != nil {
			got = loc.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
