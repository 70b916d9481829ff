package intake

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tocsin/store"
)

// What is kept of a message's readable text beside its raw bytes, which are
// kept whole: enough for a person, little enough for a record.
const (
	keptText       = 256 << 10
	keptAnswer     = 64 << 10
	keptLogs       = 64 << 10
	keptIndicators = 2000
)

// bound cuts the texts of a reading down to what a record should hold. Each
// cut is told, since the rest is in the raw message only.
func bound(r *Reading) {
	if text, cut := cutText(r.Message.Text, keptText); cut {
		r.Message.Text = text
		r.Message.Findings = append(r.Message.Findings, store.Finding{Code: "text-cut", Detail: "the text shown is its beginning; the raw message has it all"})
	}
	p := &r.Report
	for name, answer := range p.Fields {
		if text, cut := cutText(answer, keptAnswer); cut {
			p.Fields[name] = text
			p.Problems = append(p.Problems, tooLong(name, keptAnswer))
		}
	}
	room := keptLogs
	for i, log := range p.Logs {
		text, cut := cutText(log, room)
		p.Logs[i], room = text, room-len(text)
		if cut {
			p.Logs = p.Logs[:i+1]
			p.Problems = append(p.Problems, tooLong("log_extracts", keptLogs))
			break
		}
	}
	if len(p.Indicators) > keptIndicators {
		p.Indicators = p.Indicators[:keptIndicators:keptIndicators]
		p.Problems = append(p.Problems, store.Problem{Code: "needs-human", Field: "indicators", Message: fmt.Sprintf("only the first %d are listed", keptIndicators)})
	}
}

func tooLong(field string, kept int) store.Problem {
	return store.Problem{Code: "needs-human", Field: field, Message: fmt.Sprintf("only the first %d KiB are kept here; the raw message has it all", kept>>10)}
}

// cutText cuts a text to n bytes between two characters. What is cut gets
// memory of its own, so that the whole can be freed.
func cutText(s string, n int) (string, bool) {
	if len(s) <= n {
		return s, false
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.Clone(s[:n]), true
}
