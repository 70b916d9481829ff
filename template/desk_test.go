package template

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tocsin/store"
)

// TestDesks: whatever was read before, and whatever is read at the same time, a
// text comes to the same report; and a report stays as it was.
func TestDesks(t *testing.T) {
	files, err := filepath.Glob("testdata/forms/*.json")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	f, g := builtin(t), builtin(t)
	docs, first := []Document{}, []store.Report{}
	for _, file := range files[:20] {
		_, d := readSample(t, file)
		docs, first = append(docs, d), append(first, g.Parse(d))
	}
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			reports := []store.Report{}
			for i := range docs {
				reports = append(reports, f.Parse(docs[(i+5*n)%len(docs)]))
			}
			for i, r := range reports {
				if diff := cmp.Diff(first[(i+5*n)%len(docs)], r); diff != "" {
					t.Error(fmt.Sprint(files[(i+5*n)%len(docs)], diff))
				}
			}
		})
	}
	all.Wait()
}

// TestBuilderIsCleared: a builder that was dismissed knows nothing of its report.
func TestBuilderIsCleared(t *testing.T) {
	ix := builtin(t).ix
	d := Document{Texts: []Text{{Text: filledForm(t, 4096)}}, Own: []string{"192.0.2.0/24"}}
	r := ix.survey(d.Texts[0].Text, "").readAll()
	b := ix.builder(d)
	b.takeForm(r, "")
	b.takeRest(r, d.Texts[0])
	b.finish()
	if len(b.all) == 0 || len(b.seen) == 0 || len(b.known) == 0 || len(b.line.phrase) == 0 {
		t.Fatal("nothing was built")
	}
	all, phrase := b.all, b.line.phrase
	ix.dismiss(b)
	if len(b.seen)+len(b.known)+len(b.all)+len(b.heardIn)+len(b.left) > 0 || b.main != nil || b.report.Form != "" || b.doc.Texts != nil || b.own.nets != nil {
		t.Errorf("%+v", b)
	}
	for _, m := range b.moulds.known {
		if m != (mould{}) {
			t.Errorf("a line is known: %+v", m)
		}
	}
	if i := slices.IndexFunc(all, func(a *answer) bool { return a != nil }); i >= 0 {
		t.Errorf("an answer is known: %+v", all[i])
	}
	if s := strings.Trim(string(phrase), "\x00"); s != "" {
		t.Errorf("the last line is known: %q", s)
	}
}

// TestDeskIsCleared: nothing of a text lies there when it is left, and nothing
// of long ones is kept.
func TestDeskIsCleared(t *testing.T) {
	ix := builtin(t).ix
	r := ix.survey(filledForm(t, 4096), "").readAll()
	d := r.desk
	if len(r.answers) == 0 || len(r.said) == 0 || d == nil {
		t.Fatal("nothing was read")
	}
	ix.leave(r)
	for _, l := range d.lines[:cap(d.lines)] {
		if l != (line{}) {
			t.Errorf("a line lies there: %+v", l)
		}
	}
	for _, s := range d.said[:cap(d.said)] {
		if s != (saying{}) {
			t.Errorf("what was said lies there: %+v", s)
		}
	}
	for i := range d.answers[:cap(d.answers)] {
		if a := &d.answers[:cap(d.answers)][i]; a.text != "" || a.e != nil {
			t.Errorf("an answer lies there: %+v", a)
		}
	}
	if got := cleared(make([]line, mostKept+1)); got != nil {
		t.Errorf("room for %d lines was kept", cap(got))
	}
}
