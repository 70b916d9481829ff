package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
)

// state is all that can be asked of a store: incidents, and what goes out.
func (p *pairing) state(s *Store) (all [][]string) {
	ctx := context.Background()
	fail := func(what string, err error) {
		if err != nil {
			p.t.Fatalf("%s: %v", what, err)
		}
	}
	var list, outs, other []string
	heads, err := s.Incidents(ctx, Filter{Limit: 1000})
	fail("incidents", err)
	for _, h := range heads {
		in, err := s.Incident(ctx, h.Ref)
		fail(string(h.Ref), err)
		list = append(list, fmt.Sprintf("ref %+v", in))
		of, err := s.Outbox(ctx, OutFilter{Ref: h.Ref, Limit: 1000})
		fail("outbox of "+string(h.Ref), err)
		for _, o := range of {
			outs = append(outs, fmt.Sprintf("%+v", o))
		}
		if in.Status == StatusPurged {
			if n := rows(p.t, s, bAct, order(h.Ref)); n > 0 || len(of) > 0 {
				p.t.Errorf("%s was purged: %d acts, %d entries are left", h.Ref, n, len(of))
			}
			continue
		}
		mails, err := s.Messages(ctx, h.Ref)
		fail("mails of "+string(h.Ref), err)
		text, err := json.Marshal(mails)
		fail("mails", err)
		other = append(other, string(text))
	}
	slices.Sort(outs)
	byState := p.byState(s, outs)
	stats, err := s.Stats(ctx, time.Time{}, time.Time{})
	fail("stats", err)
	at, ok, err := s.NextDue(ctx)
	fail("next", err)
	other = append(other, fmt.Sprint(stats), fmt.Sprint(at, ok))
	return [][]string{list, outs, byState, other}
}

// byState lists the entries by state: each once, as its row in the queue and
// the letter of its state say.
func (p *pairing) byState(s *Store, outs []string) (list []string) {
	queue := 0
	var all []string
	for _, state := range []string{Due, Held, Failed, Sent} {
		entries, err := s.Outbox(context.Background(), OutFilter{State: state, Limit: 10_000})
		if err != nil {
			p.t.Fatal(err)
		}
		if state == Sent {
			p.letters(s, len(entries))
		} else {
			queue += len(entries)
		}
		for _, o := range entries {
			all = append(all, fmt.Sprintf("%+v", o))
			if state == Due {
				list = append(list, o.ID)
			}
		}
	}
	slices.Sort(all)
	if d := cmp.Diff(outs, all); d != "" {
		p.t.Fatalf("entries (-of incidents +by state)\n%s", d)
	}
	if n := rows(p.t, s, bQueue, nil); n != queue {
		p.t.Fatalf("%d rows in the queue for %d entries", n, queue)
	}
	p.dueBy(s)
	return list
}

// letters: as many say that their entry was sent as were.
func (p *pairing) letters(s *Store, sent int) {
	n := 0
	err := s.read(context.Background(), func(v *view) error {
		for _, value := range v.r.Scan(bOutState, nil, nil) {
			if _, letter, _ := readOutState(value); letter == queueLetter(Sent) {
				n++
			}
		}
		return nil
	})
	if err != nil || n != sent {
		p.t.Errorf("%d say that they were sent, %d were, %v", n, sent, err)
	}
}

// dueBy: the first few that are due are the first few of all that are.
func (p *pairing) dueBy(s *Store) {
	err := s.read(context.Background(), func(v *view) error {
		for _, now := range []time.Time{p.now, p.now.Add(20 * time.Second), forever} {
			all := v.dueBy(now, math.MaxInt)
			for i, e := range all {
				if e.at.After(now) {
					p.t.Errorf("%d is due at %v, not by %v", e.place().seq, e.at, now)
				}
				few := v.dueBy(now, i+1)
				if !slices.EqualFunc(few, all[:i+1], func(a, b dueEntry) bool { return a.place() == b.place() }) {
					p.t.Errorf("the first %d by %v are not those of all", i+1, now)
				}
			}
		}
		return nil
	})
	if err != nil {
		p.t.Error(err)
	}
}
