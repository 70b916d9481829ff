package courier

import (
	"fmt"
	"testing"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

// BenchmarkDrain is the way of one unsigned acknowledgement from the outbox to
// a sink in the same process, claim and settle in memory.
func BenchmarkDrain(b *testing.B) {
	for _, conns := range []int{1, 2} {
		b.Run(fmt.Sprintf("conns=%d", conns), func(b *testing.B) {
			s := sink(b, smtptest.Options{Deliver: func(smtptest.Mail) {}})
			q := newQueue()
			for i := range b.N {
				q.add(entry(fmt.Sprint(i), store.OutAck, "r@x.test"))
			}
			c := courierTo(b, s, q, func(cfg *Config) { cfg.Connections = conns })
			b.ResetTimer()
			if tally := drain(b, c); tally.Sent != b.N {
				b.Fatalf("tally %+v, want %d sent", tally, b.N)
			}
		})
	}
}

// BenchmarkBare is the floor of BenchmarkDrain: the same mail over one session.
func BenchmarkBare(b *testing.B) {
	s := sink(b, smtptest.Options{Deliver: func(smtptest.Mail) {}})
	v, err := courierTo(b, s, newQueue()).connect(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer v.quit()
	o := entry("e", store.OutAck, "r@x.test")
	raw, _ := plain(b.Context(), o)
	j := &job{Outgoing: o, raw: raw}
	for b.Loop() {
		if _, at, err := v.submit(j, func() *job { return j }); judge(at, err) != accepted {
			b.Fatal(err)
		}
	}
}
