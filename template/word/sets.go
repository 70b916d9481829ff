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

// HashSet is the set of the words of a text, by their hashes.
func HashSet(text string) (set Table[bool]) {
	for _, w := range Split(text) {
		set.Set(HashOf(w), true)
	}
	return set
}
