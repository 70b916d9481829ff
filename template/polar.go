package template

import (
	"strings"
	"unicode"

	"tocsin/template/word"
)

// polar says whether a field is a question to be answered by yes or no.
func polar(name string) bool {
	switch name {
	case "share_identity", "is_isp", "constituent", "criticality", "malicious", "cross_border":
		return true
	}
	return false
}

// polar is yes or no where an answer to a question for one of them, in a form that
// has it as choices, is that as a whole: "no problem" begins like the other choice.
func (a *answer) polar() string {
	if len(a.e.picks) > 0 && polar(a.name) {
		if said := vocab().answers.Is(a.text); said == "yes" || said == "no" {
			return said
		}
	}
	return ""
}

// unlisted resolves an answer to a question without choices.
func (a *answer) unlisted() string {
	switch {
	case a.e == nil:
	case a.polar() != "":
		return a.polar()
	case a.e.def.Union && (a.e.yes != "" || polar(a.name)):
		return a.e.polarity(a.text)
	case a.name == "report_kind":
		return stage(a.text)
	}
	return a.text
}

// permit resolves such an answer, and notes a no to whether something may be
// passed on: the field asks for restrictions, and no to these is none.
func (b *builder) permit(a *answer) string {
	text := a.unlisted()
	if a.name == "disclosure" && vocab().answers.Is(text) == "no" && b.main != nil && b.main.ix.book.asksLeave(labelOf(a)) {
		b.refused = true
	}
	return text
}

// asksLeave says whether a question asks if something may be passed on, in any
// language.
func (b *bookIn) asksLeave(label string) bool {
	if b == nil {
		return false
	}
	share, may, restrict := b.bit("share"), b.bit("may"), b.bit("restrict")
	var r wordReading
	for i := 0; i < len(label); {
		i += max(b.step(&r, label[i:], true), 1)
	}
	for l := range r.sets {
		if set := r.sets[l].with(r.may[l]); set.meets(share) && set.meets(may) && !set.meets(restrict) {
			return true
		}
	}
	return false
}

// polarity resolves an answer to a question whose choices no definition gives:
// what yes and no come to there, in any language. Both of them are the blank
// form's, and no answer; other words stay as they are.
func (e *entry) polarity(text string) string {
	yes, no := e.yes, e.no
	if yes == "" {
		yes, no = "yes", "no"
	}
	x, said := vocab().answers, map[string]bool{}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/|,;\n", r) }) {
		said[x.Is(w)] = true
	}
	switch {
	case len(said) == 1 && said["yes"]:
		return yes
	case len(said) == 1 && said["no"]:
		return no
	case len(said) == 1 && said["unknown"] && e.yes != "":
		return "unknown"
	case said["yes"] && said["no"] && !said[""]:
		return ""
	}
	return text
}

// phone is the number of a telephone; where that of the fax was asked in one,
// or is named as such, and both are there, the second is noted as that.
func (b *builder) phone(a *answer) string {
	if word.Digits(a.text) >= 2*leastDialled && strings.IndexFunc(a.text, unicode.IsLetter) >= 0 {
		if c := readCard(a.text); c.phone != "" && c.fax != "" && c.kinds() == 2 && b.report.Fields["contact_fax"] == "" {
			b.report.Fields["contact_fax"] = c.fax
			return c.phone
		}
	}
	if a.e == nil || !strings.Contains(word.Fold(labelOf(a)), "fax") || b.report.Fields["contact_fax"] != "" {
		return a.text
	}
	for _, mark := range []string{" / ", ";", ","} {
		if phone, fax, ok := strings.Cut(a.text, mark); ok && fits("contact_phone", phone) && fits("contact_phone", fax) && !strings.Contains(fax, mark) {
			b.report.Fields["contact_fax"] = strings.TrimSpace(fax)
			return strings.TrimSpace(phone)
		}
	}
	return a.text
}

// stages are the words for the stages of a report, by what they come to.
var stages = map[string]string{
	"initial": "initial", "first": "initial", "preliminary": "initial", "intermediate": "intermediate", "interim": "intermediate", "final": "final",
	"premiere": "initial", "eerste": "initial", "erste": "initial", "primera": "initial", "primeira": "initial", "prima": "initial", "pierwsze": "initial", "forsta": "initial", "forste": "initial",
	"initiale": "initial", "initiele": "initial", "erstmeldung": "initial", "inicial": "initial", "iniziale": "initial", "wstepne": "initial", "wstepny": "initial",
	"intermediaire": "intermediate", "tussentijds": "intermediate", "tussentijdse": "intermediate", "zwischenbericht": "intermediate", "zwischenmeldung": "intermediate",
	"intermedio": "intermediate", "intermedia": "intermediate", "intermediar": "intermediate", "finale": "final", "abschlussbericht": "final", "abschlussmeldung": "final",
	"eindverslag": "final", "eindrapport": "final", "definitief": "final", "informefinal": "final", "koncowe": "final", "koncowy": "final",
}

// staged says whether a text is no more than that.
func staged(text string) bool {
	list := word.Split(text)
	return len(list) > 0 && len(list) <= 2 && stages[list[0]] != ""
}

// stage reads which report of several this is, where the answer says no more
// than that: "initial notification".
func stage(text string) string {
	found := ""
	list := word.Split(text)
	for _, w := range list {
		switch s := stages[w]; {
		case s != "" && found != "" && s != found:
			return text
		case s != "":
			found = s
		}
	}
	if found == "" || len(list) > 2 {
		return text
	}
	return found
}
