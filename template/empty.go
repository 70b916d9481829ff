package template

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/template/word"
)

// A void says in which way an answer is none.
type void byte

const (
	filled void = iota
	blank
	placeholder
	same // as in the block before
)

// voidOf judges an answer. keep is for fields where "none" or "unknown" are
// answers too.
func voidOf(text string, f *field, keep bool) void {
	v, _ := voidSaid(text, f, keep)
	return v
}

// voidSaid does so, and gives the term of the answer in the lexicon of those, ""
// where it has none.
func voidSaid(text string, f *field, keep bool) (v void, said string) {
	t := strings.TrimSpace(text)
	if len(t) > 120 {
		return filled, vocab().answers.Is(t)
	}
	var buf [160]byte
	key := word.AppendFold(buf[:0], t)
	if len(key) == 0 {
		return blank, ""
	}
	said = vocab().answers.Keyed(key)
	return voidKeyed(t, key, said, f, keep), said
}

// voidKeyed judges an answer by its key and what that says.
func voidKeyed(t string, key []byte, said string, f *field, keep bool) void {
	switch said {
	case "not applicable":
		return blank
	case "none", "unknown":
		if !keep {
			return blank
		}
	case "same":
		return same
	case "placeholder":
		return placeholder
	}
	if f != nil {
		for _, p := range f.Placeholder {
			if word.Fold(p) == string(key) {
				return placeholder
			}
		}
	}
	switch {
	case bracketed(t), undecided(t), unwritten(t):
		return placeholder
	case likeOther(t):
		return same
	}
	if !keep && len(t) < 60 && sayNothing(t) {
		return blank
	}
	return filled
}

// unasked takes off an answer what a form had stood there to be written over:
// "Choose an item. Phishing".
func unasked(s string) string {
	dot := strings.Index(s[:min(len(s), mostUnasked+len(". "))], ". ")
	if dot < leastUnasked || dot > mostUnasked {
		return s
	}
	if vocab().answers.Is(s[:dot]) == "placeholder" {
		return strings.TrimSpace(s[dot+1:])
	}
	return s
}

// Bounds of what stands there, in bytes.
const (
	leastUnasked = 8
	mostUnasked  = 48
)

// likeOther says whether an answer is that of another machine, named by its
// number: "as system 1", "wie Rechner A".
func likeOther(t string) bool {
	if len(t) > 40 {
		return false
	}
	if first, _ := word.NoKey.Word(t); !likeWords.Find(first) {
		return false
	}
	list := word.Split(t)
	n := len(list)
	if n < 3 || !numbersHosts[list[n-2]] || word.Digits(list[n-1]) < len(list[n-1]) && len(list[n-1]) > 1 {
		return false
	}
	return !slices.ContainsFunc(list[1:n-2], func(w string) bool { return !light.Find(word.HashOf(w)) && !likeWords.Find(word.HashOf(w)) })
}

// likeWords begin such an answer, as keys.
var likeWords = word.HashSet("as like same see wie siehe gleich comme idem voir meme zoals als zie hetzelfde como igual mismo ver come uguale vedi jak samo som samma samme kuten jako stejne ako")

// sayNothing says whether an answer is that nothing is known, in more words:
// "still unknown, sorry".
func sayNothing(t string) bool {
	var buf [64]byte
	x := vocab().answers
	first := [1]int32{1}
	if p := word.AppendPhrase(buf[:0], t[:asciiIn(t, leastSaid)]); len(p) > leastSaid && len(x.Likely(p, first[:])) == 0 {
		return false
	}
	p := word.AppendPhrase(buf[:0], t)
	unknown, at := false, 1
	for at < len(p) {
		m := x.At(p, at)
		if m.To < 0 {
			return false
		}
		value := x.Terms[m.Term].Value
		if value != "unknown" && value != "filler" && (value != "none" || !unknown) {
			return false
		}
		unknown = unknown || value == "unknown"
		at = m.To
	}
	return unknown
}

// leastSaid is how much of an answer is looked at first, in bytes of ASCII.
const leastSaid = 8

// asciiIn is how many of the first most bytes of a text are ASCII.
func asciiIn(s string, most int) int {
	n := 0
	for n < len(s) && n < most && s[n] < utf8.RuneSelf {
		n++
	}
	return n
}

// unwritten says whether a text is a date of which only the units stand there:
// "XXXX年XX月XX日", "○月○日 ○:○頃".
func unwritten(t string) bool {
	return len(t) < mostUnwritten && !word.ASCII(t) && strings.ContainsAny(t, "年月日時") && strings.Trim(t, "xXＸ○〇◯＿_ \u3000年月日時分秒頃:：/-") == "" && strings.ContainsAny(t, "xXＸ○〇◯")
}

// mostUnwritten is how long such a date is, in bytes.
const mostUnwritten = 80

// undecided says whether a text is the "yes / no" of a blank form, of which
// nothing was deleted.
func undecided(t string) bool {
	if len(t) > mostUndecided {
		return false
	}
	at := strings.IndexFunc(t, apart)
	if at < 1 || strings.ContainsAny(t, "*_<>") {
		return false
	}
	x, no := vocab().answers, "no"
	switch x.Is(t[:at]) {
	case "yes":
	case "no":
		no = "yes"
	default:
		return false
	}
	for w := range strings.FieldsFuncSeq(t[at:], apart) {
		if !word.At(w) || x.Is(w) != no {
			return false
		}
		no = "unknown" // "yes / no / unknown"
	}
	return no == "unknown" && !upper(t)
}

// mostUndecided is how long both are, in bytes.
const mostUndecided = 32

// apart says whether a character parts yes from no.
func apart(r rune) bool {
	switch r {
	case '/', '|', ',', ' ', '\u3000', '／', '・', '\n':
		return true
	}
	return false
}

// upper says whether one part of a list is written in capitals and another is not.
func upper(t string) bool {
	_, ok := shouted(t)
	return ok
}

// bracketed says whether a text is a stand-in such as "[name]", "<site>" or
// "(e.g. www.example.com)".
func bracketed(t string) bool {
	first, last := t[0], t[len(t)-1]
	if first == '[' && last == ']' || first == '<' && last == '>' {
		return !strings.ContainsAny(t, "@.:0123456789") && strings.Count(t, string(first)) == 1
	}
	return first == '(' && last == ')' && word.Closing(t, 0) == len(t)-1 && exemplifies(t)
}
