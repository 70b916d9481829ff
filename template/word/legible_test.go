package word

import (
	"testing"
)

func TestLegible(t *testing.T) {
	for s, want := range map[string]string{
		"plain, “quoted” – text": "plain, “quoted” – text", "\u200fIP:\u200e 192.0.2.7\u061c": "IP: 192.0.2.7", "\u2067שם\u2069": "שם",
		"١٩٢٫٠٫٢٫٧": "192.0.2.7", "۱۴۰۵/۰۸/۲۷": "1405/08/27", "๑๘ พ.ย. ๒๕๖๙": "18 พ.ย. 2569", "०९:३०": "09:30", "نمی‌دانیم": "نمی‌دانیم", "１９２": "１９２", "": "",
	} {
		got := Legible(s)
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
		if Legible(got) != got {
			t.Errorf("%q changes again", got)
		}
	}
}
