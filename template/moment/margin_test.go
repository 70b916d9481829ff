package moment

import "testing"

func TestMargin(t *testing.T) {
	for text, want := range map[string]string{
		"+/- 2 s": "2s", "1秒以内": "1s", "about 3 min fast": "3m", "geht ca. 4 Minuten nach": "4m", "within 0.5 seconds": "0.5s", "±１０分": "10m", "20 ms (NTP)": "20ms", "one hour": "",
		"yes": "", "stratum 2": "", "2026-11-20": "", "": "", "5": "", "1,5 Sekunden": "1.5s",
	} {
		if got := Margin(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
