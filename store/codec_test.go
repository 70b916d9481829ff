package store

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// kept is a pointer to a noun that is a record.
type kept[T any] interface {
	*T
	record
}

// roundTrip encodes a value and decodes it into another of its kind.
func roundTrip[T any, P kept[T]](t testing.TB, value T) (got T) {
	t.Helper()
	if err := decode(encode(nil, P(&value)), P(&got)); err != nil {
		t.Fatal(err)
	}
	return got
}

// fill sets every field of a noun to something that is not zero.
func fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("Grüße, " + v.Type().Name())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(7)
	case reflect.Uint, reflect.Uint64, reflect.Uint32, reflect.Uint8:
		v.SetUint(9)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), depth)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, depth)
		fill(value, depth)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 11, 21, 9, 8, 7, 654321098, time.FixedZone("", 5400))))
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() { // an act's own are not kept
				fill(v.Field(i), depth+1)
			}
		}
	}
}

func full[T any]() (value T) {
	fill(reflect.ValueOf(&value).Elem(), 0)
	return value
}

func check[T any, P kept[T]](t *testing.T) {
	t.Helper()
	var zero T
	for _, want := range []T{full[T](), zero} {
		if d := cmp.Diff(want, roundTrip[T, P](t, want), cmpopts.IgnoreUnexported(act{}, outRecord{})); d != "" {
			t.Errorf("%T (-want +got):\n%s", want, d)
		}
	}
}

// TestRecordsLoseNothing: each noun that is kept comes back as it was, with
// all fields set and with none.
func TestRecordsLoseNothing(t *testing.T) {
	check[messageRecord](t)
	check[Incident](t)
	check[incidentRecord](t)
	check[act](t)
	check[Delivery](t)
	check[quarRecord](t)
	check[outRecord](t)
	check[outState](t)
	check[StoredKey](t)
}

func TestRecordsKeepOddText(t *testing.T) {
	for _, text := range []string{"\xff\xfe", "a\x00b", "\u2028<&>", strings.Repeat("é", 70_000)} {
		if got := roundTrip(t, Message{Text: text, Subject: text}); got.Text != text || got.Subject != text {
			t.Errorf("%.20q came back as %.20q", text, got.Text)
		}
	}
	for _, size := range []int{0, 127, 128, 1<<14 - 100, 1 << 14, 1<<14 + 1, 1 << 21} { // those inside others bear their length
		want := messageRecord{Message: Message{Key: "k", Text: strings.Repeat("x", size)}, Values: []string{"last"}}
		for want.Size = 0; want.Size < 3; want.Size++ {
			if d := cmp.Diff(want, roundTrip(t, want)); d != "" {
				t.Fatalf("%d characters:\n%s", size, d)
			}
		}
	}
	fields := map[string]string{"": "", "\xff": "x"}
	if got := roundTrip(t, Report{Fields: fields}); !cmp.Equal(got.Fields, fields) {
		t.Errorf("fields came back as %q", got.Fields)
	}
}

// TestRecordsKeepWhatIsEmpty: none and empty are not the same in JSON answers.
func TestRecordsKeepWhatIsEmpty(t *testing.T) {
	got := roundTrip(t, Report{Hosts: []Host{}, Logs: nil})
	if got.Hosts == nil || got.Logs != nil {
		t.Errorf("hosts %v, logs %v", got.Hosts, got.Logs)
	}
}

func TestRecordsOfManyThings(t *testing.T) {
	in := Incident{Messages: make([]Key, 200_000)}
	if got := roundTrip(t, in); len(got.Messages) != len(in.Messages) {
		t.Errorf("%d of %d keys came back", len(got.Messages), len(in.Messages))
	}
}

