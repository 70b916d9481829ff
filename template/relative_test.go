package template

import (
	"strings"
	"testing"
	"time"

	"tocsin/template/moment"
)

// sentAt is a Saturday morning, in a zone that is not UTC.
var sentAt = time.Date(2026, 11, 21, 10, 30, 0, 0, time.FixedZone("", 3600))

// relativeCases are answers and the wall clock that they mean at sentAt; "" for
// those that stay text.
var relativeCases = []struct{ text, want string }{
	{"yesterday 22:15", "2026-11-20 22:15"},
	{"yesterday at 22:15", "2026-11-20 22:15"},
	{"yesterday, 10:15 pm", "2026-11-20 22:15"},
	{"22:15 yesterday", "2026-11-20 22:15"},
	{"about 22:15 yesterday", "2026-11-20 22:15"},
	{"today 9 am", "2026-11-21 09:00"},
	{"since today, 09:00", "2026-11-21 09:00"},
	{"this morning 06:40", "2026-11-21 06:40"},
	{"since this morning, 6:40", "2026-11-21 06:40"},
	{"yesterday evening at 10:15", "2026-11-20 22:15"},
	{"yesterday afternoon 3:20", "2026-11-20 15:20"},
	{"the day before yesterday 14:00", "2026-11-19 14:00"},
	{"2 days ago, 14:00", "2026-11-19 14:00"},
	{"last night around 3", "2026-11-21 03:00"},
	{"last night 23:30", "2026-11-20 23:30"},
	{"last night at 11:30", "2026-11-20 23:30"},
	{"2 hours ago", "2026-11-21 08:30"},
	{"about 2 hours ago", "2026-11-21 08:30"},
	{"an hour ago", "2026-11-21 09:30"},
	{"45 minutes ago", "2026-11-21 09:45"},
	{"gestern 22:15", "2026-11-20 22:15"},
	{"gestern um 22.15 Uhr", "2026-11-20 22:15"},
	{"gestern Abend um 10.15 Uhr", "2026-11-20 22:15"},
	{"seit heute 9 Uhr", "2026-11-21 09:00"},
	{"heute früh 6:40", "2026-11-21 06:40"},
	{"vorgestern, 14 Uhr 30", "2026-11-19 14:30"},
	{"vor 2 Stunden", "2026-11-21 08:30"},
	{"vor etwa einer Stunde", "2026-11-21 09:30"},
	{"heute Nacht gegen 3 Uhr", "2026-11-21 03:00"},
	{"hier à 14h", "2026-11-20 14:00"},
	{"hier soir à 22h15", "2026-11-20 22:15"},
	{"ce matin à 6h40", "2026-11-21 06:40"},
	{"aujourd'hui, 9h", "2026-11-21 09:00"},
	{"avant-hier à 14h30", "2026-11-19 14:30"},
	{"il y a 2 heures", "2026-11-21 08:30"},
	{"gisteren 22:15", "2026-11-20 22:15"},
	{"gisteravond om 22.15 uur", "2026-11-20 22:15"},
	{"vanmorgen 6.40 uur", "2026-11-21 06:40"},
	{"2 uur geleden", "2026-11-21 08:30"},
	{"ayer a las 22:15", "2026-11-20 22:15"},
	{"ayer por la tarde, 15:20", "2026-11-20 15:20"},
	{"esta mañana a las 6:40", "2026-11-21 06:40"},
	{"hace 2 horas", "2026-11-21 08:30"},
	{"ontem às 22h15", "2026-11-20 22:15"},
	{"ontem à noite, 22:15", "2026-11-20 22:15"},
	{"há 2 horas", "2026-11-21 08:30"},
	{"ieri alle 22:15", "2026-11-20 22:15"},
	{"ieri sera alle 10.15", "2026-11-20 22:15"},
	{"stamattina alle 6:40", "2026-11-21 06:40"},
	{"2 ore fa", "2026-11-21 08:30"},
	{"wczoraj o 22:15", "2026-11-20 22:15"},
	{"wczoraj wieczorem, 22:15", "2026-11-20 22:15"},
	{"dziś rano 6:40", "2026-11-21 06:40"},
	{"2 godziny temu", "2026-11-21 08:30"},
	{"igår kl. 22.15", "2026-11-20 22:15"},
	{"i går kväll 22:15", "2026-11-20 22:15"},
	{"i morse kl 6.40", "2026-11-21 06:40"},
	{"för 2 timmar sedan", "2026-11-21 08:30"},
	{"eilen klo 22:15", "2026-11-20 22:15"},
	{"včera ve 22:15", "2026-11-20 22:15"},
	{"před 2 hodinami", "2026-11-21 08:30"},
	{"昨日22時15分", "2026-11-20 22:15"},
	{"昨日 午後10時15分", "2026-11-20 22:15"},
	{"今朝6時40分", "2026-11-21 06:40"},
	{"昨夜23時30分", "2026-11-20 23:30"},
	{"２時間前", "2026-11-21 08:30"},
	{"昨天 22:15", "2026-11-20 22:15"},
	// Text: which moment it was is not said for sure.
	{"yesterday", ""},
	{"yesterday evening", ""},
	{"gestern Abend", ""},
	{"last night", ""},
	{"this morning", ""},
	{"today 22:15", ""},
	{"this morning 14:00", ""},
	{"yesterday evening 14:00", ""},
	{"yesterday night 2:00", ""},
	{"last night 12:00", ""},
	{"last week 14:00", ""},
	{"Monday 14:00", ""},
	{"tomorrow 14:00", ""},
	{"2 hours", ""},
	{"90 hours ago", ""},
	{"some hours ago", ""},
	{"2 days ago", ""},
	{"yesterday 25:00", ""},
	{"14:00", ""},
}

