package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tocsin/store/bolt"
)

// A pairing does the same to two stores: to plain one call after the other, each
// in a transaction of its own that nothing remembers; to busy in batches, beside
// calls that fail and are undone, and transactions that are rolled back.
type pairing struct {
	t           *testing.T
	plain, busy *Store
	engine      *faltering // of busy
	dice        *rand.Rand
	now         time.Time
	refs        int
	outs, mails int
	claimed     []Outgoing
}

func TestBatchesAreLikeSingleCalls(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			p := &pairing{t: t, dice: rand.New(rand.NewPCG(seed, 7)), now: atNoon}
			p.plain, _ = p.open(true)
			p.busy, p.engine = p.open(false)
			for range 40 {
				p.round()
			}
		})
	}
}

// open opens a store where nobody but the test runs batches.
func (p *pairing) open(plain bool) (*Store, *faltering) {
	p.t.Helper()
	inner, err := bolt.Open(filepath.Join(p.t.TempDir(), "db"), bolt.Options{Log: 20_000})
	if err != nil {
		p.t.Fatal(err)
	}
	e := &faltering{Engine: inner, shared: plain}
	return p.over(e), e
}

func (p *pairing) over(e *faltering) *Store {
	s, err := Open(context.Background(), e, []byte(strings.Repeat("k", keySize)), Options{Rand: rand.NewChaCha8([32]byte{1}), Now: func() time.Time { return p.now }})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { s.Close() })
	return s
}

// A call is what is done to a store in a batch, and what came of it.
type call func(s *Store, b *batch) (string, error)

// round does some calls, and compares.
func (p *pairing) round() {
	p.now = p.now.Add(time.Duration(p.dice.IntN(40)) * time.Second)
	calls := []call{p.claim()}
	for range p.dice.IntN(6) {
		calls = append(calls, p.any())
	}
	var want, got []string
	for _, c := range calls {
		want = append(want, run(p.plain, c)...)
	}
	if p.dice.IntN(4) == 0 {
		p.rollBack(calls)
	}
	got = run(p.busy, p.beside(calls)...)
	p.refs = strings.Count(fmt.Sprint(p.state(p.plain)[0]), "ref ")
	if d := cmp.Diff(want, got); d != "" {
		p.t.Fatalf("calls (-single +batch)\n%s", d)
	}
	if d := cmp.Diff(p.state(p.plain), p.state(p.busy)); d != "" {
		p.t.Fatalf("stores (-single +batch)\n%s", d)
	}
	reopen := p.dice.IntN(10) == 0
	if reopen {
		if err := p.plain.release(context.Background()); err != nil {
			p.t.Fatal(err)
		}
		p.busy = p.over(p.engine)
	}
	p.part(reopen)
}

// part gives entries that became due together times of their own: of these the
// one goes first whose act is older, which depends on the batch.
func (p *pairing) part(all bool) {
	list, err := p.plain.Outbox(context.Background(), OutFilter{State: Due, Limit: 10_000})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, o := range list {
		if o.Due.Equal(p.now) || all && o.Due.Before(p.now) {
			p.outs++
			at := p.now.Add(time.Duration(p.outs))
			for _, s := range []*Store{p.plain, p.busy} {
				run(s, func(_ *Store, b *batch) (string, error) {
					return "", b.recall(o.ID, func(o *outRecord) Event { o.Due = at; return Event{What: "parted"} })
				})
			}
		}
	}
}

