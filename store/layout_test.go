package store

import (
	"bytes"
	"math"
	"testing"
	"time"
)

// Keys of incidents: newest first, none begins with another's.
func TestOrder(t *testing.T) {
	refs := []Ref{
		MakeRef("A", 9999, 1), MakeRef("A", 2027, 1), MakeRef("A", 2026, math.MaxInt32), MakeRef("A", 2026, 100_000),
		MakeRef("A", 2026, 99_999), MakeRef("AB", 2026, 99_999), MakeRef("A", 2026, 2), MakeRef("A", 2026, 1), MakeRef("A", 0, 1), "", "A", "A#", "odd",
	}
	for i, a := range refs {
		for _, b := range refs[i+1:] {
			if bytes.Compare(order(a), order(b)) >= 0 {
				t.Errorf("%q does not come before %q", a, b)
			}
			if bytes.HasPrefix(order(a), order(b)) || bytes.HasPrefix(order(b), order(a)) {
				t.Errorf("the keys of %q and %q run into each other", a, b)
			}
		}
	}
}

func TestTimeKey(t *testing.T) {
	times := []time.Time{{}, time.Unix(0, 1), time.Unix(1, 0), time.Unix(1<<31, 0), time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}
	for i := range len(times) - 1 {
		if bytes.Compare(new(arena).time(times[i]), new(arena).time(times[i+1])) >= 0 {
			t.Errorf("%v does not come before %v", times[i], times[i+1])
		}
	}
	at := time.Date(2026, 11, 21, 9, 0, 0, 123, time.UTC)
	o := outRecord{Outgoing: Outgoing{State: Due, Due: at}}
	if got := dueOf(new(arena).queueKey(&o, 7)); !got.Equal(at) {
		t.Errorf("due %v came back as %v", at, got)
	}
}

func TestAfterKey(t *testing.T) {
	prefix := []byte("ab")
	for _, in := range []string{"ab", "abz", "ab\xff", "ab\xff\xff\xff"} {
		if bytes.Compare([]byte(in), after(prefix)) >= 0 {
			t.Errorf("%q is after its prefix", in)
		}
	}
	if bytes.Compare([]byte("ac"), after(prefix)) <= 0 || string(prefix) != "ab" {
		t.Error("the next prefix is not after it")
	}
}

func TestHead(t *testing.T) {
	h := head{status: 2, received: -5, key: []byte("wrapped")}
	got, rest, ok := readHead(append(h.bytes(new(arena)), "record"...))
	if !ok || string(rest) != "record" || got.status != h.status || got.received != h.received || !bytes.Equal(got.key, h.key) {
		t.Errorf("%+v came back as %+v", h, got)
	}
	for n := range len(h.bytes(new(arena))) {
		if _, _, ok := readHead(h.bytes(new(arena))[:n]); ok {
			t.Errorf("%d bytes read as a head", n)
		}
	}
	for code, status := range statusCodes {
		if got, ok := statusCode(status); !ok || int(got) != code {
			t.Errorf("%s has the code %d", status, got)
		}
	}
}
