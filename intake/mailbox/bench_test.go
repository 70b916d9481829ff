package mailbox

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"tocsin/intake/mailbox/dovecot"
)

// benchMails is the backlog of the benchmarks: form mails of 4 KiB.
const benchMails = 10000

// blank is a ledger that knows nothing and keeps nothing.
type blank struct{}

func (blank) Unfiled(_ context.Context, _ string, _ uint32, uids []uint32) ([]uint32, error) {
	return uids, nil
}
func (blank) HighWater(context.Context, string, uint32) (uint32, error)  { return 0, nil }
func (blank) Marked(context.Context, string, uint32, []uint32) error     { return nil }
func (blank) Unmarked(context.Context, string, uint32) ([]uint32, error) { return nil, nil }
func dropAll(_ context.Context, batch []Fetched) func() []error {
	return func() []error { return make([]error, len(batch)) }
}

// BenchmarkFetch compares one bare range FETCH, which is the floor, with all
// that Once does: search, sizes, bodies in batches, the hand-over, and a MOVE.
func BenchmarkFetch(b *testing.B) {
	srv := startDovecot(b, dovecot.User{Name: "u", Password: "secret"})
	fill(b, srv)
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			bareFetch(b, srv.Addr)
		}
		perSecond(b)
	})
	b.Run("once", func(b *testing.B) {
		for b.Loop() {
			runOnce(b, srv, "leave")
		}
		perSecond(b)
	})
	b.Run("once-move", func(b *testing.B) {
		for b.Loop() {
			runOnce(b, srv, "move:Filed")
			b.StopTimer()
			fill(b, srv)
			b.StartTimer()
		}
		perSecond(b)
	})
}

func fill(b *testing.B, srv *dovecot.Server) {
	have, err := srv.Count("u", "INBOX")
	if err != nil {
		b.Fatal(err)
	}
	for i := range benchMails - have {
		raw := append(mail(i), bytes.Repeat([]byte("indicator: 192.0.2.1 seen in the proxy log\r\n"), 92)...)
		if err := srv.Deliver("u", raw); err != nil {
			b.Fatal(err)
		}
	}
	bareFetch(b, srv.Addr) // Dovecot indexes what is new
}

func runOnce(b *testing.B, srv *dovecot.Server, after string) {
	box := dovecotBox(b, srv, "u", after, dropAll, blank{})
	if tally, err := box.Once(b.Context(), nil); err != nil || tally.Filed != benchMails {
		b.Fatalf("%+v, %v", tally, err)
	}
}

func perSecond(b *testing.B) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(benchMails)*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
	b.ReportMetric(float64(m.HeapSys-m.HeapReleased)/(1<<20), "heap-MiB")
}

// bareFetch reads all bodies with one command and drops them.
func bareFetch(b *testing.B, addr string) {
	c, err := imapclient.DialInsecure(addr, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if err := c.Login("u", "secret").Wait(); err != nil {
		b.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		b.Fatal(err)
	}
	n, err := drain(c.Fetch(imap.UIDSet{{Start: 1}}, &imap.FetchOptions{UID: true, RFC822Size: true,
		BodySection: []*imap.FetchItemBodySection{{Peek: true}}}))
	if err != nil || n != benchMails {
		b.Fatal(fmt.Errorf("%d messages, %w", n, err))
	}
}

func drain(cmd *imapclient.FetchCommand) (n int, err error) {
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		for item := msg.Next(); item != nil; item = msg.Next() {
			if body, ok := item.(imapclient.FetchItemDataBodySection); ok && body.Literal != nil {
				if _, err := io.Copy(io.Discard, body.Literal); err == nil {
					n++
				}
			}
		}
	}
	return n, cmd.Close()
}
