package router

import (
	"slices"
	"sort"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// A spot names a value of a directory file: the n-th entry of a table, a key
// in it, the i-th value of that key. Index -1 and key "" mean the whole.
type spot struct {
	table string
	n     int
	key   string
	i     int
}

// A lineMap knows on which line of a TOML file each value stands, so that a
// decision can cite it.
type lineMap map[spot]int

// line returns the line of a value, or of what is known nearest around it.
func (m lineMap) line(s spot) int {
	for _, s := range []spot{s, {s.table, s.n, s.key, -1}, {s.table, s.n, "", -1}, {s.table, 0, "", -1}} {
		if line, ok := m[s]; ok {
			return line
		}
	}
	return 1
}

// linesOf maps a file; it stops at the first error, which decoding reports.
func linesOf(data []byte) lineMap {
	m := lineMap{}
	starts := lineStarts(data)
	count := map[string]int{}
	var p unstable.Parser
	p.Reset(data)
	at := func(n *unstable.Node) int {
		return sort.SearchInts(starts, int(n.Raw.Offset)+1)
	}
	var table spot
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.ArrayTable, unstable.Table:
			name := dotted(e.Key())
			table = spot{name, count[name], "", -1}
			count[name]++
			m[table] = at(e.Child())
		case unstable.KeyValue:
			m.value(table, e, at)
		}
	}
	return m
}

func (m lineMap) value(table spot, e *unstable.Node, at func(*unstable.Node) int) {
	key := e.Key()
	s := spot{table.table, table.n, dotted(key), -1}
	if first := e.Value().Next(); first.Valid() {
		m[s] = at(first)
	}
	if e.Value().Kind != unstable.Array {
		return
	}
	for items := e.Value().Children(); items.Next(); {
		if s.i++; items.Node().Kind == unstable.Comment {
			s.i--
			continue
		}
		m[s] = at(items.Node())
	}
}

func dotted(key unstable.Iterator) string {
	var parts []string
	for key.Next() {
		parts = append(parts, string(key.Node().Data))
	}
	return strings.Join(parts, ".")
}

// lineStarts returns the offset of each line, ascending.
func lineStarts(data []byte) []int {
	starts := []int{0}
	for i, c := range data {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// nearest returns the word most like a misspelt one, "" when none is alike.
func nearest(wrong string, words []string) string {
	best, least := "", len(wrong)/2+1
	for _, w := range slices.Sorted(slices.Values(words)) {
		if d := distance(wrong, w); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance counts the edits from a to b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
