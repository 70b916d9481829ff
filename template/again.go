package template

import (
	"tocsin/template/indicator"
	"tocsin/template/word"
)

// The lines of a log are alike but for their figures. What was found out about
// one of them holds for the next, but for the observables with other figures.

// mostMoulds is how many moulds are known at a time: one for each length of lines,
// but for multiples of it.
const mostMoulds = 8

// mostRuns bounds the runs that are kept.
const mostRuns = 512

// moulds are lines in which nothing was said but observables.
type moulds struct {
	known [mostMoulds]mould
	runs  []indicator.Run // of all of them, and of the line at hand
	from  int             // where those begin
}

// A mould is such a line.
type mould struct {
	text     string
	from, to int32 // its runs
	role     roleSet
	of       kind
	open     bool // more may be said where the next line goes on
}

// of is the mould that a line came from, nil where none is known.
func (x *moulds) of(s *saying) *mould {
	if m := &x.known[len(s.text)%mostMoulds]; m.role == s.role && m.of == s.of && word.SameButFigures(m.text, s.text) {
		return m
	}
	return nil
}

// open makes room for the runs of a line.
func (x *moulds) open() {
	if len(x.runs) > mostRuns {
		x.known, x.runs = [mostMoulds]mould{}, x.runs[:0]
	}
	x.from = len(x.runs)
}

// close keeps a line with its runs, if nothing else was said in it.
func (x *moulds) close(s *saying, quiet, open bool) {
	if !quiet || len(x.runs)-x.from > mostRuns {
		x.runs = x.runs[:x.from]
		return
	}
	x.known[len(s.text)%mostMoulds] = mould{s.text, int32(x.from), int32(len(x.runs)), s.role, s.of, open}
}

// runsOf are the runs of a mould.
func (x *moulds) runsOf(m *mould) []indicator.Run { return x.runs[m.from:m.to] }
