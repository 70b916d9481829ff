package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxDigest is how many entries one digest carries at most.
const maxDigest = 50

// mergeDigests replaces entries that may go together by a digest. Those that
// were tried stay alone: they may be on the wire under their own Message-ID.
func (b *batch) mergeDigests(due []entry) ([]entry, error) {
	groups := map[string][]entry{}
	for _, e := range due {
		if k := digestKey(e.rec); k != "" && len(groups[k]) < maxDigest {
			groups[k] = append(groups[k], e)
		}
	}
	var out []entry
	merged := map[uint64]bool{}
	for _, e := range due {
		if merged[e.seq] {
			continue
		}
		if group := groups[digestKey(e.rec)]; len(group) > 1 && group[0].seq == e.seq {
			for _, member := range group {
				merged[member.seq] = true
			}
			digest, err := b.makeDigest(group)
			if err != nil {
				return nil, err
			}
			e = digest
		}
		out = append(out, e)
	}
	return out, nil
}

// digestKey is the same for entries that one mail can carry; "" for none.
func digestKey(o *outRecord) string {
	if o.Digest == "" || o.Attempts > 0 || o.Attach != "" || len(o.Merges) > 0 {
		return ""
	}
	keys := slices.Sorted(slices.Values(o.Keys))
	return fmt.Sprintf("%q", []any{o.Digest, o.To, o.From, o.Encrypt, o.Language, o.Auto, keys})
}

// makeDigest takes entries out of the queue and puts one that carries them in.
func (b *batch) makeDigest(group []entry) (entry, error) {
	first := group[0].rec.Outgoing
	parts := []string{OutDigest}
	for _, e := range group {
		parts = append(parts, e.rec.ID)
	}
	o := first
	o.ID = b.derive(parts)
	o.Kind, o.State, o.Digest, o.Attach, o.InReplyTo, o.References = OutDigest, Due, "", "", "", nil
	o.Created = b.now
	if _, domain, ok := strings.Cut(first.MessageID, "@"); ok {
		o.MessageID = o.ID + "@" + domain
	}
	rec := &outRecord{Outgoing: o, Merges: parts[1:]}
	for _, e := range group {
		old := *e.rec
		e.rec.State, e.rec.HeldFor, e.rec.After, e.rec.Carried, e.rec.Claimed = Held, []string{HeldForDelivery}, o.ID, true, false
		if err := b.putOut(e.seq, &old, e.rec); err != nil {
			return entry{}, err
		}
		b.put(bAfter, b.join([]byte(o.ID), []byte{0}, b.number(e.seq)), []byte(e.rec.Ref))
	}
	if err := b.compose(rec); err != nil {
		return entry{}, err
	}
	return b.newOut(rec)
}

// compose puts a digest's text together from what it carries: always the
// same, but for what was purged since.
func (v *view) compose(o *outRecord) error {
	var text, plain strings.Builder
	var subject, plainSubject string
	n, anyPlain := 0, false
	for _, member := range o.Merges {
		m, err := v.outgoing(member)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		if n++; n == 1 {
			subject, plainSubject = m.Subject, cmp.Or(m.PlainSubject, m.Subject)
		}
		anyPlain = anyPlain || m.Plain != ""
		section(&text, m.Subject, m.Text)
		section(&plain, cmp.Or(m.PlainSubject, m.Subject), cmp.Or(m.Plain, m.Text))
	}
	o.Text, o.Subject = text.String(), more(subject, n)
	o.Plain, o.PlainSubject = "", ""
	if anyPlain {
		o.Plain, o.PlainSubject = plain.String(), more(plainSubject, n)
	}
	return nil
}

func section(to *strings.Builder, subject, text string) {
	if to.Len() > 0 {
		to.WriteString("\n" + strings.Repeat("-", 60) + "\n\n")
	}
	to.WriteString(subject + "\n\n" + strings.TrimRight(text, "\n") + "\n")
}

// more says in a subject how many others the mail carries, in no language.
func more(subject string, n int) string {
	if n < 2 {
		return subject
	}
	return fmt.Sprintf("%s (+%d)", subject, n-1)
}
