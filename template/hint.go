package template

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// aside says up to which line a parenthesis goes that stands alone from line i
// on, below a label or the answer beside it: there forms print what they want
// to read. It is -1 where there is none. Known says that line i is an
// instruction by itself.
func (r *reading) aside(i int) (end int, known bool) {
	if r.open == nil || r.gap || len(r.parts) > 1 || len(r.parts) == 1 && !r.beside {
		return -1, false
	}
	end = parenthesised(r.lines, i)
	if end < 0 || namesHost(r.open.name) && hostLike(r.lines[i].text) {
		return -1, false
	}
	known = r.instruction(r.lines[i].text)
	if r.sure && !known && !r.instruction(joined(r.lines[i:end+1])) {
		return -1, false
	}
	return end, known
}

// unhinted is the answer that a line begins below the open label, behind what
// the form says of it in a parenthesis: "(as 2026-01-31) 2026-11-20". It is ""
// where no such parenthesis, or nothing behind it, stands there.
func (r *reading) unhinted(s string) string {
	if r.open == nil || len(r.parts) > 0 {
		return ""
	}
	s = s[indentation(s):]
	if s == "" || s[0] != '(' {
		return ""
	}
	end := word.Closing(s, 0)
	if end < 0 || !r.ix.explains(s[1:end]) && !isFormat(s[1:end]) {
		return ""
	}
	return strings.TrimLeft(s[end+1:], " \t:")
}

// hintEnd is where a parenthesis ends that a text begins with and that says
// what is to be written behind it: one that some form prints, or the format of
// a date. It is 0 where there is none.
func (ix *index) hintEnd(s string) int {
	if s == "" || s[0] != '(' {
		return 0
	}
	end := word.Closing(s, 0)
	if end < 0 || !ix.hints.Find(word.FoldHash(s[:end])) && !isFormat(s[1:end]) {
		return 0
	}
	return end + 1
}

// isFormat says whether a text is how a date is to be written: runs of one
// letter each, "DD/MM/YYYY hh:mm", "jj-mm-aaaa".
func isFormat(s string) bool {
	runs := 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		first, _ := utf8.DecodeRuneInString(w)
		if n := utf8.RuneCountInString(w); n < 2 || n > 4 || strings.Trim(strings.ToLower(w), string(unicode.ToLower(first))) != "" {
			return false
		}
		runs++
	}
	return runs >= 2 && word.Digits(s) == 0 && len(s) <= 40
}

// parenthesised returns the last of up to four lines that are one parenthesis
// and nothing else, -1 if line i begins none.
func parenthesised(lines []line, i int) int {
	if i < len(lines) && !lines[i].marks.has(withBox|withMore) {
		return -1
	}
	depth := 0
	for l := i; l < min(len(lines), i+4) && !lines[l].blank(); l++ {
		s := strings.TrimSpace(lines[l].text)
		for at, c := range s {
			switch c {
			case '(', '（':
				depth++
			case ')', '）':
				depth--
			}
			if depth <= 0 {
				if c != '(' && (l > i || at > 0) && strings.Trim(s[at:], ")）.: ") == "" {
					return l
				}
				return -1
			}
		}
	}
	return -1
}

// joined is the text of lines as one.
func joined(lines []line) string {
	var sb strings.Builder
	for _, l := range lines {
		sb.WriteString(strings.TrimSpace(l.text))
		sb.WriteByte(' ')
	}
	return sb.String()
}

// listed reads an answer made of numbered options and the number of one, or of
// several: those options, with a mark between. Where no number is given all are
// left, which is no answer. Any other answer stays as it is.
func listed(text, mark string) string {
	if !figured(text) {
		return text
	}
	var options, chosen []string
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		if off, number := unnumbered(l); strings.ContainsAny(number, "-.") && bareDigit(l[off:]) {
			l = l[off:] // "2-1. 3": the question's number before that of the choice
		}
		switch more := numberedFrom(l, len(options)+1); {
		case more != nil:
			options = append(options, more...)
		case l != "" && strings.Trim(l, "0123456789 ,;&+.()") == "":
			chosen = append(chosen, strings.FieldsFunc(l, func(r rune) bool { return r < '0' || r > '9' })...)
		case l != "":
			return text
		}
	}
	if len(options) < 2 {
		return text
	}
	var list []string
	for _, c := range chosen {
		if len(c) > 1 || c[0] < '1' || int(c[0]-'0') > len(options) {
			return text
		}
		list = append(list, options[c[0]-'1'])
	}
	return strings.Join(list, mark)
}

// numberedFrom reads the options of a line, numbered from n on: of "1. theft
// 2. malware" two. It is nil where the line does not begin with the first.
func numberedFrom(s string, n int) (list []string) {
	off, first := ordinal(s)
	if first != n || off >= len(s) {
		return nil
	}
	for s = s[off:]; ; n++ {
		at, to := len(s), len(s)
		for i := 1; i < len(s); i++ {
			if off, next := ordinal(s[i:]); next == n+1 && s[i-1] == ' ' && word.IsDigit(s[i]) && s[i+1] != ' ' {
				at, to = i, i+off
				break
			}
		}
		list = append(list, strings.Trim(s[:at], " ,;/"))
		if at == len(s) {
			return list
		}
		s = s[to:]
	}
}

// ordinal reads a whole number before an option, as "2:" or "3)": how long it
// is, and which, 0 for none.
func ordinal(s string) (length, n int) {
	indent := indentation(s)
	length, number := itemNumber(s[indent:])
	if number = word.Fold(number); !bareDigit(number) {
		return 0, 0
	}
	return indent + length, int(number[0] - '0')
}

// mostOptions is how many numbered options one question has.
const mostOptions = 20

// lists says whether a line belongs to numbered options that the open answer
// has begun with, or is the number of one below them.
func (r *reading) lists(s string) bool {
	if r.open.kind != kindLine || len(r.open.e.picks) > 0 || len(r.parts) > mostOptions {
		return false
	}
	options, digit := 0, false
	for _, p := range r.parts {
		if _, n := ordinal(p); n == options+1 {
			options++
		} else {
			digit = bareDigit(p)
		}
	}
	_, n := ordinal(s)
	return n == options+1 && (options > 0 || digit || len(r.parts) == 0) || options > 1 && bareDigit(s)
}

// bareDigit says whether a text is the number of an option and nothing else.
func bareDigit(s string) bool {
	s = strings.Trim(s, " .)(")
	return len(s) == 1 && s[0] >= '1' && s[0] <= '9'
}

// unended takes off an answer the end of a question in two parts: "If so, which agency?".
func unended(s string) string {
	end := strings.IndexAny(s[:min(len(s), mostUnended)], "?:")
	if end < 0 {
		return s
	}
	if first, n := word.NoKey.Word(s); n == 0 || !ifWords.Find(first) || strings.HasPrefix(s, "SI") || strings.EqualFold(s[:n], "sí") || strings.EqualFold(s[:n], "sì") || strings.ContainsAny(s[:end], ".0123456789") {
		return s
	}
	return strings.TrimLeft(s[end+1:], " \t.…_")
}

// mostUnended is how long such an end is at most, in bytes.
const mostUnended = 80

// ifWords begin it, as keys.
var ifWords = word.HashSet("if wenn falls si se als indien zoja jeśli jeżeli om hvis jos pokud ak ha ako dacă eğer если якщо εάν αν kui jei če")
