package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"tocsin/intake/pgp"
	"tocsin/store"
)

// read reads mails in one tray, as far as they fit. before is called ahead of
// each but the first with what is in the tray.
func (b *bed) read(raws [][]byte, before func(in []*sheet)) []*sheet {
	b.Helper()
	var all []*sheet
	for _, raw := range raws {
		all = append(all, &sheet{Arrival: Arrival{Raw: raw, channel: "imap", Delivery: store.Delivery{At: b.now}}})
	}
	n := 1
	tray := b.line.read(all[0], func() *sheet {
		if n == len(all) {
			return nil
		}
		before(all[:n])
		n++
		return all[n-1]
	})
	if len(tray) != n {
		b.Fatalf("%d of %d are in the tray", len(tray), n)
	}
	return tray
}

func nobody([]*sheet) {}

// A message that the reader fails on goes into quarantine; those that are read
// with it are read.
func TestTrayWithOneThatFails(t *testing.T) {
	b := newBed(t, false)
	raws := [][]byte{b.mail("a@uni.example", team, "one", otherTeamForm), b.mail("b@uni.example", team, "two", otherTeamForm), b.mail("c@uni.example", team, "three", reportText)}
	tray := b.read(raws, func(in []*sheet) {
		if len(in) == 2 {
			in[1].reading.Opened.Message = nil
		}
	})
	for i, s := range tray {
		if i == 1 {
			if filed, err := b.line.kept(t.Context(), s); err != nil || filed.Outcome != store.FiledQuarantined || !strings.HasPrefix(s.Failed, "the reader failed: ") {
				t.Errorf("it is filed as %v for %q: %v", filed.Outcome, s.Failed, err)
			}
			continue
		}
		var alone *Reading
		b.line.borrow(func(x *Reader) { alone = x.Read(raws[i], b.now, "imap") })
		if got := s.reading; got == nil || got.Message.Subject != alone.Message.Subject || got.Report.Form != alone.Report.Form || len(got.Report.Fields) != len(alone.Report.Fields) {
			t.Errorf("message %d is read otherwise than alone", i)
		}
		if filed, err := b.line.kept(t.Context(), s); err != nil || filed.Outcome != store.FiledNew {
			t.Errorf("message %d is filed as %v: %v", i, filed.Outcome, err)
		}
	}
}

// A tray takes many small messages, and ends with one that may need much
// memory: what many ciphertexts of a few bytes grow to is not held at once.
func TestTrayIsBounded(t *testing.T) {
	b := newBed(t, false)
	small := b.mail("a@uni.example", team, "small", otherTeamForm)
	for name, c := range map[string]struct {
		raw  []byte
		most int
	}{
		"small":     {small, 20},
		"large":     {b.mail("a@uni.example", team, "large", strings.Repeat("a line of text\r\n", trayful/16)), 1},
		"with file": {attached("application/octet-stream", "f.docx", document(t, "Your name: Ines")), 1},
		"grows":     {b.mail("a@uni.example", team, "grows", b.packed(strings.Repeat("a line of text\r\n", trayful/16))), 1},
	} {
		raws := [][]byte{c.raw}
		for len(raws) < 20 {
			raws = append(raws, small)
		}
		if n := len(b.read(raws, nobody)); n != c.most {
			t.Errorf("%s: %d messages are read at once, want %d", name, n, c.most)
		}
	}
}

// A tray ends with a message that took long to open, as with a long key.
func TestTrayIsShort(t *testing.T) {
	b := newBed(t, false)
	b.line.cfg.Now = func() time.Time { b.now = b.now.Add(trayTime / 2); return b.now }
	raw := b.mail("a@uni.example", team, "one", reportText)
	if n := len(b.read([][]byte{raw, raw, raw, raw, raw}, nobody)); n != 2 {
		t.Errorf("%d messages are read at once, want 2", n)
	}
}

// Between two messages the readers are free, so that what goes out does not
// wait for a tray.
func TestTrayHoldsNoReader(t *testing.T) {
	b := newBed(t, false)
	free := b.line.readers.Load().free
	b.read([][]byte{b.mail("a@uni.example", team, "one", reportText), b.mail("b@uni.example", team, "two", reportText)}, func([]*sheet) {
		if len(free) != cap(free) {
			t.Errorf("%d of %d readers are free", len(free), cap(free))
		}
	})
}

// packed is a text compressed and encrypted to the team, much shorter than it.
func (b *bed) packed(text string) string {
	b.Helper()
	own, err := pgp.NewRing([]pgp.SecretKey{b.keys[team]}, nil)
	b.must(err)
	public, err := own.ExportTeam()
	b.must(err)
	to, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(public))
	b.must(err)
	for _, id := range to[0].Identities {
		id.SelfSignature.PreferredCompression = []uint8{uint8(packet.CompressionZLIB)}
	}
	var out bytes.Buffer
	armoured, err := armor.Encode(&out, "PGP MESSAGE", nil)
	b.must(err)
	plain, err := openpgp.Encrypt(armoured, to, nil, nil, &packet.Config{DefaultCompressionAlgo: packet.CompressionZLIB})
	b.must(err)
	_, err = io.WriteString(plain, text)
	b.must(errors.Join(err, plain.Close(), armoured.Close()))
	if out.Len() > len(text)/10 {
		b.Fatalf("%d bytes of %d", out.Len(), len(text))
	}
	return out.String()
}

// Workers that hold messages wait for no other's place: as many batches as
// there are places come to their end.
func TestManyMailboxesAtOnce(t *testing.T) {
	b := newBed(t, false)
	var settled []func() []error
	began := make(chan func() []error)
	for i := range ahead {
		batch := b.backlog(fmt.Sprintf("box %d", i), 3)
		go func() { began <- b.line.Take(t.Context(), batch) }()
	}
	for range ahead {
		settled = append(settled, <-began)
	}
	for _, wait := range settled {
		for i, err := range wait() {
			if err != nil {
				t.Fatalf("message %d: %v", i, err)
			}
		}
	}
}
