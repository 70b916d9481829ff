package template

import (
	"strings"
	"testing"
)

func TestFarewell(t *testing.T) {
	for s, want := range map[string]bool{
		"Kind regards,": true, "Thanking you": true, "Best regards / Pozdrawiam": true, "With kind regards, Jane Doe": true, "Viele Grüße Tom": true,
		"Mit freundlichen Gruessen": true, "MfG": true, "Cordialement,": true, "Hälsningar Åsa Ek": true, "v/r": true, "Thanks!": true, "Saludos": true,
		"以上、よろしくお願いいたします。": true, "お手数をおかけしますが、どうぞよろしくお願い申し上げます。": true, "以上": true, "謝謝": true, "감사합니다.": true,
		"С уважением, Иван Петров": true, "Με εκτίμηση": true, "Thanks and best regards": true, "Merci d'avance": true,

		"Thanks to the backup we lost nothing": false, "the mail said Best regards": false, "regards the second server": false, "Danke an alle, die geholfen haben": false,
		"Thanks: 3": false, "Tack Elektro AB har hört av sig": false, "以上の端末を隔離した": false, "100 件以上": false, "Best Buy": false, "": false,
		"Merci de rappeler avant midi": false, "Gracias al respaldo no se perdió nada": false, "Regards the printer": false,
	} {
		if got := farewell(s); got != want {
			t.Errorf("farewell(%q) = %v", s, got)
		}
	}
}

// endings are the last lines of forms.
var endings = []reads{
	{"no answer goes on below", reporter + "Remarks: the vendor has access\n\nKind regards,\nJane Doe\nHead of IT\n", "remarks: the vendor has access\nsays: Head of IT"},
	{"nor in other languages", reporter + "Measures taken:\nblocked\n\nMed vänliga hälsningar\nÅsa\n", "actions_taken: blocked"},
	{"nor where no blank line is left", reporter + "Impact: none so far\nMerci d'avance\nJeanne\n", "impact: none so far"},
	{"a label below is read", reporter + "Remarks: none of ours\n\nThanks\n\nMeasures taken: blocked\n", "remarks: none of ours\nactions_taken: blocked"},
	{"a note below logs is none of them", reporter + "Log extracts:\nNov 20 10:00:00 web sshd[1]: fail\n\n※ please call before noon\n", "log: sshd[1]: fail\nsays: call before noon"},
	{"a cell ends with its row", "| Name | Jane Doe |\n| E-mail | jane@site.example |\n| Phone | 02 555 01 00 |\n| Type of incident | scan |\n| Remarks | by our provider |\n\nWe will write again.\n", "remarks: by our provider\nsays: We will write again."},
	{"words of thanks in an answer stay", reporter + "Remarks: quick help\nThanks to the backup we lost nothing\n", "mute: Thanks to the backup"},
}

func TestEndings(t *testing.T) {
	f := builtin(t)
	for _, c := range endings {
		c.run(t, f)
	}
}

// TestListFooter: what a mailing list adds below a form is no answer of it.
func TestListFooter(t *testing.T) {
	const rule = "_______________________________________________\n"
	for footer, dropped := range map[string]bool{
		rule + "security mailing list\nsecurity@lists.uni.example\nhttps://lists.uni.example/mailman/listinfo/security\n": true,
		"\n" + rule + "To unsubscribe, write to leave@uni.example\n":                                                      true,
		rule + "The mail server was reached at mx.uni.example\n":                                                          false,
		"____\nmailing list at lists.uni.example\n":                                                                       false,
	} {
		r := reportOf(t, halfReport+footer)
		got := strings.Contains(r.Fields["description"], "uni.example")
		for _, i := range r.Indicators {
			got = got || strings.Contains(i.Value, "uni.example")
		}
		if got == dropped {
			t.Errorf("%q: %q, %v", footer, r.Fields["description"], r.Indicators)
		}
	}
}