func TestRelativeTimes(t *testing.T) {
	f := builtin(t)
	for _, c := range relativeCases {
		d := body(reporter + "Date and time of incident: " + c.text + "\nTime zone: CET\n")
		d.Sent = sentAt
		r := f.Parse(d)
		want, clear := c.text, len(r.Problems) == 1
		if c.want != "" {
			want = strings.Replace(c.want, " ", "T", 1) + ":00+01:00"
		}
		if r.Time.Start != want || clear != (c.want != "") || r.Time.ZoneAssumed {
			t.Errorf("%q: %q, want %q: %v", c.text, r.Time.Start, want, r.Problems)
		}
		if r.Fields["incident_time"] != c.text && moment.Narrow(r.Fields["incident_time"]) != moment.Narrow(c.text) {
			t.Errorf("%q: its words are lost: %q", c.text, r.Fields["incident_time"])
		}
	}
}

// TestRelativeZones: whose yesterday it was, and on which clock.
func TestRelativeZones(t *testing.T) {
	f := builtin(t)
	zone := func(h int) time.Time { return sentAt.In(time.FixedZone("", h*3600)) }
	summer := time.Date(2026, 10, 26, 10, 30, 0, 0, time.FixedZone("", 3600))
	for _, c := range []struct {
		name, text string
		sent       time.Time
		want, says string
	}{
		{"the zone of the form", "Date and time of incident: yesterday 22:15\nTime zone: Asia/Tokyo", sentAt, "2026-11-20T22:15:00+09:00", ""},
		{"a zone of its own", "Date and time of incident: yesterday 22:15 JST", sentAt, "2026-11-20T22:15:00+09:00", ""},
		{"the zone in the label", "Date and time of incident (UTC): yesterday 22:15", sentAt, "2026-11-20T22:15:00Z", ""},
		{"its day is that of the zone", "Date and time of incident: yesterday 10:15\nTime zone: Pacific/Auckland", sentAt.Add(5 * time.Hour), "yesterday 10:15", "written at night"},
		{"no zone: that of the mail's Date, marked", "Date and time of incident: yesterday 22:15", sentAt, "2026-11-20T22:15:00+01:00", "Date is taken"},
		{"no zone, a Date in UTC", "Date and time of incident: yesterday 22:15", zone(0), "yesterday 22:15", "no time zone is given"},
		{"no zone, clocks were changed", "Date and time of incident: yesterday 22:15", summer, "yesterday 22:15", "no time zone is given"},
		{"a doubtful zone", "Date and time of incident: yesterday 22:15 IST", sentAt, "yesterday 22:15 IST", "several meanings"},
		{"so long ago, in any zone", "Date and time of incident: 2 hours ago", zone(0), "2026-11-21T07:30:00Z", ""},
		{"no Date", "Date and time of incident: yesterday 22:15\nTime zone: UTC", time.Time{}, "yesterday 22:15", "which day this is"},
		{"the report's date", "Report date: 2026-11-15\nDate and time of incident: yesterday 22:15\nTime zone: UTC", time.Time{}, "2026-11-14T22:15:00Z", ""},
		{"the report's date before the mail's", "Report date: 2026-11-15, 09:00\nDate and time of incident: today 8:15\nTime zone: UTC", sentAt, "2026-11-15T08:15:00Z", ""},
		{"after the report's time", "Report date: 2026-11-15, 09:00\nDate and time of incident: today 9:15\nTime zone: UTC", sentAt, "today 9:15", "after it was written"},
		{"written at night", "Date and time of incident: yesterday 22:15\nTime zone: UTC", sentAt.Add(-8 * time.Hour), "yesterday 22:15", "written at night"},
		{"here, in German", "Art des Vorfalls: Scan\nName: J\nOrganisation: S\nWann: hier 22:15\nZeitzone: UTC\nBeschreibung des Vorfalls: d", sentAt, "hier 22:15", "no date was understood"},
		{"a date beside it", "Date and time of incident: yesterday, 2026-11-18 22:15 UTC", sentAt, "2026-11-18T22:15:00Z", ""},
	} {
		d := body(reporter + c.text + "\n")
		if strings.HasPrefix(c.text, "Art") {
			d = body(c.text + "\nE-Mail: j@site.example\nTelefon: 1\n")
		}
		d.Sent = c.sent
		r := f.Parse(d)
		said := ""
		for _, p := range r.Problems {
			if strings.HasPrefix(p.Field, "incident") {
				said += p.Message
			}
		}
		if r.Time.Start != c.want || !strings.Contains(said, c.says) || c.says == "" && said != "" {
			t.Errorf("%s: %q, want %q; said %q, want %q", c.name, r.Time.Start, c.want, said, c.says)
		}
		if marked := strings.Contains(said, "Date is taken"); marked && (!r.Time.ZoneAssumed || !strings.HasSuffix(r.Time.Zone, "(Date of the mail)")) {
			t.Errorf("%s: the zone is not marked: %+v", c.name, r.Time)
		}
	}
}

