package template

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"tocsin/template/moment"
	"tocsin/template/word"
)

// bracketNumber reads "[1]", "[A2]" and "{A.02}", a blank behind it.
func bracketNumber(s string) (length int, number string) {
	if s == "" || s[0] != '[' && s[0] != '{' {
		return 0, ""
	}
	end := strings.IndexByte(s[:min(len(s), 9)], s[0]+2)
	if end < 2 || end+1 >= len(s) || s[end+1] != ' ' || !word.IsDigit(s[end-1]) {
		return 0, ""
	}
	figures := 0 // in a row
	for i := 1; i < end; i++ {
		if figures++; !word.IsDigit(s[i]) {
			figures = 0
		}
		if word.FoldByte(s[i]) == 0 && s[i] != '.' && s[i] != '-' || s[i] >= utf8.RuneSelf || figures > 3 {
			return 0, ""
		}
	}
	return end + 1, s[1:end]
}

// letterNumber reads "가.", "ア)", "б)", "①": a letter that counts in a script
// beyond ASCII, and what closes it.
func letterNumber(s string) (length int, number string) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r >= '①' && r <= '⑳':
		return n, s[:n]
	case r == '(' || r == '（':
		return enclosedLetter(s, n)
	case !strings.ContainsRune(countingLetters, r):
		return 0, ""
	}
	for _, mark := range [...]string{". ", ") ", "．", "）", "、"} {
		if strings.HasPrefix(s[n:], mark) {
			return n + len(strings.TrimSuffix(mark, " ")), s[:n]
		}
	}
	return 0, ""
}

// enclosedLetter reads "(一)", "（十二）", "（3）", "(가)": what counts between
// parentheses, the first of which is so long.
func enclosedLetter(s string, open int) (length int, number string) {
	end := open
	for n := 0; n < 3 && end < len(s); n++ {
		r, long := utf8.DecodeRuneInString(s[end:])
		if digitAt(s[end:]) == 0 && !strings.ContainsRune(countingLetters, r) {
			break
		}
		end += long
	}
	for _, close := range [...]string{")", "）"} {
		if end > open && strings.HasPrefix(s[end:], close) && len(s) > end+len(close) {
			return end + len(close), s[open:end]
		}
	}
	return 0, ""
}

// countingLetters count in scripts beyond ASCII.
const countingLetters = "가나다라마바사아자차카타파하アイウエオカキクケコ一二三四五六七八九十甲乙丙丁абвгґдеєжзиікл"

// succeeds says whether a number is the next after another: "A.4" after "A.3",
// "2b" after "2a", "3a" and "3" after "2c".
func succeeds(next, last string) bool {
	if next != "" && next[0] >= utf8.RuneSelf {
		next, last = moment.Narrow(next), moment.Narrow(last)
	}
	if n, c := lettered(last); c > 0 {
		m, d := lettered(next)
		return n == m && d == c+1 || d <= 'a' && succeeds(m, n)
	}
	if a, b := numeralOf(next), numeralOf(last); a > 0 && b > 0 {
		return a == b+1
	}
	n, m := len(next)-lastDigits(next), len(last)-lastDigits(last)
	if n == len(next) || m == len(last) || next[:n] != last[:m] {
		return false
	}
	a, errA := strconv.Atoi(next[n:])
	b, errB := strconv.Atoi(last[m:])
	return errA == nil && errB == nil && a == b+1
}

// numeralOf is what a number of one to three Chinese numerals comes to, or a
// circled one, 0 for any other: 3 of "三", 12 of "十二".
func numeralOf(s string) (n int) {
	if s == "" || s[0] < utf8.RuneSelf {
		return 0
	}
	for _, r := range s {
		switch i := strings.IndexRune(numerals, r); {
		case r >= '①' && r <= '⑳':
			return int(r-'①') + 1
		case i < 0:
			return 0
		case r == '十':
			n = max(n, 1) * 10
		default:
			n += i/len("一") + 1
		}
	}
	return n
}

// numerals are the Chinese ones up to ten.
const numerals = "一二三四五六七八九十"

