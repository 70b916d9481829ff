package template

import (
	"cmp"
	"strings"

	"tocsin/template/word"
)

// sectorOf maps an answer to the vocabulary of sectors: the first that it
// names, one that says much before one that says little. Words that the
// vocabulary does not know stay.
func sectorOf(text string) string {
	x := vocab().sectors
	for i := range x.Terms {
		if strings.EqualFold(text, x.Terms[i].Value) {
			return x.Terms[i].Value
		}
	}
	first, broad := "", ""
	x.Meet(word.AppendPhrase(nil, text), func(m word.Meeting) {
		value := x.Terms[m.Term].Value
		switch value {
		case "private", "individual", "critical-infrastructure":
			broad = cmp.Or(broad, value)
		default:
			first = cmp.Or(first, value)
		}
	})
	return cmp.Or(first, broad, text)
}

// vague are the categories that say nothing beside others.
var vague = []string{"other/", "test/"}

// categorise reads the incident type into RSIT. Prose does not count: a
// description names many things that did not happen.
func (b *builder) categorise() {
	var set word.TermSet
	x := vocab().kinds
	for _, name := range []string{"incident_type", "incident_type_other"} {
		text := b.report.Fields[name]
		if text == "" {
			continue
		}
		for said, values := range b.coded {
			text = strings.Replace(text, said, values, 1)
		}
		set |= kindsIn(text)
		for i := range x.Terms {
			if strings.Contains(text, x.Terms[i].Value) {
				set |= 1 << i
			}
		}
	}
	found := x.Values(set)
	if len(found) == 1 && found[0] == "other/undetermined" && word.Count(b.report.Fields["incident_type"]) > mostUnclear {
		return // "Remote control of a crane by unknown persons"
	}
	for _, c := range found {
		if len(found) == 1 || !anyPrefix(c, vague) {
			b.report.Category = append(b.report.Category, c)
		}
	}
	if len(b.report.Category) == 0 && len(found) > 0 {
		b.report.Category = found[:1]
	}
}

// kindsIn are the kinds of incidents that an answer names, without those that it
// says it is not: "not a phishing, but a data leak".
func kindsIn(text string) (set word.TermSet) {
	x, not := vocab().kinds, vocab().denials
	if not.In(text) == 0 {
		return x.In(text)
	}
	last := not.Term("last")
	for clause := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;:.()|\n、，。；：（）", r) }) {
		p := word.AppendPhrase(nil, clause)
		denied := map[int]bool{} // where a denied kind begins or ends
		not.Meet(p, func(m word.Meeting) {
			if m.Term == last {
				denied[m.From] = true
			} else {
				denied[m.To] = true
			}
		})
		x.Meet(p, func(m word.Meeting) {
			if !denied[m.From] && !denied[m.To] {
				set |= 1 << m.Term
			}
		})
	}
	return set
}

// mostUnclear is how many words an answer has that says that the kind is not clear.
const mostUnclear = 5

func appendNew(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}

// owed is whether the report is owed by law, where what kind of report it is
// says so: "first notification (mandatory)".
func (b *builder) owed() {
	fields := b.report.Fields
	if said := obliged(fields["report_kind"]); fields["obligation"] == "" && said != fields["report_kind"] {
		fields["obligation"] = said
	}
}

// obliged maps an answer to whether the report is owed by law; others stay.
func obliged(text string) string {
	if vocab().answers.Is(text) == "unknown" {
		return ""
	}
	x := vocab().duties
	if list := x.Values(x.In(text)); len(list) == 1 {
		return list[0]
	}
	return text
}
