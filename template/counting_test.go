package template

import (
	"slices"
	"testing"
)

func TestChainOfNumbers(t *testing.T) {
	for text, want := range map[string][]int{
		"1  Name\n   Ada\n2  Phone\n   555 0100\n3  What\n   1. they came\n   2. they saw\n   3. they left\n4  Where\n   here\n": {0, 2, 4, 8},
		" 9. Name\n10. Phone\n":                      nil, // where it begins nobody knows
		"A1 Name\nAda\nA2 Phone\n555\nB1 What\nit\n": {0, 2, 4},
		"Box 1   Name\nAda\nBox 2   Phone\n555\n":    {0, 2},
		"1. Name\n3. Phone\n2. Fax\nx\n":             {0, 2},
		"Name\nPhone\n":                              nil,
	} {
		sh := &sheet{lines: splitLines(text)}
		if got := sh.counted(); !slices.Equal(got, want) {
			t.Errorf("%q: lines %v go on, want %v", text, got, want)
		}
	}
}

func TestOpenAmong(t *testing.T) {
	sh := &sheet{lines: splitLines("1 Name\n  Ada\n2 Phone: 555\n3 Kind\n [ ] one\n4 Fax\n\n5 What\n  it\n6 It is done.\n  yes\n7 Where\n8 When\n")}
	if got := sh.openAmong(sh.counted()); !slices.Equal(got, []int{0, 7}) {
		t.Errorf("lines %v are open, want 0 and 7", got)
	}
}

func TestNumberedLabelsAboveAnswers(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"further in", `1  Wer meldet?
   Ottokar Brandis
2  E-Mail
   o.brandis@werft.example
3  Telefon
   0441 555 0133
4  Rufname des Schiffs
   Ahab
5  Beginn des Vorfalls
   12.11.2026 08:10 MEZ
6  Getroffene Maßnahmen
   Rechner vom Netz genommen,
   Kollegen gewarnt
7  Farbe des Rumpfes
   1. rot
   2. blau
`, map[string]string{"contact_email": "o.brandis@werft.example", "contact_phone": "0441 555 0133", "actions_taken": "Rechner vom Netz genommen,\n   Kollegen gewarnt"}, "Ahab"},
		{"boxes side by side", `  Box 1   Reporter
          Ada Quill
  Box 2   Telephone            Box 3   E-mail
          +44 1632 960 001             ada@quill.example
  Box 4   Attack began         Box 5   Attack ended
          2026-11-03 08:20 UTC         2026-11-03 09:20 UTC
  Box 6   Measures taken
          none so far
`, map[string]string{"contact_phone": "+44 1632 960 001", "contact_email": "ada@quill.example", "actions_taken": "none so far"}, ""},
	})
}

func TestLabelCells(t *testing.T) {
	for s, want := range map[string]bool{
		"Box 3   Telephone     Box 4   E-mail": true, "1.  Name     2.  Phone   3.  Fax": true,
		"Box 3   Telephone     Box 5   E-mail": false, "Name     Phone": false, "Box 3   Telephone": false, "1.  Name    2.": false, "10  20  30  40": false,
	} {
		if _, got := labelCells(nil, s); got != want {
			t.Errorf("%q is numbered: %v", s, got)
		}
	}
	cells, _ := labelCells(make([]rowCell, 0, mostCells), "Box 3   Telephone     Box 4   E-mail")
	if want := []rowCell{{"Box 3  Telephone", 8}, {"Box 4  E-mail", 30}}; !slices.Equal(cells, want) {
		t.Errorf("cells are %v, want %v", cells, want)
	}
}
