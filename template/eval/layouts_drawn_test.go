package eval

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tocsin/intake/mime"
)

// A layout is a way in which people and programs set a report out.
type layout struct {
	name string
	draw func(p *page) string
}

// pour draws the asks one after the other by a pattern: L is the label, U in
// capitals, Q the question, K a name for programs, A the answer, F on one line,
// I indented, N the number, C a letter, E an explanation behind, H one on a line
// of its own; dots, low lines and blanks lead to a column.
func pour(pattern string) func(p *page) string {
	return func(p *page) string {
		var b strings.Builder
		b.WriteString(p.title + "\n\n")
		for i := range p.asks {
			b.WriteString(p.asks[i].drawn(pattern))
		}
		return b.String()
	}
}

func (a *ask) drawn(pattern string) string {
	explained, hinted := "", ""
	if a.note != "" {
		explained, hinted = " ("+a.note+")", "("+a.note+")\n"
	}
	pad := max(1, 34-utf8.RuneCountInString(a.label))
	return strings.NewReplacer("{L}", a.label, "{U}", strings.ToUpper(a.label), "{Q}", a.question, "{K}", a.key(), "{A}", a.answer,
		"{F}", strings.Join(a.lines, " "), "{I}", strings.Join(a.lines, "\n   "), "{N}", fmt.Sprint(a.n), "{C}", string(rune('a'+a.n-1)),
		"{E}", explained, "{H}", hinted, "{.}", strings.Repeat(".", pad+2), "{_}", strings.Repeat("_", pad+2), "{-}", strings.Repeat("-", pad+2),
		"{ }", strings.Repeat(" ", pad), "{P}", strings.Join(a.lines, "\n"+strings.Repeat(" ", 34)), "{J}", strings.Join(a.lines, `\n`),
		"{W}", strings.Replace(a.label, " ", "\n", 1)).Replace(pattern)
}

// key is a name for programs: "type_of_incident".
func (a *ask) key() string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -'/,", r) {
			return '_'
		}
		return r
	}, strings.ToLower(a.label))
}

// framed draws a whole: what stands before, each ask, what stands after.
func framed(head, pattern, tail string) func(p *page) string {
	return func(p *page) string {
		_, body, _ := strings.Cut(pour(pattern)(p), "\n\n")
		return strings.NewReplacer("{T}", p.title).Replace(head) + strings.TrimSuffix(body, ",\n") + tail
	}
}

// paired draws two short asks a line, and the long ones alone.
func paired(label, between string) func(p *page) string {
	return func(p *page) string {
		var b strings.Builder
		b.WriteString(p.title + "\n\n")
		left := ""
		for i := range p.asks {
			a := &p.asks[i]
			switch cell := a.drawn(label); {
			case len(a.answer) > 40 || a.label == "":
				if left != "" {
					b.WriteString(left + "\n")
				}
				left = ""
				b.WriteString(cell + "\n")
			case left == "":
				left = cell
			default:
				b.WriteString(left + between + cell + "\n")
				left = ""
			}
		}
		return b.String() + left + "\n"
	}
}

// columns draws two asks side by side, in columns.
func columns(p *page) string {
	var b strings.Builder
	b.WriteString(p.title + "\n\n")
	for i := 0; i < 10; i += 2 {
		l, r := &p.asks[i], &p.asks[i+1]
		left := l.label + ": " + l.answer
		b.WriteString(left + strings.Repeat(" ", max(3, 60-utf8.RuneCountInString(left))) + r.label + ": " + r.answer + "\n")
	}
	for i := 10; i < len(p.asks); i++ {
		b.WriteString(p.asks[i].drawn("{L}: {A}\n"))
	}
	return b.String()
}

// stackedRows draws labels side by side and the answers below.
func stackedRows(p *page) string {
	var b strings.Builder
	b.WriteString(p.title + "\n")
	for i := 0; i < 10; i += 2 {
		l, r := &p.asks[i], &p.asks[i+1]
		b.WriteString("\n" + l.label + strings.Repeat(" ", 44-utf8.RuneCountInString(l.label)) + r.label + "\n")
		b.WriteString(l.answer + strings.Repeat(" ", 44-utf8.RuneCountInString(l.answer)) + r.answer + "\n")
	}
	for i := 10; i < len(p.asks); i++ {
		b.WriteString(p.asks[i].drawn("\n{L}\n{A}\n"))
	}
	return b.String()
}

