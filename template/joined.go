package template

import "strings"

// Some forms ask for one thing in parts: the given name and the family's, the
// street and the town. Their answers are one.

// joined puts an answer together with what the same field was answered before,
// where one of the two labels asks for a part; the given name goes ahead of the
// family's, whichever was asked first. It says whether it did.
func (b *builder) joined(a *answer, text string) bool {
	if a.e == nil || a.e.field == nil {
		return false
	}
	asks, old := a.e.field, b.report.Fields[a.name]
	first := b.halfName(a)
	switch {
	case first != nil && strings.HasSuffix(old, text):
		return true // the whole name, and its half again
	case first != nil && asks.Join == "" && (asks.Ahead || first.Join != "") && !strings.Contains(text, old):
		text = text + " " + old
	case first != nil && asks.Join == "" && strings.Contains(text, old):
	case asks.Join != "":
		text = old + asks.Join + text
	case first != nil && first.Ahead:
		text = old + " " + text
	default:
		return false
	}
	b.report.Fields[a.name] = text
	return true
}

// halfName is what asked for a name right before another label that does, nil where
// none did or that asked for no part of one and neither does this.
func (b *builder) halfName(a *answer) *field {
	for _, o := range b.all[:min(len(b.all), mostBefore)] {
		if o != a && o.name == "contact_name" && a.name == o.name && o.e != nil && o.e.field != nil && a.at > o.at && a.at-o.at <= mostApart {
			if asks := o.e.field; asks.Ahead || asks.Join != "" || a.e.field.Ahead || a.e.field.Join != "" {
				return asks
			}
		}
	}
	return nil
}

// mostBefore is among how many of the first answers the other half is sought.
const mostBefore = 100
