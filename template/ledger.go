package template

import (
	"slices"
	"strings"
	"unicode"

	"tocsin/store"
	"tocsin/template/word"
)

// Hosts, and at times people and incidents, are told of in a table: a row of
// what the columns hold, and below it a row each.
//
//	Hostname | IP address | Operating system
//	lab-1    | 10.9.2.104 | Windows 10

// A ledger is such a table.
type ledger struct {
	columns []column
	bars    bool // a bar parts the cells, else a tab or two blanks
	rows    []int
}

// A column is what the cells below a cell of the first row answer.
type column struct {
	e    *entry // nil where nobody knows
	name string
	at   int // where that begins on the line
}

// Bounds of a ledger.
const (
	mostColumns = 12
	mostHead    = 40 // bytes of the name of a column
	leastPeople = 3  // columns of one that names no hosts
	mostProving = 3  // rows that are looked at to believe it
)

// A tabCell is a cell of a table, and where it begins.
type tabCell struct {
	text string
	at   int
}

// tabCells takes a row apart, nil where it has too many pieces or one alone.
func tabCells(s string, bars bool) (list []tabCell) {
	for i := 0; i < len(s); {
		from := i + indentation(s[i:])
		end := len(s)
		if bars {
			if k := strings.IndexByte(s[from:], '|'); k >= 0 {
				end = from + k
			}
		} else {
			end = gapFrom(s, from)
		}
		if i > 0 || end > from || !bars {
			list = append(list, tabCell{strings.TrimSpace(s[from:end]), from})
		}
		if i = end + 1; len(list) > mostColumns {
			return nil
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// gapFrom is where a tab or two blanks stand next, or the end.
func gapFrom(s string, from int) int {
	for i := from; i < len(s); i++ {
		if s[i] == '\t' || s[i] == ' ' && i+1 < len(s) && (s[i+1] == ' ' || s[i+1] == '\t') {
			return i
		}
	}
	return len(s)
}

// ledgerAt reads the table whose columns line i names, nil if there is none.
func (ix *index) ledgerAt(lines []line, i int) *ledger {
	s, has := lines[i].text, lines[i].marks
	bars := has.has(withBar)
	if ix.book == nil || !has.has(withBar|withTab|withGap) || has.has(withColon) || strings.Contains(s, "..") || word.Digits(s) > 4 {
		return nil
	}
	names := tabCells(s, bars)
	if names == nil || i+1 == len(lines) || !lines[i+1].ruler && len(tabCells(lines[i+1].text, bars)) < 2 {
		return nil
	}
	if i > 0 && inked(names) == 2 && inked(tabCells(lines[i-1].text, bars)) == 2 && !lines[i-1].ruler {
		return nil // a row among pairs: "Kind | intrusion"
	}
	l := &ledger{bars: bars}
	known := 0
	for _, name := range names {
		c := column{name: name.text, at: name.at}
		if c.e = ix.columnOf(name.text); c.e != nil {
			known++
		}
		l.columns = append(l.columns, c)
	}
	if known < 2 {
		return nil
	}
	l.settle()
	ix.systems(l, lines[i+1:])
	for k := i + 1; k < len(lines) && (lines[k].ruler || l.takes(&lines[k], lines[i].depth)); k++ {
		if !lines[k].ruler {
			l.rows = append(l.rows, k)
		}
		if len(l.rows) == mostProving && !l.proves(lines) {
			return nil
		}
	}
	if len(l.rows) == 0 || len(l.rows) < mostProving && !l.proves(lines) {
		return nil
	}
	return l
}

// inked says how many cells of a row have something in them.
func inked(row []tabCell) (n int) {
	for _, c := range row {
		if c.text != "" {
			n++
		}
	}
	return n
}

// columnOf is what the name of a column asks for, nil where that is not known.
func (ix *index) columnOf(name string) *entry {
	first := firstRune(name)
	if name == "" || len(name) > mostHead || !unicode.IsLetter(first) {
		return nil
	}
	name = splitLabel(name).base
	if role := whose(name); role != "" {
		_, name, _ = strings.Cut(name, " ")
		if e := ix.columnOf(name); e != nil && ofHost(e.name) {
			ours := *e.inquiry
			ours.role = role
			return e.as(&ours)
		}
		return nil
	}
	if n := ix.find(word.FoldHash(name)); n != nil {
		for _, e := range n.entries {
			if e.def.Union {
				return e
			}
		}
	}
	var w wordReading
	if ix.book.read(name, &w) {
		single := w.single
		w.single = false
		if m, ok := ix.book.mean(&w, false); ok && (!single || ofHost(m.rule.Field) || fieldKinds[m.rule.Field] != kindLine) {
			return ix.book.entry(m, name)
		}
	}
	switch {
	case ix.book.means1(&w, "purpose"):
		return ix.book.plain("host_function")
	case ix.book.means1(&w, "host"):
		return ix.book.plain("host")
	}
	return ix.book.alone(name, "")
}

// plain is an entry for a field that no label names.
func (b *bookIn) plain(name string) *entry {
	return &entry{generic: true, inquiry: &inquiry{def: b.def, name: name, kind: fieldKinds[name], id: b.first, field: &field{Name: name}}}
}

// whose is the role that the first word of a name gives machines: ours were
// the target, theirs the source.
func whose(name string) string {
	w, _, _ := strings.Cut(name, " ")
	switch key := word.Fold(w); {
	case ourWords[key]:
		return store.RoleTarget
	case theirWords[key]:
		return store.RoleSource
	}
	return ""
}

// Words for what is ours and theirs, as keys; none that politely means "your".
var (
	ourWords   = word.Set("our my unser unsere unserer unseres notre nos mon mes onze ons mijn nuestro nuestra nuestros nuestras nosso nossa nossos nossas nostro nostra nostri nostre nasz nasza nasze vår vårt våra vores våre naš naša naše наш наша наши")
	theirWords = word.Set("their theirs deren leur leurs hun loro ich deras heidän jejich их їхні")
)

// means1 says whether words mean one concept and nothing else.
func (b *conceptBook) means1(w *wordReading, concept string) bool {
	one := b.bit(concept)
	for l := 1; l < len(word.Tongues); l++ {
		if set := w.sets[l]; w.words > 0 && w.once>>l&1 == 0 && set.meets(one) && set.less(stop).less(one).empty() {
			return true
		}
	}
	return false
}

// settle makes of the columns what they ask where machines are told of, and
// nothing else is: a "Name" is the machine's, and so are a "Type" and an "Address".
func (l *ledger) settle() {
	mixed, machines := false, false
	for _, c := range l.columns {
		if c.e != nil {
			mixed = mixed || checkable(c.e.name) && c.e.kind == kindContact
			machines = machines || namesHost(c.e.name) || c.e.heading && c.e.role != ""
		}
	}
	for i := range l.columns {
		c := &l.columns[i]
		if c.e == nil || !machines {
			continue
		}
		name := c.e.name
		switch {
		case c.e.heading && c.e.role != "":
			name = "host"
		case mixed:
		case name == "contact_name":
			name = "host_name"
		case name == "organisation_address":
			name = "host_ip"
		case name == "contact_title", name == "incident_type":
			name = "host_function"
		}
		if name != c.e.name || c.e.heading {
			asks := *c.e.inquiry
			asks.name, asks.kind, asks.heading = name, fieldKinds[name], false
			c.e = c.e.as(&asks)
		}
	}
}

// systems finds a column in a table of machines that tells what they run by its
// cells alone.
func (ix *index) systems(l *ledger, below []line) {
	if len(below) > 0 && below[0].ruler {
		below = below[1:]
	}
	if len(below) == 0 || !slices.ContainsFunc(l.columns, func(c column) bool { return c.names() }) || slices.ContainsFunc(l.columns, func(c column) bool { return c.e != nil && c.e.name == "os" }) {
		return
	}
	row, _ := l.row(below[0].text)
	for i := range l.columns {
		if w := word.First(row[i]); l.columns[i].e == nil && operating[word.Fold(w)] {
			l.columns[i].e = ix.book.plain("os")
			return
		}
	}
}

// operating are the names of operating systems, as keys.
var operating = word.Set("windows linux debian ubuntu centos fedora rhel redhat suse opensuse almalinux rocky macos osx android ios ipados freebsd openbsd netbsd solaris aix vmware esxi fortios routeros")

// lead is the column that a table is known by: one that names machines, or the
// first that is known.
func (l *ledger) lead() int {
	if i := slices.IndexFunc(l.columns, func(c column) bool { return c.names() }); i >= 0 {
		return i
	}
	return slices.IndexFunc(l.columns, func(c column) bool { return c.e != nil })
}

// names says whether a column names machines.
func (c *column) names() bool { return c.e != nil && namesHost(c.e.name) }

// row gives the cells of a line by column; false where it is no row.
func (l *ledger) row(s string) (row [mostColumns + 1]string, ok bool) {
	list := tabCells(s, l.bars)
	switch {
	case list == nil, len(list) > len(l.columns)+1, l.bars && len(list)+1 < len(l.columns):
		return row, false
	}
	for i, c := range list {
		if !l.bars && len(list) != len(l.columns) {
			for i = len(l.columns) - 1; i > 0 && l.columns[i].at > c.at+1; i-- {
			}
		}
		row[i] = c.text
	}
	return row, true
}

// takes says whether a line is a row of the table: what should name a machine
// does, or is left open.
func (l *ledger) takes(line *line, depth int32) bool {
	if line.blank() || line.depth != depth {
		return false
	}
	row, ok := l.row(line.text)
	if !ok {
		return false
	}
	for i := range l.columns {
		if c := &l.columns[i]; c.e != nil && row[i] != "" {
			switch void := voidOf(row[i], nil, false) != filled; {
			case void:
			case c.names() && !hostLike(row[i]), checkable(c.e.name) && !fits(c.e.name, row[i]):
				return false
			}
		}
	}
	return true
}

// proves says whether some row names a machine by its address or a name with a
// dot, or, where none is asked for, all that is known of people is there.
func (l *ledger) proves(lines []line) bool {
	people, fit := 0, false
	for i := range l.columns {
		c := &l.columns[i]
		if c.e == nil {
			continue
		}
		if c.e.kind == kindContact {
			people++
		}
		for _, k := range l.rows {
			row, _ := l.row(lines[k].text)
			if c.names() && holdsHost(row[i]) {
				return true
			}
			fit = fit || checkable(c.e.name) && fits(c.e.name, row[i])
		}
	}
	return people >= leastPeople && fit
}
