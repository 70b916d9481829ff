package template

// rule finds the rule for a set, and what may be in it besides: the one that
// needs most. Unknown is how many words the label has if one of them is not known. Two of them that ask for different fields clash.
func (b *conceptBook) rule(set, may conceptSet, heading bool, unknown int) (best *conceptRule, clash bool) {
	if set.with(may).empty() {
		return nil, false
	}
	for i, all := range b.extents {
		if !set.less(all).empty() {
			continue
		}
		r := &b.rules[i]
		if r.Heading && !heading || unknown > 0 && !r.spares(unknown) || !r.met(set.with(may)) {
			continue
		}
		switch {
		case best == nil || best.Shown && !r.Shown:
			best, clash = r, false
		case r.Shown && !best.Shown:
		case len(r.needs) > len(best.needs) || len(r.needs) == len(best.needs) && r.Heading && !best.Heading:
			best, clash = r, false
		case len(r.needs) == len(best.needs) && r.Heading == best.Heading:
			clash = clash || r.Field != best.Field || r.Role != best.Role
		}
	}
	return best, clash
}

// How many words a label has of which one may be unknown.
const (
	leastLoose = 5
	mostShown  = 3 // "Nodo coinvolto"; more words could turn its sense
)

// spares says whether one of so many words may be unknown: of a long label, or
// of a short one where the answer shows what was asked.
func (r *conceptRule) spares(words int) bool {
	return r.Loose && words >= leastLoose || r.Shown && r.Role != "" && words <= mostShown
}

// met says whether all concepts that a rule needs are in a set.
func (r *conceptRule) met(set conceptSet) bool {
	for _, s := range r.needs {
		if !set.meets(s) {
			return false
		}
	}
	return true
}
