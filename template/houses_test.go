package template

import (
	"slices"
	"testing"

	"tocsin/template/indicator"
)

// TestSetOff: one choice of a list that has marks the others have not.
func TestSetOff(t *testing.T) {
	for text, want := range map[string]string{
		">> theft << / loss / other":          "theft",
		"vol / -> panne <- / autre":           "panne",
		"Diebstahl / **Ausfall** / Sonstiges": "Ausfall",
		"紛失 ／ ○不正アクセス ／ その他":                  "不正アクセス",
		"（○で囲む）　紛失・盗難 ／ ○不正アクセス ／ ウイルス感染": "不正アクセス",
		"robo / *avería* / otra":                        "avería",
		"theft / loss / other":                          "",
		"○ theft / ○ loss / ○ other":                    "",
		">theft / loss":                                 "",
		"10/11/2026":                                    "",
		"/var/log/*mail*/today":                         "",
		"Jane Doe / *Ada Quill* / +44 1632 960 311":     "",
		"http://www.site.example/a/*b*":                 "",
		"> told the police / bank / > told the insurer": "",
	} {
		a := answer{text: text, kind: kindLine}
		if got, ok := a.singled(); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestHouses: a label that is nothing but what sort of house it is asks for its
// name; a place or a person of such a name does not.
func TestHouses(t *testing.T) {
	f := builtin(t)
	form := "Name: Ada Quill\nE-mail: ada@quill.example\nTelephone: 555 0100\nType of incident: phishing\nDescription of the incident: mail to all guests\n"
	for text, want := range map[string]string{
		"Restaurant: The Copper Kettle": "The Copper Kettle",
		"Bibliothek: Am Lindenhof":      "Am Lindenhof",
		"Paroisse : Saint-Rémy":         "Saint-Rémy",
		"Town: Westshire":               "",
		"Hotel: +44 1632 960 311":       "",
		"Kitchen: The Copper Kettle":    "",
	} {
		if got := f.Parse(body(text + "\n" + form)).Fields["organisation"]; got != want {
			t.Errorf("%q: organisation %q, want %q", text, got, want)
		}
	}
	for name, want := range map[string]bool{"Poliambulatorio di Fontechiara": false, "Muzeum Wełny": false, "Ada Quill": true, "Charity Okonjo": true} {
		if personal(name) != want {
			t.Errorf("%q is a person: %v", name, !want)
		}
	}
}

// TestOwnFirma: a word alone asks what it does in the language of the sheet.
func TestOwnFirma(t *testing.T) {
	f := builtin(t)
	text := "Firma: A. Quill\nCognome e nome: Ada Quill\nTelefono: 555 0100\nE-mail: ada@quill.example\nTipo di incidente: phishing\nDescrizione dell'incidente: messaggio a tutti\n"
	if got := f.Parse(body(text)).Fields["organisation"]; got != "" {
		t.Errorf("organisation %q", got)
	}
	text = "Firma: A. Quill\nName: Ada Quill\nTelefon: 555 0100\nE-Mail: ada@quill.example\nArt des Vorfalls: Phishing\nBeschreibung des Vorfalls: Mail an alle\n"
	if got := f.Parse(body(text)).Fields["organisation"]; got != "A. Quill" {
		t.Errorf("organisation %q", got)
	}
}

// TestMachineParts: a machine asked for by its name and its address apart, several
// in a row, and what only looks like one.
func TestMachineParts(t *testing.T) {
	f := builtin(t)
	form := "Name: Ada Quill\nE-mail: ada@quill.example\nTelephone: 555 0100\nType of incident: phishing\nDescription of the incident: mail to all guests\n"
	for _, c := range []struct {
		text string
		want string // a name or an address of a target, "" for no target
	}{
		{"Affected host name: TILL-02\nIP: 10.44.0.21", "10.44.0.21"},
		{"Device: KR-TILL-04\nAffected IP address: 10.44.0.21", "KR-TILL-04"},
		{"Affected computer(s): TILL-1, TILL-3", "TILL-3"},
		{"Attacking host name: zx.example\nIP: 203.0.113.9", ""},
		{"Affected computer(s): two, three", ""},
	} {
		r := f.Parse(body(c.text + "\n" + form))
		got := ""
		for _, h := range r.Hosts {
			if h.Role == "target" && (h.Name == c.want || slices.Contains(h.Addresses, c.want)) {
				got = c.want
			} else if h.Role == "target" && c.want == "" {
				got = "a target"
			}
		}
		if got != c.want {
			t.Errorf("%q: %+v", c.text, r.Hosts)
		}
	}
	for text, want := range map[string]bool{"KR-TILL-04": false, "KR 4,000": true, "4000kr": true, "100,- EUR": true, "EUR4000": true} {
		if money(text) != want {
			t.Errorf("money %q: %v", text, !want)
		}
	}
	for text, want := range map[string]bool{"TILL-1, TILL-3": true, "KASSE1/KASSE2": true, "TILL-1": false, "one, two": false, "2026, 2027": false, "ada@x.example, b1": false} {
		if machineList(text) != want {
			t.Errorf("machines %q: %v", text, !want)
		}
	}
}

// TestWideMarks: the marks of East Asia end an address.
func TestWideMarks(t *testing.T) {
	for text, want := range map[string]int{
		"サーバ lab.site.example（192.0.2.174）": 2, "端末：192.0.2.7、192.0.2.8。": 2, "「www.site.example」": 1, "サーバ": 0,
	} {
		n := 0
		indicator.Scan(text, func(indicator.Token) { n++ })
		if n != want {
			t.Errorf("%q: %d, want %d", text, n, want)
		}
	}
}

// TestLabelsOfParts: what is one label and what a sentence and more.
func TestLabelsOfParts(t *testing.T) {
	for text, want := range map[string]bool{
		"Impact (i.e. loss or compromise of data": true, "Tel. no. of the person in charge": true,
		"To leave this list, answer with STOP. Contact": false, "of the host. Contact": false,
	} {
		if labelLike(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
