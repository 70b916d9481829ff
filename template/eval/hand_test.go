package eval

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"tocsin/template/indicator"
)

// habits are the ways in which people fill in forms, each of them in some
// hand-written sample.
var habits = strings.Fields(`cleartext-signed wrapped-label leaders terminators numbering same-label-in-blocks repeated-group
	several-incidents na-same-default placeholders-left boxes choose-by-deleting choose-by-digit explanations-left several-labels-a-line
	colons-inside answer-below hint-before-value instructions-deleted header-lines-in-body forwarded-quoted rewrapped rendered-html
	attachment empty-part signature-footer whitespace full-width-case label-typos mixed-language flattened-table rulers headings-unknown
	no-form sanitised malware-attached banner wrong-kind`)

// hands are the sets written by hand: dev is tuned on, held and blind are only
// looked at for figures.
var hands = []string{"dev", "held", "blind"}

// TestHand sees to it that what is wanted of the hand-written samples stands
// in their texts, and that every habit is among them.
func TestHand(t *testing.T) {
	var all []*sample
	for _, folder := range hands {
		all = append(all, readHand(t, folder)...)
	}
	checkHand(t, all)
}

func checkHand(t *testing.T, samples []*sample) {
	t.Helper()
	if len(samples) < 60 {
		t.Errorf("%d samples by hand; at least 60", len(samples))
	}
	seen := map[string]bool{}
	for _, s := range samples {
		for _, h := range s.About.Habits {
			if seen[h] = true; !slices.Contains(habits, h) {
				t.Errorf("%s: unknown habit %q", s.Name, h)
			}
		}
		for name, answer := range s.Fields {
			if name != "obligation" && !contains(unwrapped(s.Text), unwrapped(answer)) && !contains(unwrapped(indicator.Refang(s.Text)), unwrapped(answer)) {
				t.Errorf("%s: %s %q is not in the text", s.Name, name, answer)
			}
		}
		text := strings.ToLower(indicator.Refang(s.Text))
		for _, a := range allAtoms(s.Hosts) {
			if !strings.Contains(text, a.id) {
				t.Errorf("%s: host %s is not in the text", s.Name, a.id)
			}
		}
		for _, at := range []string{s.Time.Start, s.Time.End, s.Time.Detected} {
			if _, ok := instant(at); !ok && !contains(unwrapped(s.Text), unwrapped(at)) {
				t.Errorf("%s: time %q is not in the text", s.Name, at)
			}
		}
	}
	for _, h := range habits {
		if !seen[h] {
			t.Errorf("no sample has the habit %s", h)
		}
	}
}

// leader is what fills the line between a label and its answer, stop what ends
// a sentence.
var (
	leader = regexp.MustCompile(`[._\x{2026}]{2,}|\x{2026}`)
	stop   = regexp.MustCompile(`\.(["\s]|$)`)
)

// unwrapped parts answers from what labels and tables put beside them.
func unwrapped(text string) string {
	text = strings.NewReplacer(",", " , ", ":", " : ", "#", " # ", "】", " ", "|", " ", "\uff1a", " ", ";", "; ", "/", " / ", "(", " ( ", ")", " ) ", "]", " ] ", `"`, " ", "`", " ").Replace(leader.ReplaceAllString(text, " "))
	return stop.ReplaceAllString(text, " . ")
}
