package intake

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExplain: the explained report is that which is filed, and each answer
// has its line; a ciphertext's and a document's texts are explained as well.
func TestExplain(t *testing.T) {
	b := newBed(t, false)
	for name, raw := range map[string][]byte{
		"plain":     b.mail("ines@shop.example", team, "Vorfall", halfForm),
		"encrypted": b.signedBy("alice@uni.example", "secret", halfForm, true),
		"machine":   parcel("FW: hello", "multipart/report; report-type=feedback-report", "text/plain\n\nAn abuse report.\n", complaint),
		"document":  attached("application/octet-stream", "f.docx", document(t, "Incident report form, tocsin-1", "Your name: Ines", "Kind of incident: phishing")),
	} {
		b.line.borrow(func(x *Reader) {
			report, how := x.Explain(raw, b.now)
			if diff := cmp.Diff(x.Read(raw, b.now, "file").Report, report); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if len(how.Texts) == 0 {
				t.Fatalf("%s: nothing is explained", name)
			}
			if name == "machine" {
				if report.Form != "arf" {
					t.Errorf("%s: read as %s", name, report.Form)
				}
				return
			}
			last := how.Texts[len(how.Texts)-1]
			if last.Form != "tocsin-1" || len(last.Steps) == 0 || last.Steps[0].Field != "contact_name" || last.Steps[0].Line == 0 {
				t.Errorf("%s: %+v", name, last)
			}
		})
	}
}
