package store

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/crypto/chacha20poly1305"

	"tocsin/store/kv"
)

func testSealer(t testing.TB) *sealer {
	t.Helper()
	s, err := newSealer(bytes.Repeat([]byte{7}, keySize), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealIsBoundToItsPlace(t *testing.T) {
	s := testSealer(t)
	sealed, err := s.seal(s.record, []byte("plain"), place("out", []byte("k"), "R"))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := unseal(s.record, sealed, place("out", []byte("k"), "R")); string(plain) != "plain" || err != nil {
		t.Errorf("unseal: %q %v", plain, err)
	}
	for _, other := range [][]byte{place("in", []byte("k"), "R"), place("out", []byte("x"), "R"), place("out", []byte("k"), "S"), place("out", []byte("kR"), ""), nil} {
		if _, err := unseal(s.record, sealed, other); !errors.Is(err, errSealed) {
			t.Errorf("opened at %q: %v", other, err)
		}
	}
	if _, err := unseal(s.wrap, sealed, place("out", []byte("k"), "R")); !errors.Is(err, errSealed) {
		t.Errorf("opened under another key: %v", err)
	}
}

// What is worth it is compressed; whether it was is authenticated too.
func TestSealPacks(t *testing.T) {
	s, at := testSealer(t), place("out", []byte("k"), "R")
	noise := make([]byte, 200_000)
	rand.Read(noise)
	for _, size := range []int{0, 1, minPacked - 1, minPacked, 1000, 5000, 64 << 10, len(noise)} {
		for what, c := range map[string]struct {
			plain []byte
			form  byte
			most  int
		}{
			"noise": {noise[:size], sealedPlain, size},
			"text":  {bytes.Repeat([]byte("text "), size/5+1)[:size], sealedPacked, size / 2},
		} {
			if size < minPacked {
				c.form, c.most = sealedPlain, size
			}
			sealed, err := s.seal(s.record, c.plain, at)
			if err != nil || sealed[0] != c.form || len(sealed) > c.most+sealHead+s.record.Overhead() {
				t.Errorf("%d of %s: form %d, %d bytes, %v", size, what, sealed[0], len(sealed), err)
			}
			if got, err := unseal(s.record, sealed, at); err != nil || !bytes.Equal(got, c.plain) {
				t.Errorf("%d of %s: %d bytes, %v", size, what, len(got), err)
			}
			for form := range byte(4) {
				sealed[0] = form
				if _, err := unseal(s.record, sealed, at); form != c.form && !errors.Is(err, errSealed) {
					t.Errorf("%d of %s opened as form %d: %v", size, what, form, err)
				}
			}
		}
	}
}

func TestSealWithoutRandom(t *testing.T) {
	wrong := errors.New("wrong")
	s, err := newSealer(make([]byte, keySize), iotest.ErrReader(wrong))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = s.seal(s.record, nil, nil); !errors.Is(err, wrong) {
		t.Errorf("seal: %v", err)
	}
	if _, err = s.newKey(); !errors.Is(err, wrong) {
		t.Errorf("newKey: %v", err)
	}
}

func TestIDs(t *testing.T) {
	s := testSealer(t)
	all := map[id]string{}
	for what, i := range map[string]id{
		"a": s.id("mailid", "a"), "b": s.id("mailid", "b"), "other kind": s.id("share", "a"),
		"two": s.id("mailid", "a", ""), "a run": s.id("mailid", "", "a"), "empty": s.id("mailid"),
	} {
		if have, ok := all[i]; ok {
			t.Errorf("%s and %s have one id", what, have)
		}
		all[i] = what
	}
	if s.id("mailid", "a") != testSealer(t).id("mailid", "a") {
		t.Error("ids are not stable")
	}
	if idOf([]byte("short")) != (id{}) || idOf(nil) != (id{}) {
		t.Error("the id of something else")
	}
}

// TestKeyedDigests: another key, another digest; and length makes no difference
// to what a digest covers.
func TestKeyedDigests(t *testing.T) {
	one, other := keyed(strings.Repeat("k", keySize)), keyed(strings.Repeat("l", keySize))
	seen := map[[32]byte]bool{}
	for n := range 600 {
		text := strings.Repeat("x", n)
		for _, sum := range [][32]byte{one.sum("kind", []string{text}), other.sum("kind", []string{text}), one.sum("kind", []string{"y" + text})} {
			if seen[sum] {
				t.Fatalf("%d characters: a digest came twice", n)
			}
			seen[sum] = true
		}
	}
	if one.sum("kind", []string{"a"}) != one.sum("kind", []string{"a"}) {
		t.Error("digests are not stable")
	}
}

// A oneRecord is a kv.Reader that has one value everywhere.
type oneRecord struct {
	kv.Reader
	value []byte
}

func (r oneRecord) Get(string, []byte) []byte { return r.value }

// FuzzOpenRecord: of all bytes that may stand in the place of a record only
// those that were sealed there open.
func FuzzOpenRecord(f *testing.F) {
	s := testSealer(f)
	s.rand = bytes.NewReader(make([]byte, 100)) // all processes of the fuzzer seal the same
	key := number64(1)
	good, err := s.seal(s.record, encode(nil, &messageRecord{Message: Message{Key: "abc"}}), place(bMessage, key, ""))
	good = append([]byte{0}, good...)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, 0, byte(0))
	f.Add(good, 40, byte(1))
	f.Add([]byte{}, 0, byte(0))
	f.Add([]byte{5, 'a'}, 1, byte(9))
	f.Fuzz(func(t *testing.T, b []byte, at int, flip byte) {
		if len(b) > 0 {
			b = bytes.Clone(b)
			b[uint(at)%uint(len(b))] ^= flip
		}
		v := &view{sealer: s, r: oneRecord{value: b}}
		var m messageRecord
		err := v.load(bMessage, key, &m)
		if bytes.Equal(b, good) != (err == nil) {
			t.Errorf("%x: %v", b, err)
		}
		if h, rest, ok := readHead(b); ok && !bytes.Equal(join(h.bytes(new(arena)), rest), b) {
			t.Errorf("head %x reads as %+v", b, h)
		}
		if found, ok := v.find(id{}); ok && b[0] == 'm' && !bytes.Equal(found.bytes(new(arena)), b) {
			t.Errorf("name %x reads as %+v", b, found)
		}
	})
}

// FuzzCutRaw: a record and the mail behind it come apart as they were put
// together; nothing else is taken for them.
func FuzzCutRaw(f *testing.F) {
	f.Add([]byte("record"), []byte("mail"))
	f.Add([]byte{}, []byte{0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, record, inline []byte) {
		var length [4]byte
		binary.BigEndian.PutUint32(length[:], uint32(len(record)))
		whole := join(length[:], record, inline)
		if r, i := cutRaw(whole); !bytes.Equal(r, record) || !bytes.Equal(i, inline) {
			t.Errorf("%x came apart as %x and %x", whole, r, i)
		}
		for _, odd := range [][]byte{record, inline, whole[:min(len(whole), 4+len(record)/2)]} {
			if r, i := cutRaw(odd); len(r)+len(i) > len(odd) || r != nil && len(r)+len(i)+4 != len(odd) {
				t.Errorf("%x came apart as %x and %x", odd, r, i)
			}
		}
	})
}

func TestEachFlippedByteRefuses(t *testing.T) {
	s := testSealer(t)
	key := number64(1)
	good, err := s.seal(s.record, encode(nil, &messageRecord{Message: Message{Key: "abc"}}), place(bMessage, key, ""))
	good = append([]byte{0}, good...)
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		for bit := range 8 {
			b := bytes.Clone(good)
			b[i] ^= 1 << bit
			v := &view{sealer: s, r: oneRecord{value: b}}
			if v.load(bMessage, key, &messageRecord{}) == nil {
				t.Fatalf("opens with bit %d of byte %d flipped", bit, i)
			}
		}
	}
}

