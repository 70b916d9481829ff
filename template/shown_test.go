package template

import (
	"strings"
	"testing"
)

// TestShownByTheAnswer: labels that may ask for two things, as the answer shows.
func TestShownByTheAnswer(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"a number for contact", reporter + "Contact no.: +60 12 555 0148\n", "no: contact_other"},
		{"the kind of a complaint", strings.Replace(reporter, "scan\n", "\n", 1) + "Complaint category: Fraud\n", "incident_type: Fraud"},
		{"the kind of a report", reporter + "Type of report: interim\n", "report_kind: intermediate"},
		{"a machine's name", reporter + "\nAFFECTED HOST (copy for each)\n Name: www.mill.example\n IP address: 192.0.2.7\n", "host: target www.mill.example 192.0.2.7\ncontact_name: Jane Doe"},
		{"the position of a ship", reporter + "Position: 51-22N 003-04E\n", "no: contact_title"},
		{"more of the question", reporter + "When did it all begin to go wrong? nobody knows\n", "no: incident_time\nno: incident_start"},
		{"it is closed", reporter + "Is the incident closed? no\n", "status: ongoing\nno: actions_taken"},
		{"it was closed", reporter + "Is the response to this event closed? YES [X]  NO [ ]\n", "status: over\nno: actions_taken"},
	} {
		c.run(t, f)
	}
}

// TestBetweenInstants: an interval of which no end is an instant stays one saying.
func TestBetweenInstants(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"no zone", reporter + "Date and time of the incident: 2026-11-20 between 13:00 and 13:30\n", "start: 2026-11-20 between 13:00 and 13:30\nend: "},
		{"a zone", reporter + "Date and time of the incident: 2026-11-20 between 13:00 and 13:30 UTC\n", "start: 2026-11-20T13:00:00Z\nend: 2026-11-20T13:30:00Z"},
	} {
		r := f.Parse(body(c.text))
		if got := "start: " + r.Time.Start + "\nend: " + r.Time.End; got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}
