package intake

import (
	"tocsin/router"
	"tocsin/template"
)

// A groundwork is what a decision needs of a reading and the store has no say
// in. Many messages are made ready at once, but only one is decided on at a
// time, so none of it is left to the filing transaction.
type groundwork struct {
	values  []string         // what may connect its incident with others
	receipt template.Receipt // for the acknowledgement, if it may be answered
}

// prepare does the groundwork for a reading.
func (l *Line) prepare(r *Reading) {
	r.ready.values = router.CorrelationValues(&r.Report, r.Message.From)
	if r.Class.Answer {
		r.ready.receipt = l.cfg.Forms.Receipt(&r.Report, l.language(r.Language))
	}
}
