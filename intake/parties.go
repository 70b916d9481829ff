package intake

import (
	"slices"

	"tocsin/router"
	"tocsin/store"
)

// book is what threading asks about the incidents there are.
func (d *decision) book() router.Book {
	if d.r.Sender.Team == "" {
		return d.tx
	}
	return parties{d.tx}
}

// passed says whether a team's machine opens an incident, as by a forward.
func (d *decision) passed() bool {
	return d.new && d.r.Class.Kind == Automatic && d.r.Sender.Team != ""
}

// parties is a book in which the team that a forward has reached takes part in
// its incident: we wrote to it, asked for its number, and it answers from
// where we wrote to.
type parties struct{ *store.Tx }

// Incident returns an incident with the teams among its participants.
func (p parties) Incident(ref store.Ref) (*store.Incident, bool) {
	in, ok := p.Tx.Incident(ref)
	if !ok {
		return nil, false
	}
	for _, o := range p.Outbox(ref) {
		if o.Kind == store.OutForward && o.State == store.Sent {
			in.Participants = append(slices.Clip(in.Participants), store.Participant{Address: o.To})
		}
	}
	return in, true
}
