package moment

import (
	"fmt"
	"testing"
)

// TestReadPlain: what is read at a glance is read as all else is.
func TestReadPlain(t *testing.T) {
	plain := 0
	for _, year := range []int{0, 1300, 1405, 1899, 1900, 1999, 2026, 2099, 2100, 2569} {
		for _, day := range []string{"00-01", "01-00", "01-02", "02-29", "02-30", "11-21", "12-31", "13-01", "20-11"} {
			for _, clock := range []string{" 00:00", "T00:00", " 14:30", " 14:30:05", "T23:59:59", " 23:59:60", " 24:00", " 12:60", " 1:30", "  14:30", " 14.30", " 14:30Z", "t14:30"} {
				s := fmt.Sprintf("%04d-%s%s", year, day, clock)
				m, ok := readPlain(s)
				if !ok {
					continue
				}
				plain++
				if want := readAny(s); m != want {
					t.Errorf("%q: %+v, want %+v", s, m, want)
				}
			}
		}
	}
	if plain < 60 {
		t.Error(plain)
	}
}
