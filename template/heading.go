package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// startOf is the line in which the incident begins whose first label is in a
// line: its title or heading stands above, down from a line that is another's.
func (p *pattern) startOf(line, floor int, numbers func(s string) bool) int {
	start := line
	for l := line - 1; l > floor && line-l < 20; l-- {
		s := p.lines[l].text
		switch {
		case p.lines[l].ruler, p.titled(s), numbers(s), s != "" && (p.instruction(s) || unruled(s) != strings.TrimSpace(s)):
			start = l
		case s != "" && !isHeader(s):
			return start
		}
	}
	return start
}

// titled says whether a line is the title of a form.
func (p *pattern) titled(s string) bool {
	f, _ := p.ix.title(s)
	return f != nil
}

// mostAbove is how many lines above its first label the heading of an incident
// may stand.
const mostAbove = 8

// heads lists the lines above a label that may number an incident, as words.
func (p *pattern) heads(line, floor int) (list [][]string) {
	for l := line - 1; l > floor && l >= line-mostAbove; l-- {
		if s := unruled(p.lines[l].text); s != "" && len(s) <= 60 {
			if w := word.Split(s); slices.ContainsFunc(w, func(w string) bool { return numeral(w) != "" }) {
				list = append(list, w)
			}
		}
	}
	return list
}

// marked says whether a title of a form stands above a label, or a heading that
// differs from one above the first incident in its number alone. hosts says
// that it numbers machines.
func (p *pattern) marked(line, floor int, heads [][]string) (marked, hosts bool) {
	for l := line - 1; l > floor && l >= line-mostAbove; l-- {
		s := p.lines[l].text
		if p.titled(s) {
			return true, false
		}
		if p.numbers(s, heads) {
			return true, slices.ContainsFunc(word.Split(s), func(w string) bool {
				_, sided := vocab().compass.side(w)
				return sided || numbersHosts[strings.TrimRightFunc(w, unicode.IsDigit)]
			})
		}
	}
	return false, false
}

// numbers says whether a line is one of some headings with another number.
func (p *pattern) numbers(s string, heads [][]string) bool {
	if len(heads) == 0 || len(s) > 100 {
		return false
	}
	w := word.Split(unruled(s))
	return slices.ContainsFunc(heads, func(h []string) bool {
		other := false
		for i := range h {
			if len(w) != len(h) || w[i] != h[i] && (numeral(w[i]) == "" || numeral(w[i]) != numeral(h[i])) {
				return false
			}
			other = other || w[i] != h[i]
		}
		return other
	})
}

// numeral is what a word is but for the number in it, "" for a word without:
// "2." and "b", "2nd", "second", "事案2".
func numeral(w string) string {
	switch {
	case ordinals[w], len(w) == 1 && !unicode.IsDigit(rune(w[0])):
		return "#"
	}
	digitless := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '#'
		}
		return r
	}, w)
	switch {
	case digitless == w || word.Digits(w) > 3:
		return ""
	case utf8.RuneCountInString(strings.Trim(digitless, "#")) <= 2:
		return "#" // "2nd", "2e"
	}
	return strings.ReplaceAll(digitless, "##", "#")
}

// ordinals are words that number, as keys.
var ordinals = word.Set("one two three four five first second third fourth fifth i ii iii iv v vi eins zwei drei erster erste erstes zweiter zweite zweites dritter dritte drittes vierter vierte " +
	"premier première deuxième second seconde troisième quatrième eerste tweede derde vierde primero primer primera segundo segunda tercero tercer tercera cuarto primeiro primeira terceiro terceira " +
	"primo prima secondo seconda terzo terza quarto pierwszy pierwsza drugi druga trzeci trzecia första andra tredje første anden annen ensimmäinen toinen kolmas první druhý druhá třetí prvý tretí " +
	"第一 第二 第三 一 二 三 その一 その二 その三 一件目 二件目 三件目")

// numbersHosts are words for machines: what is numbered by them is one
// incident with several hosts.
var numbersHosts = word.Set("host hosts system systems machine machines computer pc server servers device rechner gerät maschine système systeme serveur ordinateur equipo sistema servidor " +
	"computador macchina komputer serwer maszyna dator maskin ip address adresse adresse dirección endereço indirizzo adres kone palvelin počítač 機器 ホスト サーバ 端末 主機 電腦 " +
	"target source victim attacker opfer angreifer ziel quelle cible doel bron objetivo origen alvo origem obiettivo cel log logfile event alert entry line")

// quotes says whether what begins below a label is an earlier mail that this
// one answers: a mail program's header or its words stand there, and none
// above the first label of all.
func (p *pattern) quotes(from, to int) bool {
	heads := func(from, to int) bool {
		for l := max(0, from); l < to; l++ {
			if s := p.lines[l].text; quoting(s) || isHeader(s) && amongHeaders(p.lines, l) {
				return true
			}
		}
		return false
	}
	first := p.beats[0].h.line
	return heads(max(from+1, to-20), to) && !heads(first-20, first)
}

// quoting says whether a line leads to a quoted mail: "-----Original
// Message-----", "On Monday Jane wrote:".
func quoting(s string) bool {
	if s = strings.TrimSpace(s); len(s) > 200 || len(s) < 6 {
		return false
	}
	if s[0] == '-' || s[0] == '_' {
		return word.ContainsAny(word.Phrase(s), quotingTitles)
	}
	return strings.HasSuffix(s, ":") && word.ContainsAny(word.Phrase(s), quotingWords)
}

var (
	quotingTitles = []string{" original", " ursprungliche", " messaggio ", " mensaje ", " mensagem ", " wiadomosc ", " bericht ", " nachricht ", " message "}
	quotingWords  = []string{" wrote ", " schrieb ", " a ecrit ", " schreef ", " escribio ", " escreveu ", " ha scritto ", " napisal", " skrev ", " kirjoitti ", " napsal", "書きました", "写道"}
)
