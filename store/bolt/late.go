package bolt

// late is what the log has after a transaction, by bucket. It never changes,
// but for what was seen since the log was empty.
type late struct {
	id      int    // of the transaction
	size    int    // of the log's pieces, in bytes
	spare   []byte // behind the last of them, which nobody has
	buckets map[string]*pairs
	seen    seen
}

func newLate(id int) *late { return &late{id: id, buckets: map[string]*pairs{}, seen: seen{}} }

// versions are what the log has after the last transaction that changed it,
// and after the one before. They are set before that is committed, if it ever
// is: which of them holds, a transaction knows by the number it builds on.
type versions struct{ now, before *late }

func (v *versions) at(id int) *late {
	switch {
	case id >= v.now.id:
		return v.now
	case id >= v.before.id:
		return v.before
	}
	return nil
}

// ownPairs are what the log has of a bucket, for this transaction to change.
func (r *room) ownPairs() *pairs {
	if !r.own {
		r.own, r.late = true, r.late.own()
	}
	return r.late
}

// logged finds what the log has of a key.
func (t *tx) logged(r *room, key []byte) (p pair, ok bool) {
	wanted := find(key)
	if !t.mayHave(r, wanted) {
		return p, false
	}
	return r.late.get(wanted)
}

// mayHave says whether the log may have keys that begin as one does.
func (t *tx) mayHave(r *room, p pair) bool { return !t.bolt.Writable() || r.marks.have(p) }

// remember puts a small value into the log.
func (t *tx) remember(r *room, key, value []byte) {
	p := t.log.add(r.name, key, value, false)
	if r.marks == nil {
		r.marks = t.late.seen.of(r.name)
	}
	r.marks.add(p)
	r.ownPairs().set(p)
}

// forget takes a key out of the log: what is in its place counts.
func (t *tx) forget(r *room, key []byte) {
	if _, ok := t.logged(r, key); ok {
		r.ownPairs().set(t.log.add(r.name, key, nil, true))
	}
}
