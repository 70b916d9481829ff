package template

import (
	"strings"
	"testing"
)

// means asks what labels are understood to ask for; "" is nothing.
func means(t *testing.T, wanted map[string]string) {
	t.Helper()
	b := book(t)
	for label, want := range wanted {
		got := ""
		if m, ok := b.understand(label, false); ok {
			got = strings.TrimSpace(m.rule.Field + " " + m.role)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
}

// TestMeanAware: when somebody came to know is no detection, which a machine may do.
func TestMeanAware(t *testing.T) {
	means(t, map[string]string{
		"When did your organisation become aware of it":        "awareness_time",
		"Date et heure de prise de connaissance":               "awareness_time",
		"Wann haben Sie davon Kenntnis erhalten":               "awareness_time",
		"Zeitpunkt der Kenntnisnahme des Vorfalls":             "awareness_time",
		"Datum van kennisneming":                               "awareness_time",
		"Fecha y hora de conocimiento del incidente":           "awareness_time",
		"Quando tomou conhecimento do incidente":               "awareness_time",
		"Data in cui siete venuti a conoscenza dell'incidente": "awareness_time",
		"Kiedy dowiedziano się o incydencie":                   "awareness_time",
		"När fick ni kännedom om incidenten":                   "awareness_time",
		"Kdy jste se o události dozvěděli":                     "awareness_time",
		"知悉日期":                                                 "awareness_time",
		"How did you become aware of the breach":               "detection_method",
		"When was it detected and when did you become aware":   "detection_time",
		"When was the incident detected":                       "detection_time",
		"Security awareness":                                   "",
		"Awareness training":                                   "",
	})
}

// TestMeanWhichHosts: questions for the machines that were hit, and for where
// it came from.
func TestMeanWhichHosts(t *testing.T) {
	means(t, map[string]string{
		"Which devices have been affected":                    "host target",
		"Welche Systeme sind betroffen":                       "host target",
		"Quels serveurs sont touchés":                         "host target",
		"¿Qué equipos están afectados?":                       "host target",
		"Welke systemen zijn getroffen":                       "host target",
		"Vilka system är drabbade":                            "host target",
		"Které servery byly napadeny":                         "host target",
		"Systems affected by the incident":                    "host target",
		"Serwery objęte incydentem":                           "host target",
		"Devices involved":                                    "host target",
		"Systèmes concernés par l'incident":                   "host target",
		"Equipos implicados":                                  "host target",
		"Involved computer of the attacker":                   "host source",
		"Where did the attack come from":                      "host source",
		"Woher kam der Angriff":                               "host source",
		"De dónde proviene el ataque":                         "host source",
		"Da dove proviene l'attacco":                          "host source",
		"Skąd przeprowadzono atak":                            "host source",
		"IP-Adressen, von denen der Angriff ausging":          "host source",
		"IP addresses from which the attack was made":         "host source",
		"Adresy, z których dokonano ataku":                    "host source",
		"Which attacker machines do you know of":              "",
		"Number of devices affected":                          "host_count",
		"What did the attacker do to the victim":              "",
		"Which operating system is used":                      "",
		"Where are you from":                                  "",
		"Logs from the firewall":                              "",
		"The attack came from a country that we do not trust": "",
	})
	b := book(t)
	if m, ok := b.understand("Source of the incident (host name, IP)", false); !ok || m.role != "source" {
		t.Errorf("source of the incident: %v %q", ok, m.role)
	}
}

// TestMeanFamilies: more words for what forms ask.
func TestMeanFamilies(t *testing.T) {
	means(t, map[string]string{
		"Suspected start of the incident":               "incident_start",
		"Is a malicious or unlawful act suspected":      "malicious",
		"Könnten andere Mitgliedstaaten betroffen sein": "cross_border",
		"Are other member states affected":              "cross_border",
		"Czy incydent dotyczy innych krajów":            "cross_border",
		"Circumstances of the breach":                   "description",
		"Umstände der Verletzung":                       "description",
		"Okoliczności naruszenia":                       "description",
		"Nature of the personal data breach":            "incident_type",
		"Art der Verletzung":                            "incident_type",
		"Date de la violation":                          "incident_time",
		"Moment wykrycia naruszenia":                    "detection_time",
		"Moment van de inbreuk":                         "incident_time",
		"Siedziba firmy":                                "organisation_address",
		"Sitz des Unternehmens":                         "organisation_address",
		"Nazwa szkoły":                                  "organisation",
		"Imię i nazwisko kierownika / zgłaszającego":    "contact_name",
		"Best number to phone you":                      "contact_phone",
		"Tell us in brief what happened":                "description",
		"Polisanmälan gjord":                            "law_enforcement",
		"Oznámeno Policii ČR":                           "law_enforcement",
		"Faculty or department":                         "department",
		"Malicious":                                     "",
		"School":                                        "",
		"Moment":                                        "",
	})
}

// TestQuestionBelowHosts: the answer to a question that nobody knows is no
// further host of the list above.
func TestQuestionBelowHosts(t *testing.T) {
	const form = "Incident report form\n\nYour name: Ada Byte\nYour e-mail: ada@mill.example\nWhen did it happen? 2026-11-20 14:30 UTC\n" +
		"Which machines were hit? www.mill.example, 192.0.2.7\n%s\nWhat happened? A web shell was found.\nWhat have you done? cable pulled\n"
	for line, hosts := range map[string]int{"Glorp blurb plok? 198.51.100.7": 1, "    192.0.2.8": 2, "and 192.0.2.9 too": 2} {
		r := builtin(t).Parse(body(strings.Replace(form, "%s", line, 1)))
		if len(r.Hosts) != hosts {
			t.Errorf("%q: %+v", line, r.Hosts)
		}
	}
}