// TestRelativeOfOthers: "yesterday" in a quotation, a forwarded mail or a file
// was counted from another day.
func TestRelativeOfOthers(t *testing.T) {
	f := builtin(t)
	text := reporter + "Date and time of incident: yesterday 22:15\nTime zone: UTC\n"
	file := Document{Texts: []Text{{Text: "see there"}, {Name: "form.txt", Text: text, Attachment: true}}, Sent: sentAt}
	for name, d := range map[string]Document{
		"quoted":          body(quoteLines(text)),
		"forwarded":       body("FYI\n\n---------- Forwarded message ----------\n\n" + text),
		"with its header": body("From: Jane\nSent: Friday\nTo: team\nSubject: form\n\n" + text),
		"answered":        body("On Friday Jane wrote:\n\n" + text),
		"a file":          file,
	} {
		d.Sent = sentAt
		if r := f.Parse(d); r.Time.Start != "yesterday 22:15" {
			t.Errorf("%s: %+v", name, r.Time)
		}
	}
	d := body("Hello,\n\n" + text)
	d.Sent = sentAt
	if r := f.Parse(d); r.Time.Start != "2026-11-20T22:15:00Z" {
		t.Errorf("in the mail itself: %+v %v", r.Time, r.Problems)
	}
}

// TestRelativeIntervals: both ends may be relative, and about stays about.
func TestRelativeIntervals(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"Date and time of incident: yesterday 22:15 - 23:40":                "20T22:15 20T23:40 ",
		"Date and time of incident: yesterday 22:15 until today 01:30":      "20T22:15 21T01:30 ",
		"Date and time of incident: yesterday 22:15 - 01:30":                "20T22:15 21T01:30 ",
		"Wann: gestern 22:15 bis heute 01:30":                               "20T22:15 21T01:30 ",
		"Start: yesterday 22:15\nEnd: this morning 06:40":                   "20T22:15 21T06:40 ",
		"Start: yesterday 22:15\nEnd: ongoing":                              "20T22:15  ",
		"Date and time of incident: yesterday around 22:15":                 "20T22:15  about",
		"Date and time of incident: 2 hours ago":                            "21T08:30  about",
		"Date and time of incident: last night around 3":                    "21T03:00  about",
		"Date and time of incident: yesterday 22:15 +/- 5 min":              "20T22:15  5m",
		"Date of incident: yesterday\nTime of incident: 22:15":              "20T22:15  ",
		"Date and time of incident: 2026-11-19 22:15\nDetected on: 8:00 am": "19T22:15  ",
	} {
		d := body(reporter + text + "\nTime zone: UTC\n")
		d.Sent = sentAt.Add(time.Hour)
		r := f.Parse(d)
		short := func(s string) string { return strings.TrimSuffix(strings.TrimPrefix(s, "2026-11-"), ":00Z") }
		if got := short(r.Time.Start) + " " + short(r.Time.End) + " " + r.Time.Uncertainty; got != want {
			t.Errorf("%q: %q, want %q: %v", text, got, want, r.Problems)
		}
	}
}
