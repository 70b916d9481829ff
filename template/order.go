package template

import (
	"strings"

	"tocsin/template/moment"
)

// figureOrder finds the order of day and month that the form's own dates show,
// those with a day above twelve, or that it states. A form that shows both
// settles nothing.
func (b *builder) figureOrder() moment.Order {
	found := moment.Order{}
	looked := 0
	for _, a := range b.all {
		if a.kind != kindTime || looked == 20 {
			continue
		}
		looked++
		text := moment.Narrow(a.text)
		found.TakeDates(text)
		found.TakeFormat(text)
		found.TakeFormat(b.labelLine(a))
		if a.e != nil && a.e.field != nil {
			found.TakeFormat(strings.Join(a.e.field.Label[a.e.lang], " "))
			found.TakeFormat(strings.Join(a.e.field.Hint[a.e.lang], " "))
		}
	}
	return found
}

// labelLine is the line of the text that an answer's label stands in.
func (b *builder) labelLine(a *answer) string {
	if b.main == nil || a.at >= len(b.main.lines) {
		return ""
	}
	for i := range b.main.answers {
		if &b.main.answers[i] == a {
			return b.main.lines[a.at].text
		}
	}
	return ""
}
