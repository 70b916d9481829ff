package template

import (
	"slices"
	"strings"

	"tocsin/template/word"
)

// mostIncidents bounds how many incidents of one text are told apart; the last
// one has the rest.
const mostIncidents = 100

// tellings are fields that say what happened, once in a form of one incident.
// Those of core tell one incident from another.
var tellings = []string{"description", "incident_type", "attack_method", "incident_time", "incident_start", "incident_end", "detection_time", "awareness_time",
	"impact", "status", "severity", "actions_taken", "detection_method", "vulnerability", "reference_theirs", "log_extracts", "assistance", "host_count", "user_count", "criticality"}

// What the first tellings are.
const (
	coreTellings  = 3 // what it was
	eventTellings = 8 // what it was, or when
)

// A beat is a label that counts in a series.
type beat struct {
	h       *hit
	e       *entry
	telling int // index of tellings, -1 for other fields
}

// A pattern is a sheet taken for a series.
type pattern struct {
	*reading // for what it knows of instructions
	beats    []beat
}

// incidents gives the lines in which the incidents of a sheet begin, nil where
// it reports one.
func (sh *sheet) incidents() []int {
	if !sh.isIt || !sh.asksAgain() {
		return nil
	}
	p := pattern{reading: &reading{sheet: sh}}
	p.listen()
	tried := 0
	seen := map[int]bool{}
	for i := range p.beats {
		b := &p.beats[i]
		if b.telling >= 0 && seen[b.e.id] {
			if starts := p.follow(b.e.id); starts != nil {
				return starts
			}
			if tried++; tried == 3 {
				return nil
			}
		}
		seen[b.e.id] = true
	}
	return nil
}

// asksAgain says whether questions of what happened stand there twice, in a
// known form one: a quick look, for nearly no text asks so.
func (sh *sheet) asksAgain() bool {
	var asked [32]*entry
	again := 0
	for i := range sh.hits {
		h := &sh.hits[i]
		e := h.entries[0]
		if h.strength < bare || e.role != "" || e.kind == kindContact || e.kind == kindHost {
			continue
		}
		switch n := slices.Index(tellings, e.name); {
		case n < 0:
		case asked[n] == nil:
			asked[n] = e
		case asked[n].id == e.id:
			again++
		}
	}
	return again >= 2 || again == 1 && sh.form != nil
}

// listen lists the labels that count: those as deep quoted as the first, and
// none of a mail's header.
func (p *pattern) listen() {
	depth := int32(-1)
	for i := range p.hits {
		h := &p.hits[i]
		if h.strength < bare || h.line < p.from || isHeader(p.lines[h.line].text) && amongHeaders(p.lines, h.line) {
			continue
		}
		if depth < 0 {
			depth = p.lines[h.line].depth
		}
		if p.lines[h.line].depth != depth {
			continue
		}
		e := h.entries[0]
		if k := slices.IndexFunc(h.entries, func(e *entry) bool { return e.def == p.form }); k >= 0 {
			e = h.entries[k]
		} else if k := slices.IndexFunc(h.entries, func(e *entry) bool { return e.def.Union }); k >= 0 {
			e = h.entries[k]
		}
		b := beat{h, e, -1}
		if e.role == "" {
			b.telling = slices.Index(tellings, e.name)
		}
		p.beats = append(p.beats, b)
	}
}

// follow takes a label for one that each incident has, and gives the lines in
// which they begin; nil if they do not prove to be incidents.
func (p *pattern) follow(id int) []int {
	before := map[int]bool{}
	first, last := -1, 0
	cuts := []int{0}
	for i := range p.beats {
		switch {
		case p.beats[i].e.id != id:
			if first < 0 {
				before[p.beats[i].e.id] = true
			}
			continue
		case first < 0:
			first = i
		case len(cuts) < mostIncidents:
			cuts = append(cuts, p.cut(i, last+1, before))
		}
		last = i
	}
	begin := first // of the first incident: as many labels stand above as in the second
	for i := cutAt(cuts, 1, len(p.beats)-1); begin > 0 && p.beats[i].e.id != id; i++ {
		begin--
	}
	return p.prove(begin, cuts)
}

// cut is the first label of the incident that another of its labels, number i,
// is known of: what stands above it in the first incident, stands there in the
// next, and so does what comes before it in its form. No label before floor is
// of this incident.
func (p *pattern) cut(i, floor int, before map[int]bool) int {
	cut := i
	for k := i - 1; k >= floor; k-- {
		e, below := p.beats[k].e, p.beats[k+1].e
		switch {
		case before[e.id], p.form != nil && e.def == p.form && below.def == p.form && e.id < below.id:
			cut = k
		case e.kind != kindContact:
			return cut
		}
	}
	return cut
}

