package template

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"tocsin/store"
	"tocsin/template/moment"
)

// A Change is one answer of a report that a later one replaced or added to.
type Change struct{ Name, Old, New string }

// String shows both answers, for the history.
func (c Change) String() string {
	if c.Old == "" {
		return c.Name + ": " + clip(c.New)
	}
	return c.Name + ": " + clip(c.Old) + " → " + clip(c.New)
}

// Correct merges what the same reporter wrote later into a report, and returns
// what changed: a field that is answered anew takes the
// new answer, hosts and logs are added, the stricter mark stays. Free text of
// the later mail is not in it: that stays with its message. However often it is
// called, the report stays within bounds; what finds no room stays with its
// message too.
func Correct(r *store.Report, later *store.Report) []Change {
	if later.Form == formNone && len(later.Fields) <= 1 && len(later.Hosts) == 0 {
		return nil // prose
	}
	c := &correction{report: r}
	c.fields(later)
	c.hosts(later)
	c.times(later)
	if later.Clock.Synchronised != "unknown" {
		c.set("clock.synchronised", &r.Clock.Synchronised, later.Clock.Synchronised)
	}
	c.set("clock.source", &r.Clock.Source, later.Clock.Source)
	c.set("clock.accuracy", &r.Clock.Accuracy, later.Clock.Accuracy)
	c.list("category", &r.Category, later.Category)
	c.list("assistance", &r.Assistance, later.Assistance)
	c.restrict(later.Disclosure)
	if r.Disclosure.TLP == "" {
		c.set("tlp", &r.Disclosure.TLP, later.Disclosure.TLP)
	}
	if r.Disclosure.ShareIdentity == "unknown" && later.Disclosure.ShareIdentity == "yes" {
		c.set("share_identity", &r.Disclosure.ShareIdentity, later.Disclosure.ShareIdentity)
	}
	c.answered()
	return c.changed
}

// Restrict raises what a report lets us pass on to what a later message, of
// whomever, says of it, and returns what changed: only ever stricter, so that
// nothing needs to be proved. A label of those that let things pass says nothing
// about a report without one.
func Restrict(r *store.Report, later store.Disclosure) []Change {
	c := &correction{report: r}
	c.restrict(later)
	return c.changed
}

func (c *correction) restrict(later store.Disclosure) {
	d := &c.report.Disclosure
	if rank := tlpRank(later.TLP); rank > tlpRank(d.TLP) && (d.TLP != "" || rank > tlpRank("GREEN")) {
		c.set("tlp", &d.TLP, later.TLP)
	}
	if room := mostCorrected - len(d.Text); room > 0 && !strings.Contains(d.Text, later.Text) {
		c.set("disclosure", &d.Text, strings.TrimSpace(d.Text+"\n"+clipTo(later.Text, room)))
	}
	if later.ShareIdentity == "no" {
		c.set("share_identity", &d.ShareIdentity, "no")
	}
}

// Bounds of a report that is added to again and again: the bytes of its logs
// and of its restrictions, and its hosts. A report may have more of its own.
const (
	mostCorrected      = 64 << 10
	mostCorrectedHosts = 500
)

// A correction is a report while it takes in a later one.
type correction struct {
	report  *store.Report
	changed []Change
}

func (c *correction) set(name string, old *string, value string) {
	if value != "" && value != *old {
		c.changed = append(c.changed, Change{name, *old, value})
		*old = value
	}
}

func (c *correction) list(name string, old *[]string, values []string) {
	if len(values) > 0 && !slices.Equal(values, *old) {
		c.changed = append(c.changed, Change{name, strings.Join(*old, ", "), strings.Join(values, ", ")})
		*old = slices.Clone(values)
	}
}

func (c *correction) fields(later *store.Report) {
	fields := make(map[string]string, len(c.report.Fields)+len(later.Fields))
	for name, value := range c.report.Fields {
		fields[name] = value
	}
	for _, name := range slices.Sorted(maps.Keys(later.Fields)) {
		value := later.Fields[name]
		if name != "description" && name != "remarks" && value != "" && value != fields[name] {
			c.changed = append(c.changed, Change{name, fields[name], value})
			fields[name] = value
		}
	}
	c.report.Fields = fields
}

