package bench

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-smtp"
	bbolt "go.etcd.io/bbolt"
)

// group is how many mails the bare prototype commits and answers at once.
const group = 200

// bare is the least that can be called an intake: one range FETCH, go-message,
// bare go-crypto, the bytes as they are into bbolt, a few hundred in a commit,
// and a line of text to an SMTP sink. It knows no form, seals nothing, threads
// nothing, moves nothing and survives no fault. It is what the line's rates are
// held against: this machine's measure of "as fast as it gets".
type bare struct {
	ring openpgp.EntityList
	db   *bbolt.DB
	smtp *smtp.Client
}

// run takes the n mails of the mailbox and returns how many were answered.
func (p *bare) run(b *testing.B, addr string) int {
	read, opened := make(chan []byte, group), make(chan letter, group)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for raw := range read {
				opened <- p.open(b, raw)
			}
		})
	}
	var fetched error
	go func() {
		fetched = fetchAll(addr, read)
		close(read)
		workers.Wait()
		close(opened)
	}()
	answers := make(chan []letter, 4)
	var answered int
	var courier sync.WaitGroup
	courier.Go(func() {
		for batch := range answers {
			answered += p.answer(b, batch)
		}
	})
	var batch []letter
	for l := range opened {
		if batch = append(batch, l); len(batch) == group {
			answers <- p.file(b, batch)
			batch = nil
		}
	}
	answers <- p.file(b, batch)
	close(answers)
	courier.Wait()
	if fetched != nil {
		b.Error(fetched)
	}
	return answered
}

// A letter is a mail as the prototype keeps it.
type letter struct {
	from string
	raw  []byte
}

// open reads the header and, with go-crypto, what it protects.
func (p *bare) open(b *testing.B, raw []byte) letter {
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		b.Error(err)
		return letter{}
	}
	from, err := r.Header.AddressList("From")
	if err != nil || len(from) != 1 {
		b.Error("no sender", err)
		return letter{}
	}
	l := letter{from[0].Address, raw}
	for part, err := r.NextPart(); err != io.EOF; part, err = r.NextPart() {
		if err != nil {
			b.Error(err)
			return l
		}
		body, err := io.ReadAll(part.Body)
		if err == nil && bytes.HasPrefix(body, []byte("-----BEGIN PGP MESSAGE")) {
			err = decrypt(p.ring, bytes.NewReader(body))
		}
		if err != nil {
			b.Error(err)
		}
	}
	return l
}

// file commits a batch and returns it.
func (p *bare) file(b *testing.B, batch []letter) []letter {
	err := p.db.Update(func(tx *bbolt.Tx) error {
		rows, err := tx.CreateBucketIfNotExists([]byte("mail"))
		if err != nil {
			return err
		}
		for _, l := range batch {
			seq, err := rows.NextSequence()
			if err == nil {
				err = rows.Put(binary.BigEndian.AppendUint64(nil, seq), l.raw)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Error(err)
	}
	return batch
}

// answer sends one plain acknowledgement a mail.
func (p *bare) answer(b *testing.B, batch []letter) (n int) {
	for _, l := range batch {
		text := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: Received\r\nAuto-Submitted: auto-replied\r\n\r\nWe have your report.\r\n", teamAddress, l.from)
		if err := p.smtp.SendMail("", []string{l.from}, strings.NewReader(text)); err != nil {
			b.Error(err)
			continue
		}
		n++
	}
	return n
}

// fetchAll hands over the bodies of a mailbox in its order.
func fetchAll(addr string, to chan<- []byte) error {
	c, err := imapclient.DialInsecure(addr, nil)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Login("team", "bench").Wait(); err != nil {
		return err
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		return err
	}
	cmd := c.Fetch(imap.UIDSet{{Start: 1}}, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}})
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		for item := msg.Next(); item != nil; item = msg.Next() {
			if body, ok := item.(imapclient.FetchItemDataBodySection); ok && body.Literal != nil {
				raw, err := io.ReadAll(body.Literal)
				if err != nil {
					return err
				}
				to <- raw
			}
		}
	}
	return cmd.Close()
}

// BenchmarkBare takes the same backlog as BenchmarkLine through the bare
// prototype, on the same servers.
func BenchmarkBare(b *testing.B) {
	for _, k := range kinds() {
		if k.n == 1 {
			continue // rates need many
		}
		b.Run(k.name, func(b *testing.B) {
			k.keys(b)
			for range b.N {
				k.runBare(b)
			}
		})
	}
}

func (k *kind) runBare(b *testing.B) {
	b.StopTimer()
	s := k.stage(b)
	defer s.close()
	db, err := bbolt.Open(filepath.Join(s.dir, "bare.db"), 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	client, err := smtp.Dial(s.sink.addr)
	if err != nil {
		b.Fatal(err)
	}
	p := &bare{openpgp.EntityList{k.team, k.sender}, db, client}
	before, start := usageNow(), time.Now()
	b.StartTimer()
	n := p.run(b, s.server.Addr)
	b.StopTimer()
	took, after := time.Since(start), usageNow()
	if err := client.Quit(); err != nil {
		b.Error(err)
	}
	if mails, _ := s.sink.stop(b); n != k.n || mails != k.n {
		b.Fatalf("answered %d, and the sink saw %d, of %d", n, mails, k.n)
	}
	b.ReportMetric(float64(k.n)/took.Seconds(), "mails/s")
	report(b, before, after, k.n)
	b.ReportMetric(0, "ns/op")
}
