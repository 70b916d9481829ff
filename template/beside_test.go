package template

import (
	"strings"
	"testing"
)

// TestMarkBesideBox: what people write beside a box marks it, if no box of its
// group is marked as it should be.
func TestMarkBesideBox(t *testing.T) {
	const filled = "=== 1. You ===\n\nYour name *: Ann Lee\nYour organisation: Site Ltd\nYour e-mail address *: ann@site.example\n\n=== 7. What we may pass on ===\n\n"
	const head = "Traffic light (TLP) .............:\n  [ ] TLP:RED\n"
	const between = "\n  [ ] TLP:GREEN\n\nMay we tell others who you are?\n  [ ] yes\n"
	for _, mark := range []string{
		"[x] @", "[ ] @ x", "[ ] @ X", "[ ] @ <== x", "[ ] @  <-- this one", "[ ] @ ←", "[ ] @ [x]", "[ ] @ (x)", "[ ] @ ✓", "[ ] @: yes", "[ ] @ - ja",
		"[ ] @ (oui)", "[ ]x @", "[]x @", "[ ] x @", "x [ ] @", "X[ ] @", "-> [ ] @", "* [ ] @", "[ ] **@**", "**[ ] @**", "[ ] *@*",
	} {
		r := reportOf(t, filled+head+"  "+strings.Replace(mark, "@", "TLP:AMBER", 1)+between+"  "+strings.Replace(mark, "@", "no", 1)+"\n")
		if d := r.Disclosure; d.TLP != "AMBER" || d.ShareIdentity != "no" {
			t.Errorf("%q: TLP %q, share identity %q", mark, d.TLP, d.ShareIdentity)
		}
	}
	for _, mark := range []string{"[ ] @", "[ ] @ or so"} {
		r := reportOf(t, filled+head+"  "+strings.Replace(mark, "@", "TLP:AMBER", 1)+between+"  "+strings.Replace(mark, "@", "no", 1)+"\n")
		if d := r.Disclosure; d.TLP != "" || d.ShareIdentity != "unknown" {
			t.Errorf("%q: TLP %q, share identity %q", mark, d.TLP, d.ShareIdentity)
		}
		said := 0
		for _, p := range r.Problems {
			if p.Code == "ambiguous" {
				said++
			}
		}
		if want := map[bool]int{true: 2}[mark != "[ ] @"]; said != want {
			t.Errorf("%q: %d answers are called ambiguous, want %d: %v", mark, said, want, r.Problems)
		}
	}
}

// TestMarkBeside: lines of boxes, before and after.
func TestMarkBeside(t *testing.T) {
	for text, want := range map[string]string{
		"[ ] a\n[ ] b x":                          "[ ] a\n[x] b",
		"[ ] a\n    more of it\n[ ]x b":           "[ ] a\n    more of it\n[x] b",
		"[x] a\n[ ] b x":                          "", // one is marked
		"[ ] a x\n[ ] b x":                        "", // all are: it is of the form
		"[ ] Windows\n[ ] Mac OS X":               "",
		"[ ] a x":                                 "", // nothing to compare it with
		"[ ] a\n\n[ ] b x":                        "",
		"[ ] yes [ ]x no":                         "[ ] yes [x] no",
		"Told: [ ] yes [ ] x no":                  "Told: [ ] yes [x] no",
		"[ ] yes [ ] no <--":                      "[ ] yes [x] no",
		"[ ] yes x [ ] no":                        "", // which of them is not to be told
		"[ ] yes [ ] no":                          "",
		"[ ] a   [X] b\n[ ] c   [ ] d":            "",
		"[ ] a [x]\n[ ] b [x]":                    "",
		"[ ] a  [ ] b\n[ ] c  [x] d":              "",
		"( ) a\n( ) b ✓":                          "( ) a\n[x] b",
		"☐ yes ☐x no":                             "☐ yes [x] no",
		"☐ a\n☐ b: yes":                           "☐ a\n[x] b",
		"f()\ng() x":                              "",
		"[ ] told the police: yes\n[ ] press: no": "[x] told the police\n[ ] press: no",
	} {
		lines := splitLines(text)
		markBeside(lines)
		var got []string
		for _, l := range lines {
			got = append(got, l.text)
		}
		if want == "" {
			want = text
		}
		if s := strings.Join(got, "\n"); s != want {
			t.Errorf("%q became %q, want %q", text, s, want)
		}
	}
}
