package template

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tocsin/store"
)

// Bounds of a summary: the message itself has the rest.
const (
	summaryText = 4000 // bytes of a description or log extract
	summaryList = 40   // hosts, indicators, problems
)

// Summary tells a person what a report says and where it goes, as plain text
// of at most a few pages. It holds no control characters.
func Summary(r store.Report, d store.Decision) string {
	var b strings.Builder
	pair := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-14s %s\n", name+":", oneLine(value))
		}
	}
	pair("Form", r.Form)
	pair("Wanted", strings.Join(r.Assistance, ", "))
	pair("TLP", r.Disclosure.TLP)
	pair("Restrictions", r.Disclosure.Text)
	pair("Category", strings.Join(r.Category, ", "))
	span(pair, r.Time)
	pair("Clock", clockText(r.Clock))
	pair("Route", routeText(d))
	list(&b, "Hosts", hostLines(r.Hosts))
	list(&b, "Answers", fieldLines(r.Fields))
	paragraph(&b, "Description", r.Fields["description"])
	for _, l := range r.Logs {
		paragraph(&b, "Log extract", l)
	}
	list(&b, "Indicators", indicatorLines(r.Indicators))
	list(&b, "To look at", problemLines(r.Problems))
	return plain(b.String())
}

func span(pair func(name, value string), t store.Span) {
	pair("Start", t.Start)
	pair("End", t.End)
	pair("Noticed", t.Detected)
	if t.ZoneAssumed {
		pair("Time zone", cmp.Or(t.Zone, "not known")+" (not certain)")
	} else {
		pair("Time zone", t.Zone)
	}
}

func clockText(c store.Clock) string {
	parts := []string{}
	if c.Synchronised == "yes" || c.Synchronised == "no" {
		parts = append(parts, "synchronised: "+c.Synchronised)
	}
	for _, s := range []string{c.Source, c.Accuracy} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}

func routeText(d store.Decision) string {
	text := d.Decision
	if d.Team != "" {
		text += " " + d.Team
	}
	if len(d.HeldFor) > 0 {
		text += ", held for " + strings.Join(d.HeldFor, ", ")
	}
	return text
}

// list writes a heading and indented lines, as many as a person reads.
func list(b *strings.Builder, heading string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", heading)
	for i, l := range lines {
		if i == summaryList {
			fmt.Fprintf(b, "  … and %d more\n", len(lines)-i)
			break
		}
		b.WriteString("  " + oneLine(l) + "\n")
	}
}

// paragraph writes a longer text, each line indented.
func paragraph(b *strings.Builder, heading, text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	if len(text) > summaryText {
		text = strings.ToValidUTF8(text[:summaryText], "") + "\n… (cut)"
	}
	fmt.Fprintf(b, "\n%s:\n  %s\n", heading, strings.ReplaceAll(plain(text), "\n", "\n  "))
}

func hostLines(hosts []store.Host) []string {
	var lines []string
	for _, h := range hosts {
		parts := []string{}
		for _, s := range append([]string{h.Name}, h.Addresses...) {
			if s != "" {
				parts = append(parts, s)
			}
		}
		text := fmt.Sprintf("%-12s %s", h.Role, strings.Join(parts, " "))
		for _, p := range [][2]string{{"", h.Function}, {"OS ", h.OS}, {"zone ", h.Timezone}, {"contacted: ", h.Contacted}, {"", strings.Join(h.Marks, ", ")}} {
			if p[1] != "" {
				text += "; " + p[0] + p[1]
			}
		}
		lines = append(lines, text)
	}
	return lines
}

func fieldLines(fields map[string]string) []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if name != "description" {
			lines = append(lines, strings.ReplaceAll(name, "_", " ")+": "+clipTo(fields[name], 300))
		}
	}
	return lines
}

func indicatorLines(list []store.Indicator) []string {
	var lines []string
	for _, i := range list {
		lines = append(lines, fmt.Sprintf("%-7s %s (%s)", i.Type, defang(i.Value), i.Role))
	}
	return lines
}

// defang keeps mail programs from making links of indicators.
func defang(s string) string {
	s = strings.Replace(s, "http", "hxxp", 1)
	if i := strings.LastIndexByte(s, '.'); i > 0 {
		s = s[:i] + "[.]" + s[i+1:]
	}
	return s
}

func problemLines(list []store.Problem) []string {
	var lines []string
	for _, p := range list {
		text := p.Message
		if p.Field != "" {
			text = strings.ReplaceAll(p.Field, "_", " ") + ": " + text
		}
		if p.Line > 0 {
			text += fmt.Sprintf(" (line %d)", p.Line)
		}
		lines = append(lines, text)
	}
	return lines
}
