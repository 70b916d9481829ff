package machine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/store"
)

// One joins the reports of a mail into a single one: a table of indicators.
// Hosts and indicators stand in it once each, the span covers all of theirs,
// the strictest marking counts. A field stays if all reports agree on it.
func (f *Found) One() store.Report {
	if len(f.Reports) == 1 {
		return f.Reports[0]
	}
	d := newDraft(f.Kind)
	for i := range f.Reports {
		d.join(&f.Reports[i])
	}
	if len(f.Reports) > 0 {
		d.agree(f.Reports)
	}
	d.span(f.Reports)
	d.field("count", fmt.Sprint(f.Rows))
	if f.Rows > len(f.Reports) {
		d.problem("needs-human", "indicators", 0, fmt.Sprintf("the mail lists %d incidents, the first %d of them were read", f.Rows, len(f.Reports)))
	}
	return d.r
}

// Mark adds a marking that stands elsewhere in the mail, in its subject or in
// the words around the report: the strictest of all counts.
func (f *Found) Mark(m store.Disclosure) {
	for i := range f.Reports {
		d := &draft{r: f.Reports[i]}
		d.tlp(m.TLP)
		d.restrict(m.Text)
		if m.ShareIdentity == "no" {
			d.r.Disclosure.ShareIdentity = "no"
		}
		f.Reports[i] = d.r
	}
}

// join adds what stands in one report.
func (d *draft) join(r *store.Report) {
	for _, h := range r.Hosts {
		id := "host " + h.Role + " " + strings.Join(h.Addresses, " ") + " " + h.Name
		if !d.seen[id] && len(d.r.Hosts) < maxValues {
			d.seen[id] = true
			d.r.Hosts = append(d.r.Hosts, h)
		}
	}
	for _, x := range r.Indicators {
		d.observe(x.Value, x.Role, x.Line)
	}
	for _, c := range r.Category {
		if !slices.Contains(d.r.Category, c) {
			d.r.Category = append(d.r.Category, c)
		}
	}
	d.tlp(r.Disclosure.TLP)
	d.restrict(r.Disclosure.Text)
	if r.Disclosure.ShareIdentity != "unknown" && d.r.Disclosure.ShareIdentity != "no" {
		d.r.Disclosure.ShareIdentity = r.Disclosure.ShareIdentity
	}
	for _, l := range r.Logs {
		d.log(l)
	}
	for _, p := range r.Problems {
		if id := "problem " + p.Code + p.Field; !d.seen[id] {
			d.seen[id] = true
			d.r.Problems = append(d.r.Problems, p)
		}
	}
}

// agree keeps the fields that are the same in all reports.
func (d *draft) agree(reports []store.Report) {
	for name, value := range reports[0].Fields {
		if !slices.ContainsFunc(reports, func(r store.Report) bool { return r.Fields[name] != value }) {
			d.field(name, value)
		}
	}
	delete(d.r.Fields, "count")
}

// span covers the times of all reports that are known as instants; without
// any, the first text stays.
func (d *draft) span(reports []store.Report) {
	var from, to time.Time
	text := ""
	for _, r := range reports {
		for _, s := range []string{r.Time.Start, r.Time.End, r.Time.Detected} {
			at, err := time.Parse(time.RFC3339, s)
			if err != nil {
				text = first(text, s)
				continue
			}
			if from.IsZero() || at.Before(from) {
				from = at
			}
			if at.After(to) {
				to = at
			}
		}
	}
	if from.IsZero() {
		d.r.Time.Start = text
		return
	}
	d.r.Time = store.Span{Start: stamp(from), Zone: "UTC"}
	if to.After(from) {
		d.r.Time.End = stamp(to)
	}
}