// TestOutStateIsWhole: what becomes of an entry is all in its state and its
// claim; anything else of it stays as it was decided.
func TestOutStateIsWhole(t *testing.T) {
	want := full[outRecord]()
	s := want.state(9)
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("state leaves %s out", v.Type().Field(i).Name)
		}
	}
	got := full[outRecord]()
	got.State, got.Error, got.Attempts, got.Claimed, got.Carried, got.After, got.HeldFor = "", "", 0, false, false, "", nil
	got.Due, got.Settled = time.Time{}, time.Time{}
	s.apply(&got)
	if got.Claimed {
		t.Error("a state claims")
	}
	got.Attempts, got.Due = 0, time.Time{}
	got.applyClaim(want.queueBytes(new(arena)))
	if c, ok := readClaim(want.queueBytes(new(arena))); !ok || c.ref != want.Ref {
		t.Errorf("the claim is of %q", c.ref)
	}
	want.Due = want.Due.UTC()
	if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(outRecord{})); d != "" {
		t.Error(d)
	}
	want.Claimed = false
	if c, ok := readClaim(want.queueBytes(new(arena))); ok || c.ref != want.Ref {
		t.Errorf("nobody's claim is of %q, %v", c.ref, ok)
	}
	for _, none := range []string{"", "short", "\x00sixteen letters", "as long as a claim is, but no claim"} {
		before := got
		if got.applyClaim([]byte(none)); !reflect.DeepEqual(before, got) {
			t.Errorf("%q is taken for a claim", none)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, want := range []outPlace{{1, MakeRef("CERT", 2026, 9)}, {1 << 60, ""}, {7, "odd"}, {0xff00, MakeRef("A", 1, 1)}} {
		if got := readPlace(want.bytes(new(arena))); got != want {
			t.Errorf("%+v came back as %+v", want, got)
		}
		if got := readOutID(join([]byte("12345678"), want.bytes(new(arena)))); got != want {
			t.Errorf("%+v came back from its id as %+v", want, got)
		}
	}
	for _, short := range []string{"", "a", "1234567", "12345678"} {
		if got := readOutID([]byte(short)); got.seq != 0 {
			t.Errorf("%q reads as %+v", short, got)
		}
	}
}

func TestMailIDs(t *testing.T) {
	s := testSealer(t)
	message, content := s.id("message", "a"), s.id("twin", "b", "c")
	value := join([]byte{'m'}, message[:], content[:])
	gotMessage, gotContent, ok := readMailID(value)
	if !ok || gotMessage != message || gotContent != content {
		t.Error("a mail id came back as another")
	}
	for n := range len(value) {
		if _, _, ok := readMailID(value[:n]); ok {
			t.Errorf("%d bytes read as a mail id", n)
		}
	}
	if _, _, ok := readMailID(append([]byte{'o'}, value[1:]...)); ok {
		t.Error("one of ours reads as one of theirs")
	}
}

// FuzzRefOf: the reference that a key begins with is the one it was made of.
func FuzzRefOf(f *testing.F) {
	f.Add("CERT#2026-00042-7", []byte("rest"))
	f.Add("", []byte{})
	f.Add("odd#1-2", []byte{0, 0})
	f.Fuzz(func(t *testing.T, text string, rest []byte) {
		if strings.ContainsRune(text, 0) {
			text = strings.ReplaceAll(text, "\x00", "")
		}
		if got := refOf(append(order(Ref(text)), rest...)); got != Ref(text) {
			t.Errorf("%q came back as %q", text, got)
		}
		refOf(rest) // anything may stand there; it must not panic
	})
}

// FuzzDecode: a record that decodes comes back the same once encoded again.
func FuzzDecode(f *testing.F) {
	whole, state := full[messageRecord](), full[outState]()
	f.Add(encode(nil, &whole))
	f.Add(encode(nil, &Message{}))
	f.Add(encode(nil, &state))
	f.Fuzz(func(t *testing.T, b []byte) {
		var m messageRecord
		if decode(b, &m) == nil {
			if d := cmp.Diff(m, roundTrip(t, m)); d != "" {
				t.Error(d)
			}
		}
		var s outState
		if decode(b, &s) == nil {
			if d := cmp.Diff(s, roundTrip(t, s)); d != "" {
				t.Error(d)
			}
		}
	})
}

// A growing noun has more fields in a later version.
type growing struct {
	text string
	more []Finding
	last bool
	now  int // how many fields this version knows
}

func (g *growing) walk(c *coder) {
	text(c, &g.text)
	if g.now > 1 {
		records(c, &g.more)
		c.flag(&g.last)
	}
}

// A list of growing nouns, of one version.
type grown [2]growing

func (g *grown) walk(c *coder) {
	c.record(&g[0])
	c.record(&g[1])
}

// TestRecordsGrow: what an earlier version kept is read by a later one, whose
// fields are then zero; what a later one kept is no record for an earlier one.
func TestRecordsGrow(t *testing.T) {
	early := grown{{text: "a", now: 1}, {text: "b", now: 1}}
	late := grown{{text: "a", now: 3, more: []Finding{{Code: "x"}}, last: true}, {text: "b", now: 3}}
	got := grown{{now: 3}, {now: 3}}
	if err := decode(encode(nil, &early), &got); err != nil || got[0].text+got[1].text != "ab" || got[0].more != nil || got[1].last {
		t.Errorf("%+v, %v", got, err)
	}
	got = grown{{now: 1}, {now: 1}}
	if err := decode(encode(nil, &late), &got); err == nil {
		t.Errorf("a later version's record is read as %+v", got)
	}
	for n := range len(encode(nil, &late)) {
		got = grown{{now: 3}, {now: 3}}
		if decode(encode(nil, &late)[:n], &got) == nil && got[0].text == "a" && got[1].text == "b" {
			t.Errorf("%d bytes read as all of it", n)
		}
	}
}

// TestTimesKeepTheirZone: a reporter's clock may be anywhere, and wrong.
func TestTimesKeepTheirZone(t *testing.T) {
	for _, at := range []time.Time{
		{}, time.Unix(0, 0).UTC(), time.Unix(-1, 1).UTC(), time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2026, 11, 21, 9, 0, 0, 0, time.FixedZone("", -5*3600)), time.Date(2026, 11, 21, 9, 0, 0, 0, time.FixedZone("", 13*3600+45*60+1)),
	} {
		got := roundTrip(t, Event{At: at}).At
		if _, offset := got.Zone(); !got.Equal(at) || got.Format(time.RFC3339Nano) != at.Format(time.RFC3339Nano) || got.IsZero() != at.IsZero() {
			t.Errorf("%v came back as %v (%d)", at, got, offset)
		}
	}
}

// A keyed digest is told from all others of the same words.
func TestKeyedSums(t *testing.T) {
	s := testSealer(t)
	seen := map[id]string{}
	for _, words := range [][]string{{"a"}, {"a", ""}, {"", "a"}, {"a", "b"}, {"ab"}, {"a\x00b"}, {strings.Repeat("a", 1000)}, {}} {
		for _, kind := range []string{"", "a", "share"} {
			name := kind + " of " + strings.Join(words, "|")
			i := s.id(kind, words...)
			if other, ok := seen[i]; ok {
				t.Errorf("%q and %q have one id", name, other)
			}
			if seen[i] = name; s.id(kind, words...) != i {
				t.Errorf("%q has two ids", name)
			}
		}
	}
	if len(s.derive([]string{"a"})) != 26 || strings.HasPrefix(s.derive([]string{"a"}), s.derive([]string{"a", ""})[:10]) {
		t.Error("tokens run together")
	}
}

// encode appends a record's fields to a buffer, as the batch does with its own.
func encode(to []byte, r record) []byte {
	c := coder{out: to}
	r.walk(&c)
	return c.out
}
