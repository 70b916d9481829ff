package template

import (
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

// timesOfForms are answers to questions for times and zones, in a form.
var timesOfForms = []reads{
	{"zone in the date field", "Date and time of incident: 2026-07-03 16:44 +0200", "start: 2026-07-03T16:44:00+02:00\nzone: +0200"},
	{"zone in a field of its own", "Date and time of incident: 2026-07-03 16:44\nTime zone: Europe/Brussels", "start: 2026-07-03T16:44:00+02:00\nzone: Europe/Brussels"},
	{"zone asked before the time", "Time zone: UTC\nDate and time of incident: 2026-07-03 16:44", "start: 2026-07-03T16:44:00Z"},
	{"its own zone beats that of the form", "Time zone: UTC\nDate and time of incident: 2026-07-03 16:44 CEST", "start: 2026-07-03T16:44:00+02:00"},
	{"winter and summer of a region", "Time zone: Europe/Vienna\nStart time: 2026-10-24 12:00\nEnd time: 2026-10-26 12:00", "start: 2026-10-24T12:00:00+02:00\nend: 2026-10-26T12:00:00+01:00"},
	{"pair of zones", "Time zone: CET/CEST\nStart time: 2026-01-10 12:00\nEnd time: 2026-07-10 12:00", "start: 2026-01-10T12:00:00+01:00\nend: 2026-07-10T12:00:00+02:00"},
	{"zone of the target", "Target of the attack\nIP address: 192.0.2.7\nTime zone: GMT+1\nSource of the attack\nIP address: 198.51.100.7\nTime zone: GMT+8\nDate and time of incident: 2026-07-03 16:44", "start: 2026-07-03T16:44:00+01:00\nhost: target  192.0.2.7 [GMT+1]\nhost: source  198.51.100.7 [GMT+8]"},
	{"a zone of several meanings", "Time zone: IST\nDate and time of incident: 2026-07-03 16:44", "start: 2026-07-03 16:44\ndoubt: zone-unknown timezone\ndoubt: zone-unknown incident_time"},
	{"a zone of several meanings made sure", "Time zone: IST (UTC+5:30)\nDate and time of incident: 2026-07-03 16:44", "start: 2026-07-03T16:44:00+05:30"},
	{"no zone at all", "Date and time of incident: 2026-07-03 16:44", "start: 2026-07-03 16:44\ndoubt: zone-unknown incident_time"},
	{"two offsets, in the summer", "Time zone: GMT+0100, GMT+0200 from April to October\nDate and time of incident: 2026-07-03 16:44", "start: 2026-07-03T16:44:00+02:00"},
	{"two offsets, in the winter", "Time zone: GMT+0100, GMT+0200 from April to October\nDate and time of incident: 2026-12-03 16:44", "start: 2026-12-03T16:44:00+01:00"},
	{"two offsets, about the change", "Time zone: UTC+1 (summer +2)\nDate and time of incident: 2026-10-28 16:44", "start: 2026-10-28 16:44\ndoubt: ambiguous incident_time"},
	{"two offsets and no season", "Time zone: UTC+1 / UTC+2\nDate and time of incident: 2026-07-03 16:44", "start: 2026-07-03 16:44\ndoubt: zone-unknown timezone"},
	{"the hour that came twice", "Time zone: Europe/Paris\nDate and time of incident: 2026-10-25 02:30", "start: 2026-10-25 02:30\ndoubt: ambiguous incident_time"},
	{"the hour that never was", "Time zone: Europe/Paris\nDate and time of incident: 2026-03-29 02:30", "start: 2026-03-29 02:30\ndoubt: ambiguous incident_time"},
	{"that hour with its offset", "Date and time of incident: 2026-10-25 02:30 +0200", "start: 2026-10-25T02:30:00+02:00"},
	{"day and month could change places", "Date and time of incident: 03/07/2026 16:44 UTC", "start: 03/07/2026 16:44 UTC\ndoubt: ambiguous incident_time"},
	{"day above twelve", "Date and time of incident: 23/07/2026 16:44 UTC", "start: 2026-07-23T16:44:00Z"},
	{"month above twelve is a day", "Date and time of incident: 07/23/2026 4:44 pm UTC", "start: 2026-07-23T16:44:00Z"},
	{"day and month alike", "Date and time of incident: 07/07/2026 16:44 UTC", "start: 2026-07-07T16:44:00Z"},
	{"dots are day first", "Date and time of incident: 03.07.2026 16:44 UTC", "start: 2026-07-03T16:44:00Z"},
	{"only a day", "Date and time of incident: 2026-07-03", "start: 2026-07-03\ndoubt: ambiguous incident_time"},
	{"only a time", "Date and time of incident: 16:44 UTC", "start: 16:44 UTC\ndoubt: unreadable incident_time"},
	{"no year", "Date and time of incident: 3 July, 16:44 UTC", "start: 3 July, 16:44 UTC\ndoubt: ambiguous incident_time"},
	{"no year and no month's name", "Date and time of incident: 3.7. 16:44 UTC", "start: 3.7. 16:44 UTC\ndoubt: ambiguous incident_time"},
	{"a day that is none", "Date and time of incident: 2026-02-30 10:00 UTC", "start: 2026-02-30 10:00 UTC\ndoubt: ambiguous incident_time"},
	{"words", "Date and time of incident: last week", "start: last week\ndoubt: unreadable incident_time"},
	{"a word before the day", "Date and time of incident: yesterday, 2026-07-03 16:44 UTC", "start: 2026-07-03T16:44:00Z"},
	{"heute", "Wann: heute, 03.07.2026 um 16:44 Uhr MESZ", "start: 2026-07-03T16:44:00+02:00"},
	{"hier", "Quand: hier, le 3 juillet 2026 à 16h44 (UTC+2)", "start: 2026-07-03T16:44:00+02:00"},
	{"gisteren", "Wanneer: gisteren, 3 juli 2026 om 16.44 uur CEST", "start: 2026-07-03T16:44:00+02:00"},
	{"as logs write it", "Date and time of incident: 03/Jul/2026:16:44:01 +0200", "start: 2026-07-03T16:44:01+02:00"},
	{"as mail writes it", "Date and time of incident: Fri, 3 Jul 2026 16:44:01 +0200 (CEST)", "start: 2026-07-03T16:44:01+02:00"},
	{"as soldiers write it", "Date and time of incident: 031644ZJUL26", "start: 2026-07-03T16:44:00Z"},
	{"from and to with words", "Date and time of incident: 2026-07-03 16:44 to 2026-07-03 18:00 UTC", "start: 2026-07-03T16:44:00Z\nend: 2026-07-03T18:00:00Z"},
	{"from and to on one day", "Date and time of incident: 2026-07-03, 16:44 - 18:00 UTC", "start: 2026-07-03T16:44:00Z\nend: 2026-07-03T18:00:00Z"},
	{"von und bis", "Wann: 03.07.2026 16:44 bis 18:00 Uhr MESZ", "start: 2026-07-03T16:44:00+02:00\nend: 2026-07-03T18:00:00+02:00"},
	{"start and end apart", "Start: 2026-07-03 16:44Z\nEnd: 2026-07-03 18:00Z", "start: 2026-07-03T16:44:00Z\nend: 2026-07-03T18:00:00Z"},
	{"goes on", "Start: 2026-07-03 16:44Z\nEnd: ongoing", "start: 2026-07-03T16:44:00Z\nend: "},
	{"noticed later", "Start: 2026-07-03 16:44Z\nDetected on: 2026-07-04 08:00Z", "noticed: 2026-07-04T08:00:00Z"},
	{"an offset west", "Date and time of incident: 2026-07-03 16:44 GMT-5", "start: 2026-07-03T16:44:00-05:00"},
	{"POSIX turns the sign", "Time zone: Etc/GMT+5\nDate and time of incident: 2026-07-03 16:44", "start: 2026-07-03T16:44:00-05:00"},
	{"city for a zone", "Time zone: Brussels time\nDate and time of incident: 2026-07-03 16:44", "start: 2026-07-03T16:44:00+02:00"},
	{"apart from a zone", "Time zone: 2 hours behind UTC\nDate and time of incident: 2026-07-03 16:44", "start: 2026-07-03 16:44\ndoubt: zone-unknown timezone"},
}

func TestTimesOfForms(t *testing.T) {
	f := builtin(t)
	for _, c := range timesOfForms {
		c.text = reporter + c.text + "\n"
		c.run(t, f)
	}
}

// TestNoZoneIsEverAssumed: whatever a time looks like, without a zone in the
// form it stays text, and with one the wall clock is what was written.
func TestNoZoneIsEverAssumed(t *testing.T) {
	f := builtin(t)
	wall := time.Date(2026, 7, 23, 16, 44, 0, 0, time.UTC)
	shapes := []string{"2006-01-02 15:04", "2006-01-02T15:04", "02.01.2006 15:04", "02/01/2006 15:04", "01/02/2006 3:04 PM", "2 January 2006 15:04", "January 2, 2006 15:04",
		"Mon, 2 Jan 2006 15:04:05", "Mon 2 Jan 2006, 15h04", "15:04 on 2 Jan 2006", "02-Jan-2006 15:04", "20060102T150405", "2006/01/02 15:04", "2. January 2006, 15:04 Uhr"}
	for _, shape := range shapes {
		text := reporter + "Date and time of incident: " + wall.Format(shape) + "\n"
		r := f.Parse(body(text))
		if r.Time.Start != wall.Format(shape) || !r.Time.ZoneAssumed {
			t.Errorf("%s without a zone: %+v %v", shape, r.Time, r.Problems)
		}
		for zone, want := range map[string]string{"UTC": "2026-07-23T16:44:00Z", "Europe/Vienna": "2026-07-23T16:44:00+02:00", "GMT-5": "2026-07-23T16:44:00-05:00"} {
			r := f.Parse(body(text + "Time zone: " + zone + "\n"))
			if r.Time.Start != want || r.Time.ZoneAssumed {
				t.Errorf("%s in %s: %+v %v", shape, zone, r.Time, r.Problems)
			}
		}
	}
}

// TestSentIsNoZone: the date of the mail never decides.
func TestSentIsNoZone(t *testing.T) {
	f := builtin(t)
	d := body(reporter + "Date and time of incident: 2026-07-03 16:44\n")
	want := f.Parse(d).Time
	for _, zone := range []int{0, 3600, -18000} {
		d.Sent = time.Date(2026, 7, 3, 18, 0, 0, 0, time.FixedZone("", zone))
		if got := f.Parse(d).Time; got != want {
			t.Errorf("sent at %s: %+v, want %+v", d.Sent, got, want)
		}
	}
}

// TestAttachmentsFirst: the answers of an attached form win over those of the
// body, what the body alone answers fills gaps, logs stay logs.
func TestAttachmentsFirst(t *testing.T) {
	f := builtin(t)
	attached := strings.Replace(reporter, "Jane Doe", "John Roe", 1) + "Source IP: 198.51.100.7\n"
	mail := reporter + "Department: sales\nSource IP: 198.51.100.8\n"
	d := Document{Texts: []Text{{Text: mail}, {Name: "report.txt", Text: attached, Attachment: true}, {Name: "auth.log", Text: "sshd: Failed password from 198.51.100.9\n", Attachment: true}}}
	r := f.Parse(d)
	if r.Fields["contact_name"] != "John Roe" || r.Fields["department"] != "sales" {
		t.Errorf("fields %v", r.Fields)
	}
	if len(r.Hosts) != 2 || r.Hosts[0].Addresses[0] != "198.51.100.7" {
		t.Errorf("hosts %+v", r.Hosts)
	}
	if len(r.Logs) != 1 || !strings.Contains(r.Logs[0], "Failed password") {
		t.Errorf("logs %q", r.Logs)
	}
	found := false
	for _, i := range r.Indicators {
		found = found || i == store.Indicator{Type: "ipv4", Value: "198.51.100.9", Role: store.RoleSource, Line: 1}
	}
	if !found || !strings.Contains(r.Fields["description"], "Jane Doe") {
		t.Errorf("indicators %+v, description %q", r.Indicators, r.Fields["description"])
	}
}
