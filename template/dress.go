package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// questionNumber is the length of the word for a question, its number and what parts it
// from the question at the start of s: of "Question 3 - ", "Frage 3: ", "Box 3   ".
// It is 0 if s does not begin so.
func questionNumber(s string) (length int, number string) {
	i := word.Len(s[:min(len(s), 12)])
	if i > 10 {
		return 0, ""
	}
	end := i
	for end > 0 && word.IsDigit(s[end-1]) {
		end-- // "Frage3:"
	}
	from := end
	if from == i {
		for from < len(s) && from < i+2 && (s[from] == ' ' || s[from] == '.') {
			from++ // "No. 3"
		}
	}
	to := from + word.Digits(s[from:min(len(s), from+2)])
	if to == from && from > i && from+1 < len(s) && s[from] >= 'A' && s[from] <= 'Z' && word.FoldByte(s[from+1]) == 0 {
		to++ // "Part D - "
	}
	if to == from || to >= len(s) || word.IsDigit(s[to]) || !questionWords[word.Fold(s[:end])] {
		return 0, ""
	}
	number = s[from:to]
	at := blanksTo(s, to)
	if at > to+1 && at < len(s) || at > to && s[to] == '\t' {
		return at, number // "Box 3   Name"
	}
	for _, mark := range [...]string{":", ".", ")", "-", "–", "—", "："} {
		if rest, ok := strings.CutPrefix(s[at:], mark); ok && rest != "" {
			return len(s) - len(rest), number
		}
	}
	return 0, ""
}

// questionWords number the questions of a form, as keys.
var questionWords = word.Set("question questions frage vraag pregunta domanda pergunta pytanie fråga spørgsmål spørsmål kysymys otázka întrebare kérdés item point punkt punt punto ponto field feld champ campo veld box line row rubrik rubrique rubriek rubrica rubryka case cadre casilla casella caixa vak zeile ruta rad felt rute kohta ruutu pole řádek řádka riadok mező rovat строка графа пункт вопрос поле питання ερώτηση πεδίο section part teil abschnitt partie parte sezione sección seção secção sectie deel del avsnitt sektion osa część sekcja část oddíl časť rész dio bölüm раздел часть розділ частина μέρος")

// questionHeads holds the bytes that their keys begin with.
var questionHeads = func() (t [256]bool) {
	for key := range questionWords {
		t[key[0]] = true
	}
	return t
}()

// Marks that part labels from answers and that stand elsewhere for other things.
const (
	arrow  = iota // "Name > Jane", "Name => Jane", "Name >> Jane"
	stars         // "*Name:* Jane", "**Name** Jane"
	stops         // "2. NAME. Jane."
	quotes        // `"Name";"Jane"`
	parts
)

// leastDressed is how many lines of a text must be dressed alike.
const leastDressed = 3

// dress looks over the lines for what a text parts its labels from its answers
// with, and for what it leads its answers with, where that is told from prose
// by its many lines alone.
func (sh *sheet) dress() {
	var found [parts]int
	var replies [ways]int
	last := -1
	for i := range sh.lines {
		l := &sh.lines[i]
		if l.blank() || l.ruler {
			continue
		}
		if kind, at, wide := l.parting(); wide > 0 {
			l.cut, l.wide = uint8(at), uint8(wide)
			if found[kind]++; kind == quotes && schemed(l.text[l.off+1:at]) && camel(l.text[l.off+1:at]) {
				found[kind] = -len(sh.lines) // a program writes for programs
			}
		}
		if n, kind := l.leads(); n > 0 && last >= 0 && sh.lines[last].reply == 0 {
			l.reply = uint8(n)
			if replies[kind]++; kind == byMark {
				if known := sh.ix.find(word.FoldHash(l.text[n:])); known != nil && len(known.entries) > 0 {
					replies[kind] -= 2 // "» Name", and below it the answer
				}
			}
		}
		last = i
	}
	if slices.Max(found[:])+slices.Max(replies[:]) > 0 {
		sh.undress(found, replies)
	}
	sh.align()
}

// undress forgets the marks that too few lines have.
func (sh *sheet) undress(found [parts]int, replies [ways]int) {
	for i := range sh.lines {
		l := &sh.lines[i]
		if l.cut > 0 {
			if kind, _, _ := l.parting(); found[kind] < leastDressed {
				l.cut, l.wide = 0, 0
			} else if kind == quotes {
				l.off, l.text = l.off+1, strings.TrimSuffix(strings.TrimSuffix(l.text, ","), `"`)
			}
		}
		if l.reply > 0 {
			if _, kind := l.leads(); replies[kind] < leastDressed {
				l.reply = 0
			}
		}
	}
}