// run does calls in one batch; of those that are to fail it tells nothing.
func run(s *Store, calls ...call) (told []string) {
	told = make([]string, len(calls))
	var jobs []*job
	for i, c := range calls {
		j := &job{ctx: context.Background(), done: func() {}}
		j.run = func(b *batch) (err error) { told[i], err = c(s, b); return err }
		j.done = func() {
			if j.err != nil {
				told[i] = fmt.Sprint("failed ", errors.Is(j.err, ErrState), errors.Is(j.err, ErrNotFound), errors.Is(j.err, ErrStale), errors.Is(j.err, ErrDecide))
			}
			if errors.Is(j.err, errSpoilt) {
				told[i] = ""
			}
		}
		jobs = append(jobs, j)
	}
	s.committer.runAll(jobs)
	for _, piece := range s.pool.pieces { // what is lent is nobody's any more
		for i := range piece[:cap(piece)] {
			piece[:cap(piece)][i] = 0xff
		}
	}
	return slices.DeleteFunc(told, func(s string) bool { return s == "" })
}

var errSpoilt = errors.New("spoilt")

// beside puts calls that do something and fail among others.
func (p *pairing) beside(calls []call) (list []call) {
	for _, c := range calls {
		if p.dice.IntN(3) == 0 {
			list = append(list, spoilt(p.any()))
		}
		list = append(list, c)
	}
	if p.dice.IntN(2) == 0 {
		list = append(list, spoilt(p.claim()))
	}
	return list
}

func spoilt(c call) call {
	return func(s *Store, b *batch) (string, error) {
		_, err := c(s, b)
		b.writes++
		return "", errors.Join(errSpoilt, err)
	}
}

// rollBack does all calls in a transaction of which nothing is kept.
func (p *pairing) rollBack(calls []call) {
	s := p.busy
	list := append(slices.Clone(calls), func(*Store, *batch) (string, error) { return "", nil })
	var jobs []*job
	for i, c := range list {
		jobs = append(jobs, &job{ctx: context.Background(), done: func() {}, run: func(b *batch) error {
			_, _ = c(s, b)
			if i == len(list)-1 {
				b.w.Put("", nil, nil) // an error of the engine
				b.writes++
			}
			return nil
		}})
	}
	s.committer.runAll(jobs)
	if jobs[0].err == nil {
		p.t.Error("what the engine refused was kept")
	}
}

func (p *pairing) claim() call {
	n, lease := 1+p.dice.IntN(4), time.Duration(1+p.dice.IntN(90))*time.Second
	return func(s *Store, b *batch) (string, error) {
		due, err := b.takeDue(p.now, n, lease)
		if err != nil {
			return "", err
		}
		list, err := b.claim(due, p.now.Add(lease))
		if s == p.plain && err == nil {
			p.claimed = list
		}
		return fmt.Sprintf("claimed %+v", list), err
	}
}

func (p *pairing) ref() Ref { return MakeRef("T", 2026, 1+p.dice.IntN(p.refs+1)) }

func (p *pairing) out() string { return fmt.Sprintf("out-%04d", p.dice.IntN(p.outs+1)) }

func (p *pairing) any() call {
	switch p.dice.IntN(9) {
	case 0, 1, 2, 3:
		return p.file()
	case 4, 5:
		return p.settle()
	case 6:
		return p.decide()
	case 7:
		return p.change()
	}
	return p.rarely()
}

func (p *pairing) letter(ref Ref) Outgoing {
	p.outs++
	id := fmt.Sprintf("out-%04d", p.outs)
	o := Outgoing{ID: id, Ref: ref, Kind: OutNotice, To: "ann@site.example", MessageID: id + "@cert.example", Text: strings.Repeat(id, 1+p.dice.IntN(3)*400),
		Created: p.now.Add(time.Duration(p.outs)), Due: p.now.Add(time.Duration(p.dice.IntN(30))*time.Second + time.Duration(p.outs))}
	switch p.dice.IntN(5) {
	case 0:
		o.Digest = "daily"
	case 1:
		o.State, o.HeldFor = Held, []string{"tlp"}
	case 2:
		o.After = p.out()
	}
	return o
}

