package config

import (
	"bytes"
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// A node is one value of the file with the line it stands on.
type node struct {
	line  int
	kind  string // table, list, text, number, boolean, date
	text  string // scalars
	items []*node
	keys  []string // of a table, in order
	table map[string]*node
}

func newTable(line int) *node { return &node{line: line, kind: "table", table: map[string]*node{}} }

func (n *node) set(key string, v *node) {
	if _, ok := n.table[key]; !ok {
		n.keys = append(n.keys, key)
	}
	n.table[key] = v
}

// step goes to the table below key and makes it where it is missing; below a
// list of tables it goes to the last.
func (n *node) step(key string, line int) *node {
	next := n.table[key]
	if next == nil {
		next = newTable(line)
		n.set(key, next)
	}
	if next.kind == "list" && len(next.items) > 0 {
		next = next.items[len(next.items)-1]
	}
	if next.table == nil { // the syntax check has refused this already
		next.table = map[string]*node{}
	}
	return next
}

// parse reads TOML into a tree that knows its lines. A syntax error, a key
// set twice and the like end it with one problem.
func parse(file string, data []byte) (*node, *Problem) {
	if err := toml.Unmarshal(data, &map[string]any{}); err != nil {
		p := &Problem{File: file, Message: "this is not TOML: " + strings.TrimPrefix(err.Error(), "toml: ")}
		if at, ok := errors.AsType[*toml.DecodeError](err); ok {
			p.Line, _ = at.Position()
		}
		return nil, p
	}
	root := newTable(1)
	b := builder{root: root, here: root, data: data}
	b.parser.Reset(data)
	for b.parser.NextExpression() {
		b.expression(b.parser.Expression())
	}
	return root, nil
}

type builder struct {
	parser     unstable.Parser
	data       []byte
	root, here *node
}

func (b *builder) line(r unstable.Range) int {
	return 1 + bytes.Count(b.data[:min(int(r.Offset), len(b.data))], []byte("\n"))
}

func (b *builder) expression(e *unstable.Node) {
	switch e.Kind {
	case unstable.KeyValue:
		b.keyValue(b.here, e)
	case unstable.Table, unstable.ArrayTable:
		keys, line := b.path(e.Key())
		at := b.root
		for _, k := range keys[:len(keys)-1] {
			at = at.step(k, line)
		}
		last := keys[len(keys)-1]
		if e.Kind == unstable.Table {
			b.here = at.step(last, line)
			return
		}
		list := at.table[last]
		if list == nil {
			list = &node{line: line, kind: "list"}
			at.set(last, list)
		}
		b.here = newTable(line)
		list.items = append(list.items, b.here)
	}
}

func (b *builder) path(it unstable.Iterator) (keys []string, line int) {
	for it.Next() {
		k := it.Node()
		if line == 0 {
			line = b.line(k.Raw)
		}
		keys = append(keys, string(k.Data))
	}
	return keys, line
}

func (b *builder) keyValue(at *node, e *unstable.Node) {
	keys, line := b.path(e.Key())
	for _, k := range keys[:len(keys)-1] {
		at = at.step(k, line)
	}
	at.set(keys[len(keys)-1], b.value(e.Value(), line))
}

func (b *builder) value(v *unstable.Node, line int) *node {
	n := &node{line: line, text: string(v.Data)}
	switch v.Kind {
	case unstable.InlineTable:
		n = newTable(line)
		for it := v.Children(); it.Next(); {
			b.keyValue(n, it.Node())
		}
	case unstable.Array:
		n.kind = "list"
		for it := v.Children(); it.Next(); {
			child := it.Node()
			at := line
			if child.Raw.Length > 0 {
				at = b.line(child.Raw)
			}
			n.items = append(n.items, b.value(child, at))
		}
	case unstable.String:
		n.kind = "text"
	case unstable.Integer, unstable.Float:
		n.kind = "number"
	case unstable.Bool:
		n.kind = "boolean"
	default:
		n.kind = "date"
	}
	return n
}
