package template

import (
	"strings"

	"tocsin/template/indicator"
	"tocsin/template/word"
)

// both fills in two ways to reach the reporter that stand where one was asked for.
func (b *builder) both(text string) {
	if word.Digits(text) < leastDialled || strings.IndexByte(text, '@') < 0 && !indicator.Refangs(text) {
		return
	}
	if c := readCard(text); !c.rest && c.mail != "" && c.phone != "" && c.kinds() == 2 {
		b.introduce(&c)
	}
}

// alternatives parts two ways to reach somebody, of which one is an address of mail:
// "555 0100 or jane@site.example".
func alternatives(piece string) (first, second string, either bool) {
	if strings.IndexByte(piece, '@') < 0 {
		return piece, "", false
	}
	for from := 0; ; {
		blank := strings.IndexByte(piece[from:], ' ')
		if blank < 0 {
			return piece, "", false
		}
		from += blank + 1
		if w := word.First(piece[from:]); orWords[word.Fold(w)] && strings.HasPrefix(piece[from+len(w):], " ") {
			return piece[:from-1], piece[from+len(w)+1:], true
		}
	}
}

// orWords are the words for "or" and "and", as keys.
var orWords = word.Set("or and ou et oder und of en o y e lub oraz i eller och og tai ja nebo a alebo vagy és sau și veya ve или и або та ή και")