func sealAll(t *testing.T, plain []byte) []byte {
	t.Helper()
	a, err := chacha20poly1305.NewX(make([]byte, keySize))
	if err != nil {
		t.Fatal(err)
	}
	stream, err := newSealStream(a, rand.Reader, bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := io.ReadAll(iotest.OneByteReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func openAll(sealed []byte) ([]byte, error) {
	a, err := chacha20poly1305.NewX(make([]byte, keySize))
	if err != nil {
		return nil, err
	}
	stream, err := newOpenStream(a, iotest.HalfReader(bytes.NewReader(sealed)))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(stream)
}

func TestStream(t *testing.T) {
	const chunk = chunkSize + chacha20poly1305.Overhead
	for _, size := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3*chunkSize + 5} {
		plain := make([]byte, size)
		rand.Read(plain)
		sealed := sealAll(t, plain)
		got, err := openAll(sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d bytes came back as %d, %v", size, len(got), err)
		}
		for name, bad := range map[string][]byte{
			"cut by one":      sealed[:len(sealed)-1],
			"lengthened":      append(bytes.Clone(sealed), 0),
			"cut to a chunk":  sealed[:min(len(sealed)-1, streamNonce+chunk)],
			"cut to a nonce":  sealed[:streamNonce],
			"cut in nonce":    sealed[:3],
			"empty":           {},
			"flipped at end":  flip(sealed, len(sealed)-1),
			"flipped at head": flip(sealed, 0),
		} {
			if _, err := openAll(bad); err == nil {
				t.Errorf("%d bytes %s open", size, name)
			}
		}
		if size > 2*chunkSize {
			swapped := bytes.Clone(sealed)
			copy(swapped[streamNonce:], sealed[streamNonce+chunk:streamNonce+2*chunk])
			copy(swapped[streamNonce+chunk:], sealed[streamNonce:streamNonce+chunk])
			if _, err := openAll(swapped); err == nil {
				t.Error("swapped chunks open")
			}
		}
	}
}

func flip(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 0x80
	return b
}

func TestStreamPassesErrors(t *testing.T) {
	wrong := errors.New("wrong")
	a, err := chacha20poly1305.NewX(make([]byte, keySize))
	if err != nil {
		t.Fatal(err)
	}
	stream, err := newSealStream(a, rand.Reader, iotest.ErrReader(wrong))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = io.ReadAll(stream); !errors.Is(err, wrong) {
		t.Errorf("seal: %v", err)
	}
	if _, err = newOpenStream(a, iotest.ErrReader(wrong)); !errors.Is(err, wrong) {
		t.Errorf("open: %v", err)
	}
	source := io.MultiReader(bytes.NewReader(make([]byte, streamNonce)), iotest.ErrReader(wrong))
	opened, err := newOpenStream(a, source)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = io.ReadAll(opened); !errors.Is(err, wrong) {
		t.Errorf("read: %v", err)
	}
}

func BenchmarkSeal(b *testing.B) {
	s := testSealer(b)
	plain, at := make([]byte, 4096), place(bMessage, number64(1), "CERT#2026-00001-0")
	b.SetBytes(int64(len(plain)))
	for b.Loop() {
		if _, err := s.seal(s.record, plain, at); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	s := testSealer(b)
	at := place(bMessage, number64(1), "CERT#2026-00001-0")
	sealed, err := s.seal(s.record, make([]byte, 4096), at)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(4096)
	for b.Loop() {
		if _, err := unseal(s.record, sealed, at); err != nil {
			b.Fatal(err)
		}
	}
}
