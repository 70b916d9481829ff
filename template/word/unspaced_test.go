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

// TestApart: figures and letters stand apart from a script without blanks, and
// nothing else changes.
func TestApart(t *testing.T) {
	for text, want := range map[string]string{
		"複数(203.0.113.9など)": "複数(203.0.113.9 など)", "おそらくwww1と": "おそらく www1 と", "203.0.113.0/24全体": "203.0.113.0/24 全体",
		"www1 と www2": "www1 と www2", "pc-1、pc-2": "pc-1 、 pc-2", "plain": "plain", "Größe": "Größe", "": "",
	} {
		if got := Apart(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
