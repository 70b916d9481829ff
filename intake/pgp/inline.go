package pgp

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/intake/mime"
)

// errClear says that a cleartext signature breaks the grammar of RFC 9580
// section 7.
var errClear = errors.New("malformed cleartext signature")

// cleartext returns the octets that are signed, which are also what is shown:
// lines without trailing blanks, joined by CRLF. Only Hash headers are allowed.
func cleartext(text []byte) ([]byte, error) {
	at := 0
	for {
		if at >= len(text) {
			return nil, errClear
		}
		line, next := lineAt(text, at)
		at = next
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
		if !bytes.HasPrefix(line, []byte("Hash:")) || len(line) > maxHeaderLine {
			return nil, errClear
		}
	}
	out := make([]byte, 0, len(text)-at+len(text)/32)
	for first := true; at < len(text); first = false {
		line, next := lineAt(text, at)
		at = next
		if bytes.HasPrefix(line, dashes) {
			return nil, errClear
		}
		if !first {
			out = append(out, '\r', '\n')
		}
		out = append(out, bytes.TrimRight(bytes.TrimPrefix(line, []byte("- ")), " \t\r")...)
	}
	return out, nil
}

// A segment is a stretch of a text with the protection that it has.
type segment struct {
	text    []byte
	plain   bool   // it stands outside all armour
	closed  bool   // it is ciphertext still
	charset string // that its armour names
	layer
}

// inline takes the protection off the armour in a text. Text around it and
// each block become parts of their own, so that nothing is shown as if it had
// the protection of its neighbour.
func (o *opener) inline(p *mime.Part, in layer) *mime.Part {
	view, p := armourView(p)
	list := blocks(view)
	var segs []segment
	at := 0
	for _, b := range list {
		if b.start < at {
			continue
		}
		s, ok := o.block(b, view[b.start:], p.Path, in)
		if !ok {
			continue
		}
		if b.start > at {
			segs = append(segs, segment{text: view[at:b.start], plain: true, layer: in})
		}
		segs = append(segs, s)
		if at = b.end; s.plain {
			at = len(view)
		}
	}
	if len(list) == maxBlocks {
		o.found(foundTooMany, p.Path, "armoured blocks")
	}
	if len(segs) == 0 {
		if len(list) == 0 {
			o.stray(view, p.Path)
		}
		return o.plain(p, in)
	}
	if at < len(view) {
		segs = append(segs, segment{text: view[at:], plain: true, layer: in})
	}
	return o.replace(p, segs)
}

// stray looks for a BEGIN line that somebody changed.
func (o *opener) stray(text []byte, path string) {
	if hasStrayMark(text) {
		o.found(foundUnparsable, path, "BEGIN line with other dashes")
	}
}

// armourView returns the reading of a text part in which its armour is whole:
// decoded, as it came, or HTML rendered; and the part as it is in that reading.
// A signature alone is what is left of a cleartext one.
func armourView(p *mime.Part) ([]byte, *mime.Part) {
	decoded := p.Decode()
	switch {
	case wholeArmour(decoded):
	case wholeArmour(p.Body):
		return p.Body, p
	case p.Type == "text/html":
		rendered := *p
		rendered.Type, rendered.Params = "text/plain", map[string]string{"charset": "utf-8"}
		if rendered.Content = []byte(mime.HTMLText(p.Text())); wholeArmour(rendered.Content) {
			return rendered.Content, &rendered
		}
	}
	return decoded, p
}

// wholeArmour reports whether a text has armour that can be read.
func wholeArmour(text []byte) bool { return slices.ContainsFunc(blocks(text), block.whole) }

// whole reports whether a block can be read and is more than a signature.
func (b block) whole() bool { return b.err == nil && b.kind != kindSignature && b.sound() }

// sound reports whether the base64 of a block reads to its end.
func (b *block) sound() bool {
	if b.kind == kindMessage && len(b.body) > 1<<16 {
		return true
	}
	_, err := b.decode(1 << 20)
	return err == nil
}

// block takes the protection off one block; rest is the text from its start
// on. ok is false if the block stays text.
func (o *opener) block(b block, rest []byte, path string, in layer) (s segment, ok bool) {
	switch {
	case strings.HasPrefix(b.kind, kindMessage+", PART"):
		o.found(foundPart, path, b.kind)
		return s, false
	case b.kind == kindClear && b.err != nil && b.text != nil:
		o.malformed(path, errClear.Error())
		return segment{text: rest, plain: true, layer: in.signedBy(o.verify(nil, signed{}, path, true))}, true
	case b.err != nil:
		o.found(foundUnparsable, path, b.kind)
	case b.kind == kindClear:
		return o.clear(b, path, in), true
	case b.kind == kindMessage:
		return o.inlineMessage(b, rest[:b.end-b.start], path, in)
	case b.kind == kindPublic, b.kind == kindPrivate:
		o.keys(rest[:b.end-b.start], path)
	case b.kind == kindSignature:
		o.found(foundOrphan, path, "")
	}
	return s, false
}

