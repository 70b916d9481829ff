package router

import (
	"html"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Phrases are words that restrict or reveal something, looked for in every
// answer of a report. A regular expression over a long text costs more than
// all the rest of routing, so shape is tried only around its stems, and only
// where the sieve let something through.
type phrases struct {
	kind  kinds
	stems []string // each match begins with one
	shape *regexp.Regexp
}

// reach is how many bytes a match may be long.
const reach = 64

// maxTries bounds how often a shape is tried in one text. A text that is full
// of stems and says nothing is made to cost time; it is held as unread.
const maxTries = 1000

// A find is where in a text a shape matched, with its groups; nil groups mean
// that there were too many stems to read on.
type find struct {
	at     int
	groups []string
}

// all yields the matches in a text in normal form.
func (p phrases) all(text string) iter.Seq[find] {
	return func(yield func(find) bool) {
		tries := 0
		for _, stem := range p.stems {
			for at := 0; ; {
				i := strings.Index(text[at:], stem)
				if i < 0 {
					break
				}
				i += at
				at = i + len(stem)
				if theSieve.suspects(text[i:], p.kind) == 0 {
					continue
				}
				if tries++; tries > maxTries {
					yield(find{at: i})
					return
				}
				start := max(0, i-1)
				window := text[start:min(len(text), i+reach)]
				if m := p.shape.FindStringSubmatchIndex(window); m != nil && !yield(find{start + m[0], groupsOf(window, m)}) {
					return
				}
			}
		}
	}
}

func groupsOf(text string, at []int) []string {
	out := make([]string, len(at)/2)
	for i := range out {
		if at[2*i] >= 0 {
			out[i] = text[at[2*i]:at[2*i+1]]
		}
	}
	return out
}

// An answer is a text of the report that may hold phrases of some kinds, in
// normal form, and where it stands.
type answer struct {
	where, text string
	may         kinds
}

// normal is the form of a text that phrases are looked for in: lower case, on
// one line, plain apostrophes, dashes and colons, without what can't be seen,
// and Latin letters for the Greek and Cyrillic ones that look like them.
func normal(text string) string {
	if escaped(text) {
		text = html.UnescapeString(text)
	}
	text = strings.ToLower(norm.NFKC.String(text))
	if !ascii(text) {
		text = norm.NFC.String(strings.Map(plainLetter, text))
	}
	return strings.Join(strings.Fields(text), " ")
}

// asItCame says whether the sieve may read a text before it is in normal form.
func asItCame(text string) bool { return ascii(text) && !escaped(text) }

// escaped says whether a text holds blanks or letters as HTML writes them.
func escaped(text string) bool {
	return strings.IndexByte(text, '&') >= 0 && (strings.Contains(text, "&nbsp") || strings.Contains(text, "&#") || strings.Contains(text, "&zw") || strings.Contains(text, "&shy"))
}

// ascii says whether a text is ASCII alone; it looks at many bytes at once.
func ascii(text string) bool {
	for ; len(text) >= 32; text = text[32:] {
		if (eight(text[:8])|eight(text[8:16])|eight(text[16:24])|eight(text[24:32]))&0x8080808080808080 != 0 {
			return false
		}
	}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// eight is the first eight bytes of a text.
func eight(text string) uint64 {
	_ = text[7]
	return uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
}

// alike are letters, in lower case, that look like Latin ones.
const alike = "аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsԁdԍgӏlԛqԝw" + "αaβbεeικιiκkμmνnοoρpτtυuχxγy" + "’'‘'∶:꞉:ː:"

var letterAlike = func() map[rune]rune {
	m := map[rune]rune{}
	letters := []rune(alike)
	for i := 0; i+1 < len(letters); i += 2 {
		m[letters[i]] = letters[i+1]
	}
	return m
}()

func plainLetter(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r == '\u034f' || r >= '\ufe00' && r <= '\ufe0f' || unicode.Is(unicode.Cf, r):
		return -1
	case r == '\u2212' || unicode.Is(unicode.Pd, r):
		return '-'
	}
	if plain, ok := letterAlike[r]; ok {
		return plain
	}
	return r
}

// answers returns what of the subject, of all answers of a form and of the
// whole texts may hold a phrase, in a fixed order.
func answers(q Question) []answer {
	whole, idle := wholeTexts(q.Texts)
	var out []answer
	out, _ = appendAnswer(out, "subject", q.Subject, ofAny)
	out, _ = appendAnswer(out, disclosureField, q.Report.Disclosure.Text, ofAny)
	fields := len(out)
	for name, text := range q.Report.Fields {
		if !idle.holds(text) {
			out, _ = appendAnswer(out, name, text, ofAny)
		}
	}
	slices.SortFunc(out[fields:], func(a, b answer) int { return strings.Compare(a.where, b.where) })
	for i := range out[fields:] {
		out[fields+i].where = "form field " + out[fields+i].where
	}
	for _, log := range q.Report.Logs {
		if !idle.holds(log) {
			out, _ = appendAnswer(out, "logs", log, ofAny)
		}
	}
	return append(out, whole...)
}

// wholeTexts returns what of the message's texts may be marked or demand
// secrecy; idle is the first of them if no phrase of any kind is in it.
func wholeTexts(texts []string) (out []answer, idle idleText) {
	for i, text := range texts {
		n := len(out)
		var plain bool
		if out, plain = appendAnswer(out, "text", text, ofAny); len(out) == n {
			if i == 0 && plain {
				idle = idleText(text)
			}
			continue
		}
		if out[n].may &= ofTLP | ofConfidential; out[n].may&ofTLP != 0 {
			out[n].text = normal(filled(text))
		}
	}
	return out, idle
}

// An idleText can be read as it came, and holds no phrase.
type idleText string

// holds says that an answer surely stands in the text, and so is idle as well.
// It is tried for those only that make up most of it.
func (t idleText) holds(answer string) bool {
	return 2*len(answer) > len(t) && strings.Contains(string(t), answer)
}

const disclosureField = "form field disclosure"

// appendAnswer adds a text in which the sieve finds some of the kinds wanted;
// plain says that it could be read as it came.
func appendAnswer(list []answer, where, text string, want kinds) (out []answer, plain bool) {
	if plain = asItCame(text); !plain {
		text = normal(text)
	}
	may := theSieve.find(text, want)
	if may == 0 {
		return list, plain
	}
	if plain {
		text = normal(text)
	}
	return append(list, answer{where, text, may}), plain
}

// says finds the first words of a kind in subject or answers.
func (r *routing) says(words phrases) (phrase, where string) {
	for _, a := range r.texts {
		if a.may&words.kind == 0 {
			continue
		}
		for m := range words.all(a.text) {
			switch {
			case m.groups == nil:
				return "too many to read", a.where
			case words.kind != ofConfidential || !lifted(a.text, m):
				return m.groups[0], a.where
			}
		}
	}
	return "", ""
}
