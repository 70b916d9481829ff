package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tocsin/store/kv"
)

// nouns are all that are kept sealed, each empty.
func nouns() []record {
	return []record{&messageRecord{}, &incidentRecord{}, &act{}, &Delivery{}, &quarRecord{}, &outRecord{}, &outState{}, &StoredKey{}}
}

func empty(of record) record { return reflect.New(reflect.TypeOf(of).Elem()).Interface().(record) }

// again is what a noun comes back as.
func again(t *testing.T, r record) record {
	t.Helper()
	got := empty(r)
	if err := decode(encode(nil, r), got); err != nil {
		t.Fatalf("%T: %v", r, err)
	}
	return got
}

// scatter sets the fields of a noun to anything: none, empty, odd or large.
func scatter(r *rand.Rand, v reflect.Value) {
	if r.IntN(4) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		b := make([]byte, r.IntN(1<<r.IntN(15)))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		v.SetString(string(b))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(r.Uint64()) >> r.IntN(64))
	case reflect.Uint64, reflect.Uint32, reflect.Uint8:
		v.SetUint(r.Uint64() >> (64 - v.Type().Bits() + r.IntN(v.Type().Bits())))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		scatter(r, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(4), 4))
		for i := range v.Len() {
			scatter(r, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{}))
		for range r.IntN(4) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			scatter(r, key)
			scatter(r, value)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			at := time.Unix(int64(r.Uint64())>>(2+r.IntN(62)), r.Int64N(1e9))
			v.Set(reflect.ValueOf(at.In(time.FixedZone("", r.IntN(172_800)-86_400))))
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				scatter(r, v.Field(i))
			}
		}
	}
}

// sameTime wants the zone too.
var sameTime = cmp.Comparer(func(a, b time.Time) bool {
	_, zone := a.Zone()
	_, other := b.Zone()
	return a.Equal(b) && zone == other
})

// FuzzNouns: whatever is in a noun, and whatever is not, comes back.
func FuzzNouns(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		for _, want := range nouns() {
			scatter(r, reflect.ValueOf(want).Elem())
			if d := cmp.Diff(want, again(t, want), sameTime, cmpopts.IgnoreUnexported(act{}, outRecord{})); d != "" {
				t.Errorf("%T (-want +got):\n%s", want, d)
			}
		}
	})
}

// taken is how many bytes of memory a function asks for.
func taken(fn func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	fn()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// FuzzForeignNouns: bytes that none of us wrote are no noun, or one that comes
// back as it is read.
func FuzzForeignNouns(f *testing.F) {
	for _, r := range nouns() {
		fill(reflect.ValueOf(r).Elem(), 0)
		f.Add(encode(nil, r))
	}
	f.Add([]byte{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, r := range nouns() {
			if decode(b, r) != nil {
				continue
			}
			if d := cmp.Diff(r, again(t, r), cmpopts.IgnoreUnexported(act{}, outRecord{})); d != "" {
				t.Errorf("%T:\n%s", r, d)
			}
		}
	})
}

// TestForeignNounsTakeLittle: reading what is no noun takes memory by its
// length, whatever length it says that its lists have.
func TestForeignNounsTakeLittle(t *testing.T) {
	const n = 1 << 16
	many := coder{}
	many.uvarint(n + 1)
	list := [][]byte{append(many.out, make([]byte, n)...)}
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		for _, of := range nouns() {
			fill(reflect.ValueOf(of).Elem(), 0)
			b := encode(nil, of)
			for range 1 + r.IntN(5) {
				b[r.IntN(len(b))] = byte(r.Uint32())
			}
			list = append(list, b)
		}
	}
	for _, b := range list {
		for _, of := range nouns() {
			if took := taken(func() { _ = decode(b, of) }); took > uint64(1<<20+2<<10*len(b)) {
				t.Errorf("%T: %d bytes took %d", of, len(b), took)
			}
		}
	}
}

