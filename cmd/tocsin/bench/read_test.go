package bench

import (
	"testing"
	"time"

	"tocsin/cmd/tocsin/daemon"
	"tocsin/intake"
	"tocsin/intake/mime"
	"tocsin/intake/pgp"
)

// BenchmarkRead is what the reading of one plain mail costs, without the store.
func BenchmarkRead(b *testing.B) {
	k := kinds()[0]
	raw := k.mail(b, 1)
	rooms, problems := daemon.Load(nil)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	x := rooms.Reader(nil, rooms.Ring, time.Now)
	x.Own = []string{teamAddress}
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			x.Read(raw, time.Now(), "imap")
		}
	})
	b.Run("mime", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			mime.Read(raw, x.Limits)
		}
	})
	m := mime.Read(raw, x.Limits)
	b.Run("open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			pgp.Open(m, rooms.Ring, pgp.Options{Now: time.Now(), Own: x.Own, Limits: x.Limits})
		}
	})
	b.Run("texts", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.Texts()
		}
	})
	b.Run("classify", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			intake.Classify(m, x.Own, teamAddress)
		}
	})
}
