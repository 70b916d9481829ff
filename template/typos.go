package template

import (
	"slices"
	"unicode/utf8"
)

// typoLeast is the shortest key, in letters, that is matched in spite of a
// typo: 氏名 and 社名 differ in one and ask for different things.
const typoLeast = 6

// A slip is a label that a key may be meant to be: both are equal once one or
// the other, or both, lose a character. The index has slips by the hash of
// what is left then, so a look-up costs the same however many labels there are.
type slip struct {
	key string // of the label
	e   *entry
}

// enterTypos adds a key, whole and with each of its characters left out.
func (ix *index) enterTypos(key string, e *entry) {
	if utf8.RuneCountInString(key) < typoLeast {
		return
	}
	ix.ends[four(key)], ix.ends[^four(key[len(key)-4:])] = true, true
	eachShorter(key, func(_, _ int, hash uint64) {
		if list := ix.slips[hash]; len(list) == 0 || list[len(list)-1].e != e {
			ix.slips[hash] = append(list, slip{key, e})
		}
	})
}

// near returns the entries of keys that one left-out character makes equal.
func (ix *index) near(key []byte) []*entry {
	if len(key) < typoLeast || len(key) > ix.longest+1 {
		return nil
	}
	if !ix.ends[four(key)] && !ix.ends[^four(key[len(key)-4:])] {
		return nil // one typo can't be at both ends
	}
	var found []slip
	eachShorter(key, func(at, n int, hash uint64) {
		for _, s := range ix.slips[hash] {
			if short := string(key[:at]) + string(key[at+n:]); s.key == short || without(s.key, short) {
				found = append(found, s)
			}
		}
	})
	return agreed(found)
}

// eachShorter visits a key as it is, then with each of its characters left
// out: where that was, its length, and the hash of the rest.
func eachShorter[K string | []byte](key K, visit func(at, n int, hash uint64)) {
	const factor = 0x9e3779b97f4a7c15
	type ending struct{ hash, weight uint64 }
	var buf [100]ending
	endings := slices.Grow(buf[:0], len(key)+1)[:len(key)+1] // of the key, by where they begin
	endings[len(key)] = ending{0, 1}
	for i := len(key) - 1; i >= 0; i-- {
		next := endings[i+1]
		endings[i] = ending{next.hash + (uint64(key[i])+1)*next.weight, next.weight * factor}
	}
	visit(0, 0, endings[0].hash)
	head := uint64(0)
	for i := 0; i < len(key); {
		n := 1
		if key[i] >= utf8.RuneSelf {
			_, n = utf8.DecodeRuneInString(string(key[i:min(len(key), i+utf8.UTFMax)]))
		}
		visit(i, n, head*endings[i+n].weight+endings[i+n].hash)
		for ; n > 0; i, n = i+1, n-1 {
			head = head*factor + uint64(key[i]) + 1
		}
	}
}

// without says whether a key without one of its characters is the short one.
func without(key, short string) bool {
	at := 0
	for at < len(short) && at < len(key) && key[at] == short[at] {
		at++
	}
	for at > 0 && at < len(key) && !utf8.RuneStart(key[at]) {
		at--
	}
	_, n := utf8.DecodeRuneInString(key[at:])
	return n > 0 && key[at+n:] == short[at:]
}

// A meaning is what a label says, the role of a host included.
type meaning struct {
	name, role string
	heading    bool
}

func (e *entry) meaning() meaning {
	m := meaning{name: e.name, heading: e.heading}
	if e.heading || namesHost(e.name) {
		m.role = e.role
	}
	return m
}

// agreed returns what a typo may stand for. Of one label that is all it can
// mean; several labels must share one meaning: a typo must never cross to
// another field, least of all to the opposite role.
func agreed(list []slip) []*entry {
	var shared []*entry
	first := ""
	for _, s := range list {
		m := s.e.meaning()
		if slices.ContainsFunc(list, func(o slip) bool { return o.key != s.key && !means(list, o.key, m) }) {
			continue
		}
		if len(shared) > 0 && s.key != first && m != shared[0].meaning() {
			return nil
		}
		if len(shared) == 0 {
			first = s.key
		}
		shared = append(shared, s.e)
	}
	return shared
}

// means says whether the label of a key has a meaning.
func means(list []slip, key string, m meaning) bool {
	return slices.ContainsFunc(list, func(s slip) bool { return s.key == key && s.e.meaning() == m })
}
