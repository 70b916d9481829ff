package store

import (
	"context"
	"slices"
)

// Purge destroys an incident's data key and with it all that was sealed under
// it: report, messages, raw mail, history, what went out. What was not sent
// never will be. A tombstone with its reference, dates and kind stays, and
// so do the keyed digests by which its messages are known, so that a mail
// that comes again is not filed anew.
//
// Blobs are deleted after the commit, else by Sweep: without their keys they
// are noise. Pages that the engine freed hold the old ciphertexts, and the
// wrapped data key, until they are used again.
func (s *Store) Purge(ctx context.Context, ref Ref, actor string) error {
	return s.commit(ctx, "incident "+string(ref), func(b *batch) error { return b.purge(s, ref, actor) })
}

func (b *batch) purge(s *Store, ref Ref, actor string) error {
	in, err := b.changeable(ref)
	if err != nil {
		return err
	}
	for _, key := range in.Messages {
		if err = b.purgeMessage(s, key); err != nil {
			return err
		}
	}
	if err = b.purgeOut(ref); err != nil {
		return err
	}
	b.drop(bAct, order(ref))
	delete(b.acts, ref)
	b.last = nil
	b.indexForeign(ref, in.References, nil)
	return b.tombstone(in, actor)
}

// tombstone puts what stays in the place of an incident.
func (b *batch) tombstone(in *Incident, actor string) error {
	c := b.incidents[in.Ref]
	b.count("status", in.Status, -1)
	b.count("status", StatusPurged, 1)
	b.happened(b.now, "became", StatusPurged)
	h := c.head
	h.status, h.key = purgedCode, nil
	left := Incident{
		Ref: in.Ref, Status: StatusPurged, Kind: in.Kind, Obligation: in.Obligation, Priority: in.Priority,
		Received: in.Received, Updated: b.now, Messages: in.Messages, MergedInto: in.MergedInto,
		Events: []Event{{At: b.now, Actor: actor, What: "purged"}},
	}
	b.incidents[in.Ref] = &cached{in: left, head: h}
	delete(b.keys, in.Ref)
	b.memory.dropKey(in.Ref)
	b.del(bIncident, order(in.Ref)) // an engine may put late, but it deletes at once
	return b.saveWith(h.bytes(&b.arena), bIncident, order(in.Ref), "", &incidentRecord{Incident: left})
}

func (b *batch) purgeMessage(s *Store, key Key) error {
	m, f, _, err := b.messageBrief(b.id("message", string(key)))
	if err != nil {
		return named(key, err)
	}
	b.dropBlob(s, m.Raw)
	for _, v := range m.Values {
		b.del(bShare, b.shareKey(f, v))
	}
	b.drop(bArrival, f.id[:])
	left := messageRecord{Message: Message{Key: m.Key, Ref: m.Ref, Direction: m.Direction, Kind: m.Kind, Received: m.Received, Size: m.Size}}
	return b.saveBefore(nil, bMessage, b.number(f.seq), "", &left)
}

// purgeOut removes an incident's outbox entries. Their ids and Message-IDs
// stay known as ours. What a digest among them carried for others is due again.
func (b *batch) purgeOut(ref Ref) error {
	places, err := b.outPlaces(OutFilter{Ref: ref}, 0)
	if err != nil {
		return err
	}
	for _, p := range places {
		o, err := b.outBrief(p)
		if err != nil {
			return err
		}
		if err = b.uncarry(o); err != nil {
			return err
		}
		if key := b.queueKey(o, p.seq); key != nil {
			b.del(bQueue, key)
		}
		b.count("outbox", o.State, -1)
		b.outs[p.seq] = nil
		b.del(bOutState, b.number(p.seq))
	}
	return nil
}

// drop deletes all keys with a prefix.
func (b *batch) drop(bucket string, prefix []byte) {
	var keys [][]byte
	for k := range b.r.Scan(bucket, prefix, nil) {
		keys = append(keys, slices.Clone(k))
	}
	for _, k := range keys {
		b.del(bucket, k)
	}
}

// uncarry makes what a digest carried for other incidents due again.
func (b *batch) uncarry(digest *outRecord) error {
	for _, member := range digest.Merges {
		e, err := b.brief(member)
		m := e.rec
		if isNotFound(err) || err == nil && (m.Ref == digest.Ref || m.State != Held) {
			continue
		}
		if err != nil {
			return err
		}
		old := *m
		m.State, m.HeldFor, m.After, m.Carried = Due, nil, "", false
		if err = b.putOut(e.seq, &old, m); err != nil {
			return err
		}
	}
	return nil
}
