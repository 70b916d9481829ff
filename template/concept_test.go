package template

import (
	"strings"
	"testing"

	"tocsin/template/word"
)

func book(t testing.TB) *conceptBook {
	t.Helper()
	b, err := concepts()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestMean: labels that no definition has, in the words of many languages.
func TestMean(t *testing.T) {
	b := book(t)
	for label, want := range map[string]string{
		"Name of the person reporting":              "contact_name",
		"Your company name":                         "organisation",
		"Your telephone number":                     "contact_phone",
		"IP address of the victim machine":          "host_ip target",
		"What the attacked server is for":           "host_function target",
		"Operating system of the attacker":          "os source",
		"Did you already inform the source":         "",
		"Have you contacted the attacker":           "source_contacted source",
		"When did the incident start":               "incident_start",
		"When was the attack discovered":            "detection_time",
		"How was the incident noticed":              "detection_method",
		"How many users are affected":               "user_count",
		"Number of affected systems":                "host_count",
		"Are the clocks of your systems in sync":    "clock_sync",
		"May we pass your name to other parties":    "share_identity",
		"What help do you need from us":             "assistance",
		"What help do you need":                     "assistance",
		"Has the matter been reported to police":    "law_enforcement",
		"Adresse électronique de la personne":       "contact_email",
		"Adresse IP de la machine attaquante":       "host_ip source",
		"Vorfallsbeschreibung":                      "description",
		"Zeitzone des angegriffenen Rechners":       "timezone target",
		"Wer hat den Vorfall gemeldet":              "",
		"Naam en adres van de getroffen computer":   "host target",
		"Sistema operativo del equipo afectado":     "os target",
		"Dirección IP del atacante":                 "host_ip source",
		"Data e hora do incidente":                  "incident_time",
		"Data del rapporto":                         "report_time",
		"Rodzaj incydentu":                          "incident_type",
		"攻撃元のIPアドレス":                                "host_ip source",
		"被害を受けたサーバの用途":                              "host_function target",
		"Det angripna systemets användning":         "host_function target",
		"Victim and attacker IP":                    "",
		"Source of this information":                "",
		"Name of your dog":                          "",
		"Function":                                  "",
		"Colour":                                    "",
		"We saw scans against our server yesterday": "",
		"Error while the user logged on":            "",
		"The system time was set by the user":       "",
		"":                                          "",
	} {
		m, ok := b.understand(label, false)
		got := ""
		if ok {
			got = strings.TrimSpace(m.rule.Field + " " + m.role)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
}

// understand is mean of a label as it stands.
func (b *conceptBook) understand(label string, heading bool) (m asking, ok bool) {
	var r wordReading
	if !b.read(label, &r) {
		return m, false
	}
	return b.mean(&r, heading)
}

// TestMeanHeading: what parts nothing from an answer may be a heading.
func TestMeanHeading(t *testing.T) {
	b := book(t)
	for label, role := range map[string]string{"Systems that were attacked": "target", "Where the attack came from": "source", "Information about the attacker": "source", "Your contact details": ""} {
		m, ok := b.understand(label, true)
		if !ok || m.role != role {
			t.Errorf("%q: %v %q, want %q", label, ok, m.role, role)
		}
	}
	if _, ok := b.understand("Attacked and attacking systems", true); ok {
		t.Error("a heading has two sides")
	}
}

// TestReadConcepts: each fault of the file is named.
func TestReadConcepts(t *testing.T) {
	for data, want := range map[string]string{
		"[words.en]\nname = \"name\"\n[[rule]]\nfield = \"contact_name\"\nwhen = \"nome\"":           `no word means "nome"`,
		"[words.en]\nname = \"name\"\n[[rule]]\nfield = \"contact_nam\"\nwhen = \"name\"":            "no such field",
		"[words.en]\nname = \"name\"\n[[rule]]\nfield = \"contact_name\"":                            "needs no concept",
		"[words.en]\nname = \"name\"\n[[rule]]\nfield = \"contact_name\"\nwhen=\"name\"\nwith=\"x\"": `no word means "x"`,
		"[words.qq]\nname = \"name\"": "no such language",
		"[[rule]]\nfeld = \"x\"":      "unknown key",
		"[words":                      "x.toml",
	} {
		if _, err := readConcepts("x.toml", []byte(data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

// FuzzMean: no label is of both sides, whatever its words; what is found has a
// rule whose concepts are all there.
func FuzzMean(f *testing.F) {
	f.Add("IP address of the attacker")
	f.Add("攻撃元と被害のIPアドレス")
	f.Fuzz(func(t *testing.T, label string) {
		b := book(t)
		m, ok := b.understand(label, true)
		if !ok {
			return
		}
		var r wordReading
		b.read(label, &r)
		for l, lang := range word.Tongues {
			if lang == m.lang && (!m.rule.met(r.sets[l].with(r.may[l])) || r.sets[l].meets(b.victim) && r.sets[l].meets(b.attacker)) {
				t.Errorf("%q is no %s", label, m.rule.Field)
			}
		}
	})
}

// TestMeanTongues: labels in languages that few forms come in, and labels of
// whole questions.
func TestMeanTongues(t *testing.T) {
	b := book(t)
	for label, want := range map[string]string{
		"Navn på den person, der anmelder":             "contact_name",
		"IP-adresse på den ramte maskine":              "host_ip target",
		"Tidspunkt for hendelsens begynnelse":          "incident_start",
		"Hyökkääjän palvelimen IP-osoite":              "host_ip source",
		"Poikkeaman havaitsemisen ajankohta":           "detection_time",
		"Způsob zjištění incidentu":                    "detection_method",
		"Jaká opatření byla přijata":                   "actions_taken",
		"Ide o prebiehajúci incident":                  "status",
		"A megtámadott rendszer IP címe":               "host_ip target",
		"Operacijski sustav napadnutog računala":       "os target",
		"Descrierea incidentului produs":               "description",
		"Περιγραφή του περιστατικού":                   "description",
		"Saldırganın IP adresi":                        "host_ip source",
		"受害主機IP位址":                                     "host_ip target",
		"受影響系統的作業系統":                                   "os target",
		"Is this an ongoing incident":                  "status",
		"Has the incident been resolved":               "status",
		"Type of submission":                           "report_kind",
		"Sensitivity of the affected data":             "data_sensitivity",
		"È stato rilevato il giorno":                   "detection_time",
		"Conséquences à ce jour":                       "impact",
		"Telephone/Fax number":                         "contact_phone",
		"Is your site an internet service provider":    "is_isp",
		"発生したシステムのIPアドレス又はホスト名":                        "host target",
		"Suspected perpetrator(s) or their motivation": "attribution",
		"Are other countries affected":                 "cross_border",
		"Planned measures":                             "",
		"Data protection officer":                      "",
		"The other day we were attacked":               "",
		"Vi blev angrebet i går":                       "",
		"Type":                                         "",
	} {
		m, ok := b.understand(label, false)
		got := ""
		if ok {
			got = strings.TrimSpace(m.rule.Field + " " + m.role)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
}
