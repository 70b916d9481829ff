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
