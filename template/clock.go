package template

import (
	"strings"
	"unicode/utf8"

	"tocsin/template/moment"
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
	source, accuracy := clockDetail(text)
	if c.Accuracy == "" && text != c.Source {
		c.Accuracy = accuracy
	}
	if c.Source == "" && c.Synchronised == "yes" {
		c.Source = source
	}
}

// clockDetail parts what an answer says beside yes or no: by what the clock is
// set, in two words at least or by its name, and how far it may be off.
func clockDetail(text string) (source, accuracy string) {
	var rest []string
	for piece := range strings.FieldsFuncSeq(strings.ReplaceAll(text, " - ", ", "), func(r rune) bool { return strings.ContainsRune(",;()、，；（）", r) }) {
		piece = strings.TrimSpace(piece)
		first, last := word.First(piece), word.Last(piece)
		wide := strings.IndexFunc(piece, func(r rune) bool { return r >= utf8.RuneSelf })
		switch x := vocab(); {
		case piece == "" || x.answers.Is(piece) != "":
		case moment.Margin(piece) != "" && x.clocks.In(piece) == 0:
			accuracy = piece
		case strings.TrimSpace(strings.TrimPrefix(piece, first)) == last && timeSources[word.Fold(last)]:
			rest = append(rest, last) // "via NTP"
		case wide > 0 && timeSources[word.Fold(piece[:wide])] && piece[wide-1] != ' ':
			rest = append(rest, piece[:wide]) // "NTPで同期"
		default:
			rest = append(rest, piece)
		}
	}
	if source = strings.Join(rest, ", "); word.Count(source) < 2 && !timeSources[word.Fold(source)] {
		return "", accuracy
	}
	return source, accuracy
}

// timeSources are the names of what sets a clock, as keys.
var timeSources = word.Set("ntp ntpd sntp chrony chronyd gps gnss galileo ptp dcf77 w32time timesyncd")

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
