package template

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// Programs write reports in the notations they keep their settings in (YAML,
// JSON, TOML):
//
//	notifier:
//	  person: Ada Quill
//	  phone: "+44 1632 960 001"
//
// A text that is written so is read as labels and answers: a name that says
// little has the one that it stands under before it, and quotes, brackets and
// what else is of the notation are gone.

// What a line of a notation is.
type notated byte

const (
	inWords notated = iota // none of a notation
	isKey                  // a name, and mostly a value
	fence                  // brackets, or the heading in them
	item                   // a value of a list
	held                   // text that goes on with the value above
)

// Least evidence of a notation, and its bounds.
const (
	leastKeys   = 5
	mostKey     = 40 // bytes of a name
	mostForeign = 12 // lines before a name
	mostNested  = 8
	mostObjects = 100 // and lists on one line, which may be nested in each other
)

// A key is a line of a notation taken apart.
type key struct {
	is     notated
	indent int
	name   string
	value  string // as it stands
	quoted bool   // the name is
	label  string // what it comes to below the names above it
	loose  bool   // that is no label to be believed
	sided  bool   // it is of the machines of one side
}

// keyOf takes a line apart.
func keyOf(s string) (k key) {
	k.indent = indentation(s)
	t := s[k.indent:]
	if rest, ok := strings.CutPrefix(t, "- "); ok {
		k.is, k.indent, t = item, k.indent+2, strings.TrimLeft(rest, " ")
	}
	if name, rest, ok := keyName(t); ok {
		k.is, k.name, k.value, k.quoted = isKey, name, strings.TrimSpace(rest), t[0] == '"' || t[0] == '\''
		return k
	}
	switch {
	case strings.Trim(t, "{}[], ") == "", t[0] == '#', t == "...", t == "---", t == `"""`:
		k.is = fence
	case t[0] == '[' && t[len(t)-1] == ']':
		k.is, k.name = fence, strings.Trim(t, "[] ")
		k.name = k.name[strings.LastIndexByte(k.name, '.')+1:]
	case t[0] == '"' && strings.IndexByte(t[1:], '"') == len(strings.TrimRight(t, ","))-2:
		k.is = item
	}
	return k
}

// keyName cuts a line into the name that it begins with and what stands behind
// the mark: a name in quotes, or one word that begins with a small letter or
// has low lines in it.
func keyName(s string) (name, rest string, ok bool) {
	if s == "" {
		return "", "", false
	}
	if q := s[0]; q == '"' || q == '\'' {
		end := strings.IndexByte(s[1:], q)
		if end < 1 {
			return "", "", false
		}
		if name, rest = s[1:end+1], s[end+2:]; schemed(name) {
			return "", "", false
		}
	} else {
		end := 0
		for end < len(s) && (word.FoldByte(s[end]) != 0 || strings.IndexByte("_-.", s[end]) >= 0 || s[end] >= utf8.RuneSelf) {
			end++
		}
		name, rest = s[:end], s[end:]
		if first, _ := utf8.DecodeRuneInString(name); !unicode.IsLower(first) && strings.IndexByte(name, '_') < 1 {
			return "", "", false
		}
	}
	if first, _ := utf8.DecodeRuneInString(name); !unicode.IsLetter(first) || len(name) > mostKey {
		return "", "", false
	}
	tight := strings.HasPrefix(rest, "=") || strings.HasPrefix(rest, `:"`)
	if rest = strings.TrimLeft(rest, " "); tight || rest == ":" || strings.HasPrefix(rest, ": ") || strings.HasPrefix(rest, "= ") {
		return name, rest[1:], true
	}
	return "", "", false
}

// schemed says whether a name is of a schema for machines (X-ARF and the like
// capitalise each word): what follows one is no answer of a person.
func schemed(name string) bool {
	return unicode.IsUpper(firstRune(name)) && !strings.ContainsAny(name, " _-") && strings.IndexFunc(name, unicode.IsLower) >= 0
}

// opens says whether a text of several lines follows.
func (k *key) opens() bool {
	switch k.value {
	case ">", "|", ">-", "|-", ">+", "|+", `"""`, "'''":
		return true
	}
	return false
}

// nests says whether other names may stand under this one.
func (k *key) nests() bool { return k.value == "" || k.value == "{" || k.value == "[" }

// shows says whether no label for people looks so.
func (k *key) shows() bool {
	return k.quoted || k.value != "" && strings.IndexByte(`"'{[`, k.value[0]) >= 0 || k.opens() || strings.IndexByte(k.name, '_') > 0
}

// notation takes the lines of a sheet apart that is written in one, nil for all
// others: few lines are foreign to it, and none of these has a label.
func (sh *sheet) notation() []key {
	if sh.ix.book == nil || !sh.notated(nil) {
		return nil
	}
	list := make([]key, len(sh.lines))
	sh.notated(list)
	return list
}

// notated says whether a sheet is written in a notation, and lists its keys
// where there is room for them.
func (sh *sheet) notated(list []key) bool {
	count, others, signs := 0, 0, 0
	var above key // its text may go on
	for i := range sh.lines {
		l := &sh.lines[i]
		if l.blank() || l.ruler {
			continue
		}
		k := keyOf(l.text)
		if above.is == isKey && k.indent > above.indent && (k.is == inWords || above.opens()) {
			k.is = held
		} else {
			above = k
		}
		switch k.is {
		case isKey:
			if count++; k.shows() || k.nests() && k.value != "" {
				signs++
			}
		case inWords:
			if others++; others > mostForeign+count/4 || !isHeader(l.text) && strings.Contains(l.text, ": ") {
				return false
			}
		}
		if list != nil {
			list[i] = k
		}
	}
	return count >= leastKeys && signs >= leastSigns && others <= count
}

