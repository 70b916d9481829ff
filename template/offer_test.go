package template

import "testing"

func TestTaken(t *testing.T) {
	for text, want := range map[string]string{
		"2\n  1 = theft  2 = loss of data  3 = other":      "loss of data",
		"1, 3\n  1 = theft   2 = loss of data   3 = other": "theft, other",
		"b (a = low, b = high)":                            "high",
		"0\n 0 = none   1 = advice":                        "none",
		"1 = theft  2 = loss  3 = other":                   "",
		"7\n 1 = theft  2 = loss":                          "",
		"theft\n 1 = theft  2 = loss":                      "theft",
		"a=1":                                              "a=1",
		"x = 5 and we saw user=root in the log":            "x = 5 and we saw user=root in the log",
		"theft (underline: theft / loss / fire)":           "theft",
		"Theft (Fire, Loss, Theft, Other)":                 "Theft",
		"theft / loss of data / other\nLoss of data":       "Loss of data",
		"theft, loss, other\nnone of these":                "theft, loss, other\nnone of these",
		"theft / loss\ntheft":                              "theft / loss\ntheft",
		"theft (of a phone, a bag, a car)":                 "theft (of a phone, a bag, a car)",
		"theft (a/b/c) and more":                           "theft (a/b/c) and more",
		"theft / LOSS OF DATA / other":                     "LOSS OF DATA",
		"yes / NO":                                         "NO",
		"NON / oui":                                        "NON",
		"ja / nee":                                         "ja / nee",
		"theft / DDOS / spam":                              "theft / DDOS / spam",
		"LOSS / THEFT / other":                             "LOSS / THEFT / other",
		"Energy / GAS":                                     "Energy / GAS",
		"http://WWW.QUILL.EXAMPLE/a/b":                     "http://WWW.QUILL.EXAMPLE/a/b",
		"2026 / NOVEMBER / about":                          "2026 / NOVEMBER / about",
		"":                                                 "",
		"malware on a laptop, found by the scanner (see log, line 4, 5)": "malware on a laptop, found by the scanner (see log, line 4, 5)",
	} {
		if got := taken(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestInitialled(t *testing.T) {
	for text, want := range map[string]string{
		"O loss  X theft  O other":    "theft",
		"X loss   O theft   O other":  "loss",
		"o perte   x vol   o autre":   "vol",
		"O loss  O theft  O other":    "O loss  O theft  O other",
		"O group  X press":            "O group  X press",
		"Windows X  and OS/2  on one": "Windows X  and OS/2  on one",
	} {
		if got, _ := ticked(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestUnlikely(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"contact_title", "48-10N 011-34E", true},
		{"contact_title", "head of unit 61", false},
		{"contact_name", "mail.quill.example", true},
		{"contact_name", "192.0.2.7", true},
		{"contact_name", "+44 1632 960 001", true},
		{"organisation", "+44 1632 960 001", true},
		{"organisation", "7 Signal Regiment", false},
		{"contact_name", "A. Quill", false},
		{"contact_name", "Quill", false},
		{"contact_name", "Anonymous", true},
		{"contact_name", "匿名", true},
		{"contact_name", "Anon Petersen", false},
		{"contact_name", "loader.exe", true},
		{"contact_name", "a.quill", false},
		{"organisation_address", "In progress", true},
		{"organisation_address", "Resolved", true},
		{"organisation_address", "Texas", false},
		{"actions_taken", "No", true},
		{"actions_taken", "none", false},
		{"actions_taken", "no, not yet", false},
		{"law_enforcement", "no", false},
	} {
		if got := unlikely(c.name, c.text, vocab().answers.Is(c.text)); got != c.want {
			t.Errorf("%s %q: %v", c.name, c.text, got)
		}
	}
}

func TestGiven(t *testing.T) {
	for text, want := range map[string]string{
		"01632 960 001 / NA": "01632 960 001", "n/a / 01632 960 002": "01632 960 002",
		"01632 960 001 / 01632 960 002": "01632 960 001 / 01632 960 002", "n/a": "n/a", "a / - / c": "a / - / c",
	} {
		if got := given(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
