package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Incident returns an incident with its whole history. Of a purged one there
// are its reference, its dates and its kind. Beside the incident the error is
// ErrDamaged if a part of its history can't be read; alone if all of it can't.
func (s *Store) Incident(ctx context.Context, ref Ref) (in Incident, err error) {
	var lost damage
	err = s.read(ctx, func(v *view) error {
		p, err := v.incident(ref)
		if errors.Is(err, errSealed) {
			lost.add(err, "incident %s", ref)
			return nil
		}
		if err != nil {
			return err
		}
		if in = p.Incident; in.Status == StatusPurged {
			return nil
		}
		in.Events = nil
		for a, err := range v.actsFrom(ref, p.first(), nil) {
			if err != nil {
				lost.add(err, "a part of the history of incident %s", ref)
				continue
			}
			in.Events = append(in.Events, a.Events...)
		}
		return nil
	})
	return in, cmp.Or(err, lost.err())
}

// Incidents lists incidents, newest reference first, without their history.
// Beside the list the error is ErrDamaged if others can't be read.
func (s *Store) Incidents(ctx context.Context, f Filter) (list []Incident, err error) {
	limit := min(cmp.Or(max(f.Limit, 0), 100), 1000)
	var from []byte
	if f.After != "" {
		from = append(order(f.After), 0)
	}
	var lost damage
	err = s.read(ctx, func(v *view) error {
		for k, b := range v.r.Scan(bIncident, nil, from) {
			h, record, ok := readHead(b)
			if !ok {
				lost.add(errSealed, "incident %s", refOf(k))
				continue
			}
			if !f.matches(h) {
				continue
			}
			var in incidentRecord
			if err := v.open(bIncident, k, record, &in); err != nil {
				lost.add(err, "incident %s", refOf(k))
				continue
			}
			if list = append(list, in.Incident); len(list) >= limit {
				break
			}
		}
		return nil
	})
	return list, cmp.Or(err, lost.err())
}

func (f Filter) matches(h head) bool {
	at := time.Unix(h.received, 0)
	return (f.Status == "" || f.Status == statusCodes[h.status]) &&
		(f.Since.IsZero() || !at.Before(f.Since.Truncate(time.Second))) &&
		(f.Until.IsZero() || at.Before(f.Until))
}

// Message returns a filed message with all its deliveries.
func (s *Store) Message(ctx context.Context, key Key) (m Message, err error) {
	err = s.read(ctx, func(v *view) error {
		rec, f, err := v.message(v.id("message", string(key)))
		if err == nil {
			err = v.arrivals(rec, f.id)
			m = rec.Message
		}
		return named(key, err)
	})
	return m, err
}

// Messages returns the messages of an incident in the order of their filing.
// Beside the list the error is ErrDamaged if others can't be read.
func (s *Store) Messages(ctx context.Context, ref Ref) (list []Message, err error) {
	var lost damage
	err = s.read(ctx, func(v *view) error {
		in, err := v.incident(ref)
		if err != nil {
			return err
		}
		for _, key := range in.Messages {
			rec, f, err := v.message(v.id("message", string(key)))
			if err == nil {
				err = v.arrivals(rec, f.id)
			}
			if err != nil {
				lost.add(err, "message %s", key)
				continue
			}
			list = append(list, rec.Message)
		}
		return nil
	})
	return list, cmp.Or(err, lost.err())
}

// Change changes an incident in one transaction: fn gets it whole, may run
// several times, and returns what to add to its history. An error of fn
// leaves everything as it was.
func (s *Store) Change(ctx context.Context, ref Ref, fn func(*Incident) ([]Event, error)) error {
	return s.commit(ctx, "incident "+string(ref), func(b *batch) error {
		in, err := b.changeable(ref)
		if err != nil {
			return err
		}
		if in.Events, err = b.events(ref); err != nil {
			return err
		}
		had := len(in.Events)
		in.Events = slices.Clip(in.Events)
		added, err := fn(in)
		if err != nil {
			b.writes++ // what it did to the lists of in, others would see
			return err
		}
		if in.Ref != ref {
			return fmt.Errorf("store: incident %s can't become %s: %w", ref, in.Ref, ErrState)
		}
		in.Events = append(slices.Clone(in.Events[min(had, len(in.Events)):]), added...)
		return b.putIncident(in)
	})
}