// lettered parts the letter behind a number from it: "2", 'b' of "2b"; 0 where
// there is none.
func lettered(number string) (string, byte) {
	n := len(number)
	if n < 2 || !word.IsDigit(number[n-2]) || word.IsDigit(number[n-1]) {
		return number, 0
	}
	return number[:n-1], number[n-1]
}

// lastDigits is how many digits a text ends with.
func lastDigits(s string) int {
	n := 0
	for n < len(s) && word.IsDigit(s[len(s)-1-n]) {
		n++
	}
	return n
}

// joint is the length of what joins two groups of digits at the start of s.
func joint(s string) int {
	switch {
	case s == "":
		return 0
	case s[0] == '.' || s[0] == '-':
		return 1
	case strings.HasPrefix(s, "－"):
		return len("－")
	}
	return 0
}

// digitAt is how long the digit is that s begins with, 0 for none.
func digitAt(s string) int {
	if word.IsDigit(s[0]) {
		return 1
	}
	if r, n := utf8.DecodeRuneInString(s); r >= '０' && r <= '９' {
		return n
	}
	return 0
}

// alphabetNumber is the length of a word of the radio alphabet that counts a
// label at the start of s, and of what closes it: of "ECHO. ", "BRAVO) ". It is
// 0 if s begins with none.
func alphabetNumber(s string) int {
	end := 0
	for end < len(s) && end < mostAlphabet && word.FoldByte(s[end]) > '9' {
		end++
	}
	if end < 4 || end+1 >= len(s) || s[end] != '.' && s[end] != ')' || s[end+1] != ' ' || !radioAlphabet[word.Fold(s[:end])] {
		return 0
	}
	return end + 1
}

// wordsAt is a quick look whether a text is a word of ASCII letters or begins with
// two: no number does.
func wordsAt(s string) bool {
	n := 0
	for n < len(s) && word.FoldByte(s[n]) > '9' {
		n++
	}
	return n > 0 && (n == len(s) || n+2 < len(s) && s[n] == ' ' && word.FoldByte(s[n+1]) > '9' && word.FoldByte(s[n+2]) > '9')
}

