package template

import (
	"strings"
	"testing"
)

// Lines of the receipt that are answered above the copy of it, which reply
// programs leave below the cursor, are its answers.
func TestAnswersAboveTheReceipt(t *testing.T) {
	f := builtin(t)
	const receipt = "Thank you for writing to CERT Example.\n\nOur system read from it:\n\n    Your organisation\n\nCERT Example\nincident@cert.example\n\n--- Your answers, tocsin-1 ---\n\nYour name .......................:\nThe incident began on ...........:\n(year-month-day hour:minute)\nWhat should we do?\n(mark with x)\n[ ] Nothing, this is for your information\n[ ] Tell us how to recover\n"
	const answers = "Hello,\n\nThe incident began on: 2026-02-08 10:30 +01:00\nWhat should we do? Tell us how to recover\nDescription of what happened: a page was altered\nand put back\n\nJane\n\n"
	quoted := "> " + strings.ReplaceAll(strings.TrimSuffix(receipt, "\n"), "\n", "\n> ") + "\n"
	header := "From: CERT Example <incident@cert.example>\nSent: Monday, 9 February 2026 12:00\nTo: Jane <jane@site.example>\nSubject: We have received your message\n\n"
	for name, text := range map[string]string{
		"quoted":          answers + "On Mon, 9 Feb 2026 at 12:00, CERT Example <incident@cert.example> wrote:\n\n" + quoted,
		"Outlook":         answers + "-----Original Message-----\n" + header + receipt,
		"Outlook's ruler": answers + "________________________________\n" + header + receipt,
	} {
		r := f.Parse(body(text))
		if r.Form != "tocsin-1" || r.Time.Start != "2026-02-08T10:30:00+01:00" || len(r.Assistance) != 1 || r.Assistance[0] != "recover" {
			t.Errorf("%s: read as %+v", name, r)
		}
		if d := r.Fields["description"]; !strings.Contains(d, "and put back") || strings.Contains(d, "Thank you") || strings.Contains(d, "CERT") || len(r.Hosts) != 0 {
			t.Errorf("%s: described as %q with %v", name, d, r.Hosts)
		}
		if r.Fields["organisation"]+r.Fields["contact_name"] != "" {
			t.Errorf("%s: %v", name, r.Fields)
		}
	}
	// Below the line the answers stand alone: what is above is quoted.
	r := f.Parse(body("> Your name: Old Name\n" + quoted + "Your telephone: 555 0100\n"))
	if r.Fields["contact_phone"] != "555 0100" {
		t.Errorf("an answer below reads as %v", r.Fields)
	}
}
