package template

import "strings"

// wordSet is the set of the words of some texts, as keys.
func wordSet(texts ...string) map[string]bool {
	set := map[string]bool{}
	for _, t := range texts {
		for w := range strings.FieldsSeq(t) {
			set[foldText(w)] = true
		}
	}
	return set
}

// hashSet is the set of the words of a text, by their hashes.
func hashSet(text string) (set table[bool]) {
	for _, w := range words(text) {
		set.set(hashKey(w), true)
	}
	return set
}
