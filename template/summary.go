package template

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/store"
)

// Bounds of a summary: the message itself has the rest. The description of a
// mail without a form is its text, and a handler judges by it, so there is
// room for a whole one.
const (
	summaryList = 40 // hosts, indicators, problems
	summaryLogs = 3  // log extracts
)

var (
	wholeText = extent{lines: 200, bytes: 16 << 10}
	someLines = extent{lines: 60, bytes: 4 << 10} // of each log extract
)

// An extent bounds how much of a text is shown.
type extent struct{ lines, bytes int }

// cut shortens a text to an extent, and says so in its last line.
func (e extent) cut(s string) string {
	end, lines := 0, 0
	for l := range strings.Lines(s) {
		if lines == e.lines || end+len(l) > e.bytes && end > 0 {
			break
		}
		end, lines = end+len(l), lines+1
	}
	if end >= len(s) && end <= e.bytes {
		return s
	}
	kept := strings.ToValidUTF8(s[:min(end, e.bytes)], "")
	return fmt.Sprintf("%s\n… (cut: %d of %d bytes are shown)", strings.TrimRight(kept, "\n"), len(kept), len(s))
}

// Summary tells a person what a report says and where it goes, as plain text
// of a few pages, and the description in full unless it is very long. It holds no control characters.
func Summary(r store.Report, d store.Decision) string {
	var b strings.Builder
	pair := func(name, value string) { entitled(&b, name, value) }
	pair("Form", r.Form)
	pair("Wanted", strings.Join(r.Assistance, ", "))
	b.WriteString(Marks(r.Disclosure))
	pair("Category", strings.Join(r.Category, ", "))
	span(pair, r.Time)
	pair("Clock", clockText(r.Clock))
	pair("Route", routeText(d))
	list(&b, "Hosts", hostLines(r.Hosts))
	list(&b, "Answers", fieldLines(r.Fields))
	paragraph(&b, "Description", r.Fields["description"], wholeText)
	for _, l := range r.Logs[:min(len(r.Logs), summaryLogs)] {
		paragraph(&b, "Log extract", l, someLines)
	}
	if n := len(r.Logs) - summaryLogs; n > 0 {
		fmt.Fprintf(&b, "\n… and %d more log extracts\n", n)
	}
	list(&b, "Indicators", indicatorLines(r.Indicators))
	list(&b, "To look at", problemLines(r.Problems))
	return plain(b.String())
}

// Marks are the lines of a summary that say what restricts a report, "" for
// nothing.
func Marks(d store.Disclosure) string {
	var b strings.Builder
	entitled(&b, "TLP", d.TLP)
	entitled(&b, "Restrictions", d.Text)
	return plain(b.String())
}

// entitled writes a line of a summary, if there is a value.
func entitled(b *strings.Builder, name, value string) {
	if value != "" {
		padded(b, name+":", 14)
		b.WriteString(oneLine(value))
		b.WriteByte('\n')
	}
}

// padded writes a text, and blanks after it up to one more than a width.
func padded(b *strings.Builder, s string, width int) {
	b.WriteString(s)
	for n := utf8.RuneCountInString(s); n < width; n++ {
		b.WriteByte(' ')
	}
	b.WriteByte(' ')
}

func span(pair func(name, value string), t store.Span) {
	pair("Start", t.Start)
	pair("End", t.End)
	pair("Noticed", t.Detected)
	pair("Uncertainty", t.Uncertainty)
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
	b.WriteString("\n" + heading + ":\n")
	for i, l := range lines {
		if i == summaryList {
			fmt.Fprintf(b, "  … and %d more\n", len(lines)-i)
			break
		}
		b.WriteString("  ")
		b.WriteString(oneLine(l))
		b.WriteByte('\n')
	}
}

// paragraph writes a longer text, each line indented.
func paragraph(b *strings.Builder, heading, text string, most extent) {
	if text = strings.TrimSpace(plain(text)); text != "" {
		fmt.Fprintf(b, "\n%s:\n  %s\n", heading, strings.ReplaceAll(most.cut(text), "\n", "\n  "))
	}
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
		var b strings.Builder
		padded(&b, h.Role, 12)
		b.WriteString(strings.Join(parts, " "))
		text := b.String()
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
		var b strings.Builder
		padded(&b, i.Type, 7)
		b.WriteString(defang(i.Value) + " (" + i.Role + ")")
		lines = append(lines, b.String())
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
