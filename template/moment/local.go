package moment

import (
	"time"

	"tocsin/template/word"
)

// Local places a wall clock time in a zone whose place is known; false when the
// clocks were changed then, so that it came twice or never.
func (z Zone) Local(wall time.Time) (time.Time, bool) {
	loc := z.Loc
	guess := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, loc)
	_, before := guess.Add(-3 * time.Hour).Zone()
	_, after := guess.Add(3 * time.Hour).Zone()
	if before == after {
		return guess, true
	}
	fits := 0
	for _, offset := range []int{before, after} {
		t := wall.Truncate(time.Second).Add(-time.Duration(offset) * time.Second)
		if _, real := t.In(loc).Zone(); real == offset {
			fits, guess = fits+1, t.In(loc)
		}
	}
	return guess, fits == 1
}

// Same says whether a wall clock time is one moment in two zones whose places
// are known.
func (z Zone) Same(o Zone, wall time.Time) bool {
	x, _ := z.Local(wall)
	y, _ := o.Local(wall)
	return x.Equal(y)
}

// Changing says whether the clocks may have been changed on a day for all that
// is known of the zone.
func (z Zone) Changing(wall time.Time) bool { return z.seasonal && changing(wall) }

// Name is what the text says without the parentheses around it.
func (z Zone) Name() string { return word.Unwrap(z.Text) }
