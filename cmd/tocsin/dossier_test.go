package main

import "testing"

// Why an entry is held is said once, and an error that is another is kept.
func TestRemarkSaysOnceWhy(t *testing.T) {
	for want, o := range map[string]outLine{
		"no-usable-key tlp-red":   {HeldFor: []string{"no-usable-key", "tlp-red"}, Error: "held for no-usable-key, tlp-red"},
		"tlp-red 451 come later":  {HeldFor: []string{"tlp-red"}, Error: "451 come later"},
		"2.0.0 Ok: queued as 123": {Answer: "2.0.0 Ok: queued as 123"},
	} {
		if got := o.remark(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