// leastSigns is how many names or values look as no label or answer for people does.
const leastSigns = 2

// denote makes labels and answers of a sheet that is written in a notation.
func (sh *sheet) denote() {
	sh.unfold()
	list := sh.notation()
	if list == nil {
		return
	}
	if sh.unfoldValues() {
		list = sh.notation()
	}
	d := denoting{ix: sh.ix}
	var t telling
	for i := range list {
		if d.take(&list[i]); list[i].is == isKey {
			t.take(sh.ix, list[i].label, plainValue(list[i].value))
			t.worded = t.worded || list[i].opens()
		}
	}
	if !t.report() {
		return
	}
	sh.torn, sh.coded = true, true
	for i := range list {
		text, was := "", sh.lines[i].text
		switch k := &list[i]; {
		case k.is == isKey && k.loose:
			text = k.label + " " + plainValue(k.value)
		case k.is == isKey && (k.sided || !k.nests() || !sh.nested(list, i)):
			text = trimEnd(k.label + ": " + plainValue(k.value))
		case k.is == isKey:
			text = "---" // what stands above it is at an end
		case k.is == item:
			text = plainValue(strings.TrimPrefix(strings.TrimLeft(was, " \t"), "- "))
		case k.is == held, k.is == inWords, k.is == fence && k.name != "":
			text = was
		}
		sh.lines[i] = newLine(text, sh.lines[i].depth)
		if k := &list[i]; k.is == isKey && !k.loose && len(text) > len(k.label) && sh.lines[i].off == 0 {
			sh.lines[i].cut, sh.lines[i].wide = uint8(len(k.label)), 1 // it is a label, whatever stands above
		}
	}
}

// A denoting follows the names that others stand under.
type denoting struct {
	ix    *index
	above []key
	sided bool // one was of the machines of a side
}

// take finds the label that a name comes to below others.
func (d *denoting) take(k *key) {
	if k.name == "" || k.is == held {
		return
	}
	for len(d.above) > 0 && (k.is == fence || d.above[len(d.above)-1].indent >= k.indent) {
		d.above = d.above[:len(d.above)-1]
	}
	if k.is == isKey {
		d.label(k)
	}
	if (k.is == fence || k.nests()) && len(d.above) < mostNested {
		if k.is == fence {
			k.sided = d.ix.ofSide(plainName(k.name))
		}
		d.sided = d.sided || k.sided
		if d.above = append(d.above, *k); k.is == fence {
			d.above[len(d.above)-1].indent = -1
		}
	}
}

// label finds the label of a name: its own words where they are understood, or
// else those of the name above as well. What is of a machine is left loose
// where nothing says whose, but something before said so of another.
func (d *denoting) label(k *key) {
	k.label = plainName(k.name)
	if k.sided = k.nests() && d.ix.ofSide(k.label); k.sided || len(d.above) == 0 {
		return
	}
	last := &d.above[len(d.above)-1]
	whole, own := plainName(last.name+" "+k.name), d.ix.asked(k.label)
	switch field := d.ix.asked(whole); {
	case ofHost(own) && slices.ContainsFunc(d.above, func(k key) bool { return k.sided }):
	case ofHost(own):
		k.label, k.loose = whole, d.sided && !d.ix.ofSide(whole)
	case own != "contact_name" && fieldKinds[own] == kindContact && field != "" && fieldKinds[field] != kindContact && !ofHost(field):
	case field != "" && field != "heading" || own == "" && !d.ix.asks(k.label):
		k.label = whole
	}
}

// nested says whether the next line with words has a name that stands under
// that of line i.
func (sh *sheet) nested(list []key, i int) bool {
	for n := i + 1; n < len(list); n++ {
		if list[n].is == isKey {
			return list[n].indent > list[i].indent
		} else if list[n].is != fence && !sh.lines[n].blank() {
			return false
		}
	}
	return false
}

// ofSide says whether a text is a label or heading for the machines of one side.
func (ix *index) ofSide(s string) bool {
	if n := ix.find(word.FoldHash(s)); n != nil && len(n.entries) > 0 {
		return n.entries[0].role != ""
	}
	var words wordReading
	if !ix.book.read(s, &words) {
		return false
	}
	m, ok := ix.book.mean(&words, true)
	return ok && m.role != ""
}

// plainValue is what a value says, without quotes and brackets.
func plainValue(s string) string {
	s = strings.TrimSpace(strings.TrimRight(s, ","))
	switch s {
	case "null", "~", ">", "|", ">-", "|-", ">+", "|+", `"""`, "'''", "{", "[", "{}", "[]":
		return ""
	case "true":
		return "yes"
	case "false":
		return "no"
	}
	if len(s) < 2 {
		return s
	}
	switch first, last := s[0], s[len(s)-1]; {
	case first == '[' && last == ']' || first == '{' && last == '}':
		var sb strings.Builder
		for part, rest, more := quotedCell(s[1:len(s)-1], ','); ; part, rest, more = quotedCell(rest, ',') {
			sb.WriteString(part)
			if !more {
				return sb.String()
			}
			sb.WriteString(", ")
		}
	case first == '"' && last == '"':
		if t, err := strconv.Unquote(s); err == nil {
			return strings.Join(strings.Fields(t), " ")
		}
		return s[1 : len(s)-1]
	case first == '\'' && last == '\'':
		return s[1 : len(s)-1]
	}
	return s
}
