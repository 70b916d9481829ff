package template

import (
	"strings"
	"testing"

	"tocsin/store"
)

// TestCorrectTimes: times that are stated anew bring their own uncertainty, and
// take the old one away once none of the old times is left.
func TestCorrectTimes(t *testing.T) {
	about := store.Span{Start: "2026-11-20T22:00:00Z", Zone: "UTC", Uncertainty: "about"}
	both := store.Span{Start: "2026-11-20T22:00:00Z", End: "2026-11-21T01:00:00Z", Zone: "UTC", Uncertainty: "about"}
	exact := store.Span{Start: "2026-11-20T22:15:07Z", Zone: "UTC"}
	for _, c := range []struct {
		name          string
		first, later  store.Span
		fields        map[string]string // of the later
		want, changed string
	}{
		{"made exact", about, exact, nil, "", "time.start time.uncertainty"},
		{"one of two made exact", both, exact, nil, "about", "time.start"},
		{"made less exact", exact, store.Span{Start: "2026-11-20T22:00:00Z", Uncertainty: "15m"}, nil, "15m", "time.start time.uncertainty"},
		{"the same again", about, about, nil, "about", ""},
		{"the same time, and how exact it is", exact, store.Span{Start: exact.Start, Uncertainty: "2s"}, nil, "2s", "time.uncertainty"},
		{"only the clock", exact, store.Span{}, map[string]string{"clock_accuracy": "+/- 3 s"}, "3s", "clock_accuracy time.uncertainty"},
		{"only the clock, of times that are not exact", about, store.Span{}, map[string]string{"clock_accuracy": "+/- 3 s"}, "about", "clock_accuracy"},
		{"nothing about times", about, store.Span{}, map[string]string{"contact_fax": "1"}, "about", "contact_fax"},
		{"no times at all", store.Span{}, store.Span{}, map[string]string{"clock_accuracy": "no idea"}, "", "clock_accuracy"},
	} {
		r := &store.Report{Form: "tocsin-1", Time: c.first, Clock: store.Clock{Synchronised: "unknown"}}
		later := &store.Report{Form: "tocsin-1", Time: c.later, Fields: c.fields, Clock: store.Clock{Synchronised: "unknown"}}
		changed := strings.Join(namesOf(Correct(r, later)), " ")
		if r.Time.Uncertainty != c.want || changed != c.changed {
			t.Errorf("%s: %q, want %q; changed %q, want %q", c.name, r.Time.Uncertainty, c.want, changed, c.changed)
		}
	}
	if got := Summary(store.Report{Time: about}, store.Decision{}); !strings.Contains(got, "Uncertainty:") {
		t.Errorf("the summary hides it:\n%s", got)
	}
}

// TestCorrectZone: the zone that the receipt asked for reads the times that stayed
// text without one, and what else they wanted keeps them so.
func TestCorrectZone(t *testing.T) {
	for _, c := range []struct{ start, zone, want string }{
		{"2026-11-01 10:00", "CET", "2026-11-01T10:00:00+01:00"},
		{"2026-12-01 10:00 CST", "America/Chicago", "2026-12-01T10:00:00-06:00"},
		{"2026-12-01 10:00 CST", "CET", "2026-12-01 10:00 CST"},
		{"03/04/2026 10:00", "CET", "03/04/2026 10:00"},
		{"2026-11-01", "CET", "2026-11-01"},
		{"2026-11-01 10:00", "IST", "2026-11-01 10:00"},
		{"2026-10-25 02:30", "Europe/Vienna", "2026-10-25 02:30"},
		{"2026-11-01T10:00:00Z", "CET", "2026-11-01T10:00:00Z"},
	} {
		r := &store.Report{Form: "tocsin-1", Time: store.Span{Start: c.start, ZoneAssumed: true}, Problems: []store.Problem{{Code: "zone-unknown", Field: "incident_time"}}}
		Correct(r, &store.Report{Form: "tocsin-1", Time: store.Span{Zone: c.zone}, Fields: map[string]string{"timezone": c.zone}})
		if r.Time.Start != c.want {
			t.Errorf("%s in %s: %s, want %s", c.start, c.zone, r.Time.Start, c.want)
		}
		if settled := len(r.Problems) == 0; settled != (c.want != c.start) {
			t.Errorf("%s in %s: problems %v", c.start, c.zone, r.Problems)
		}
	}
}
