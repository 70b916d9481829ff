package template

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/template/word"
)

// parenthesis passes over a parenthesis that belongs to the label: a known
// hint, one that explains ("e.g."), or one that a terminator follows.
func (ix *index) parenthesis(lines []line, p pos) (pos, bool) {
	inner, end := enclosed(lines, p)
	if end.line < 0 {
		if end, ok := ix.unclosed(lines, p); ok {
			return end, true
		}
		rest := lines[p.line].text[p.off+1:]
		if n := exampled(rest); n > 0 {
			return pos{p.line, p.off + 1 + n}, true
		}
		if key := word.Fold(rest); len(key) > 10 && ix.hintBegins(key) {
			return pos{p.line, len(lines[p.line].text)}, true
		}
		return p, false
	}
	if ix.explains(inner) {
		return end, true
	}
	rest := strings.TrimLeft(lines[end.line].text[end.off:], " ")
	if rest == "" {
		return end, end.line == p.line && (len(inner) > 20 || lines[p.line].alone || lines[p.line].long > 0 && word.Digits(inner) < 3 && p.line+1 < len(lines) && !lines[p.line+1].blank() || strings.Trim(inner, "([*") == "")
	}
	_, how := terminator(rest, pos{}, 0)
	padded := strings.HasPrefix(lines[end.line].text[end.off:], "   ") // a column
	return end, how == strong || int(lines[end.line].cut) == end.off || padded && end.line == p.line
}

// unclosed finds the end of a known hint whose form prints no parenthesis behind
// it: "Impact (i.e. loss of data, damage to systems".
func (ix *index) unclosed(lines []line, p pos) (end pos, ok bool) {
	key := word.NoKey
	for l := p.line; l < min(len(lines), p.line+mostEnclosed) && !lines[l].blank() && lines[l].depth == lines[p.line].depth; l++ {
		s := lines[l].text
		for p.off < len(s) {
			longer, n := key.Word(s[p.off:])
			if n == 0 {
				_, n = utf8.DecodeRuneInString(s[p.off:])
			} else if ix.hints.Find(longer) {
				to := p.off + n
				end, ok = pos{l, len(s) - len(strings.TrimLeft(s[to:], ",;."))}, true
			}
			key, p.off = longer, p.off+n
		}
		p = pos{p.line, 0}
	}
	return end, ok
}

// exampled is how long the examples are that a text begins with, up to what parts
// them from an answer: "i.e. loss of data: none". It is 0 where there are none.
func exampled(s string) int {
	if !exemplifies(s) {
		return 0
	}
	end := len(s)
	for _, mark := range [...]string{":", "|", "\t", "  ", "..."} {
		if i := strings.Index(s[:end], mark); i > 0 {
			end = i
		}
	}
	if strings.ContainsAny(s[:end], "@0123456789") {
		return 0
	}
	return end
}

// mostEnclosed is over how many lines a parenthesis goes at most.
const mostEnclosed = 8

// enclosed returns what a parenthesis holds, over mostEnclosed lines.
func enclosed(lines []line, p pos) (string, pos) {
	text, depth := "", 0
	for l := p.line; l < len(lines) && l < p.line+mostEnclosed; l++ {
		s := lines[l].text
		from := 0
		if l == p.line {
			from = p.off
		}
		for i := from; i < len(s); i++ {
			switch s[i] {
			case '(', '[':
				depth++
			case ')', ']':
				depth--
			}
			if depth == 0 {
				return text + s[from:i], pos{l, i + 1}
			}
		}
		text += s[from:] + " "
		if lines[l].blank() {
			break
		}
	}
	return "", pos{line: -1}
}

// explanations begin a parenthesis that explains a label.
var explanations = []string{"eg", "ie", "zb", "bspw", "suchas", "parex", "pex", "exemple", "bijv", "bv", "required", "optional", "include", "obligatoire",
	"facultatif", "verplicht", "optioneel", "pflicht", "duplicate", "please", "bitte", "svp", "yesno", "ouinon", "janein", "janee", "ifknown", "fallsbekannt",
	"tickone", "tickall", "tickthe", "checkone", "checkall", "checkthe", "selectone", "selectall", "chooseone", "multiplechoice", "severalanswers", "cocher", "cochez", "ankreuzen", "zutreffend",
	"mehrfach", "aankruisen", "kruisaan", "meerdereantw", "marque", "marcar", "seleccion", "assinal", "selecione", "barrare", "crocett", "selezion", "zaznacz", "kryssa", "sætkryds", "settkryss",
	"copy", "repeat", "kopier", "copier", "répét", "kopieer", "copiar", "repetir", "copiare", "ripet", "skopiuj", "powiel",
	"valitse", "zaškrtn", "označte", "jelölje", "bifați", "該当", "複数", "選択", "いずれか", "勾選", "請勾", "可複選"}

// exemplifies says whether a text begins as one that explains by examples.
func exemplifies(s string) bool {
	key := word.Fold(s)
	return slices.ContainsFunc(explanations[:mostExamples], func(w string) bool { return strings.HasPrefix(key, w) })
}

// mostExamples is how many explanations, the first ones, introduce examples.
const mostExamples = 9

// explaining are the same by the byte that they begin with.
var explaining = func() (t [256][]string) {
	for _, w := range explanations {
		t[w[0]] = append(t[w[0]], w)
	}
	return t
}()

// explains says whether the text of a parenthesis is part of the label.
func (ix *index) explains(inner string) bool {
	inner = strings.TrimLeft(inner, "([")
	var buf [128]byte
	key := word.AppendFold(buf[:0], inner)
	if ix.hints.Find(word.HashOf(key)) {
		return true
	}
	if len(key) == 0 {
		return false
	}
	for _, w := range explaining[key[0]] {
		if strings.HasPrefix(string(key), w) && (len(w) > 3 || strings.ContainsAny(inner[:min(len(inner), 5)], ".,:")) {
			return true
		}
	}
	return false
}

// hintBegins says whether some known hint begins with the key.
func (ix *index) hintBegins(key string) bool {
	i, _ := slices.BinarySearch(ix.hintList, key)
	return i < len(ix.hintList) && strings.HasPrefix(ix.hintList[i], key)
}

// slot says whether a text is an answer written into brackets printed for it:
// "Telephone [ 555 0100 ]".
func (ix *index) slot(s string) bool {
	inner, ok := strings.CutPrefix(s, "[ ")
	return ok && strings.IndexByte(s, ']') == len(s)-1 && !ix.explains(inner) && !isFormat(strings.Trim(inner, " ]"))
}
