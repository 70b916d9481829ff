package template

import (
	"testing"
	"time"

	"tocsin/template/moment"
)

func TestIntervals(t *testing.T) {
	for _, c := range []struct{ text, from, to string }{
		{"2026-11-20 13:00 - 14:30 UTC", "2026-11-20T13:00:00Z", "2026-11-20T14:30:00Z"},
		{"2026-11-20 13:00 UTC until 2026-11-21 02:00", "2026-11-20T13:00:00Z", "2026-11-21T02:00:00Z"},
		{"2026-11-20 13:00-14:30 CET", "2026-11-20T13:00:00+01:00", "2026-11-20T14:30:00+01:00"},
		{"2026-11-20T13:00Z/2026-11-20T14:00Z", "2026-11-20T13:00:00Z", "2026-11-20T14:00:00Z"},
		{"20.11.2026 13:00 bis 14:30 MEZ", "2026-11-20T13:00:00+01:00", "2026-11-20T14:30:00+01:00"},
		{"from 20 Nov 2026 13:00 to 21 Nov 2026 02:00 UTC", "2026-11-20T13:00:00Z", "2026-11-21T02:00:00Z"},
		{"2026-11-20 13:00, all times in UTC", "2026-11-20T13:00:00Z", ""},
		{"2026-11-20 13:00 UTC (ongoing)", "2026-11-20T13:00:00Z", ""},
		{"2026-11-20 13:00 - today", "2026-11-20 13:00 - today", ""},
	} {
		b := &builder{}
		from, to := b.interval(&answer{name: "incident_time", text: c.text, line: 1})
		if from != c.from || to != c.to {
			t.Errorf("%q: %q to %q, want %q to %q", c.text, from, to, c.from, c.to)
		}
	}
}

func TestWaysToStateAnInterval(t *testing.T) {
	for _, c := range []struct{ text, from, to string }{
		{"20.11. - 21.12.2026, 10:00 UTC", "20.11. - 21.12.2026, 10:00 UTC", ""},
		{"10:00 UTC 20.11.2026 - 21.12", "2026-11-20T10:00:00Z", ""},
		{"20/11/2026, ore 10.00 - 11.30 UTC", "2026-11-20T10:00:00Z", "2026-11-20T11:30:00Z"},
		{"Datum: 20.11.2026, Uhrzeit: 10:00 UTC", "2026-11-20T10:00:00Z", ""},
		{"20.11.2026 între 10:00 și 11:30 UTC", "2026-11-20T10:00:00Z", "2026-11-20T11:30:00Z"},
		{"from 20 Nov 2026 10:00 to 11:30 UTC", "2026-11-20T10:00:00Z", "2026-11-20T11:30:00Z"},
		{"between 10:00 and 11:30 UTC on 20 November 2026", "2026-11-20T10:00:00Z", "2026-11-20T11:30:00Z"},
		{"20.11.2026 от 10:00 до 11:30 UTC", "2026-11-20T10:00:00Z", "2026-11-20T11:30:00Z"},
		{"Beginn 20.11.2026 10:00 UTC, Ende 21.11.2026 11:30", "2026-11-20T10:00:00Z", "2026-11-21T11:30:00Z"},
		{"20.11.2026 10:00 UTC t/m 21.11.2026 11:30", "2026-11-20T10:00:00Z", "2026-11-21T11:30:00Z"},
		{"10:00-11:30 UTC, 20.11.2026", "2026-11-20T10:00:00Z", "2026-11-20T11:30:00Z"},
		{"2026-11-20 10:00-11:30 UTC", "2026-11-20T10:00:00Z", "2026-11-20T11:30:00Z"},
		{"2026-11-20 10:00-11:00 CET", "2026-11-20T10:00:00+01:00", "2026-11-20T11:00:00+01:00"},
		{"2026-11-20 22:30 - 01:15 UTC", "2026-11-20T22:30:00Z", "2026-11-21T01:15:00Z"},
		{"de 10:00 a 11:30 (UTC-5), 20/11/2026", "2026-11-20T10:00:00-05:00", "2026-11-20T11:30:00-05:00"},
		{"el 20/11/2026 de 10:00 a 11:30 (UTC-5)", "2026-11-20T10:00:00-05:00", "2026-11-20T11:30:00-05:00"},
		{"dalle 10.00 alle 11.30 del 20/11/2026 (UTC+1)", "2026-11-20T10:00:00+01:00", "2026-11-20T11:30:00+01:00"},
		{"20.11.2026 od 10:00 do 11:30 CET", "2026-11-20T10:00:00+01:00", "2026-11-20T11:30:00+01:00"},
		{"20.11.2026, zwischen 10 und 11:30 Uhr MEZ", "20.11.2026, zwischen 10 und 11:30 Uhr MEZ", ""},
		{"2026年11月20日10時から11時30分まで JST", "2026-11-20T10:00:00+09:00", "2026-11-20T11:30:00+09:00"},
		{"2026年11月20日 10:00〜11:30（JST）", "2026-11-20T10:00:00+09:00", "2026-11-20T11:30:00+09:00"},
		{"20 Nov 2026 22:00 UTC to 21 Nov 02:00", "2026-11-20T22:00:00Z", "2026-11-21T02:00:00Z"},
		{"20 Nov 22:00 UTC to 21 Nov 2026 02:00", "2026-11-20T22:00:00Z", "2026-11-21T02:00:00Z"},
		{"2026-11-20 22:00 UTC, still going on", "2026-11-20T22:00:00Z", ""},
		{"22:00 UTC to 21 Nov 2026 02:00", "22:00 UTC to 21 Nov 2026 02:00", ""},
		{"2026-11-20 10:00-05:00", "2026-11-20 10:00-05:00", ""},
	} {
		b := &builder{}
		from, to := b.interval(&answer{name: "incident_time", text: c.text, line: 1})
		if from != c.from || to != c.to {
			t.Errorf("%q: %q to %q, want %q to %q", c.text, from, to, c.from, c.to)
		}
	}
}

