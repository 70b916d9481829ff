package word

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestMistaken: both texts are equal once one or the other, or both, lose a
// character of any size, wherever that is.
func TestMistaken(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"hostname", "hostname", true},
		{"hostname", "ostname", true},
		{"hostname", "hostnam", true},
		{"address", "adress", true},
		{"address", "adresss", true},
		{"hostname", "hsotname", true},
		{"hostname", "hostmane", false},
		{"hostname", "hosttname", true},
		{"hostname", "hastname", true},
		{"hostname", "hastnbme", false},
		{"hostname", "ostnamee", true},
		{"hostname", "hoostnam", true},
		{"hostname", "osnam", false},
		{"ост", "ст", true},
		{"éè", "ée", true},
		{"éè", "èé", true},
		{"日時", "日", true},
		{"日時", "年月", false},
		{"a", "b", true},
		{"a", "", true},
		{"", "", true},
	} {
		if Mistaken(c.a, c.b) != c.want || Mistaken(c.b, c.a) != c.want {
			t.Errorf("%q for %q: %v", c.a, c.b, !c.want)
		}
	}
}

// FuzzMistaken compares with the plain meaning: some character left out here
// and some there make both equal.
func FuzzMistaken(f *testing.F) {
	f.Add("hostname", "hsotname")
	f.Add("日時の記録", "日の記録時")
	f.Add("aab", "aba")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(a, ""), strings.ToValidUTF8(b, "")
		if len(a) > 60 || len(b) > 60 {
			return
		}
		want := slices.ContainsFunc(shorter(a), func(x string) bool { return slices.Contains(shorter(b), x) })
		if got := Mistaken(a, b); got != want {
			t.Errorf("%q for %q: %v", a, b, got)
		}
	})
}

// shorter lists a text as it is and with each of its characters left out.
func shorter(s string) []string {
	list := []string{s}
	for i, r := range s {
		list = append(list, s[:i]+s[i+utf8.RuneLen(r):])
	}
	return list
}
