package machine

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// A node is one element of XML, or one value of JSON under its name: two ways
// to write the same documents, read by the same code. Attributes and scalar
// members are nodes too.
type node struct {
	name string // as written
	key  string // see key
	text string
	kids []*node
}

// all returns the nodes along a path of names, each in any spelling.
func (n *node) all(path ...string) []*node {
	if n == nil {
		return nil
	}
	found := []*node{n}
	for _, name := range path {
		var next []*node
		for _, f := range found {
			for _, k := range f.kids {
				if k.key == name {
					next = append(next, k)
				}
			}
		}
		found = next
	}
	return found
}

// first returns the first node along a path, nil if there is none. Nil has no
// nodes and no text.
func (n *node) first(path ...string) *node {
	if found := n.all(path...); len(found) > 0 {
		return found[0]
	}
	return nil
}

// get returns the text of the first of several names that has one.
func (n *node) get(names ...string) string {
	if n == nil {
		return ""
	}
	for _, name := range names {
		for _, k := range n.kids {
			if k.key == name {
				if v := k.value(); v != "" {
					return v
				}
			}
		}
	}
	return ""
}

// value is the text of a node; RFC 8727 writes the text of an element with
// attributes as their member "value".
func (n *node) value() string {
	if n == nil {
		return ""
	}
	if t := strings.TrimSpace(n.text); t != "" {
		return t
	}
	for _, k := range n.kids {
		if k.key == "value" {
			return strings.TrimSpace(k.text)
		}
	}
	return ""
}

// walk calls f for the node and all below it.
func (n *node) walk(f func(*node)) {
	f(n)
	for _, k := range n.kids {
		k.walk(f)
	}
}

// find returns the first nodes by a name at any depth, not those within them.
func (n *node) find(name string) []*node {
	if n.key == name {
		return []*node{n}
	}
	var found []*node
	for _, k := range n.kids {
		found = append(found, k.find(name)...)
	}
	return found
}

// lines writes a tree as "name: value" lines, for a person.
func (n *node) lines(out *strings.Builder, path string) {
	if out.Len() > maxLeft {
		return
	}
	if t := clean(n.text); t != "" {
		fmt.Fprintf(out, "%s: %s\n", path, clip(t, maxField))
	}
	for _, k := range n.kids {
		k.lines(out, strings.TrimPrefix(path+"."+k.name, "."))
	}
}

// readXML reads a document as far as it can be read. Entities other than XML's own five are not
// expanded, depth and number of nodes are bounded.
func readXML(text string) *node {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the text is UTF-8 already
	x := &xmlReader{stack: []*node{{}}, texts: make([][]byte, 1, 8)}
	for count := 0; count < maxNodes && len(x.stack) <= maxTreeLevels; count++ {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			x.open(t)
		case xml.EndElement:
			x.close()
		case xml.CharData:
			top := len(x.texts) - 1
			x.texts[top] = append(x.texts[top], t...)
		}
	}
	root := x.stack[0]
	for len(x.stack) > 1 {
		x.close()
	}
	return root
}

// An xmlReader holds the elements that are open, and the text of each so far.
type xmlReader struct {
	stack []*node
	texts [][]byte
}

func (x *xmlReader) open(t xml.StartElement) {
	n := &node{name: t.Name.Local, key: key(t.Name.Local)}
	for _, a := range t.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			n.kids = append(n.kids, &node{name: a.Name.Local, key: key(a.Name.Local), text: a.Value})
		}
	}
	top := x.stack[len(x.stack)-1]
	top.kids = append(top.kids, n)
	x.stack = append(x.stack, n)
	x.texts = append(x.texts, nil)
}

func (x *xmlReader) close() {
	if last := len(x.stack) - 1; last > 0 {
		x.stack[last].text = string(x.texts[last])
		x.stack, x.texts = x.stack[:last], x.texts[:last]
	}
}

// readJSON reads a document, nil if it is none or is cut off.
func readJSON(text string) *node {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	r := &jsonReader{d: d, room: maxNodes}
	root := &node{}
	if !r.value(root, "", 0) {
		return nil
	}
	return root
}

type jsonReader struct {
	d    *json.Decoder
	room int
}

// value reads one value as nodes named name below parent: the elements of an
// array stand side by side.
func (r *jsonReader) value(parent *node, name string, depth int) bool {
	token, err := r.d.Token()
	if r.room--; err != nil || r.room < 0 || depth > maxTreeLevels {
		return false
	}
	n := &node{name: name, key: key(name)}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			for r.d.More() {
				if !r.value(parent, name, depth+1) {
					return false
				}
			}
			_, err := r.d.Token()
			return err == nil
		}
		parent.kids = append(parent.kids, n)
		return r.members(n, depth)
	case string:
		n.text = t
	case json.Number:
		n.text = t.String()
	case bool:
		n.text = fmt.Sprint(t)
	default: // null
		return true
	}
	parent.kids = append(parent.kids, n)
	return true
}

func (r *jsonReader) members(n *node, depth int) bool {
	for r.d.More() {
		name, err := r.d.Token()
		if err != nil || !r.value(n, fmt.Sprint(name), depth+1) {
			return false
		}
	}
	_, err := r.d.Token()
	return err == nil
}
