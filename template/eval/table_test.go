package eval

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// A summary adds up results.
type summary struct {
	samples, roles, zones int
	total                 tally
	parts                 map[string]tally
	faults                []fault
}

func sum(results []*result) summary {
	s := summary{parts: map[string]tally{}}
	for _, r := range results {
		s.samples++
		s.roles += r.roles
		s.zones += r.zones
		for name, t := range r.parts {
			p := s.parts[name]
			p.add(t)
			s.parts[name] = p
			s.total.add(t)
		}
		s.faults = append(s.faults, r.faults...)
	}
	return s
}

// table prints the figures of one set: in all, by part, and by form, language
// and habit; then the faults as list tells them.
func table(w io.Writer, title string, results []*result, list func([]*result) []string) {
	all := sum(results)
	fmt.Fprintf(w, "\n%s: %d samples, %d role errors, %d zone guesses\n\n", title, all.samples, all.roles, all.zones)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "right\twrong\tmissing\tprecision\trecall\t")
	row := func(name string, t tally) {
		fmt.Fprintf(tw, "%d\t%d\t%d\t%.3f\t%.3f\t  %s\n", t.right, t.wrong, t.missing, t.precision(), t.recall(), name)
	}
	row("all", all.total)
	for _, p := range parts {
		row("part "+p, all.parts[p])
	}
	by := func(kind string, keys func(*sample) []string) {
		groups := map[string]tally{}
		for _, r := range results {
			for _, k := range keys(r.of) {
				t := groups[k]
				t.add(r.total())
				groups[k] = t
			}
		}
		for _, k := range slices.Sorted(maps.Keys(groups)) {
			row(kind+" "+k, groups[k])
		}
	}
	by("form", func(s *sample) []string { return []string{s.About.Form} })
	by("language", func(s *sample) []string { return []string{s.About.Language} })
	by("habit", func(s *sample) []string { return s.About.Habits })
	tw.Flush()
	fmt.Fprintf(w, "\n%d faults\n", len(all.faults))
	for _, line := range list(results) {
		fmt.Fprintln(w, "  "+line)
	}
}

// each lists every fault.
func each(results []*result) (lines []string) {
	for _, r := range results {
		for _, f := range r.faults {
			lines = append(lines, f.String())
		}
	}
	return lines
}

// unlisted keeps the faults to itself.
func unlisted([]*result) []string { return nil }

// grouped lists how often a form's field was missed, with one case of it.
func grouped(results []*result) []string {
	type group struct{ form, field, how string }
	n, first := map[group]int{}, map[group]fault{}
	for _, r := range results {
		for _, f := range r.faults {
			g := group{r.of.About.Form, f.field, "missing"}
			if f.got != "" {
				g.how = "wrong"
			}
			if n[g]++; n[g] == 1 {
				first[g] = f
			}
		}
	}
	var lines []string
	for g, n := range n {
		lines = append(lines, fmt.Sprintf("%-16s %-7s %4d× as %s", g.form, g.how, n, first[g]))
	}
	slices.SortFunc(lines, strings.Compare)
	return lines
}