// TestDamagedHeadIsNoneMissing: an incident whose place holds something else
// is damaged; it is not one that was never there.
func TestDamagedHeadIsNoneMissing(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	ref, _ := answered(t, s, 1)
	for _, value := range []string{"", "short", "\x09 of no state that there is"} {
		err := e.Engine.Update(ctx, func(w kv.Writer) error { w.Put(bIncident, order(ref), []byte(value)); return nil })
		if err != nil {
			t.Fatal(err)
		}
		if _, err = s.Incident(ctx, ref); err == nil || errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", value, err)
		}
		if list, err := s.Incidents(ctx, Filter{}); !errors.Is(err, errSealed) {
			t.Errorf("%q is listed as %v, %v", value, list, err)
		}
		_, err = s.File(ctx, Filing{Raw: []byte(value + "joins")}, func(tx *Tx, m *Message) Outcome {
			if _, ok := tx.Incident(ref); ok {
				t.Errorf("%q is an incident", value)
			}
			return Outcome{}
		})
		if !errors.Is(err, ErrDecide) {
			t.Errorf("%q: a mail that asked for it: %v", value, err)
		}
	}
}

// TestFailedChangeIsUndone: what a function does to an incident before it fails
// does not reach those that share its transaction.
func TestFailedChangeIsUndone(t *testing.T) {
	ctx := context.Background()
	s, _ := remembering(t)
	ref, _ := answered(t, s, 1)
	no := errors.New("no")
	change := func(fn func(*Incident) ([]Event, error)) error { return s.Change(ctx, ref, fn) }
	err := change(func(in *Incident) ([]Event, error) {
		in.Participants = []Participant{{Role: "reporter"}}
		in.Report = Report{Fields: map[string]string{"a": "b"}, Hosts: []Host{{Name: "host"}}}
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan error, 2)
	err = s.commit(ctx, "busy", func(*batch) error { // both wait until it is done
		go func() {
			got <- change(func(in *Incident) ([]Event, error) {
				in.Participants[0].Role, in.Report.Fields["a"], in.Report.Hosts[0].Name = "x", "x", "x"
				return nil, no
			})
		}()
		waitInLine(s, 1)
		go func() { got <- change(func(in *Incident) ([]Event, error) { in.Subject = "fine"; return nil, nil }) }()
		waitInLine(s, 2)
		return nil
	})
	if err = errors.Join(err, <-got, <-got); !errors.Is(err, no) {
		t.Fatal(err)
	}
	in, err := s.Incident(ctx, ref)
	if err != nil || in.Subject != "fine" || in.Participants[0].Role != "reporter" || in.Report.Fields["a"] != "b" || in.Report.Hosts[0].Name != "host" {
		t.Errorf("%+v, %v", in, err)
	}
}

// waitInLine returns once n calls wait in line.
func waitInLine(s *Store, n int) {
	for {
		s.committer.mu.Lock()
		have := len(s.committer.line)
		s.committer.mu.Unlock()
		if have >= n {
			return
		}
		runtime.Gosched()
	}
}

// TestAskedForIsOnesOwn: what a look-up hands out is the caller's, though the
// act that it came from is not written yet.
func TestAskedForIsOnesOwn(t *testing.T) {
	ctx := context.Background()
	s, _ := remembering(t)
	_, id := answered(t, s, 1)
	err := s.commit(ctx, "test", func(b *batch) error {
		if err := b.holdOut(Hold{ID: id, Reasons: []string{"tlp-red", "asks"}}); err != nil {
			return err
		}
		o, _ := (&Tx{b: b}).Outgoing(id)
		o.HeldFor[0], o.Keys[0] = "nothing", "CD"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.OutboxEntry(ctx, id)
	if err != nil || !reflect.DeepEqual(o.HeldFor, []string{"tlp-red", "asks"}) || o.Keys[0] != "AB" {
		t.Errorf("held for %v, under %v, %v", o.HeldFor, o.Keys, err)
	}
}
