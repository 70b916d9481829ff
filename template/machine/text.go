package machine

import (
	"bytes"
	"path"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// text is what a part holds if it is a text, "" for binary data.
func (p *Part) text() string {
	if p.Text != "" {
		return plainLines(clip(p.Text, maxText))
	}
	data := p.Data[:min(len(p.Data), maxText)]
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return ""
	}
	return decoded(p.Name, data)
}

var charsetSaid = regexp.MustCompile(`^<\?xml\s[^>]*\bencoding=["']([A-Za-z0-9._-]+)["']`)

// decoded returns the text of a file that has no charset beside it: UTF-8, what
// its mark or its XML declaration says, else what spreadsheets write. "" for
// binary data.
func decoded(name string, data []byte) string {
	if utf8.Valid(data) || len(data) >= maxText && utf8.Valid(data[:len(data)-utf8.UTFMax]) {
		return plainLines(strings.ToValidUTF8(string(data), ""))
	}
	var charset encoding.Encoding
	said := charsetSaid.FindSubmatch(data)
	switch ext := strings.ToLower(path.Ext(name)); {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		charset = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case said != nil:
		charset, _ = htmlindex.Get(string(said[1]))
	case ext == ".csv", ext == ".tsv", ext == ".txt":
		charset = charmap.Windows1252
	}
	if charset == nil {
		return ""
	}
	text, err := charset.NewDecoder().Bytes(data)
	if err != nil {
		return ""
	}
	return plainLines(clip(string(text), maxText))
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
