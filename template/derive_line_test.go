package template

import (
	"strings"
	"testing"
)

// TestDeriveLines: a heading may have a remark, a question its choices on its
// own line, or stand in brackets; what stands in brackets below one does not.
func TestDeriveLines(t *testing.T) {
	const blank = `NORTHSIDE HOSPITAL EVENT SHEET

A. WHO WRITES
A1 E-mail ....:
[your address]

B. WHAT WAS HIT (copy for each machine)
B1 Operating system ....:
B2 Kind of event:  [ ] Ransomware  [ ] Lost device
B3 May we tell others? ( ) yes ( ) no
Mark [ ] with x and [ ] with o where you like.

[Utility]
[Suspected origin IP]
[Severity: low / high]
`
	got, _ := builtin(t).Derive("x", "en", blank)
	plain := strings.ReplaceAll(got, "# ", "")
	for _, want := range []string{
		`heading.en = ["WHAT WAS HIT (copy for each machine)"]`, `label.en = ["Kind of event"]`, `label.en = ["Ransomware"]`, `label.en = ["Lost device"]`,
		`label.en = ["May we tell others"]`, `label.en = ["no"]`, `label.en = ["Utility"]`, `label.en = ["Suspected origin IP"]`, `hint.en = ["[your address]"]`,
		`"Mark [ ] with x and [ ] with o where you like."`,
	} {
		if !strings.Contains(plain, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}
