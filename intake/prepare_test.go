package intake

import (
	"slices"
	"testing"

	"tocsin/router"
	"tocsin/template"
)

// What the filing transaction takes as made is what it would have made itself.
func TestGroundwork(t *testing.T) {
	b := newBed(t, false)
	for name, c := range map[string]struct {
		raw      []byte
		answered bool
	}{
		"a form":      {b.mail("ines@shop.example", team, "break-in", otherTeamForm), true},
		"prose":       {b.mail("ines@shop.example", team, "break-in", reportText), true},
		"a responder": {b.mail("ines@shop.example", team, "Out of office", otherTeamForm, "Auto-Submitted: auto-replied"), false},
	} {
		s := &sheet{Arrival: Arrival{Raw: c.raw, channel: "imap"}}
		b.line.read(s, func() *sheet { return nil })
		r := s.reading
		if r == nil {
			t.Fatalf("%s: %s", name, s.Failed)
		}
		if want := router.CorrelationValues(&r.Report, "ines@shop.example"); !slices.Equal(r.ready.values, want) || len(want) == 0 {
			t.Errorf("%s: connected by %q, want %q", name, r.ready.values, want)
		}
		receipt := b.line.cfg.Forms.Receipt(&r.Report, b.line.language(r.Language))
		if !c.answered {
			receipt = template.Receipt{}
		}
		if got := r.ready.receipt; !slices.Equal(got.Understood, receipt.Understood) || !slices.Equal(got.Ask, receipt.Ask) {
			t.Errorf("%s: a receipt of %q that asks for %q", name, got.Understood, got.Ask)
		}
	}
}