// file files a mail, which opens an incident or joins one.
func (p *pairing) file() call {
	p.mails++
	raw, ref, fresh := fmt.Appendf(nil, "mail %d", p.mails), p.ref(), p.dice.IntN(2) == 0
	var letters []Outgoing
	for range p.dice.IntN(4) {
		letters = append(letters, p.letter(""))
	}
	if p.dice.IntN(6) == 0 {
		for range 12 {
			letters = append(letters, p.letter(""))
		}
	}
	one, two, three, dice := p.out(), p.out(), p.out(), p.dice.IntN(8)
	return func(s *Store, b *batch) (string, error) {
		r, err := s.Prepare(context.Background(), Filing{Raw: raw, Message: Message{MessageID: fmt.Sprintf("%x@site.example", raw), Content: "c"}}, func(tx *Tx, _ *Message) (o Outcome) {
			in, ok := tx.Incident(ref)
			if !ok || fresh {
				in = &Incident{Ref: tx.NextRef("T", 2026), References: []string{fmt.Sprint("n", dice)}}
			}
			in.Subject, o.Incident, o.Values = string(raw), in, []string{"host.example", fmt.Sprint(dice)}
			for _, l := range letters {
				l.Ref = in.Ref
				o.Outgoing = append(o.Outgoing, l)
			}
			switch dice {
			case 0:
				o.Bounced = []Bounce{{one, "no such user"}}
			case 1:
				o.Withdrawn = []Bounce{{two, "outdated"}}
			case 2:
				o.Holds = []Hold{{three, []string{"tlp", "size"}}}
			}
			return o
		})
		if err != nil {
			return "", err
		}
		err = r.file(b)
		return fmt.Sprintf("filed %+v", r.filed), err
	}
}

func (p *pairing) settle() call {
	x := Settlement{ID: p.out(), Attempt: p.dice.IntN(3), At: p.now}
	if n := len(p.claimed); n > 0 {
		o := p.claimed[p.dice.IntN(n)]
		x.ID, x.Attempt = o.ID, o.Attempts
	}
	p.outs++ // no two times are the same
	x.State = []string{Sent, Sent, Due, Failed, Held}[p.dice.IntN(5)]
	x.HeldFor, x.Next = []string{"no-key"}, p.now.Add(time.Duration(p.dice.IntN(60))*time.Second+time.Duration(p.outs))
	return func(_ *Store, b *batch) (string, error) {
		late, err := b.settle(x)
		return fmt.Sprint("settled ", x.ID, " ", late != nil), err
	}
}

// decide is what a person does with an entry.
func (p *pairing) decide() call {
	id, what := p.out(), p.dice.IntN(3)
	p.outs++
	at := p.now.Add(time.Duration(p.outs))
	return func(_ *Store, b *batch) (string, error) {
		err := b.recall(id, func(o *outRecord) Event {
			switch what {
			case 0:
				o.State, o.HeldFor, o.Due = Due, nil, at
			case 1:
				o.State, o.HeldFor, o.Settled = Failed, nil, at
			case 2:
				o.State, o.HeldFor = Held, []string{"x"}
			}
			return Event{What: "decided"}
		})
		return fmt.Sprint("decided ", id, what), err
	}
}

func (p *pairing) change() call {
	ref, n := p.ref(), p.dice.IntN(100)
	return func(_ *Store, b *batch) (string, error) {
		in, err := b.changeable(ref)
		if err != nil {
			return "", err
		}
		in.Priority, in.Events = n, []Event{{What: "changed", Detail: strings.Repeat("x", n*100)}}
		return "changed", b.putIncident(in)
	}
}

func (p *pairing) rarely() call {
	ref, to, what, n := p.ref(), p.ref(), p.dice.IntN(4), p.dice.IntN(p.mails+1)
	return func(s *Store, b *batch) (string, error) {
		switch what {
		case 0:
			return "purged", b.purge(s, ref, "ann")
		case 1:
			to = ""
		}
		moved, err := b.move(KeyOf(fmt.Appendf(nil, "mail %d", n)), to, "ann")
		return "moved to " + string(moved), err
	}
}
