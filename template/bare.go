package template

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// bared takes off a short answer what it is dressed in and is no word of it: a
// bullet before it, a comma or semicolon behind it, and what the form explains in
// a parenthesis before it.
func (r *reading) bared(name, s string) string {
	if s == "" || !brief(name) || word.At(s) && strings.IndexByte(",;", s[len(s)-1]) < 0 {
		return s
	}
	t := strings.TrimRight(s, ",; ")
	if t == "" || strings.IndexByte(t, '\n') >= 0 {
		return t
	}
	t = unbulleted(t, checkable(name))
	if end := word.Closing(t, 0); t[0] == '(' && end > 0 && end+1 < len(t) && (r.ix.explains(t[1:end]) || r.form == nil && explanation(t[1:end])) {
		t = strings.TrimSpace(t[end+1:])
	}
	return t
}

// Dressings of answers.
const (
	naked      = iota
	inQuotes   // "Jane"
	inBrackets // [ Jane ]
	inStops    // Jane.
	dressings
)

// undressed says how an answer is dressed, and what is in it.
func undressed(s string) (how int, inner string) {
	if s[len(s)-1] == '.' {
		return inStops, s[:len(s)-1]
	}
	if inner = unquoted(s); inner != s {
		return inQuotes, strings.ReplaceAll(inner, `\n`, "\n")
	}
	if end := len(s) - 1; s[0] == '[' && s[end] == ']' || s[0] == '<' && s[end] == '>' {
		if inner = strings.TrimSpace(s[1:end]); !strings.ContainsAny(inner, "[]<>") {
			return inBrackets, inner
		}
	}
	return naked, s
}

// bare takes off all answers what most of them are dressed in. Brackets are those
// of a blank form where none of what stands in them is anybody's.
func (r *reading) bare() {
	var found, sure [dressings]int
	for i := range r.answers {
		if s := r.answers[i].text; s != "" {
			how, _ := undressed(s)
			if found[how]++; how != naked && len(s) < mostCell && (word.Digits(s) > 5 || strings.IndexByte(s, '@') > 0) {
				sure[how]++
			}
		}
	}
	worn := func(how int) bool { return found[how] >= leastDressed && sure[how] > 1 && found[how] > found[naked] }
	if !worn(inQuotes) && !worn(inBrackets) && !worn(inStops) {
		return
	}
	for i := range r.answers {
		if a := &r.answers[i]; a.text != "" {
			if how, inner := undressed(a.text); worn(how) && (how != inStops || brief(a.name)) {
				a.text = r.bared(a.name, inner)
			}
		}
	}
}

// unbulleted takes the mark off that an answer begins with, where words follow:
// "- Jane", "-Jane" behind a colon, "| Jane". A figure may follow where dates and
// numbers are asked for.
func unbulleted(s string, figures bool) string {
	t := strings.TrimLeft(s, "-–—•·*:|>=→ \t")
	gap := len(s) - len(t)
	if t == "" || gap == 0 || gap > mostBullet || strings.Contains(s, "<<") {
		return s
	}
	if tight := gap == 1 && (s[0] == '-' || s[0] == ':') && (figures || unicode.IsLetter(firstRune(t))); tight || s[gap-1] == ' ' {
		return t
	}
	return s
}

// mostBullet is how long a mark before an answer is, in bytes.
const mostBullet = 6

// quotePairs are quotes, each before the one that closes it.
const quotePairs = `""''“”„“„”«»»«‹›「」『』` + "``"

// unquoted takes the quotes off that stand around the whole of a text.
func unquoted(s string) string {
	if word.At(s) {
		return s
	}
	open, from := utf8.DecodeRuneInString(s)
	last, n := utf8.DecodeLastRuneInString(s)
	to := len(s) - n
	if to <= from {
		return s
	}
	for pairs := quotePairs; pairs != ""; {
		a, n := utf8.DecodeRuneInString(pairs)
		b, m := utf8.DecodeRuneInString(pairs[n:])
		if pairs = pairs[n+m:]; a == open && b == last && !strings.ContainsRune(s[from:to], b) {
			return strings.TrimSpace(s[from:to])
		}
	}
	return s
}

// explanation says whether a parenthesis before an answer says what to write
// there: words and no figures.
func explanation(s string) bool {
	return word.Digits(s) == 0 && (word.Count(s) > 1 || utf8.RuneCountInString(s) > 3 && firstRune(s) >= firstIdeograph)
}
