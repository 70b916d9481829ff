package pgp

import (
	"bytes"
	"io"
	"runtime"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"tocsin/intake/mime"
	"tocsin/store"
)

// benchTypes are the key types that mail is benchmarked with; sender and team
// have the same.
var benchTypes = []struct {
	name   string
	change func(*packet.Config)
}{
	{"cv25519", nil},
	{"nistp256", curve(packet.PubKeyAlgoECDSA, packet.CurveNistP256)},
	{"rsa2048", func(c *packet.Config) { c.Algorithm = packet.PubKeyAlgoRSA }},
	{"rsa3072", func(c *packet.Config) { c.Algorithm, c.RSABits = packet.PubKeyAlgoRSA, 3072 }},
	{"rsa4096", func(c *packet.Config) { c.Algorithm, c.RSABits = packet.PubKeyAlgoRSA, 4096 }},
}

// A bench is a signed and encrypted mail between two keys.
type bench struct {
	raw      []byte
	ring     *Ring
	us, them person
}

func newBench(b testing.TB, change func(*packet.Config), size int) bench {
	b.Helper()
	us, them := newPerson("CERT", teamAddress, change), newPerson("Alice", aliceAddress, change)
	l := letter(them)
	if size > 0 {
		l.Attach = []mime.Attachment{{Type: "application/octet-stream", Name: "log.bin", Data: bytes.Repeat([]byte("0123456789abcdef"), size/16)}}
	}
	raw, err := Protect(l, ring(b, them, us), Cover{Sign: true, To: []store.Fingerprint{us.stored.Fingerprint}, Now: today})
	if err != nil {
		b.Fatal(err)
	}
	return bench{raw, ring(b, us, them), us, them}
}

// BenchmarkOpen is all of reading and opening a mail. Compare with
// BenchmarkFloor: own CPU is to stay below 1.25 times that plus 0.3 ms.
func BenchmarkOpen(b *testing.B) {
	for _, kind := range benchTypes {
		b.Run(kind.name, func(b *testing.B) {
			x := newBench(b, kind.change, 0)
			if p := readWith(x.raw, x.ring).Protection; p.Verdict != "verified" {
				b.Fatalf("%+v", p)
			}
			b.ReportAllocs()
			for b.Loop() {
				readWith(x.raw, x.ring)
			}
		})
	}
}

// BenchmarkFloor is what bare go-crypto needs for the ciphertext of that mail.
func BenchmarkFloor(b *testing.B) {
	for _, kind := range benchTypes {
		b.Run(kind.name, func(b *testing.B) {
			x := newBench(b, kind.change, 0)
			armour := mime.Read(x.raw, mime.Limits{}).Root.Children[1].Decode()
			keys := openpgp.EntityList{x.us.entity, x.them.entity}
			cfg := &packet.Config{Time: todayClock}
			b.ReportAllocs()
			for b.Loop() {
				block, err := armor.Decode(bytes.NewReader(armour))
				if err != nil {
					b.Fatal(err)
				}
				md, err := openpgp.ReadMessage(block.Body, keys, nil, cfg)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, md.UnverifiedBody); err != nil || md.SignatureError != nil {
					b.Fatal(err, md.SignatureError)
				}
			}
		})
	}
}

// BenchmarkOpenPlain is a mail without protection.
func BenchmarkOpenPlain(b *testing.B) {
	raw, r := mail(b, alice(), false, false), ring(b, team(), alice())
	b.ReportAllocs()
	for b.Loop() {
		readWith(raw, r)
	}
}

// BenchmarkProtect signs and encrypts a letter.
func BenchmarkProtect(b *testing.B) {
	for _, kind := range benchTypes {
		b.Run(kind.name, func(b *testing.B) {
			x := newBench(b, kind.change, 0)
			cover := Cover{Sign: true, To: []store.Fingerprint{x.them.stored.Fingerprint}, Now: today}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Protect(letter(x.us), x.ring, cover); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkOpenLarge is a mail of about 25 MiB.
func BenchmarkOpenLarge(b *testing.B) {
	x := newBench(b, nil, 13<<20)
	b.SetBytes(int64(len(x.raw)))
	b.ReportAllocs()
	for b.Loop() {
		readWith(x.raw, x.ring)
	}
}

// TestLargeMail: a mail of 25 MiB allocates less than its size: it is decrypted
// where it was decoded.
func TestLargeMail(t *testing.T) {
	x := newBench(t, nil, 13<<20)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	o := readWith(x.raw, x.ring)
	runtime.ReadMemStats(&after)
	if o.Protection.Verdict != "verified" {
		t.Fatalf("%+v", o.Protection)
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > uint64(len(x.raw)) {
		t.Errorf("a mail of %d MiB allocated %d MiB", len(x.raw)>>20, got>>20)
	}
}
