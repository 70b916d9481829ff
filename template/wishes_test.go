package template

import (
	"strings"
	"testing"
)

func TestWishesInWords(t *testing.T) {
	for text, want := range map[string]string{
		"only for your information":                                      "none",
		"no action needed, we do not need help":                          "none",
		"Nur zur Kenntnis, kein Handlungsbedarf":                         "none",
		"tylko do wiadomości":                                            "none",
		"情報提供のみ":                                                         "none",
		"no need to contact the other sites, but tell us how to recover": "recover",
		"could you contact the ISP as soon as possible":                  "contact-sites",
		"Könnten Sie den Provider benachrichtigen?":                      "contact-sites",
		"cómo podemos recuperar los sistemas":                            "recover",
		"Prosimy o radę, jak przywrócić działanie":                       "recover",
		"復旧方法を教えてください":                                                   "recover",
		"hemos sido comprometidos, necesitamos ayuda urgente":            "urgent-help",
		"至急ご支援ください":                                                      "urgent-help",
		"we have been hacked":                                            "urgent-help",
		"bananas":                                                        "",
		"don't know":                                                     "",
	} {
		if got := strings.Join(wishesIn(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestPleasInProse(t *testing.T) {
	f := builtin(t)
	head := "Your name: Jane\nAffected host name and address: 198.51.100.1\nDescription of what happened: odd logins\n\n"
	for text, want := range map[string]string{
		"Please call us now, we are down.":                            "urgent-help",
		"We urgently need your help.":                                 "urgent-help",
		"Nous avons été piratés. Appelez-nous d'urgence.":             "urgent-help",
		"Could you contact the owner of 203.0.113.7?":                 "contact-sites",
		"Können Sie bitte den Betreiber von 203.0.113.7 informieren?": "contact-sites",
		"How do we clean this up?":                                    "recover",
		"This is for your information only, no action needed.":        "none",
		"We do not need help, the owner of the host is told.":         "none",
		"The page said: \"call us now, your computer is infected\".":  "",
		"> Please help us now, we have been hacked":                   "",
		"[ ] We have been compromised, help us now":                   "",
		"[x] Help us to contact the other sites":                      "contact-sites",
		"Do you need urgent help? no":                                 "",
		"If you need help, call us now.":                              "",
		"We contacted the owner of 203.0.113.7.":                      "",
	} {
		if got := strings.Join(f.Parse(body(head+text+"\n")).Assistance, " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestPleasWithoutForm(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"We have been hacked. Please help us now.":                  "urgent-help",
		"Our charity urgently needs your help, donate now!":         "",
		"We urgently need your help to save the forest.":            "",
		"Please contact the administrator of the host.":             "",
		"No action is required. This is for your information only.": "",
	} {
		if got := strings.Join(f.Parse(body(text+"\n")).Assistance, " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
