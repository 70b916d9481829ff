package word

import "testing"

// TestSets: the words of a set are found by their keys, however they are spelt.
func TestSets(t *testing.T) {
	set := Set("Größe e-mail", "ＩＰ  téléphone")
	for _, key := range []string{"grosse", "email", "ip", "telephone"} {
		if !set[key] {
			t.Errorf("%q is missing of %v", key, set)
		}
	}
	if len(set) != 4 {
		t.Errorf("%d words, want 4: %v", len(set), set)
	}
	hashes := HashSet("Größe e-mail")
	for text, want := range map[string]bool{"GRÖSSE": true, "mail": true, "E": true, "e-mail": false, "groesse": false, "": false} {
		if got := hashes.Find(FoldHash(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestFold: what is one word, however it is spelt, has one key.
func TestFold(t *testing.T) {
	for key, list := range map[string][]string{
		"email": {"E-Mail:", "e mail", "Ｅ-ｍａｉｌ", "émàïl"}, "strasse": {"Straße", "STRASSE", "STRAẞE"}, "lodz": {"Łódź", "lodz"},
		"дом": {"ДОМ", "дом!"}, "日時": {"日 時", "（日時）"}, "ที่อยู่": {"ที่อยู่"}, "fi1": {"ﬁ¹"}, "": {"", " – ", "\u0301"},
	} {
		for _, s := range list {
			if got := Fold(s); got != key {
				t.Errorf("%q: %q, want %q", s, got, key)
			}
			if again := Fold(Fold(s)); again != key {
				t.Errorf("%q: its key has the key %q", s, again)
			}
		}
	}
}

// TestSplit: words are what stands between all that is neither letter nor digit.
func TestSplit(t *testing.T) {
	for text, want := range map[string]int{"": 0, "one": 1, "E-Mail address": 3, "don't": 2, "...": 0, "a/b\tc": 3} {
		if got := Split(text); len(got) != want {
			t.Errorf("%q: %q, want %d words", text, got, want)
		}
	}
	for text, want := range map[string]string{"Grösse": "Groesse", "Übung": "Uebung", "ÄÖ": "AeOe", "año": "año", "": ""} {
		if got := WithoutUmlauts(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestMeanings(t *testing.T) {
	m := Meanings(map[int]string{1: "Früh matin", 2: "soir 夕方"})
	for w, want := range map[string]int{"fruh": 1, "matin": 1, "soir": 2, "夕方": 2, "Früh": 0} {
		if m[w] != want {
			t.Errorf("%q: %d, want %d", w, m[w], want)
		}
	}
}