// hosts adds those that are new in their role, and their addresses to those
// that were known by name.
func (c *correction) hosts(later *store.Report) {
	for _, h := range later.Hosts {
		named := func(o store.Host) bool { return o.Role == h.Role && o.Name != "" && strings.EqualFold(o.Name, h.Name) }
		known := func(o store.Host) bool {
			return o.Role == h.Role && o.Name == h.Name && slices.Equal(o.Addresses, h.Addresses)
		}
		i := slices.IndexFunc(c.report.Hosts, named)
		switch {
		case h.Role == store.RoleUnknown || slices.ContainsFunc(c.report.Hosts, known):
		case i >= 0:
			c.address(i, h.Addresses)
		case len(c.report.Hosts) < mostCorrectedHosts:
			c.report.Hosts = append(slices.Clip(c.report.Hosts), h)
			c.changed = append(c.changed, Change{Name: "host (" + h.Role + ")", New: hostNames(h)})
		}
	}
	room := mostCorrected
	for _, l := range c.report.Logs {
		room -= len(l)
	}
	for _, l := range later.Logs {
		if !slices.Contains(c.report.Logs, l) {
			if room -= len(l); room < 0 {
				break
			}
			c.report.Logs = append(slices.Clip(c.report.Logs), l)
			c.changed = append(c.changed, Change{Name: "log_extracts", New: l})
		}
	}
}

// times takes the times over, and how far they may be off: what was said of
// the earlier ones holds no more once the later mail states all of them anew.
func (c *correction) times(later *store.Report) {
	t, l := &c.report.Time, later.Time
	uncertainty := l.Uncertainty
	switch {
	case l.Start+l.End+l.Detected == "":
		uncertainty = cmp.Or(t.Uncertainty, moment.Margin(later.Fields["clock_accuracy"]))
	case uncertainty == "" && (l.Start == "" && t.Start != "" || l.End == "" && t.End != "" || l.Detected == "" && t.Detected != ""):
		uncertainty = t.Uncertainty
	}
	zone := moment.ReadZone(later.Fields["timezone"])
	c.set("time.start", &t.Start, cmp.Or(l.Start, zoned(t.Start, zone)))
	c.set("time.end", &t.End, cmp.Or(l.End, zoned(t.End, zone)))
	c.set("time.detected", &t.Detected, cmp.Or(l.Detected, zoned(t.Detected, zone)))
	if l.Zone != "" && l.Zone != t.Zone {
		c.set("time.zone", &t.Zone, l.Zone)
		t.ZoneAssumed = l.ZoneAssumed
	}
	if uncertainty == "" && t.Start+t.End+t.Detected != "" {
		uncertainty = moment.Margin(c.report.Fields["clock_accuracy"])
	}
	if uncertainty != t.Uncertainty {
		c.changed = append(c.changed, Change{"time.uncertainty", t.Uncertainty, uncertainty})
		t.Uncertainty = uncertainty
	}
}

// zoned reads a time that stayed text for want of a zone in the one that a later
// mail names, "" where that was not all it wanted.
func zoned(text string, z moment.Zone) string {
	text = moment.Narrow(text)
	m := moment.Read(text)
	if z.Loc == nil || isInstant(text) || !m.Day || !m.Clock || m.Doubt != "" || m.Wall.Year() < 1900 || strings.TrimSpace(text[m.Length:]) != "" {
		return ""
	}
	t, ok := z.Local(m.Wall)
	if !ok || z.Changing(m.Wall) || m.Zone.Loc != nil || m.Zone.Text != "" && !m.Zone.Could(z, m.Wall) {
		return ""
	}
	return t.Format(time.RFC3339)
}

// address adds addresses to the host of an index.
func (c *correction) address(i int, list []string) {
	old := c.report.Hosts[i]
	h := old
	for _, a := range list[:min(len(list), mostCorrectedHosts)] {
		if !slices.Contains(h.Addresses, a) && len(h.Addresses) < mostCorrectedHosts {
			h.Addresses = append(slices.Clip(h.Addresses), a)
		}
	}
	if len(h.Addresses) > len(old.Addresses) {
		c.report.Hosts = slices.Clone(c.report.Hosts)
		c.report.Hosts[i] = h
		c.changed = append(c.changed, Change{"host (" + h.Role + ")", hostNames(old), hostNames(h)})
	}
}

func hostNames(h store.Host) string {
	return strings.TrimSpace(strings.Join(append([]string{h.Name}, h.Addresses...), " "))
}

// answered takes the problems away that the changes have settled.
func (c *correction) answered() {
	fresh := func(name string) bool {
		return slices.ContainsFunc(c.changed, func(x Change) bool { return x.Name == name })
	}
	settled := func(p store.Problem) bool {
		field := ownName(p.Field)
		switch field {
		case "incident_time", "incident_start":
			field = "time.start"
		case "incident_end":
			field = "time.end"
		case "detection_time", "awareness_time":
			field = "time.detected"
		case "timezone":
			field = "time.zone"
		}
		return p.Field != "" && (fresh(field) || field == "host" && fresh("host (target)"))
	}
	c.report.Problems = slices.DeleteFunc(slices.Clone(c.report.Problems), settled)
}

// tlpRank orders the labels of the traffic light protocol, the strictest last;
// 0 for none.
func tlpRank(label string) int { return max(0, slices.Index(tlps[:], label)) }