// clear verifies a cleartext signature.
func (o *opener) clear(b block, path string, in layer) segment {
	text, err := cleartext(b.text)
	data, armourErr := b.decode(maxSignatureData)
	if err != nil || armourErr != nil {
		o.malformed(path, errClear.Error())
		return segment{text: b.text, layer: in.signedBy(o.verify(nil, signed{}, path, true))}
	}
	bodies, damaged := signaturePackets(data)
	if damaged {
		o.malformed(path, "unreadable signature")
	}
	sigs := o.verify(bodies, signed{data: text, clear: true, by: in.by}, path, true)
	return segment{text: text, layer: in.signedBy(sigs)}
}

// inlineMessage opens an armoured message. What is no OpenPGP at all, such as
// an example in prose, stays text.
func (o *opener) inlineMessage(b block, armour []byte, path string, in layer) (segment, bool) {
	c, inner, err := o.message(b.binary, path, in)
	switch {
	case errors.Is(err, errClosed):
		return segment{text: armour, closed: true, layer: inner}, true
	case err != nil:
		o.found(foundUnparsable, path, b.kind)
		return segment{}, false
	}
	return segment{text: c.literal, charset: armorCharset(armour), layer: inner}, true
}

// armorCharset returns what the Charset header of a block says (RFC 9580
// section 6.2.2.4).
func armorCharset(armour []byte) string {
	for line := range bytes.Lines(armour[:min(len(armour), maxHeaderLine)]) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(trimBlank(name), []byte("Charset")) {
			return mime.Sanitize(string(trimBlank(value)))
		}
	}
	return ""
}

// replace puts segments in place of a text part. A single one that is not
// surrounded by text takes its place; else they become its children.
func (o *opener) replace(p *mime.Part, segs []segment) *mime.Part {
	shown := slices.DeleteFunc(slices.Clone(segs), func(s segment) bool { return s.plain && len(trimBlank(s.text)) == 0 })
	if len(shown) == 1 {
		return o.segment(p, shown[0], p.Path)
	}
	q := *p
	q.Type, q.Content = "multipart/mixed", nil
	q.Children = nil
	for i, s := range shown {
		q.Children = append(q.Children, o.segment(p, s, fmt.Sprintf("%s.%d", p.Path, i+1)))
	}
	return &q
}

// segment makes a part of one segment of p. What was protected may hold a MIME
// entity or armour again.
func (o *opener) segment(p *mime.Part, s segment, path string) *mime.Part {
	if !s.plain && looksMIME(s.text) && s.depth <= maxLayers {
		return o.entity(s.text, path, s.layer)
	}
	q := *p
	q.Path, q.Children, q.Content = path, nil, s.text
	if q.Content == nil {
		q.Content = []byte{}
	}
	q.Body = q.Content // what it came as is not to be looked at again
	if !s.plain {
		q.Type, q.Params = "text/plain", textParams(p.Params, s.text, s.charset)
	}
	if !s.plain && !s.closed && bytes.Contains(s.text, beginMark) && s.depth <= maxLayers {
		return o.inline(&q, s.layer)
	}
	return o.plain(&q, s.layer)
}

// textParams are the parameters of a text part for the text that was inside.
// That is in UTF-8 if it can be and is not plain ASCII; else, as with
// ISO-2022-JP, in the charset that the armour names, or that of the part. No
// signature covers either of them.
func textParams(params map[string]string, text []byte, named string) map[string]string {
	params = maps.Clone(params)
	if params == nil {
		params = map[string]string{}
	}
	switch {
	case utf8.Valid(text) && slices.ContainsFunc(text, func(c byte) bool { return c >= utf8.RuneSelf }):
		params["charset"] = "utf-8"
	case named != "" && (!utf8.Valid(text) || bytes.IndexByte(text, 0x1b) >= 0):
		params["charset"] = named
	}
	delete(params, "format")
	return params
}

// looksMIME reports whether text begins with a MIME header.
func looksMIME(text []byte) bool {
	line, _ := lineAt(text, 0)
	name, _, ok := bytes.Cut(line, []byte(":"))
	return ok && (len(name) < 40 && bytes.HasPrefix(bytes.ToLower(name), []byte("content-")) || bytes.EqualFold(name, []byte("mime-version")))
}
