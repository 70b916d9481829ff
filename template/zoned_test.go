package template

import "testing"

// zonedLabels are times whose question names their zone.
var zonedLabels = []reads{
	{"of the answer", "Date and time of incident (UTC): 2026-07-03 16:44", "start: 2026-07-03T16:44:00Z\nzone: UTC"},
	{"in German", "Zeitpunkt des Vorfalls (MESZ): 03.07.2026 16:44", "start: 2026-07-03T16:44:00+02:00"},
	{"its own zone beats it", "Date and time of incident (UTC): 2026-07-03 16:44 CEST", "start: 2026-07-03T16:44:00+02:00"},
	{"the same as that of the form", "Time zone: UTC\nDate and time of incident (UTC): 2026-07-03 16:44", "start: 2026-07-03T16:44:00Z"},
	{"another than that of the form", "Time zone: Europe/Brussels\nDate and time of incident (UTC): 2026-07-03 16:44", "start: 2026-07-03 16:44\ndoubt: zone-unknown incident_time"},
	{"another than that of a host", "Target of the attack\nIP address: 192.0.2.7\nTime zone: GMT+1\nDate and time of incident (UTC): 2026-07-03 16:44", "start: 2026-07-03T16:44:00Z"},
	{"of several meanings", "Date and time of incident (EST): 2026-07-03 16:44", "start: 2026-07-03 16:44\ndoubt: zone-unknown incident_time"},
	{"with the time alone", "Date of incident: 2026-07-03\nTime of incident (UTC): 16:44", "start: 2026-07-03T16:44:00Z"},
	{"only of its own answer", "Start time (UTC): 2026-07-03 16:44\nDetected on: 2026-07-03 17:00", "start: 2026-07-03T16:44:00Z\nnoticed: 2026-07-03 17:00\ndoubt: zone-unknown detection_time"},
	{"answered below", "Date and time of incident (UTC):\n2026-07-03 16:44", "start: 2026-07-03T16:44:00Z"},
	{"Unix time", "Date and time of incident: 1783097040", "start: 2026-07-03T16:44:00Z\nzone: UTC (Unix time)"},
	{"the report's time is text", "Date of report:\ntoday, 9 am\nDate and time of incident: 2026-07-03 16:44 UTC", "report_time: today, 9 am\nstart: 2026-07-03T16:44:00Z"},
	{"the report's time is no sentence", "Date of report:\ntoday we saw it all\nDate and time of incident: 2026-07-03 16:44 UTC", "no: report_time\nsays: today we saw it all"},
}

func TestZonedLabels(t *testing.T) {
	f := builtin(t)
	for _, c := range zonedLabels {
		c.text = reporter + c.text + "\n"
		c.run(t, f)
	}
}
