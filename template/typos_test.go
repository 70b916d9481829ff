package template

import (
	"slices"
	"testing"

	"tocsin/template/word"
)

// TestNear: any one character of a label may be missing, doubled or wrong.
func TestNear(t *testing.T) {
	ix := builtin(t).ix
	for _, key := range []string{"hostname", "emailaddress", "incidenttype"} {
		n := ix.find(word.HashOf(key))
		if n == nil || len(n.entries) == 0 {
			t.Fatalf("%q is no label", key)
		}
		for i := range key {
			for _, wrong := range []string{key[:i] + key[i+1:], key[:i] + "q" + key[i+1:], key[:i] + "q" + key[i:]} {
				found := ix.near([]byte(wrong))
				if len(found) == 0 || !slices.ContainsFunc(found, func(e *entry) bool { return e.name == n.entries[0].name }) {
					t.Errorf("%q is not read as %q", wrong, key)
				}
			}
		}
	}
	for _, key := range []string{"hosts", "quostquame", "somethingelse"} {
		if found := ix.near([]byte(key)); len(found) > 0 {
			t.Errorf("%q is read as %q", key, found[0].name)
		}
	}
}

// TestLabelEnd: the first of all marks that end a label.
func TestLabelEnd(t *testing.T) {
	for s, want := range map[string]int{
		"Name: x": 4, "Name：x": 4, "Name...: x": 4, "Name - x": 4, "Name – x": 4, "Name\tx": 4, "Name | x": 4, "Name? x": 4,
		"Name -x": -1, "Name.. x": -1, "Your name, if any": -1, "a.b.c: x": 5, "": -1, "日時　–": -1, "no. - x:": 3,
	} {
		if got := labelEnd(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}
