package template

import (
	"slices"

	"tocsin/store"
)

// A desk is the room that reading one text takes. What lies on it is cleared
// away once the report is made, and the next text is read there: nothing of a
// report may lie on it.
type desk struct {
	lines   []line
	hits    []hit
	answers []answer
	said    []saying
	parts   []string // of the open answer
	names   [2]names // answered, and in the open group

	questions []question
	tally     tally
}

// mostKept is how many lines or the like a desk has room for when it is used
// again: long texts are rare.
const mostKept = 512

// desk gives a desk with nothing on it.
func (ix *index) desk() *desk {
	if d, ok := ix.desks.Get().(*desk); ok {
		return d
	}
	return &desk{}
}

// builder gives a builder that knows nothing but a document.
func (ix *index) builder(d Document) *builder {
	b, ok := ix.builders.Get().(*builder)
	if !ok {
		b = &builder{seen: map[string]roleSet{}, known: map[string]bool{}}
	}
	b.doc, b.own = d, readOwned(d.Own)
	b.report = store.Report{Form: formNone, Fields: map[string]string{}, Hosts: []store.Host{}, Category: []string{}, Assistance: []string{},
		Logs: []string{}, Indicators: []store.Indicator{}, Problems: []store.Problem{},
		Clock: store.Clock{Synchronised: "unknown"}, Disclosure: store.Disclosure{ShareIdentity: "unknown"}}
	return b
}

// dismiss lets a builder go when its report is made. What it keeps is room alone.
func (ix *index) dismiss(b *builder) {
	if len(b.seen) > mostListed || len(b.known) > mostListed {
		return // a table that was large takes long to clear, whatever is in it
	}
	clear(b.seen)
	clear(b.known)
	*b = builder{seen: b.seen, known: b.known, all: cleared(b.all), heardIn: cleared(b.heardIn), line: glance{phrase: cleared(b.line.phrase), places: b.line.places[:0]}, moulds: moulds{runs: b.moulds.runs[:0]}}
	ix.builders.Put(b)
}

// mostListed is how many hosts or observables a report lists whose builder is used
// again.
const mostListed = 128

// leave clears away what a text took, when nobody needs it any more.
func (ix *index) leave(r *reading) {
	if r.desk == nil || len(r.more) > 0 {
		return // the incidents of a text share its lines
	}
	*r.desk = desk{lines: cleared(r.lines), hits: cleared(r.hits), answers: cleared(r.answers), said: cleared(r.said), parts: cleared(r.parts),
		names: [2]names{cleared(r.answered), cleared(r.inGroup)}, questions: cleared(r.desk.questions), tally: r.desk.tally}
	ix.desks.Put(r.desk)
	r.desk = nil
}

// cleared is the room of a list with nothing in it, none of a long list.
func cleared[T any](list []T) []T {
	if cap(list) > mostKept {
		return nil
	}
	clear(list[:cap(list)])
	return list[:0]
}

// zeroed is the room of a list for so many numbers, none of them counted yet.
func zeroed[T any](list []T, n int) []T {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// seat makes room for the answers of a sheet and for what is said in it.
func (r *reading) seat(answers, said int) {
	if r.desk != nil {
		d := r.desk
		r.answers, r.said, r.parts, r.answered, r.inGroup = d.answers, d.said, d.parts, d.names[0], d.names[1]
	}
	r.answers, r.said = slices.Grow(r.answers, answers), slices.Grow(r.said, said)
}