// parting finds what may part a label from its answer in a line: which mark,
// where the label ends, and how long it is up to the answer; 0 if there is none.
func (l *line) parting() (kind, at, wide int) {
	s, off := l.text, int(l.off)
	if off > 0 && off < 40 && strings.IndexByte(s[:off], '*') >= 0 {
		at, wide = starred(s, off)
		return stars, at, wide
	}
	if n := l.stopped(); n > 0 {
		return stops, off + n, len(".")
	}
	if off == indentation(s) && off < len(s) && s[off] == '"' {
		at, wide = exported(s[off:])
		return quotes, off + at, wide
	}
	if !l.marks.has(withArrow) {
		return 0, 0, 0
	}
	end := strings.IndexByte(s, '>')
	if end <= off+1 || end > off+mostLabel || off > 40 {
		return 0, 0, 0
	}
	at = end
	for end+1 < len(s) && s[end+1] == '>' {
		end++
	}
	if end+1 < len(s) && s[end+1] != ' ' {
		return 0, 0, 0
	}
	for s[at-1] == '=' || s[at-1] == '-' {
		at--
	}
	if s[at-1] != ' ' {
		return 0, 0, 0
	}
	at = off + len(strings.TrimRight(s[off:at], leaders+" "))
	if at <= off || !labelLike(s[off:at]) {
		return 0, 0, 0
	}
	return arrow, at, end + 1 - at
}

// mostCapitals is how long a label is, in bytes, that a full stop parts from
// its answer.
const mostCapitals = 48

// stopped is where the full stop stands that parts a numbered label in capitals
// from its answer, in bytes from the words on, 0 where none does.
func (l *line) stopped() int {
	if l.long == 0 || !word.IsDigit(l.text[l.at]) {
		return 0
	}
	s := l.text[l.off:]
	for i := range min(len(s), mostCapitals) {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z', c == ' ', c == '/', c == '-':
		case c == '.' && i > 2 && i+1 < len(s) && s[i+1] == ' ':
			return i
		default:
			return 0
		}
	}
	return 0
}

// exported finds what parts the two cells of a row that a table was exported
// to, or a name and its value: `"Name";"Jane"`, `"Name": "Jane",`.
func exported(s string) (at, wide int) {
	at = strings.IndexByte(s[1:min(len(s), mostLabel)], '"') + 1
	if at < 2 {
		return 0, 0
	}
	mark := blanksTo(s, at+1)
	if mark == len(s) || strings.IndexByte(";,\t:", s[mark]) < 0 && s[mark-1] != '\t' {
		return 0, 0
	}
	end := blanksTo(s, mark) + 1
	if s[mark] != '"' {
		end = blanksTo(s, mark+1) + 1
	}
	if end >= len(s) || s[end-1] != '"' || !strings.HasSuffix(strings.TrimSuffix(s[end:], ","), `"`) || strings.Contains(s[end:], s[at:end]) || !labelLike(s[1:at]) || s[mark] == ':' && unicode.IsLower(firstRune(s[1:])) {
		return 0, 0
	}
	return at, end - at
}

// camel says whether a capital stands within a word: "ReporterOrg".
func camel(s string) bool {
	return strings.IndexFunc(strings.TrimLeftFunc(s, unicode.IsUpper), unicode.IsUpper) > 0
}

// starred finds the stars that close what stars before off have opened.
func starred(s string, off int) (at, wide int) {
	n := strings.IndexByte(s[off:min(len(s), off+mostLabel)], '*')
	if n < 2 {
		return 0, 0
	}
	at = off + n
	end := at
	for end < len(s) && s[end] == '*' {
		end++
	}
	if end < len(s) && s[end] == ':' {
		end++
	} else if strings.HasPrefix(s[end:], " |") && strings.IndexByte(s[:off], '|') >= 0 {
		end += len(" |") // a cell of a table
	}
	if s[at-1] == ' ' || end < len(s) && s[end] != ' ' {
		return 0, 0
	}
	for at > off && (s[at-1] == ':' || s[at-1] == '?' || s[at-1] == ' ') {
		at--
	}
	if at <= off || !labelLike(s[off:at]) {
		return 0, 0
	}
	return at, end - at
}

// breaksOff says whether a sentence ends within a text: a full stop behind some words,
// the last of which is no abbreviation.
func breaksOff(s string) bool {
	head, _, _ := strings.Cut(s, ". ")
	return word.Count(head) > leastSentence && len(word.Last(head)) >= leastSentence
}

// labelLike says whether a text may be a label: a few words that begin one, not
// the end of a sentence and more.
func labelLike(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return (unicode.IsLetter(first) || first == '¿') && len(s) <= mostLabel && !strings.Contains(s, "://") && strings.IndexByte(s, '@') < 0 &&
		word.Count(s) <= 12 && !(strings.Contains(s, ". ") && (unicode.IsLower(first) || breaksOff(s)))
}

