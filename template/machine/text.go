package machine

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"
)

// text is what a part holds if it is a text, "" for binary data.
func (p *Part) text() string {
	if p.Text != "" {
		return plainLines(clip(p.Text, maxText))
	}
	data := p.Data[:min(len(p.Data), maxText)]
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || !utf8.Valid(data) && !utf8.Valid(data[:max(0, len(data)-utf8.UTFMax)]) {
		return ""
	}
	return plainLines(strings.ToValidUTF8(string(data), ""))
}

// plainLines makes every line end "\n".
func plainLines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// leftovers writes what lies below a node as lines, but for the members whose
// keys are named.
func (n *node) leftovers(but ...string) string {
	skip := map[string]bool{}
	for _, b := range but {
		skip[key(b)] = true
	}
	var out strings.Builder
	kids := append([]*node(nil), n.kids...)
	sort.SliceStable(kids, func(i, j int) bool { return kids[i].name < kids[j].name })
	for _, k := range kids {
		if !skip[k.key] && !skip[key(k.name)] {
			k.lines(&out, k.name)
		}
	}
	return clip(out.String(), maxLeft)
}
