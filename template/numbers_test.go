package template

import "testing"

func TestNumbersGoOn(t *testing.T) {
	for _, c := range []struct {
		next, last string
		want       bool
	}{
		{"4", "3", true}, {"A.4", "A.3", true}, {"1.10", "1.9", true}, {"2b", "2a", true}, {"3a", "2c", true}, {"3", "2d", true},
		{"5", "3", false}, {"B.4", "A.3", false}, {"2c", "2a", false}, {"2a", "2b", false}, {"4a", "2c", false}, {"3b", "2c", false}, {"", "", false}, {"a", "1", false},
	} {
		if succeeds(c.next, c.last) != c.want {
			t.Errorf("%q after %q: %v", c.next, c.last, !c.want)
		}
	}
}
