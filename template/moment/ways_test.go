package moment

import "testing"

// TestWaysToSayATime: words that stand around a time, and times that have no
// colon or none of the words that most have.
func TestWaysToSayATime(t *testing.T) {
	for text, want := range map[string]string{
		"3 Mar 2026, noon":                        "2026-03-03 12:00",
		"03.03.2026 w południe":                   "2026-03-03 12:00",
		"3 de março de 2026 ao meio-dia":          "2026-03-03 12:00",
		"le 3 mars 2026 à midi":                   "2026-03-03 12:00",
		"3.3.2026 kl. 21":                         "2026-03-03 21:00",
		"13/3/2026 ore 21":                        "2026-03-13 21:00",
		"13-03-2026 21u15":                        "2026-03-13 21:15",
		"13/3 2026 kl. 21:15":                     "2026-03-13 21:15",
		"13.03.2026 / 21:15":                      "2026-03-13 21:15",
		"13.03.2026 - 21:15":                      "2026-03-13 21:15",
		"ab dem 13.03.2026 21:15":                 "2026-03-13 21:15",
		"с 13.03.2026 21:15":                      "2026-03-13 21:15",
		"fredagen den 13 mars 2026 kl. 21.15":     "2026-03-13 21:15",
		"sexta-feira, 13 de março de 2026, 21:15": "2026-03-13 21:15",
		"13 Haz 2026 21:15":                       "2026-06-13 21:15",
		// none of these
		"13 March 2026, after noon":    "",
		"13 mars 2026, après-midi":     "",
		"13.03.2026 kl. 8":             "",
		"13.03.2026 at 20 Main Street": "",
		"13.03.2026 - 14.03.2026":      "",
		"13/3 20 people":               "",
		"noon":                         "",
	} {
		m := Read(text)
		got := ""
		if m.Sure() && m.Clock {
			got = m.Wall.Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("%q: %q, want %q (%s)", text, got, want, m.Doubt)
		}
	}
}

// TestGuesses: a time that is said to be a guess is not exact.
func TestGuesses(t *testing.T) {
	for text, want := range map[string]bool{
		"vermutlich 13.03.2026 21:15": true, "waarschijnlijk 13-03-2026 21:15": true, "probably 13 Mar 2026 21:15": true, "13 Mar 2026 21:15": false,
	} {
		if m := Read(text); !m.Sure() || !m.Clock || m.About != want {
			t.Errorf("%q: %v, about %v", text, m.Sure(), m.About)
		}
	}
}

// TestNoOffset: a dash behind a time of day has a later one behind it where a
// blank parts them or the words of one follow.
func TestNoOffset(t *testing.T) {
	for text, zone := range map[string]string{
		"2026-03-13 2:05 pm – 4:30 pm": "", "2026-03-13 2:05 pm - 4:30 pm": "", "2026-03-13 2:05 pm -4:30 pm": "", "13.03.2026 14:05 – 3:30 Uhr": "",
		"2026-03-13 14:05 -04:30": "-04:30", "2026-03-13 14:05:00−03:00": "−03:00",
	} {
		if m := Read(text); m.Zone.Text != zone {
			t.Errorf("%q: zone %q, want %q", text, m.Zone.Text, zone)
		}
	}
}

// TestOngoingInWords: "still" beside a word for it, or "not" beside an end.
func TestOngoingInWords(t *testing.T) {
	for text, want := range map[string]bool{
		"still going on": true, "not over yet": true, "noch nicht beendet": true, "todavía en curso": true, "nog niet voorbij": true, "encore actif": true,
		"ещё не завершён": true, "hâlâ devam ediyor": true, "open": true, "n/a (ongoing)": true, "as of now still active": true,
		"over": false, "nicht aktiv": false, "not active": false, "beendet": false, "still": false, "": false, "resolved": false, "noch heute": false,
		"not resolved by the provider but by our own people, at about four": false,
	} {
		if Ongoing(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// TestEndingsAndHalves reads what Hungarian hangs on a day and a time, and the
// Greek halves of a day, of which one would put the time twelve hours off.
func TestEndingsAndHalves(t *testing.T) {
	for text, want := range map[string]string{
		"2026. november 20-án 14:05-kor": "2026-11-20 14:05", "2026.11.20. 14:05-től": "2026-11-20 14:05",
		"2026.11.20. 14 óra 05 perc": "2026-11-20 14:05", "20/11/2026 2:05 μ.μ.": "2026-11-20 14:05",
		"20/11/2026 02:05 μμ": "2026-11-20 14:05", "20/11/2026 2:05 π.μ.": "2026-11-20 02:05", "20.11.2026 v poledne": "2026-11-20 12:00",
	} {
		if m := Read(text); !m.Clock || m.Wall.Format("2006-01-02 15:04") != want {
			t.Errorf("%q: %+v, want %s", text, m, want)
		}
	}
}
