package template

import (
	"slices"
	"strings"
	"testing"
)

func TestNumeral(t *testing.T) {
	for w, want := range map[string]string{
		"1": "#", "12": "#", "2nd": "#", "2e": "#", "first": "#", "zweiter": "#", "deuxieme": "#", "b": "#", "iii": "#", "二": "#",
		"incident2": "incident#", "事案12": "#", "2026": "", "12345": "", "incident": "", "host": "", "": "",
	} {
		if got := numeral(w); got != want {
			t.Errorf("%q: %q, want %q", w, got, want)
		}
	}
}

// TestNumbers: a heading numbers incidents if it is another in its number alone.
func TestNumbers(t *testing.T) {
	p := pattern{reading: &reading{sheet: &sheet{ix: builtin(t).ix}}}
	for _, c := range []struct {
		one, two string
		want     bool
	}{
		{"Incident 1", "Incident 2", true},
		{"=== Incident #1 ===", "=== Incident #2 ===", true},
		{"1. Vorfall", "2. Vorfall", true},
		{"First incident:", "Second incident:", true},
		{"Case A", "Case B", true},
		{"Premier incident", "Deuxième incident", true},
		{"事案１", "事案２", true},
		{"Incident 1 of 2", "Incident 2 of 2", true},
		{"Incident 1", "Incident 1", false},
		{"Incident 1", "Host 2", false},
		{"Incident 1", "Incident 2 was worse", false},
		{"Incident one", "Incident report", false},
		{"Incident 2025", "Incident 2026", false},
		{"Our firewall", "Our router", false},
		{"", "Incident 2", false},
	} {
		p.lines = splitLines(c.one + "\nName: x\n")
		if got := p.numbers(c.two, p.heads(1, -1)); got != c.want {
			t.Errorf("%q and %q: %v", c.one, c.two, got)
		}
	}
}

// TestMarked: what numbers machines numbers no incidents.
func TestMarked(t *testing.T) {
	p := pattern{reading: &reading{sheet: &sheet{ix: builtin(t).ix}}}
	for text, want := range map[string]string{
		"Incident 1\nDate: a\n\nIncident 2\nDate: b":            "true false",
		"Host 1\nDate: a\n\nHost 2\nDate: b":                    "true true",
		"Server1\nDate: a\n\nServer2\nDate: b":                  "true true",
		"Victim A\nDate: a\n\nVictim B\nDate: b":                "true true",
		"One\nDate: a\n\nother\nDate: b":                        "false false",
		"\nDate: a\n\n\nDate: b":                                "false false",
		"x\nDate: a\n\nIncident report form, tocsin-1\nDate: b": "true false",
	} {
		p.lines = splitLines(text)
		marked, hosts := p.marked(4, 1, p.heads(1, -1))
		if got := strings.TrimSpace(strings.Join([]string{yesNo(marked), yesNo(hosts)}, " ")); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func yesNo(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func TestQuoting(t *testing.T) {
	for s, want := range map[string]bool{
		"-----Original Message-----": true, "-------- Ursprüngliche Nachricht --------": true, "----- Messaggio originale -----": true, "_____ Mensaje original _____": true,
		"On Mon, Jane <j@site.example> wrote:": true, "Am 20.11.2026 schrieb Jane:": true, "Le 20 novembre, Jane a écrit :": true, "Jane napisał:": true, "Jane skrev:": true, "山田さんは書きました:": true,
		"-----": false, "--- Incident 2 ---": false, "Jane wrote to us": false, "We wrote a letter.": false, "Name:": false, "": false, "wrote:" + strings.Repeat("x", 300) + ":": false,
	} {
		if got := quoting(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// TestAsksAgain: a quick look tells nearly all texts that they are no series.
func TestAsksAgain(t *testing.T) {
	ix := builtin(t).ix
	for text, want := range map[string]bool{
		someone + scan:         false,
		someone + scan + flood: true,
		someone + scan + "Description of the incident: and more\n": false,
		someone + "Victim IP: 192.0.2.1\nVictim IP: 192.0.2.2\n":   false,
		filledForm(t, 4096): false,
	} {
		if got := ix.survey(text, "").asksAgain(); got != want {
			t.Errorf("%v for\n%s", got, text)
		}
	}
}

// TestExplainSeries: the explanation shows where a further incident begins, and
// that its hosts alone are taken.
func TestExplainSeries(t *testing.T) {
	x := builtin(t).Explain(body(someone + scan + flood)).Texts[0]
	var further []string
	for _, s := range x.Steps {
		if s.Line > 10 {
			further = append(further, strings.TrimSpace(s.Field+" "+s.Role))
		}
	}
	if want := []string{"description", "host source", "host target"}; !slices.Equal(further, want) {
		t.Errorf("%q, want %q", further, want)
	}
	if !slices.ContainsFunc(x.Steps, func(s Step) bool { return s.Line == 11 && strings.HasPrefix(s.Rule, "incident 2 of the mail") }) {
		t.Errorf("%+v", x.Steps)
	}
}