// prove keeps those cuts below which another incident begins.
func (p *pattern) prove(begin int, cuts []int) []int {
	line, floor := p.beats[begin].h.line, p.from-1
	if begin > 0 {
		floor = p.beats[begin-1].h.line
	}
	heads := p.heads(line, floor)
	starts, numbered := []int{line}, false
	model := p.beats[begin:cutAt(cuts, 1, len(p.beats))]
	at := map[int]int{}
	for k := len(model) - 1; k >= 0; k-- {
		at[model[k].e.id] = k
	}
	for i := 1; i < len(cuts); i++ {
		line, floor := p.beats[cuts[i]].h.line, p.beats[cuts[i]-1].h.line
		marked, hosts := p.marked(line, floor, heads)
		if hosts {
			return nil
		}
		if p.another(model, at, p.beats[cuts[i]:cutAt(cuts, i+1, len(p.beats))], marked) && !p.quotes(floor, line) {
			starts = append(starts, p.startOf(line, floor, func(s string) bool { return p.numbers(s, heads) }))
			numbered = numbered || marked
		}
	}
	if len(starts) == 1 {
		return nil
	}
	starts[0] = p.startOf(line, floor, func(s string) bool {
		return numbered && slices.ContainsFunc(heads, func(h []string) bool { return slices.Equal(h, word.Split(unruled(s))) })
	})
	return starts
}

func cutAt(cuts []int, i, end int) int {
	if i < len(cuts) {
		return cuts[i]
	}
	return end
}

// another says whether labels are those of another incident than the model's:
// enough of them, in the same order, with other answers. at is where labels
// stand in the model first.
func (p *pattern) another(model []beat, at map[int]int, next []beat, marked bool) bool {
	var shared, telling, answered, differ int
	core, event, last := false, false, -1
	known := map[int]bool{}
	for i := range next {
		b := &next[i]
		k, ok := at[b.e.id]
		if !ok || known[b.e.id] {
			continue
		}
		known[b.e.id] = true
		shared++
		if b.telling >= 0 {
			if k < last {
				return false
			}
			telling, core, last = telling+1, core || b.telling < coreTellings, k
		}
		if b.e.kind == kindContact {
			continue
		}
		x, y := p.answerTo(&model[k], after(model, k)), p.answerTo(b, after(next, i))
		if x == "" || y == "" {
			continue
		}
		if answered++; x != y {
			differ++
			event = event || b.telling >= 0 && b.telling < eventTellings
		}
	}
	most := shared*5 >= distinct(next)*3 && shared*2 >= len(at)
	switch {
	case differ == 0 || differ*3 < answered, differ < 2 && !(marked && differ == answered), !event && !(marked && differ > 2 && differ*2 >= answered):
		return false
	case p.form != nil && shared >= 4 && most:
		return true
	}
	return core && (marked && telling >= 2 || telling >= 3 && most)
}

func distinct(beats []beat) int {
	ids := map[int]bool{}
	for i := range beats {
		ids[beats[i].e.id] = true
	}
	return len(ids)
}

// after is the label behind number i, nil for the last.
func after(beats []beat, i int) *beat {
	if i+1 < len(beats) {
		return &beats[i+1]
	}
	return nil
}

// mostCompared bounds how many lines of an answer are compared.
const mostCompared = 20

// answerTo is the key of what stands between two labels, "" for no answer.
func (p *pattern) answerTo(b, next *beat) string {
	end := min(len(p.lines), b.h.end.line+mostCompared)
	if next != nil {
		end = min(end, next.h.line)
	}
	var sb strings.Builder
	for i := b.h.end.line; i < end || i == b.h.end.line; i++ {
		s := p.lines[i].text
		if i == b.h.end.line {
			s = s[b.h.end.off:]
		} else if p.instruction(s) {
			continue
		}
		sb.WriteString(s)
		sb.WriteByte('\n')
	}
	text := trimAnswer(sb.String())
	if len(b.e.picks) > 0 {
		if values := b.e.choose(text).values; len(values) > 0 || hasBox(text) {
			return strings.Join(values, " ")
		}
	}
	if voidOf(text, b.e.field, true) != filled {
		return ""
	}
	return word.Fold(text)
}
