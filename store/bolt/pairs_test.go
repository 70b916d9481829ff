package bolt

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// known is what pairs hold, as a map.
func known(t *testing.T, l *pairs, first string) map[string]string {
	t.Helper()
	out := map[string]string{}
	last := ""
	for p := range l.from(find([]byte(first))) {
		if name := string(p.name()); name <= last || name < first {
			t.Fatalf("%q comes after %q, from %q on", name, last, first)
		}
		last = string(p.name())
		out[last] = string(p.value())
	}
	return out
}

func pairOf(key, value string, gone bool) pair {
	return makePair([]byte(key+value), len(key), gone)
}

// TestPairs: pairs hold what a map holds, whatever came, went and came again,
// and a version that others go on from never changes.
func TestPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var now *pairs
	want := map[string]string{}
	for range 60 {
		before, had := now, maps.Clone(want)
		now = now.own()
		for range r.IntN(3 * openPairs) {
			key, value := fmt.Sprintf("some key %d", r.IntN(3000)), fmt.Sprint(r.Uint32())
			if r.IntN(4) == 0 {
				now.set(pairOf(key, "", true))
				delete(want, key)
			} else {
				now.set(pairOf(key, value, false))
				want[key] = value
			}
			if p, ok := now.get(find([]byte(key))); ok != (want[key] != "") || ok && string(p.value()) != want[key] {
				t.Fatalf("%s is %q, %v; want %q", key, p.value(), ok, want[key])
			}
		}
		if before != nil && !maps.Equal(known(t, before, ""), had) {
			t.Fatal("a version has changed")
		}
		for _, end := range []func(){func() {}, now.close} {
			if end(); !maps.Equal(known(t, now, ""), want) {
				t.Fatalf("there are not the %d that came and stayed; %d in the open run", len(want), len(now.open))
			}
		}
		from := fmt.Sprintf("some key %d", r.IntN(3000))
		maps.DeleteFunc(had, func(string, string) bool { return true })
		for k, v := range want {
			if k >= from {
				had[k] = v
			}
		}
		if got := known(t, now, from); !maps.Equal(got, had) {
			t.Fatalf("from %s on there are %d, want %d", from, len(got), len(had))
		}
		checkRuns(t, now)
	}
}

// checkRuns sees that there are few runs, and each is in order.
func checkRuns(t *testing.T, l *pairs) {
	t.Helper()
	for i, r := range l.runs {
		if i > 0 && len(l.runs[i-1]) < 2*len(r) {
			t.Errorf("a run of %d stands before one of %d", len(l.runs[i-1]), len(r))
		}
		if !slices.IsSortedFunc(r, func(a, b pair) int { return bytes.Compare(a.name(), b.name()) }) {
			t.Error("a run is not in order")
		}
	}
	if len(l.runs) > 0 && slices.ContainsFunc(l.runs[0], func(p pair) bool { return p.gone }) {
		t.Error("the first run tells of keys that are gone")
	}
}

// What is gone from the only run leaves nothing behind.
func TestPairsGone(t *testing.T) {
	var none *pairs
	if _, ok := none.get(find([]byte("k"))); ok || len(known(t, none.own(), "")) > 0 {
		t.Error("nothing holds something")
	}
	l := none.own()
	for _, gone := range []bool{false, true, false} {
		l.set(pairOf("k", "v", gone))
		l.close()
		if _, ok := l.get(find([]byte("k"))); ok == gone {
			t.Errorf("gone %v: found %v", gone, ok)
		}
		if n := len(known(t, l, "")); n == 0 != gone {
			t.Errorf("gone %v: %d in a walk", gone, n)
		}
	}
}
