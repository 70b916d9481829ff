package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tocsin/store"
	"tocsin/store/kv"
)

// A counting engine counts its commits.
type counting struct {
	kv.Engine
	commits atomic.Int64
}

func (c *counting) Update(c2 context.Context, fn func(kv.Writer) error) error {
	c.commits.Add(1)
	return c.Engine.Update(c2, fn)
}

func countingStore(t testing.TB) (*store.Store, *counting) {
	e := &counting{Engine: openEngine(t, filepath.Join(t.TempDir(), "tocsin.db"))}
	s := openStore(t, e)
	t.Cleanup(func() { s.Close() })
	return s, e
}

// formMail is a plain form of 4 KiB.
func formMail(n int) store.Filing {
	f := mail(n)
	body := strings.Repeat("description: somebody tries passwords at our gateway\r\n", 4096/54)
	f.Raw = append(f.Raw, body...)
	f.Message.Content, f.Message.Text = string(store.KeyOf(f.Raw)), body
	f.Message.Report = &store.Report{Form: "tocsin", Fields: map[string]string{"contact_name": "Ann", "description": body[:1000]},
		Hosts: []store.Host{{Role: store.RoleTarget, Name: "www.site.example", Addresses: []string{"192.0.2.1"}}}}
	return f
}

func decideForm(tx *store.Tx, m *store.Message) store.Outcome {
	o := newIncident(tx, m)
	o.Incident.Report = *m.Report
	o.Values = []string{"192.0.2.1", "www.site.example"}
	return o
}

func BenchmarkFileOne(b *testing.B) {
	s := fresh(b)
	for n := 1; b.Loop(); n++ {
		file(b, s, formMail(n), decideForm)
	}
}

func BenchmarkFileBatched(b *testing.B) {
	for _, callers := range []int{64, 256} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			s, e := countingStore(b)
			mails := make([]store.Filing, b.N)
			for i := range mails {
				mails[i] = formMail(i + 1)
			}
			e.commits.Store(0)
			b.ReportAllocs()
			before := cpuTime(b)
			b.ResetTimer()
			fileAll(b, s, mails, callers)
			b.ReportMetric(float64(e.commits.Load())/float64(b.N), "commits/op")
			b.ReportMetric((cpuTime(b)-before)/float64(b.N), "cpu-ns/op")
		})
	}
}

// fileAll files mails by a number of concurrent callers.
func fileAll(t testing.TB, s *store.Store, mails []store.Filing, callers int) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(mails); i = next.Add(1) - 1 {
				if _, err := s.File(ctx, mails[i], decideForm); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkClaimSettle(b *testing.B) {
	s, e := countingStore(b)
	mails := make([]store.Filing, b.N)
	for i := range mails {
		mails[i] = formMail(i + 1)
	}
	fileAll(b, s, mails, 256)
	e.commits.Store(0)
	before := cpuTime(b)
	b.ResetTimer()
	for {
		list := get(s.Claim(ctx, begin, 100, time.Minute))(b)
		if len(list) == 0 {
			break
		}
		var done []store.Settlement
		for _, o := range list {
			done = append(done, store.Settlement{ID: o.ID, Attempt: o.Attempts, State: store.Sent, Response: "250 ok", At: begin})
		}
		must(b, s.Settle(ctx, done...))
	}
	b.ReportMetric(float64(e.commits.Load())/float64(b.N), "commits/op")
	b.ReportMetric((cpuTime(b)-before)/float64(b.N), "cpu-ns/op")
}

// BenchmarkLookup finds an incident by a Message-ID among 100,000.
func BenchmarkLookup(b *testing.B) {
	const size = 100_000
	s := fresh(b)
	mails := make([]store.Filing, 1000)
	for start := 0; start < size; start += len(mails) {
		for i := range mails {
			mails[i] = mail(start + i + 1)
			mails[i].Message.Report = &store.Report{}
		}
		fileAll(b, s, mails, 256)
	}
	b.Run("message", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			get(s.Message(ctx, store.KeyOf(mail(n%size+1).Raw)))(b)
		}
	})
	b.Run("incident", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			get(s.Incident(ctx, store.MakeRef("CERT", 2026, n%size+1)))(b)
		}
	})
	b.Run("newest", func(b *testing.B) {
		for b.Loop() {
			get(s.Incidents(ctx, store.Filter{Limit: 10}))(b)
		}
	})
	b.Run("file", func(b *testing.B) {
		for n := size; b.Loop(); n++ {
			file(b, s, formMail(n+1), decideForm)
		}
	})
}

// cpuTime is the processor time of this process in nanoseconds.
func cpuTime(b *testing.B) float64 {
	var u syscall.Rusage
	must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return float64(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkFloor is what the engine alone takes for one value of 4 KiB in
// commits of 64: the ground on which FileBatched stands.
func BenchmarkFloor(b *testing.B) {
	e := openEngine(b, filepath.Join(b.TempDir(), "db"))
	defer e.Close()
	value := make([]byte, 4096)
	before := cpuTime(b)
	b.ResetTimer()
	for n := 0; n < b.N; n += 64 {
		must(b, e.Update(ctx, func(w kv.Writer) error {
			for i := range 64 {
				w.Put("raw", fmt.Appendf(nil, "%012d", n+i), value)
			}
			return nil
		}))
	}
	b.ReportMetric((cpuTime(b)-before)/float64(b.N), "cpu-ns/op")
}
