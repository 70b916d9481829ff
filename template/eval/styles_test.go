package eval

import (
	"slices"
	"strings"
	"unicode"
)

// styles of a label and its answer: each sample has one.
var styles = []string{"colon", "leaders", "answer-below", "blank-colon", "full-width-case", "numbering", "bold", "flattened-table",
	"rendered-html", "no-colon-leader", "bracketed", "wrapped-label"}

// field writes a label with its answer or its choices.
func (m *maker) field(f *field, answer string, marked []string) {
	label := m.label(f)
	if len(f.Choices) > 0 {
		m.choices(label, f, marked)
		return
	}
	lines := strings.Split(answer, "\n")
	long := len(lines) > 1 || f.Name == "description" || f.Name == "log_extracts"
	switch {
	case m.style == "flattened-table" && !long:
		m.line("| " + label + " | " + answer + " |")
	case m.style == "rendered-html" && !long && answer != "":
		m.line(label + "\t" + answer)
	case m.style == "no-colon-leader" && !long && answer != "" && !strings.HasSuffix(label, "?"):
		m.line(label + "........ " + answer)
	case long || m.style == "answer-below":
		m.line(label + m.colon(label))
		m.hints(f)
		m.line(lines...)
	default:
		m.line(strings.TrimRight(label+m.colon(label)+" "+answer, " "))
		m.hints(f)
	}
}

// hints are left in place unless the instructions are deleted.
func (m *maker) hints(f *field) {
	if m.has("instructions-deleted") {
		return
	}
	for _, h := range f.Hint[m.lang] {
		m.line("  (" + h + ")")
	}
}

// colon is what parts a label from its answer.
func (m *maker) colon(label string) string {
	switch {
	case m.style == "bold":
		return ":**"
	case m.style == "bracketed":
		return "]:"
	case strings.HasSuffix(label, "?") || strings.HasSuffix(label, ":"):
		return ""
	case m.style == "leaders":
		return strings.Repeat(".", max(1, 40-len([]rune(label)))) + ":"
	case m.style == "blank-colon":
		return " :"
	case m.style == "full-width-case" && m.lang == "ja":
		return ":"
	}
	return ":"
}

// label gives a field's label in the sample's style.
func (m *maker) label(f *field) string {
	l := f.Label.in(m.lang)
	if l == "" {
		l = f.Label.in(m.d.Languages[0])
	}
	if m.has("mixed-language") && m.r.IntN(3) == 0 {
		if o := f.Label.in(pick(m.r, m.d.Languages)); o != "" {
			l = o
		}
	}
	if m.has("label-typos") && m.r.IntN(3) == 0 {
		l = typo(l, m.r.IntN(len([]rune(l))))
	}
	number := f.Number
	switch m.style {
	case "full-width-case":
		if m.r.IntN(2) == 0 {
			l = wide(l)
		} else {
			l = strings.ToUpper(l)
		}
	case "numbering":
		number = pick(m.r, []string{"a", "9", "1-2", "II"})
	case "bold":
		return "**" + l
	case "bracketed":
		return "[" + l
	case "wrapped-label":
		if words := strings.Fields(l); len(words) >= 4 {
			half := len(words) / 2
			l = strings.Join(words[:half], " ") + "\n   " + strings.Join(words[half:], " ")
		}
	}
	if number != "" && m.style != "rendered-html" {
		l = number + ". " + l
	}
	return l
}

// typo spoils one letter inside a longer label.
func typo(l string, at int) string {
	r := []rune(l)
	if len(r) < 12 || at < 2 || at > len(r)-3 || !unicode.IsLower(r[at]) || !unicode.IsLower(r[at+1]) || r[at] == r[at+1] {
		return l
	}
	if at%2 == 0 {
		r[at], r[at+1] = r[at+1], r[at]
		return string(r)
	}
	return string(slices.Delete(r, at, at+1))
}

// wide writes ASCII letters and digits in full width.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) && r < 0x7f || unicode.IsDigit(r) && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, s)
}

// choices writes a field with its options.
func (m *maker) choices(label string, f *field, marked []string) {
	var options []string
	chosen := ""
	for _, c := range f.Choices {
		l := c.Label.in(m.lang)
		if l == "" {
			l = c.Label.in(m.d.Languages[0])
		}
		options = append(options, l)
		if slices.Contains(marked, c.Value) {
			chosen = l
		}
	}
	head := label + m.colon(label)
	switch {
	case m.has("choose-by-deleting"):
		m.line(strings.TrimRight(head+" "+chosen, " "))
	case m.has("choose-by-digit") && f.Name == "assistance":
		m.line(head)
		for i, o := range options {
			m.line("  " + string(rune('1'+i)) + ": " + o)
		}
		if chosen != "" {
			m.line("", string(rune('1'+slices.Index(options, chosen))))
		}
	case m.has("choose-by-emphasis") && f.Name == "assistance":
		m.line(head)
		for _, o := range options {
			if o == chosen {
				o = "-> " + o
			}
			m.line("  " + o)
		}
	default:
		m.habits["boxes"] = true
		m.line(head)
		m.hints(f)
		for _, o := range options {
			box := m.box[0]
			if o == chosen {
				box = m.box[1]
			}
			m.line("  " + box + " " + o)
		}
	}
}