// TestZoneOrEnd: an offset behind a time is its end where the form has another zone.
// TestBeganBetween: what began between two times began at neither.
func TestBeganBetween(t *testing.T) {
	b := &builder{}
	text := "20/11/2026 between 2:00 and 3:00 UTC"
	if from, to := b.interval(&answer{name: "incident_start", text: text, line: 1}); from != text || to != "" || len(b.report.Problems) == 0 {
		t.Errorf("%q to %q, %v", from, to, b.report.Problems)
	}
	if end, _ := b.interval(&answer{name: "incident_end", text: "until 20.11.2026 16:30 UTC", line: 1}); end != "2026-11-20T16:30:00Z" {
		t.Errorf("ended %q", end)
	}
}

func TestZoneOrEnd(t *testing.T) {
	for _, c := range []struct{ zone, from, to string }{
		{"Europe/Vienna", "2026-11-20T10:00:00+01:00", "2026-11-20T11:00:00+01:00"},
		{"UTC", "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z"},
		{"UTC-11", "2026-11-20 10:00-11:00", ""},
		{"local time", "2026-11-20 10:00-11:00", ""},
	} {
		b := &builder{zone: moment.ReadZone(c.zone)}
		from, to := b.interval(&answer{name: "incident_time", text: "2026-11-20 10:00-11:00"})
		if from != c.from || to != c.to {
			t.Errorf("%s: %q to %q, want %q to %q", c.zone, from, to, c.from, c.to)
		}
	}
}

// timesApart are times of which another answer of the form says more.
var timesApart = []reads{
	{"an end that states only a time", "Start: 2026-07-03 16:44Z\nEnd: 18:00 UTC", "start: 2026-07-03T16:44:00Z\nend: 2026-07-03T18:00:00Z"},
	{"an end in the night", "Start: 2026-07-03 16:44Z\nEnd: 01:30 UTC", "end: 2026-07-04T01:30:00Z"},
	{"an end of a start that is none", "Start: last week\nEnd: 01:30 UTC", "start: last week\nend: 01:30 UTC"},
	{"a day in another answer settles the order", "Time zone: UTC\nStart: 03/07/2026 16:44\nDetected on: 23/07/2026 10:00", "start: 2026-07-03T16:44:00Z\nnoticed: 2026-07-23T10:00:00Z"},
	{"with the month first", "Time zone: UTC\nStart: 07/03/2026 16:44\nDetected on: 07/23/2026 10:00", "start: 2026-07-03T16:44:00Z\nnoticed: 2026-07-23T10:00:00Z"},
	{"both orders in one form", "Time zone: UTC\nStart: 03/07/2026 16:44\nEnd: 07/23/2026 10:00\nDetected on: 23/07/2026 10:00", "start: 03/07/2026 16:44\ndoubt: ambiguous incident_start"},
	{"another mark settles nothing", "Time zone: UTC\nStart: 03/07/2026 16:44\nDetected on: 23-07-2026 10:00", "start: 03/07/2026 16:44\ndoubt: ambiguous incident_start"},
	{"a format stated beside", "Time zone: UTC\nStart: 03/07/2026 16:44 (dd/mm/yyyy)", "start: 2026-07-03T16:44:00Z"},
	{"a format stated by the label", "Time zone: UTC\nDate and time of incident (mm/dd/yyyy): 03/07/2026 16:44", "start: 2026-03-07T16:44:00Z"},
	{"a doubtful zone that fits the form's", "Time zone: America/New_York\nStart: 2026-01-03 16:44 EST", "start: 2026-01-03T16:44:00-05:00"},
	{"a doubtful zone that does not", "Time zone: Europe/Vienna\nStart: 2026-01-03 16:44 EST", "start: 2026-01-03 16:44 EST\ndoubt: zone-unknown incident_start"},
	{"local time in a form in UTC", "Time zone: UTC\nStart: 2026-01-03 16:44 local time", "start: 2026-01-03 16:44 local time\ndoubt: zone-unknown incident_start"},
	{"local time in a place", "Time zone: Europe/Vienna\nStart: 2026-01-03 16:44 local time", "start: 2026-01-03T16:44:00+01:00"},
	{"the time of a place beside it", "Start: 2026-01-03 16:44 (ora italiana)", "start: 2026-01-03T16:44:00+01:00\nzone: ora italiana"},
	{"a place that is no zone", "Start: 2026-01-03 16:44 (Paris)", "start: 2026-01-03 16:44 (Paris)"},
	{"a word that looks like a zone", "Start: 2026-01-03 16:44, we met the vendor", "start: 2026-01-03 16:44, we met the vendor"},
	{"goes on, in Spanish", "Start: 2026-07-03 16:44Z\nEnd: en curso", "end: "},
	{"goes on, in Japanese", "Start: 2026-07-03 16:44Z\nEnd: 継続中", "end: "},
}