// changeable returns a copy of an incident that is not purged.
func (b *batch) changeable(ref Ref) (*Incident, error) {
	c, err := b.cachedIncident(ref)
	if err != nil {
		return nil, err
	}
	if c.head.status == purgedCode {
		return nil, fmt.Errorf("store: incident %s was purged: %w", ref, ErrState)
	}
	return c.copyOf(), nil
}

// Move moves a message to another incident, or to a new one when to is "",
// and returns which. Both histories say so; moving it back undoes it. Where a
// person puts a message it counts as confirmed.
func (s *Store) Move(ctx context.Context, key Key, to Ref, actor string) (ref Ref, err error) {
	err = s.commit(ctx, "message "+string(key), func(b *batch) (err error) {
		ref, err = b.move(key, to, actor)
		return named(key, err)
	})
	if err != nil {
		return "", err
	}
	return ref, nil
}

func (b *batch) move(key Key, to Ref, actor string) (Ref, error) {
	f, ok := b.find(b.id("message", string(key)))
	if !ok {
		return "", fmt.Errorf("store: message: %w", ErrNotFound)
	}
	m := &messageRecord{}
	inline, err := b.loadBefore(bMessage, b.number(f.seq), m)
	if err != nil {
		return "", err
	}
	if f.ref == to && to != "" {
		return "", fmt.Errorf("store: message %s is in %s already: %w", key, to, ErrState)
	}
	if err = b.takeReport(m, f.ref); err != nil {
		return "", err
	}
	target, err := b.target(m, f.ref, to)
	if err != nil {
		return "", err
	}
	if f.ref != "" {
		source, err := b.changeable(f.ref)
		if err != nil {
			return "", err
		}
		source.Messages = slices.DeleteFunc(slices.Clone(source.Messages), func(k Key) bool { return k == m.Key })
		source.Events = []Event{{At: b.now, Actor: actor, What: "moved", Detail: "to " + string(target.Ref), Key: m.Key}}
		if err = b.putIncident(source); err != nil {
			return "", err
		}
		for _, v := range m.Values {
			b.del(bShare, b.shareKey(f, v))
		}
	}
	target.Messages = append(target.Messages, m.Key)
	from := cmp.Or(string(f.ref), "no incident")
	target.Events = []Event{{At: b.now, Actor: actor, What: "moved", Detail: "from " + from, Key: m.Key}}
	if err = b.putIncident(target); err != nil {
		return "", err
	}
	if m.Ref, m.Confirmed, m.Why = target.Ref, true, "moved by "+actor; to == "" {
		m.Report = nil // the incident that it opens has it
	}
	f.ref = target.Ref
	b.indexValues(f, m.Values)
	b.put(bName, f.id[:], f.bytes(&b.arena))
	return f.ref, b.saveBefore(inline, bMessage, b.number(f.seq), f.ref, m)
}

// takeReport gives the message that opened an incident its report to take
// along: until then the incident alone has it.
func (b *batch) takeReport(m *messageRecord, from Ref) error {
	if m.Report != nil || from == "" {
		return nil
	}
	for first, err := range b.allActs(from) {
		if err != nil || len(first.Events) == 0 || first.Events[0].Key != m.Key {
			return err
		}
		break
	}
	in, err := b.changeable(from)
	if err == nil {
		m.Report = &in.Report
	}
	return err
}

// target is where a message is moved to; a new incident has what the message
// says. Whose it is nobody looks for, so a person has to say.
func (b *batch) target(m *messageRecord, from, to Ref) (*Incident, error) {
	if to != "" {
		return b.changeable(to)
	}
	if from == "" {
		return nil, fmt.Errorf("store: message %s is in no incident; name one to move it to: %w", m.Key, ErrState)
	}
	in := &Incident{
		Ref: b.nextRef(from.Tag(), b.now.Year()), Status: StatusOpen, Kind: "unclassified", Obligation: "voluntary",
		Priority: 3, Received: m.Received, Subject: m.Subject, Reporter: m.From,
		Route: Decision{Decision: "hold", HeldFor: []string{HeldForApproval}},
	}
	if m.Report != nil {
		in.Report = *m.Report
	}
	if m.From != "" {
		in.Participants = []Participant{{Address: m.From, Role: "reporter", Since: b.now}}
	}
	return in, nil
}
