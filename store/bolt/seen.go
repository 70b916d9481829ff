package bolt

// A seen tells a writer, without a search, of most keys that the log does not
// have: what comes into the log leaves a mark for its first bytes, which stays
// until the log is empty. Only the one who writes has it in hand: marks that he
// leaves in vain do no harm.
type seen map[string]*marks

// marks are a bit for each hash of 16 bits.
type marks [1 << 16 / 64]uint64

// markOf is the one that first bytes leave.
func markOf(head uint64) (word int, bit uint64) {
	h := head * 0x9e3779b97f4a7c15 >> 48
	return int(h / 64), 1 << (h % 64)
}

// of is the marks of a bucket.
func (s seen) of(bucket string) *marks {
	if s[bucket] == nil {
		s[bucket] = new(marks)
	}
	return s[bucket]
}

// add marks a key.
func (m *marks) add(p pair) {
	word, bit := markOf(p.head)
	m[word] |= bit
}

// have says whether the log may have a key that begins as this one does; m is
// nil for a bucket of which it has none.
func (m *marks) have(p pair) bool {
	word, bit := markOf(p.head)
	return m != nil && m[word]&bit != 0
}
