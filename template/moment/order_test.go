package moment

import "testing"

// TestOrder: other dates and stated formats settle which figure is the day,
// unless they differ; each mark speaks for itself.
func TestOrder(t *testing.T) {
	for _, c := range []struct {
		dates, formats []string
		text, want     string
	}{
		{[]string{"23/07/2026"}, nil, "03/07/2026 16:44", "2026-07-03"},
		{[]string{"07/23/2026"}, nil, "03/07/2026 16:44", "2026-03-07"},
		{[]string{"07/23/2026", "23/07/2026"}, nil, "03/07/2026 16:44", ""},
		{[]string{"23/07/2026"}, []string{"mm/dd/yyyy"}, "03/07/2026 16:44", ""},
		{[]string{"23-07-2026"}, nil, "03/07/2026 16:44", ""},
		{[]string{"03/07/2026", "10.0.0.23/7/26", "23/07", "no date"}, nil, "03/07/2026 16:44", ""},
		{nil, []string{"(DD / MM / YYYY)"}, "03/07/2026 16:44", "2026-07-03"},
		{nil, []string{"TT-MM-JJJJ"}, "03-07-2026 16:44", "2026-07-03"},
		{nil, []string{"dd/mm/yyyy or mm/dd/yyyy"}, "03/07/2026 16:44", ""},
		{nil, nil, "03/07/2026 16:44", ""},
		{nil, nil, "2026-07-03 16:44", "2026-07-03"},
	} {
		o := Order{}
		for _, s := range c.dates {
			o.TakeDates(s)
		}
		for _, s := range c.formats {
			o.TakeFormat(s)
		}
		m := Read(c.text)
		m.Settle(o)
		got := ""
		if m.Sure() {
			got = m.Wall.Format("2006-01-02")
		}
		if got != c.want {
			t.Errorf("%q beside %q %q: %q, want %q", c.text, c.dates, c.formats, got, c.want)
		}
	}
}