// Ways to lead an answer.
const (
	byArrow = iota
	byWord
	byNumber
	byMark
	ways
)

// leads is the length of what leads an answer at the start of a line, and how
// it does; 0 if nothing does: "=> Jane", "Answer: Jane", "A1. Jane".
func (l *line) leads() (n, kind int) {
	s := l.text
	i := indentation(s)
	if i >= len(s) || i > 100 {
		return 0, 0
	}
	switch c := s[i]; {
	case c == '=' || c == '-':
		end := i
		for end < len(s) && s[end] == c {
			end++
		}
		if end < len(s)-1 && s[end] == '>' && !strings.Contains(s, ": ") && strings.IndexByte(":?", s[len(s)-1]) < 0 {
			return blanksTo(s, end+1), byArrow
		}
		return 0, 0
	case word.FoldByte(c) == 0 && c < utf8.RuneSelf || word.IsDigit(c):
		return 0, 0
	case c >= utf8.RuneSelf:
		if r, width := utf8.DecodeRuneInString(s[i:]); strings.ContainsRune("»›→⇒➔➜➤➢►▶↳", r) {
			if strings.Contains(s, ": ") || strings.IndexByte(":?", s[len(s)-1]) >= 0 || i+width == len(s) {
				return 0, 0
			}
			return blanksTo(s, i+width), byMark
		}
	}
	end := i + word.Len(s[i:min(len(s), i+14)])
	to := end
	if to < len(s) && s[to] == ' ' {
		to++
	}
	colon := strings.HasPrefix(s[to:], ":") || strings.HasPrefix(s[to:], "：")
	switch {
	case end == i || to >= len(s) || !colon && s[to] != '.' && s[to] != ')':
		return 0, 0
	case word.IsDigit(s[end-1]):
		if end-i <= 3 && (s[i] == 'A' || s[i] == 'R') {
			return blanksTo(s, to+1), byNumber
		}
	case colon && replyWords.Find(word.FoldHash(s[i:end])):
		_, width := utf8.DecodeRuneInString(s[to:])
		return blanksTo(s, to+width), byWord
	}
	return 0, 0
}

// replyWords lead answers, as keys.
var replyWords = word.HashSet("a r answer reply response antwort réponse reponse respuesta resposta risposta antwoord odpowiedź svar vastaus odpověď odpoveď răspuns válasz ответ cevap απάντηση 回答 答 答え 답변")

// unled takes the word off that leads an answer beside its question: "Who
// reports? Answer: Jane".
func unled(s string) string {
	colon := strings.IndexByte(s[:min(len(s), mostReply)], ':')
	if colon < 3 || colon+1 >= len(s) || s[colon+1] != ' ' || !replyWords.Find(word.FoldHash(s[:colon])) {
		return s
	}
	return strings.TrimSpace(s[colon+1:])
}

// mostReply is how long the word that leads an answer is, in bytes.
const mostReply = 24

// askLead is the length of a word that leads a question at the start of s:
// "Question: Who reports?".
func askLead(s string) int {
	i := word.Len(s[:min(len(s), mostReply)])
	if i == 0 || i+1 >= len(s) || s[i] != ':' || s[i+1] != ' ' || !questionLeads.Find(word.FoldHash(s[:i])) {
		return 0
	}
	return i + 1
}

// questionLeads lead questions, as keys.
var questionLeads = word.HashSet("question frage vraag pregunta domanda pergunta pytanie fråga spørgsmål spørsmål kysymys otázka întrebare kérdés soru вопрос питання ερώτηση 質問 問題")

// blanksTo is where the first word from i on begins.
func blanksTo(s string, i int) int { return i + indentation(s[i:]) }

// boldEnd passes over the stars that close a label: of "**Name:** Jane" always,
// of "*Name:* Jane" where one stands before.
func boldEnd(s string, off int) int {
	t := strings.TrimLeft(s[off:], "*")
	n := len(s) - len(t) - off
	if n == 0 || t != "" && t[0] != ' ' || n != 2 && (n > 2 || strings.IndexByte(s[:off], '*') < 0) {
		return off
	}
	return off + n
}

// leaderColon passes over the leader and colon of "contacted? .....:".
func leaderColon(s string, off int) int {
	if off < len(s) && word.FoldByte(s[off]) != 0 {
		return off
	}
	t := strings.TrimLeft(s[off:], leaders+" ")
	if len(t) > 0 && len(t) < len(s)-off && t[0] == ':' {
		return len(s) - len(strings.TrimLeft(t[1:], " "))
	}
	return off
}