func TestTimesApart(t *testing.T) {
	f := builtin(t)
	for _, c := range timesApart {
		c.text = reporter + c.text + "\n"
		c.run(t, f)
	}
}

// TestYearLeftOut: the year comes from the day the message was sent only where
// one year fits, and a zone is stated.
func TestYearLeftOut(t *testing.T) {
	f := builtin(t)
	sent := time.Date(2026, 2, 10, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		text string
		sent time.Time
		want string
	}{
		{"3 February, 16:44 UTC", sent, "2026-02-03T16:44:00Z"},
		{"20 November, 16:44 UTC", sent, "2025-11-20T16:44:00Z"},
		{"10 Feb 11:59 UTC", sent, "2026-02-10T11:59:00Z"},
		{"10 Feb 12:01 UTC", sent, "10 Feb 12:01 UTC"},
		{"20 June, 16:44 UTC", sent, "20 June, 16:44 UTC"},
		{"29 Feb 16:44 UTC", sent.AddDate(0, 1, 0), "29 Feb 16:44 UTC"},
		{"3 February, 16:44", sent, "3 February, 16:44"},
		{"3 February", sent, "3 February"},
		{"3 February, 16:44 UTC", time.Time{}, "3 February, 16:44 UTC"},
	} {
		d := body(reporter + "Start: " + c.text + "\n")
		d.Sent = c.sent
		if got := f.Parse(d).Time.Start; got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestJoinTimes: a day and a time of day that were asked one after the other
// are one answer; two days, or two times, are not.
func TestJoinTimes(t *testing.T) {
	for _, c := range []struct{ one, two, want string }{
		{"2026-11-20", "14:30 UTC", "2026-11-20 14:30 UTC"},
		{"14:30 UTC", "20 November 2026", "14:30 UTC 20 November 2026"},
		{"2026-11-20", "2026-11-21", "2026-11-20"},
		{"14:30", "15:30", "14:30"},
		{"2026-11-20 14:30", "15:30", "2026-11-20 14:30"},
		{"last week", "15:30", "last week"},
	} {
		b := &builder{all: []*answer{{name: "incident_time", kind: kindTime, text: c.one}, {name: "incident_time", kind: kindTime, text: c.two}}}
		b.joinTimes()
		if joined := len(b.all) == 1; b.all[0].text != c.want || joined != (c.want != c.one) {
			t.Errorf("%q and %q: %d, %q", c.one, c.two, len(b.all), b.all[0].text)
		}
	}
}

func TestUncertainty(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"Start: about 2026-07-03 16:44 UTC":                                    "about",
		"Start: 2026-07-03 16:44 UTC +/- 10 min":                               "10m",
		"Start: 2026-07-03 16:44 UTC":                                          "",
		"Start: 2026-07-03 16:44 UTC\nDetected on: about 2026-07-04 08:00 UTC": "about",
		"Start: about 2026-07-03 16:44":                                        "",
	} {
		if got := f.Parse(body(reporter + text + "\n")).Time; got.Uncertainty != want {
			t.Errorf("%q: %+v, want %q", text, got, want)
		}
	}
}
