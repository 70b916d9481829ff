package eval

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tocsin/store"
)

// A tally counts answers: right, wrong (given but not so) and missing.
type tally struct{ right, wrong, missing int }

func (t *tally) add(o tally) {
	t.right += o.right
	t.wrong += o.wrong
	t.missing += o.missing
}

// precision is the share of what was given that is right, 1 if nothing was.
func (t tally) precision() float64 { return share(t.right, t.wrong) }

// recall is the share of what was wanted that is given.
func (t tally) recall() float64 { return share(t.right, t.missing) }

func share(right, other int) float64 {
	if right+other == 0 {
		return 1
	}
	return float64(right) / float64(right+other)
}

// A fault is one line for whoever mends the reader.
type fault struct{ sample, part, field, wanted, got string }

func (f fault) String() string {
	return fmt.Sprintf("%s: %s: wanted %q, got %q", f.sample, f.field, cut(f.wanted), cut(f.got))
}

func cut(s string) string {
	if r := []rune(s); len(r) > 90 {
		return string(r[:90]) + "…"
	}
	return s
}

// A result is how far one report is what its sample wants.
type result struct {
	of     *sample
	parts  map[string]tally
	roles  int // hosts in a wrong role
	zones  int // zones that the text does not state
	faults []fault
}

// parts of a report, in the order of the table.
var parts = []string{"fields", "hosts", "times", "clock", "category", "assistance", "disclosure"}

func (r *result) right(part string) {
	t := r.parts[part]
	t.right++
	r.parts[part] = t
}

// miss records an answer that is missing, wrong, or (both given) the one
// instead of the other.
func (r *result) miss(part, field, want, got string) {
	t := r.parts[part]
	if want != "" {
		t.missing++
	}
	if got != "" {
		t.wrong++
	}
	r.parts[part] = t
	r.faults = append(r.faults, fault{r.of.Name, part, field, want, got})
}

func (r *result) total() (sum tally) {
	for _, t := range r.parts {
		sum.add(t)
	}
	return sum
}

// score holds a report against its sample.
func score(s *sample, report store.Report) *result {
	r := &result{of: s, parts: map[string]tally{}}
	got := reduce(report)
	r.fields(got)
	r.hosts(got)
	r.times(got.Time)
	want, may := s.wanted, s.Optional
	r.text("clock", "clock.synchronised", want.Clock.Synchronised, may.Clock.Synchronised, known(got.Clock.Synchronised, want.Clock.Synchronised))
	r.text("clock", "clock.source", want.Clock.Source, may.Clock.Source, got.Clock.Source)
	r.text("clock", "clock.accuracy", want.Clock.Accuracy, may.Clock.Accuracy, got.Clock.Accuracy)
	r.set("category", want.Category, may.Category, got.Category)
	r.set("assistance", want.Assistance, may.Assistance, got.Assistance)
	r.text("disclosure", "disclosure.tlp", want.Disclosure.TLP, may.Disclosure.TLP, got.Disclosure.TLP)
	r.text("disclosure", "disclosure.text", want.Disclosure.Text, may.Disclosure.Text, got.Disclosure.Text)
	r.text("disclosure", "disclosure.share_identity", want.Disclosure.ShareIdentity, may.Disclosure.ShareIdentity, known(got.Disclosure.ShareIdentity, want.Disclosure.ShareIdentity))
	return r
}

// known drops an "unknown" that nobody wants: it says as much as silence.
func known(got, want string) string {
	if got == "unknown" && want != "unknown" {
		return ""
	}
	return got
}

// text scores one short answer.
func (r *result) text(part, field, want, may, got string) {
	switch {
	case want == "" && got == "":
	case got != "" && (same(got, want) || may == "*" || same(got, may)):
		r.right(part)
	default:
		r.miss(part, field, want, got)
	}
}

// set scores a list of words.
func (r *result) set(part string, want, may, got []string) {
	for _, w := range want {
		if slices.Contains(got, w) {
			r.right(part)
		} else {
			r.miss(part, part, w, "")
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) && !slices.Contains(may, g) {
			r.miss(part, part, "", g)
		}
	}
}

// mirrored are fields that repeat what stands in hosts, times, clock and
// choices; they are scored there.
var mirrored = strings.Fields(`host host_name host_ip host_function os timezone source_contacted incident_time incident_start
	incident_end detection_time clock_sync clock_source clock_accuracy disclosure tlp share_identity assistance`)

// long are the fields whose answers run over lines.
var long = strings.Fields("description log_extracts remarks impact actions_taken attack_method")

func (r *result) fields(got wanted) {
	want, may := r.of.Fields, r.of.Optional.Fields
	names := slices.Sorted(maps.Keys(want))
	for _, name := range slices.Sorted(maps.Keys(got.Fields)) {
		if want[name] == "" {
			names = append(names, name)
		}
	}
	for _, name := range names {
		w, m, g := want[name], may[name], strings.TrimSpace(got.Fields[name])
		if name == "log_extracts" && g == "" {
			g = got.logs
		}
		switch {
		case slices.Contains(mirrored, name):
		case name == "description" && g != "" && r.keeps(w, got.Fields):
			if w != "" {
				r.right("fields")
			}
		case slices.Contains(long, name) && w != "" && contains(g, w) && contains(w, g):
			r.right("fields")
		default:
			r.text("fields", name, w, m, g)
		}
	}
}

// keeps says whether a description holds what is wanted of it, and beyond that
// only words of the text that no other answer holds.
func (r *result) keeps(want string, got map[string]string) bool {
	if !contains(got["description"], want) {
		return false
	}
	pool := count(words(r.of.Text))
	for _, w := range words(want) {
		pool[w]++ // what the reporter says once may be kept once more
	}
	for name, v := range got {
		if name != "description" && !slices.Contains(mirrored, name) {
			for _, w := range words(v) {
				pool[w]--
			}
		}
	}
	all, bad := words(got["description"]), 0
	for _, w := range all {
		if pool[w]--; pool[w] < 0 {
			bad++
		}
	}
	return bad*10 <= len(all)
}

// same compares short texts, but for white space.
func same(a, b string) bool {
	return b != "" && strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

// contains says whether nine tenths of the words of part stand in whole.
func contains(whole, part string) bool {
	have, all, found := count(words(whole)), words(part), 0
	for _, w := range all {
		if have[w]--; have[w] >= 0 {
			found++
		}
	}
	return found*10 >= len(all)*9
}

// words are those of a text in small letters, without quote marks and bullets; a
// script without blanks gives its letters.
func words(s string) (out []string) {
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r <= ' ' || r == '>' || r == 0xa0 || r == 0x3000 }) {
		if cjk(w) {
			out = append(out, strings.Split(w, "")...)
		} else if strings.Trim(w, "-*+•·–") != "" {
			out = append(out, w)
		}
	}
	return out
}

func cjk(w string) bool {
	return strings.ContainsFunc(w, func(r rune) bool { return r >= 0x3040 && r < 0xa000 })
}

func count(words []string) map[string]int {
	n := map[string]int{}
	for _, w := range words {
		n[w]++
	}
	return n
}