// records draws a row of names and a row of answers.
func records(mark, quotes string) func(p *page) string {
	return func(p *page) string {
		names, values := []string{}, []string{}
		for i := range p.asks {
			names = append(names, quotes+p.asks[i].label+quotes)
			values = append(values, quotes+strings.Join(p.asks[i].lines, " ")+quotes)
		}
		return p.title + "\n\n" + strings.Join(names, mark) + "\n" + strings.Join(values, mark) + "\n"
	}
}

// boxed draws a table, in the characters given: corners, lines and bars, with a
// line between rows or not. Answers of several lines have rows that go on.
func boxed(top, between, bottom, bar string) func(p *page) string {
	return func(p *page) string {
		rule := func(s string) string {
			if s == "" {
				return ""
			}
			r := []rune(s)
			return string(r[0]) + strings.Repeat(string(r[1]), 36) + string(r[2]) + strings.Repeat(string(r[1]), 72) + string(r[3]) + "\n"
		}
		b := p.title + "\n\n" + rule(top)
		for i := range p.asks {
			if i > 0 {
				b += rule(between)
			}
			for k, line := range p.asks[i].lines {
				label := ""
				if k == 0 {
					label = p.asks[i].label
				}
				b += fmt.Sprintf("%s %-34s %s %-70s %s\n", bar, label, bar, line, bar)
			}
		}
		return b + rule(bottom)
	}
}

// paged draws the text of a page description: labels and answers on own lines,
// with page breaks between.
func paged(pattern string) func(p *page) string {
	return func(p *page) string {
		var b strings.Builder
		for i := range p.asks {
			if i%6 == 0 {
				if i > 0 {
					fmt.Fprintf(&b, "Page %d of 3\n\f\n", i/6)
				}
				b.WriteString(p.title + "\n\n")
			}
			b.WriteString(p.asks[i].drawn(pattern))
		}
		return b.String() + "Page 3 of 3\n"
	}
}

// chosen draws choices with boxes; on is the one that is ticked.
func chosen(line, on, off string) func(p *page) string {
	return func(p *page) string {
		var b strings.Builder
		b.WriteString(p.title + "\n\n")
		for i := range p.asks {
			a := &p.asks[i]
			if len(a.options) == 0 {
				b.WriteString(a.drawn("{L}: {A}\n"))
				continue
			}
			b.WriteString(a.label + ":")
			for _, o := range a.options {
				mark := off
				if o == a.answer || strings.EqualFold(o, a.answer) {
					mark = on
				}
				b.WriteString(strings.NewReplacer("{O}", o, "{X}", mark).Replace(line))
			}
			b.WriteString("\n")
		}
		return b.String()
	}
}

// nested puts the asks under names, as programs do.
func nested(open, pattern, after string) func(p *page) string {
	return func(p *page) string {
		var b strings.Builder
		for i, name := range []string{"contact", "incident", "details"} {
			b.WriteString(strings.ReplaceAll(open, "{G}", name))
			for k := 5 * i; k < 5*i+5; k++ {
				b.WriteString(p.asks[k].drawn(pattern))
			}
			b.WriteString(strings.ReplaceAll(after, "{G}", name))
		}
		return b.String()
	}
}

// through takes what a layout draws in HTML through the mail's reader of it.
func through(draw func(p *page) string) func(p *page) string {
	return func(p *page) string {
		return mime.HTMLText(strings.ReplaceAll(draw(p), "\r", "<br>"))
	}
}

// spoiled changes what a layout draws.
func spoiled(pattern string, pairs ...string) func(p *page) string {
	return func(p *page) string { return strings.NewReplacer(pairs...).Replace(pour(pattern)(p)) }
}

// followed puts a text behind.
func followed(pattern, tail string) func(p *page) string {
	return func(p *page) string { return pour(pattern)(p) + strings.ReplaceAll(tail, "{B}", p.bye) }
}
