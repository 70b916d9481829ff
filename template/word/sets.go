package word

import "strings"

// Set is the set of the words of some texts, as keys.
func Set(texts ...string) map[string]bool {
	set := map[string]bool{}
	for _, t := range texts {
		for w := range strings.FieldsSeq(t) {
			set[Fold(w)] = true
		}
	}
	return set
}

// Meanings says of each word, as a key, what the list that has it is of.
func Meanings[T comparable](lists map[T]string) map[string]T {
	m := map[string]T{}
	for meaning, words := range lists {
		for w := range strings.FieldsSeq(words) {
			m[Fold(w)] = meaning
		}
	}
	return m
}

// HashSet is the set of the words of a text, by their hashes.
func HashSet(text string) (set Table[bool]) {
	for _, w := range Split(text) {
		set.Set(HashOf(w), true)
	}
	return set
}
