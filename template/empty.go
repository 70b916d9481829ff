package template

import "strings"

// A void says in which way an answer is none.
type void byte

const (
	filled void = iota
	blank
	placeholder
	same // as in the block before
)

// noAnswers are answers that say there is none, as keys; those with true mean
// something where the question can be answered by no or unknown.
var noAnswers = map[string]bool{
	"na": false, "notapplicable": false, "nichtzutreffend": false, "entfallt": false, "keineangabe": false, "ka": false,
	"sansobjet": false, "nonapplicable": false, "nvt": false, "niettoepassing": false, "nietvantoepassing": false, "nil": false,
	"none": true, "unknown": true, "unbekannt": true, "inconnu": true, "inconnue": true, "onbekend": true, "keine": true, "aucun": true,
	"aucune": true, "geen": true, "keins": true, "keiner": true, "rien": true, "niets": true, "notknown": true, "tbd": false, "tba": false,
}

var sames = map[string]bool{"same": true, "sameasabove": true, "idem": true, "ditto": true, "dito": true, "gleich": true, "wieoben": true, "memequecidessus": true, "zelfde": true, "zieboven": true}

// placeholders are patterns that forms print where the answer goes, as keys.
var placeholders = map[string]bool{
	"fillin": true, "ddmmyyyy": true, "mmddyyyy": true, "yyyymmdd": true, "yyyymmddhhmm": true, "yyyymmddhhmmss": true, "ddmmyyyyhhmm": true,
	"yyyymmddhhmmz": true, "hhmm": true, "hhmmss": true, "ttmmjjjj": true, "jjjjmmtt": true, "ttmmjjjjhhmm": true, "jjmmaaaa": true,
	"aaaammjj": true, "jjmmaaaahhmm": true, "ddmmjjjj": true, "ddmmjjjjuumm": true, "jjjjmmdd": true, "chooseadate": true, "chooseanitem": true,
	"clickheretoentertext": true, "clickortapheretoentertext": true, "pleasefillin": true, "xxxx": true, "xxx": true, "yourname": true, "example": true,
	"bitteausfullen": true, "acompleter": true, "arremplir": true, "invullen": true,
}

// voidOf judges an answer. keep is for fields where "none" or "unknown" are
// answers too.
func voidOf(text string, f *field, keep bool) void {
	t := strings.TrimSpace(text)
	if len(t) > 120 {
		return filled
	}
	var buf [160]byte
	key := appendFold(buf[:0], t)
	if len(key) == 0 {
		return blank
	}
	if meaning, ok := noAnswers[string(key)]; ok && !(meaning && keep) {
		return blank
	}
	if sames[string(key)] {
		return same
	}
	if placeholders[string(key)] {
		return placeholder
	}
	if f != nil {
		for _, p := range f.Placeholder {
			if foldText(p) == string(key) {
				return placeholder
			}
		}
	}
	if bracketed(t) {
		return placeholder
	}
	return filled
}

// bracketed says whether a text is a stand-in such as "[name]", "<site>" or
// "(e.g. www.example.com)".
func bracketed(t string) bool {
	first, last := t[0], t[len(t)-1]
	if first == '[' && last == ']' || first == '<' && last == '>' {
		return !strings.ContainsAny(t, "@.:0123456789") && strings.Count(t, string(first)) == 1
	}
	if first != '(' || last != ')' || closing(t, 0) != len(t)-1 {
		return false
	}
	key := foldText(t)
	for _, w := range explanations[:9] {
		if strings.HasPrefix(key, w) {
			return true
		}
	}
	return false
}
