package template

import (
	"strings"
	"testing"

	"tocsin/template/word"
)

// FuzzFirstFour: they are what the key of a text begins with.
func FuzzFirstFour(f *testing.F) {
	for _, s := range []string{"E-Mail:", "Ｅ-ｍａｉｌ", "Straße é", "日時（いつ）", "", "ﬁle №", "a\u0301b", "\xffx"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		four, ok := firstFour(s)
		if head := string([]byte{byte(four >> 24), byte(four >> 16), byte(four >> 8), byte(four)}); ok && !strings.HasPrefix(word.Fold(s), head) {
			t.Errorf("%q begins with %x", s, four)
		}
	})
}
