package template

import "testing"

func TestListsOfLightsAreNone(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"TLP: RED / AMBER / GREEN / CLEAR":                         "",
		"[ ] TLP:RED\n[ ] TLP:AMBER\n[ ] TLP:GREEN\n[ ] TLP:CLEAR": "",
		"[ ] TLP:RED\n[x] TLP:AMBER\n[ ] TLP:GREEN":                "AMBER",
		"TLP:RED\nTLP:AMBER\nTLP:GREEN":                            "",
		"TLP:RED means that nothing leaves the room.":              "",
		"TLP:AMBER bedeutet, dass nur das eigene Haus es sieht.":   "",
		"TLP:AMBER\n\nWe saw scans.":                               "AMBER",
		"Please treat this as TLP:GREEN.":                          "GREEN",
		"TLP: rojo":                                                "RED",
		"TLP：赤":                                                    "RED",
		"TLP: bursztynowy":                                         "AMBER",
		"TLP:AMBER\nand the annex is TLP:RED":                      "RED",
	} {
		if got := f.Parse(body(text + "\n")).Disclosure.TLP; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestRestrictionsInProse(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"We saw scans. Please do not redistribute.":             "Please do not redistribute.",
		"Bitte nicht an Dritte weitergeben.":                    "Bitte nicht an Dritte weitergeben.",
		"Por favor, no compartan este informe.":                 "Por favor, no compartan este informe.",
		"Si prega di non divulgare.":                            "Si prega di non divulgare.",
		"Prosimy nie udostępniać tego zgłoszenia.":              "Prosimy nie udostępniać tego zgłoszenia.",
		"第三者への開示はご遠慮ください。":                                      "第三者への開示はご遠慮ください。",
		"Detta får inte spridas.":                               "Detta får inte spridas.",
		"Confidential documents were copied to a server.":       "",
		"Confidential: no":                                      "",
		"Is this report confidential?":                          "",
		"Do not share your password with anyone.":               "",
		"Der Wurm konnte sich nicht weiter im Netz verbreiten.": "",
		"They used our server without our permission.":          "",
		"We do not have a network share.":                       "",
	} {
		if got := f.Parse(body(text + "\n")).Disclosure.Text; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestIdentityInProse(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"Please keep our name confidential.":                 "no",
		"Please do not give our name to anyone.":             "no",
		"We wish to remain anonymous.":                       "no",
		"Bitte nennen Sie unseren Namen nicht.":              "no",
		"Nous souhaitons rester anonymes.":                   "no",
		"匿名を希望します。":                                          "no",
		"You may give our name to the provider.":             "yes",
		"Do you wish to remain anonymous?":                   "unknown",
		"If you wish to remain anonymous, leave this empty.": "unknown",
		"Our name server was hit.":                           "unknown",
	} {
		if got := f.Parse(body(text + "\n")).Disclosure.ShareIdentity; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
