package intake

import (
	"strings"
	"testing"
	"unicode/utf8"

	"tocsin/store"
)

func TestBound(t *testing.T) {
	long := strings.Repeat("é", 1<<20)
	r := &Reading{Message: store.Message{Text: long}, Report: store.Report{
		Fields: map[string]string{"description": long, "contact_name": "Ann"}, Logs: []string{"short", long, "never"},
		Indicators: make([]store.Indicator, keptIndicators+1),
	}}
	bound(r)
	if len(r.Message.Text) > keptText || !utf8.ValidString(r.Message.Text) || len(r.Message.Findings) != 1 {
		t.Errorf("text of %d bytes, findings %v", len(r.Message.Text), r.Message.Findings)
	}
	if d := r.Report.Fields["description"]; len(d) > keptAnswer || !utf8.ValidString(d) || r.Report.Fields["contact_name"] != "Ann" {
		t.Errorf("description of %d bytes", len(d))
	}
	if logs := r.Report.Logs; len(logs) != 2 || len(logs[0])+len(logs[1]) > keptLogs {
		t.Errorf("%d logs", len(logs))
	}
	if len(r.Report.Indicators) != keptIndicators || len(r.Report.Problems) != 3 {
		t.Errorf("%d indicators, problems %v", len(r.Report.Indicators), r.Report.Problems)
	}
	small := &Reading{Message: store.Message{Text: "x"}, Report: store.Report{Fields: map[string]string{"a": "b"}, Logs: []string{"c"}}}
	bound(small)
	if len(small.Message.Findings)+len(small.Report.Problems) != 0 {
		t.Errorf("a small message was cut: %+v", small)
	}
}