// figured says whether a text may have a figure in it, of any script.
func figured(s string) bool {
	for i := range len(s) {
		if c := s[i]; word.IsDigit(c) || c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// mostAlphabet is how long the words of the radio alphabet are, in bytes.
const mostAlphabet = 8

// radioAlphabet holds its words, as keys.
var radioAlphabet = word.Set("alfa alpha bravo charlie delta echo foxtrot golf hotel india juliett juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu")

// slashed is where the label begins and where its answer, in a line such as
// "C/POSITION/WATCH OFFICER"; 0 in all others.
func slashed(s string) (label, answer int) {
	if len(s) < 6 || s[1] != '/' && s[2] != '/' || word.FoldByte(s[0]) == 0 {
		return 0, 0
	}
	label = strings.IndexByte(s[:3], '/') + 1
	if word.FoldByte(s[label-2]) == 0 || label == 3 && !word.IsDigit(s[1]) || s[0] >= 'a' {
		return 0, 0
	}
	answer = label + strings.IndexByte(s[label:min(len(s), label+mostCell)], '/') + 1
	if answer < label+4 || answer >= len(s) || !labelLike(s[label:answer-1]) {
		return 0, 0
	}
	return label, answer
}

// unslash writes lines whose number, label and answer slashes part as all
// others are read, where several count on: "C. POSITION: WATCH OFFICER".
func (sh *sheet) unslash() {
	count, last := 0, byte(0)
	for i := range sh.lines {
		if label, _ := slashed(sh.lines[i].text); label > 0 {
			if next := sh.lines[i].text[label-2]; count == 0 || next == last+1 || next == '0' {
				count, last = count+1, next
			}
		}
	}
	if count < leastFields {
		return
	}
	sh.torn = true
	for i := range sh.lines {
		s := sh.lines[i].text
		if label, answer := slashed(s); label > 0 {
			sh.lines[i] = newLine(s[:label-1]+". "+s[label:answer-1]+": "+s[answer:], sh.lines[i].depth)
		}
	}
}

// itemNumber reads "1.", "1 .", "1.2.1", "1-1", "2-1)", "2b)", "(a)", "(iv)",
// "II.", "A.1", "IV.2", "1.", "STEP1.", "A1*", "[1]" and returns its length, 0
// if s begins with none.
func itemNumber(s string) (length int, number string) {
	i := 0
	open := s != "" && s[0] == '('
	if s == "" || s[0] < utf8.RuneSelf && word.FoldByte(s[0]) == 0 && !open {
		return bracketNumber(s)
	}
	if s[0] >= utf8.RuneSelf || open && len(s) > 1 && s[1] >= utf8.RuneSelf {
		if n, number := letterNumber(s); n > 0 {
			return n, number
		}
	}
	if open {
		i++
	}
	if len(s) > 4 && s[0]|0x20 == 's' && strings.EqualFold(s[:4], "step") {
		i = 4
	}
	start := i
	if n := sectioned(s[i:]); n > 0 {
		i += n
	} else if len(s) > i+1 && s[i] >= 'A' && s[i] <= 'Z' && (s[i+1] >= '0' && s[i+1] <= '9' || s[i+1] == '.' || s[i+1] == ')') {
		i++ // "A1.", "B."
	}
	i += digitGroups(s[i:])
	digits := i > start
	if digits && i+1 < len(s) && s[i] >= 'a' && s[i] <= 'z' && (s[i+1] == ')' || s[i+1] == '.') {
		i++ // "2b)"
	}
	if !digits {
		for i < len(s) && i-start < 4 && (s[i] >= 'a' && s[i] <= 'z' || s[i] == 'I' || s[i] == 'V' || s[i] == 'X') {
			i++
		}
	}
	if i == start {
		return 0, ""
	}
	number = s[start:i]
	end := i
	for end < len(s) && s[end] == ' ' && end-i < 2 {
		end++
	}
	closed := false
	for end < len(s) && (s[end] == '.' || s[end] == ')' || s[end] == ':' && digits && !open || digits && end == i && strings.HasPrefix(s[end:], "/ ")) {
		end, closed = end+1, true // "3/ Ligne directe" as well
	}
	if digits && end < len(s) && s[end] >= utf8.RuneSelf {
		if r, n := utf8.DecodeRuneInString(s[end:]); strings.ContainsRune("．）、：", r) {
			return end + n, number
		}
	}
	switch {
	case !closed && (!digits || open || i >= len(s) || s[i] != ' ' && s[i] != '*'):
		return 0, ""
	case closed && !digits && end < len(s) && s[end] != ' ' || end >= len(s):
		return 0, ""
	}
	return end, number
}

// sectioned is the length of the letter or Roman number of a section, and of
// what joins it to a number within, that s begins with: of "A." in "A.1", 0 if
// it begins with none.
func sectioned(s string) int {
	i := 0
	for i < len(s) && i < 4 && (s[i] == 'I' || s[i] == 'V' || s[i] == 'X') {
		i++
	}
	if i == 0 && s != "" && s[0] >= 'A' && s[0] <= 'Z' {
		i = 1
	}
	if i == 0 || i+1 >= len(s) || s[i] != '.' && s[i] != '-' || !word.IsDigit(s[i+1]) || word.Digits(s[i+1:min(len(s), i+4)]) > 2 {
		return 0 // "X.509"
	}
	return i + 1
}

// digitGroups is the length of up to three groups of one to three digits,
// joined by "." or "-"; full-width digits count.
func digitGroups(s string) int {
	i, end := 0, 0
	for group := range 3 {
		digits := 0
		for i < len(s) {
			n := digitAt(s[i:])
			if n == 0 {
				break
			}
			i, digits = i+n, digits+1
		}
		if digits == 0 || digits > 3 {
			if group == 0 || digits > 3 {
				return 0
			}
			return end
		}
		end = i
		n := joint(s[i:])
		if n == 0 {
			return end
		}
		i += n
	}
	if i < len(s) && s[i] >= '0' && s[i] <= '9' {
		return 0 // four groups: an address
	}
	return end
}
