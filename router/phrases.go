package router

import (
	"iter"
	"regexp"
	"slices"
	"strings"

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

// What a report's own words restrict or reveal, in our four languages.
var (
	tlpMark = phrases{ofTLP, []string{"tlp"}, regexp.MustCompile(`\btlp(\s*[:=]\s*|[\s_/-]*)([a-z]+)([\s_]*\+?\s*strict)?`)}

	confidential = phrases{
		ofConfidential,
		[]string{"do not ", "don't ", "not to be ", "not for ", "confidential", "confidentiel", "nicht weiter", "vertraulich", "ne pas ", "niet ", "vertrouwelijk"},
		regexp.MustCompile(`\b(do not|don't|not to be|not for) (be )?(share|forward|distribut|disclos|pass)|\bconfidential(ly)?\b` +
			`|nicht weiter(geben|leiten|gegeben|geleitet)|\bvertraulich(e[rsnm]?)?\b|\bne pas (diffuser|transmettre|partager|divulguer|communiquer)` +
			`|\bconfidentiel(le|s|les)?\b|\bniet (delen|doorsturen|verspreiden|doorgeven)|\bvertrouwelijke?\b`)}

	minors = phrases{
		ofMinors,
		[]string{"csam", "child ", "kinderporn", "pédoporn", "pedoporn", "kindesmissbrauch", "kindermisbruik"},
		regexp.MustCompile(`\bcsam\b|child (sexual|abuse|porn)|kinderporn|p[ée]doporn|kindesmissbrauch|kindermisbruik`)}

	credentials = phrases{
		ofCredentials,
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
				window := text[max(0, i-1):min(len(text), i+reach)]
				if found, _ := theSieve.find(window); found&p.kind == 0 {
					continue
				}
				if m := p.shape.FindStringSubmatch(window); m != nil && !yield(m) {
					return
				}
			}
		}
	}
}

// An answer is a text of the report that may hold phrases of some kinds, in
// normal form, and where it stands.
type answer struct {
	where, text string
	may         kinds
}

// normal is the form of a text that phrases are looked for in: lower case, on
// one line, plain apostrophes.
func normal(text string) string {
	text = strings.ReplaceAll(norm.NFKC.String(text), "’", "'")
	return strings.Join(strings.Fields(strings.ToLower(text)), " ")
}

// answers returns what of the subject and of all answers of a form may hold a
// phrase, in a fixed order.
func answers(q Question) []answer {
	var out []answer
	out = appendAnswer(out, "subject", q.Subject)
	out = appendAnswer(out, disclosureField, q.Report.Disclosure.Text)
	fields := len(out)
	for name, text := range q.Report.Fields {
		out = appendAnswer(out, name, text)
	}
	slices.SortFunc(out[fields:], func(a, b answer) int { return strings.Compare(a.where, b.where) })
	for i := range out[fields:] {
		out[fields+i].where = "form field " + out[fields+i].where
	}
	for _, log := range q.Report.Logs {
		out = appendAnswer(out, "logs", log)
	}
	return out
}

const disclosureField = "form field disclosure"

// appendAnswer adds a text that the sieve lets through.
func appendAnswer(list []answer, where, text string) []answer {
	may, plain := theSieve.find(text)
	if plain && may == 0 {
		return list
	}
	text = normal(text)
	if !plain {
		may, _ = theSieve.find(text)
	}
	if may == 0 {
		return list
	}
	return append(list, answer{where, text, may})
}

// says finds the first words of a kind in subject or answers.
func (r *routing) says(words phrases) (phrase, where string) {
	for _, a := range r.texts {
		if a.may&words.kind == 0 {
			continue
		}
		for m := range words.all(a.text) {
			return m[0], a.where
		}
	}
	return "", ""
}
