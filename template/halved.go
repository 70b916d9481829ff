package template

import (
	"strings"
	"unicode/utf8"
)

// halved parts a line that asks two things of the reporter at once and has both
// answered: "E-mail / phone: ada@quill.example / 555 0100". It is false for others.
func (sh *sheet) halved(l *line) (first, second string, ok bool) {
	s, off := l.text, int(l.off)
	if !l.marks.has(withColon|withMore) || !l.marks.has(withSlash) {
		return "", "", false
	}
	slash := strings.IndexByte(s[off:], '/')
	if slash < 1 || slash > mostCell {
		return "", "", false
	}
	mark, end, _ := parted(s[off:], false)
	if mark != ':' || end <= slash || strings.Count(s[off:off+end], "/") > 1 {
		return "", "", false
	}
	_, wide := utf8.DecodeRuneInString(s[off+end:])
	answers := strings.Split(s[off+end+wide:], " / ")
	labels := [...]string{strings.TrimSpace(s[off : off+slash]), strings.TrimSpace(s[off+slash+1 : off+end])}
	names := [...]string{sh.ix.askedOf(labels[0]), sh.ix.askedOf(labels[1])}
	if len(answers) != len(labels) || names[0] == names[1] {
		return "", "", false
	}
	for i, name := range names {
		if fieldKinds[name] != kindContact || checkable(name) && !fits(name, answers[i]) {
			return "", "", false
		}
	}
	return s[:off] + labels[0] + ": " + answers[0], labels[1] + ": " + answers[1], true
}

// askedOf is the field that a label asks for, of one word too.
func (ix *index) askedOf(label string) string {
	if name := ix.asked(label); name != "" || ix.book == nil {
		return name
	} else if e := ix.book.alone(label, ""); e != nil {
		return e.name
	}
	return ""
}

// Bounds of a label whose letters stand apart.
const (
	mostSpaced     = 5
	firstIdeograph = '\u2e80'
)

// apart is a quick look whether the first two letters of a line stand apart.
func (l *line) apart() bool {
	s := l.text[l.off:]
	return len(s) > 6 && s[0] > 0xe1 && (s[3] == ' ' || strings.HasPrefix(s[3:], wideBlank))
}

// gathered writes a label whose letters stand apart to fill a column as one:
// "氏　　名：" as "氏名：".
func gathered(s string, off int) (string, bool) {
	var label [mostSpaced * utf8.UTFMax]byte
	letters, blanks, n := 0, 0, 0
	for i := off; i < len(s); {
		r, long := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == ' ' || r == '\u3000':
			blanks++
		case r == ':' || r == '：':
			return s[:off] + string(label[:n]) + s[i:], letters > 1
		case r < firstIdeograph || letters == mostSpaced || letters > 0 && blanks == 0:
			return s, false
		default:
			n += copy(label[n:], s[i:i+long])
			letters, blanks = letters+1, 0
		}
		i += long
	}
	return s, false
}
