package template

import "testing"

// TestPlaced: an hour of twelve is put where its part of the day has it.
func TestPlaced(t *testing.T) {
	for _, c := range []struct {
		r         relative
		hour      int
		days, day int // the hour on the clock is day, -1 for none
	}{
		{relative{days: -1}, 10, -1, 10},
		{relative{days: -1, part: morning}, 6, -1, 6},
		{relative{days: -1, part: morning}, 14, -1, -1},
		{relative{part: dayside}, 3, 0, 15},
		{relative{part: dayside}, 15, 0, 15},
		{relative{part: dayside}, 9, 0, -1},
		{relative{days: -1, part: evening}, 10, -1, 22},
		{relative{days: -1, part: evening}, 22, -1, 22},
		{relative{days: -1, part: evening}, 2, -1, -1},
		{relative{days: -1, part: nightly}, 11, -1, 23},
		{relative{days: -1, part: nightly}, 2, -1, -1},
		{relative{part: lastNight}, 3, 0, 3},
		{relative{part: lastNight}, 11, -1, 23},
		{relative{part: lastNight}, 23, -1, 23},
		{relative{part: lastNight}, 12, 0, -1},
	} {
		days, hour, ok := c.r.placed(c.hour)
		if ok != (c.day >= 0) || ok && (days != c.days || hour != c.day) {
			t.Errorf("%+v at %d: day %d, %d o'clock, %v", c.r, c.hour, days, hour, ok)
		}
	}
}
