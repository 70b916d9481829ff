package word

import "testing"

// TestUnspaced: what begins in a script without blanks, and what does not.
func TestUnspaced(t *testing.T) {
	for text, want := range map[string]bool{
		"日時": true, "ひらがな": true, "한국": true, "ไทย": true, "（日": true, "Name 日": false, "дом": false, "שם": false, "हिन्दी": false, "": false, "\xff": false,
	} {
		if got := Unspaced(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
		if Unspaced(text) && text[0] < UnspacedFirst {
			t.Errorf("%q begins below the least byte", text)
		}
	}
}

// TestStarts: words begin behind blanks, and anywhere in scripts without them.
func TestStarts(t *testing.T) {
	for text, want := range map[string]int{"": 0, "one": 1, "one, two": 2, "日時": 2, "感染 した": 4, "ไทย": 3, "дом и сад": 3, "a日": 2} {
		p := AppendPhrase(nil, text)
		if got := Starts(p, nil); len(got) != want {
			t.Errorf("%q: %v, want %d places", text, got, want)
		}
	}
	if got := Starts([]byte(" a b "), []int32{7}); len(got) != 3 || got[0] != 7 || got[1] != 1 || got[2] != 3 {
		t.Errorf("what there was is kept: %v", got)
	}
}
