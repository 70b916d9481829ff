package template

import (
	"strings"
	"testing"
)

// retelling is a report whose labels no language knows, with what its story tells
// and the machine left open.
func retelling(story, machine string) string {
	return "Gpbn: Tobias Fennimore\nNttz tml: Lower Marsh Primary School\nRgdn rlk: 01632 960 552\nRkvn szl: 19/11/2026 08:20\nRlpnl: " + machine +
		"\nTgbg sd: " + story + "\nTkdp: both are off\n"
}

// TestRecounts takes a text for a report by what its answers tell, whatever it asks.
func TestRecounts(t *testing.T) {
	const attack = "Two teachers opened an attachment, now all files are encrypted and a red window asks for bitcoin."
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"a report", retelling(attack, "STAFF-07"), true},
		{"no attack", retelling("The paper jams on every third page, and the red lamp is lit although the tray is full of it.", "STAFF-07"), false},
		{"no machine", retelling(attack, "the big one"), false},
		{"nobody to reach", strings.Replace(strings.Replace(retelling(attack, "STAFF-07"), "01632 960 552", "soon", 1), "Tobias Fennimore", "here", 1), false},
		{"told in a few words", retelling("encrypted, bitcoin asked", "STAFF-07"), false},
		{"a mail's part", "Content-Type: text/plain\n" + retelling(attack, "STAFF-07"), false},
		{"lost in prose", strings.ReplaceAll(retelling(attack, "STAFF-07"), "\n", "\nWhat follows is of no matter here.\nIt goes on.\nAnd on, as prose does.\nUntil it ends.\n"), false},
	} {
		r := builtin(t).Parse(Document{Texts: []Text{{Text: c.text}}})
		if got := r.Fields["contact_phone"] == "01632 960 552"; got != c.want {
			t.Errorf("%s: read %v, want %v: %v", c.name, got, c.want, r.Fields)
		}
	}
}
