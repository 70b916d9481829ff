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

// add marks a key of a bucket.
func (s seen) add(bucket string, p pair) {
	m := s[bucket]
	if m == nil {
		m = new(marks)
		s[bucket] = m
	}
	word, bit := markOf(p.head)
	m[word] |= bit
}

// has says whether the log may have a key that begins as this one does.
func (s seen) has(bucket string, p pair) bool {
	m := s[bucket]
	if m == nil {
		return false
	}
	word, bit := markOf(p.head)
	return m[word]&bit != 0
}
