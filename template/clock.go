package template

import (
	"strings"

	"tocsin/template/word"
)

// clock reads how far the reporter's times can be trusted.
func (b *builder) clock() {
	c, f := &b.report.Clock, b.report.Fields
	c.Accuracy, c.Source = f["clock_accuracy"], f["clock_source"]
	text := f["clock_sync"]
	if text == "" {
		text = c.Source
	}
	if text == "" {
		return
	}
	if s := synchronised(text); s != "" {
		c.Synchronised = s
	}
	if c.Source == "" && c.Synchronised == "yes" && strings.Count(word.Phrase(text), " ") > 2 {
		c.Source = text
	}
}

// synchronised says whether an answer means that a clock is kept in step: yes
// or no, "" for neither. What the answer begins with counts most: "no, drift
// unknown", "yes; stratum not known".
func synchronised(text string) string {
	p := word.AppendPhrase(nil, text)
	first := ""
	v := vocab()
	unknown := false
	v.answers.Meet(p, func(m word.Meeting) {
		value := v.answers.Terms[m.Term].Value
		if m.From == 1 {
			first = value
		}
		unknown = unknown || value == "unknown"
	})
	set := v.clocks.In(text)
	switch {
	case first == "yes":
		return "yes"
	case first == "unknown":
		return ""
	case set.Has(v.clocks.Term("unset")), first == "no" || first == "none":
		return "no"
	case unknown || set.Has(v.clocks.Term("unsure")):
		return ""
	case set.Has(v.clocks.Term("set")):
		return "yes"
	}
	return ""
}
