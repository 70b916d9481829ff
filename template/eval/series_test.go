package eval

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
	"tocsin/template"
)

// incidents says whether a report tells of several incidents.
func incidents(r *store.Report) bool {
	return slices.ContainsFunc(r.Problems, func(p store.Problem) bool { return strings.Contains(p.Message, "incidents, which begin") })
}

// plainBody says whether a sample's text is one that another may stand below.
func (s *sample) plainBody() bool {
	return !slices.ContainsFunc(s.About.Habits, func(h string) bool {
		return h == "attachment" || h == "cleartext-signed" || h == "quoted" || h == "quoted-twice" || h == "forwarded"
	})
}

// TestTwoReports reads each generated report with the next of its form below,
// as it is and quoted. Most such pairs tell of two incidents; then nothing of
// the second fills a field. A report alone, and one above a quoted one, is one.
func TestTwoReports(t *testing.T) {
	f := builtin(t)
	pairs, found := 0, 0
	for _, d := range definitions(t) {
		list := readGenerated(t, d)
		for i, s := range list[:len(list)-1] {
			next := list[i+1]
			if alone := f.Parse(s.document()); incidents(&alone) {
				t.Errorf("%s is one incident", s.Name)
			}
			if next.About.Language != s.About.Language || !s.plainBody() || !next.plainBody() {
				continue
			}
			pairs++
			below := next.document().Texts[0].Text
			if r := f.Parse(under(s, "> "+strings.ReplaceAll(below, "\n", "\n> "))); incidents(&r) {
				t.Errorf("%s with %s quoted below is one incident", s.Name, next.Name)
			}
			if r := f.Parse(under(s, below)); incidents(&r) {
				found++
				first := f.Parse(s.document())
				unmixed(t, s.Name+" above "+next.Name, &first, &r)
			}
		}
	}
	if pairs < 200 || found*10 < pairs*7 {
		t.Errorf("of %d pairs %d were told apart", pairs, found)
	}
}

// under is a sample with more text below.
func under(s *sample, more string) template.Document {
	d := s.document()
	d.Texts[0].Text += "\n\n" + more
	return d
}

// unmixed checks that a report of two incidents has the fields of the first.
// Of two traffic lights the stricter one holds.
func unmixed(t *testing.T, name string, first, both *store.Report) {
	t.Helper()
	for _, field := range slices.Concat(slices.Sorted(maps.Keys(first.Fields)), slices.Sorted(maps.Keys(both.Fields))) {
		if field != "description" && field != "tlp" && first.Fields[field] != both.Fields[field] {
			t.Errorf("%s: %s is %q, want %q", name, field, both.Fields[field], first.Fields[field])
		}
	}
	if first.Time != both.Time || len(both.Hosts) < len(first.Hosts) {
		t.Errorf("%s: %+v and %d hosts, want %+v and %d", name, both.Time, len(both.Hosts), first.Time, len(first.Hosts))
	}
}
