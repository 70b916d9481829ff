package router

import (
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Phrases are words that restrict or reveal something, looked for in every
// answer of a report. A regular expression over a long text costs more than
// all the rest of routing, so shape is tried only around its stems.
type phrases struct {
	stems []string // each match begins with one
	shape *regexp.Regexp
}

// What a report's own words restrict or reveal, in our four languages.
var (
	tlpMark = phrases{[]string{"tlp"}, regexp.MustCompile(`\btlp(\s*[:=]\s*|[\s_/-]*)([a-z]+)([\s_]*\+?\s*strict)?`)}

	confidential = phrases{
		[]string{"do not ", "don't ", "not to be ", "not for ", "confidential", "confidentiel", "nicht weiter", "vertraulich", "ne pas ", "niet ", "vertrouwelijk"},
		regexp.MustCompile(`\b(do not|don't|not to be|not for) (be )?(share|forward|distribut|disclos|pass)|\bconfidential(ly)?\b` +
			`|nicht weiter(geben|leiten|gegeben|geleitet)|\bvertraulich(e[rsnm]?)?\b|\bne pas (diffuser|transmettre|partager|divulguer|communiquer)` +
			`|\bconfidentiel(le|s|les)?\b|\bniet (delen|doorsturen|verspreiden|doorgeven)|\bvertrouwelijke?\b`)}

	minors = phrases{
		[]string{"csam", "child ", "kinderporn", "pédoporn", "pedoporn", "kindesmissbrauch", "kindermisbruik"},
		regexp.MustCompile(`\bcsam\b|child (sexual|abuse|porn)|kinderporn|p[ée]doporn|kindesmissbrauch|kindermisbruik`)}

	credentials = phrases{
		[]string{"password", "passwort", "passwd", "mot de passe", "wachtwoord", "begin "},
		regexp.MustCompile(`\b(password|passwort|passwd|mot de passe|wachtwoord)( is|\s*:|=)|begin [a-z ]*private key`)}
)

// reach is how many bytes a match may be long.
const reach = 64

// all yields the matches in a text in normal form, with their groups.
func (p phrases) all(text string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, stem := range p.stems {
			for at := 0; ; {
				i := strings.Index(text[at:], stem)
				if i < 0 {
					break
				}
				i += at
				at = i + len(stem)
				m := p.shape.FindStringSubmatch(text[max(0, i-1):min(len(text), i+reach)])
				if m != nil && !yield(m) {
					return
				}
			}
		}
	}
}

// An answer is a text of the report, in normal form, and where it stands.
type answer struct{ where, text string }

// normal is the form of a text that phrases are looked for in: lower case, on
// one line, plain apostrophes.
func normal(text string) string {
	text = strings.ReplaceAll(norm.NFKC.String(text), "’", "'")
	return strings.Join(strings.Fields(strings.ToLower(text)), " ")
}

// answers returns the subject and all answers of a form, in a fixed order.
func answers(q Question) []answer {
	out := []answer{{"subject", q.Subject}, {"form field disclosure", q.Report.Disclosure.Text}}
	for _, name := range slices.Sorted(maps.Keys(q.Report.Fields)) {
		out = append(out, answer{"form field " + name, q.Report.Fields[name]})
	}
	for _, log := range q.Report.Logs {
		out = append(out, answer{"logs", log})
	}
	for i := range out {
		out[i].text = normal(out[i].text)
	}
	return out
}

// says finds the first words of a kind in subject or answers.
func (r *routing) says(words phrases) (phrase, where string) {
	for _, a := range r.texts {
		for m := range words.all(a.text) {
			return m[0], a.where
		}
	}
	return "", ""
}
