package template

import (
	"strings"
	"testing"
)

// TestBetween: what stands between labels and answers, and what follows them,
// is kept out of the answers.
func TestBetween(t *testing.T) {
	f := builtin(t)
	for name, c := range map[string]struct{ text, field, want string }{
		"a dash behind padding": {"Incident report\n\nName of operator   - Quill Water\nDuty officer       - Ada Quill\nDuty phone         - 01632 960 001\nStart of incident  - 2026-11-18 10:00 UTC\nMeasures taken     - none yet\n",
			"contact_phone", "01632 960 001"},
		"a negative answer": {"Incident report\n\nName: Ada\nE-mail: ada@quill.example\nStart of incident: 2026-11-18\nFinancial loss:   -200\n", "cost", "-200"},
		"answers between quoted questions": {"> Please answer.\n> [1] Who are you?\nAda Quill\n> [2] What is your e-mail address?\nada@quill.example\n> [3] Do you like soup?\nyes\n> [4] When did it begin?\n2026-11-18 10:00 UTC\n> [5] When did it stop?\n2026-11-18 10:09 UTC\n> [6] What kind of attack was it?\nflood\n> [7] What is for lunch?\nsoup\n",
			"incident_type", "flood"},
		"boxes of underscores": {"Incident report\n\nYour name: Ada\nYour e-mail: ada@quill.example\nWhat kind of incident is it?\n___ theft\n_X_ loss\n___ fire\nDate of the incident: 2026-11-18\n",
			"incident_type", "loss"},
		"an insured company's phones": {"Notificación de incidente\n\nNombre: Ada\nCorreo-e: ada@quill.example\nTfno./Fax: 981 555 001 / 981 555 002\nTipo de incidente: robo\nFecha y hora del incidente: 2026-11-18\nOrganismo: Aguas Quill\n", "contact_phone", "981 555 001"},
		"seen last":                   {"Incident report\n\nLogged by: Ada\nE-mail: ada@quill.example\nFirst packet: 2026-11-18 10:00\nLast packet: 2026-11-18 10:09\n", "incident_end", "2026-11-18 10:09"},
		"done by hand":                {"Hendelsesrapport\n\nUtfylt av: Ada Quill\nE-post: ada@quill.example\nNår startet hendelsen? 18.11.2026\nHva er gjort? Maskinen er slått av\n", "actions_taken", "Maskinen er slått av"},
	} {
		r := f.Parse(Document{Texts: []Text{{Text: c.text}}})
		got := r.Fields[c.field]
		if c.field == "incident_end" {
			got = r.Time.End
			c.want = strings.ReplaceAll(c.want, "T", " ")
			if !strings.HasPrefix(strings.ReplaceAll(got, "T", " "), c.want) && r.Fields[c.field] != c.want {
				t.Errorf("%s: %q, want %q in %v", name, got, c.want, r.Fields)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%s: %s is %q, want %q in %v", name, c.field, got, c.want, r.Fields)
		}
	}
}

// TestDashAt: a dash with a blank behind it parts, a sign of a number does not.
func TestDashAt(t *testing.T) {
	for s, want := range map[string]int{"- a": 2, "– a": 4, "-5": 0, "a - b": 0, "": 0, "-": 0} {
		if got := dashAt(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

// TestDrawnBoxes: underscores are a box where the next line begins with one.
func TestDrawnBoxes(t *testing.T) {
	for s, want := range map[string]bool{"___ a\n_X_ b": true, "___ a\n   ___ b": true, "____ Ada": false, "___ a\nb": false} {
		if got := drawnBoxes(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
