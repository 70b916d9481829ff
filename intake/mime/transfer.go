package mime

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Transfer codings that are decoded.
const (
	coding7bit   = "7bit"
	codingBase64 = "base64"
	codingQP     = "quoted-printable"
	codingUU     = "uuencode"
)

// transferCoding maps a Content-Transfer-Encoding to a coding and a finding,
// "" for none. One that is not known is taken as it stands.
func transferCoding(value string) (coding, finding string) {
	name := strings.ToLower(strings.TrimSpace(stripComments(value)))
	if i := strings.IndexAny(name, " ;\t"); i >= 0 {
		name = name[:i]
	}
	name = strings.Trim(name, `"'`)
	if name != strings.ToLower(value) {
		finding = FoundTransferName
	}
	switch name {
	case "":
		return coding7bit, ""
	case "7bit", "8bit", "binary":
		return coding7bit, finding
	case codingBase64:
		return codingBase64, finding
	case codingQP:
		return codingQP, finding
	case "7-bit", "8-bit", "7", "8", "7bits", "8bits", "none", "plain", "text":
		return coding7bit, FoundTransferName
	case "base-64", "base_64", "b64", "base64-encoded", "x-base64":
		return codingBase64, FoundTransferName
	case "quoted", "qp", "quoted-print", "quotedprintable", "quoted_printable", "quoted-printeable", "x-quoted-printable":
		return codingQP, FoundTransferName
	case "uuencode", "x-uuencode", "x-uue", "uue":
		return codingUU, FoundUUEncoded
	}
	return coding7bit, FoundTransferUnknown
}

// Decode returns the content without its transfer encoding: Content if it was
// set, else Body decoded as far as the limits allow. The result is kept and
// must not be changed.
func (p *Part) Decode() []byte {
	if p.Content != nil {
		return p.Content
	}
	if p.decoded == nil {
		p.decoded = p.decode()
	}
	return p.decoded
}

func (p *Part) decode() []byte {
	if p.message == nil {
		return p.Body // made by hand
	}
	out, junk := p.decodeUpTo(p.room)
	if p.coding == codingBase64 && p.isWords(out) {
		out, junk = p.Body, true
	}
	if junk {
		p.note(FoundTransferJunk, p.coding)
	}
	return out
}

// decodeUpTo decodes at most room bytes. junk says that something was passed
// over.
func (p *Part) decodeUpTo(room int) (out []byte, junk bool) {
	switch p.coding {
	case codingBase64:
		return decodeBase64(p.Body, room)
	case codingQP:
		return decodeQP(p.Body, room)
	case codingUU:
		return decodeUU(p.Body, room)
	}
	return p.Body[:min(len(p.Body), room)], false
}

// Start is Decode for the first n bytes of the content, without keeping it:
// enough to tell what a file is.
func (p *Part) Start(n int) []byte {
	if p.Content != nil || p.decoded != nil || p.message == nil {
		data := p.Decode()
		return data[:min(len(data), n)]
	}
	out, _ := p.decodeUpTo(min(p.room, n))
	return out
}

// isWords reports whether a text that calls itself base64 is plain text: words
// that decode to no text.
func (p *Part) isWords(decoded []byte) bool {
	if !strings.HasPrefix(p.Type, "text/") || utf8.Valid(decoded) && looksText(decoded) {
		return false
	}
	head := p.Body[:min(len(p.Body), 4096)]
	between := bytes.Count(head, []byte(" ")) - bytes.Count(head, []byte(" \n")) - bytes.Count(head, []byte(" \r\n"))
	return between*16 > len(head)
}

// decodedBound is the most that the body can decode to.
func (p *Part) decodedBound() int {
	if p.coding == codingBase64 {
		return len(p.Body)/4*3 + 3
	}
	return len(p.Body)
}

// decodeBase64 decodes at most room bytes of base64 as mail has it: blanks
// and lines anywhere, padding in the middle where texts were joined or missing
// at the end. Characters that do not belong are passed over and are junk.
func decodeBase64(src []byte, room int) (out []byte, junk bool) {
	out = make([]byte, 0, min(len(src)/4*3+3, room))
	var group uint32
	n := 0 // characters in group
	finish := func() {
		if n >= 2 {
			out = append(out, byte(group>>(6*n-8)))
		}
		if n == 3 {
			out = append(out, byte(group>>2))
		}
		junk = junk || n == 1
		group, n = 0, 0
	}
	for i := 0; i < len(src) && len(out) < room; i++ {
		v := base64Values[src[i]]
		switch {
		case v < 64:
			group = group<<6 | uint32(v)
			if n++; n == 4 {
				out = append(out, byte(group>>16), byte(group>>8), byte(group))
				group, n = 0, 0
			}
		case v == base64Pad:
			finish()
		case v == base64Junk:
			junk = true
		}
	}
	finish()
	return out[:min(len(out), room)], junk
}

// Values of base64Values that are no digit.
const (
	base64Pad   = 64
	base64Space = 65
	base64Junk  = 66
)

// base64Values maps each byte to its base64 digit or to one of the above.
var base64Values = func() (values [256]byte) {
	for i := range values {
		values[i] = base64Junk
	}
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for i := range len(digits) {
		values[digits[i]] = byte(i)
	}
	values['='] = base64Pad
	for _, c := range " \t\r\n" {
		values[c] = base64Space
	}
	return values
}()

// decodeQP decodes at most room bytes of quoted-printable (RFC 2045 section
// 6.7). An "=" that is no code stays as it is and is junk.
func decodeQP(src []byte, room int) (out []byte, junk bool) {
	out = make([]byte, 0, min(len(src), room))
	for len(src) > 0 && len(out) < room {
		end := lineEnd(src, 0)
		line := src[:end]
		src = src[end:]
		var bad bool
		out, bad = appendQPLine(out, line)
		junk = junk || bad
	}
	return out[:min(len(out), room)], junk
}

// appendQPLine decodes one line: blanks at its end are no content, and "="
// there joins it to the next.
func appendQPLine(out, line []byte) ([]byte, bool) {
	text := bytes.TrimRight(trimEOL(line), " \t")
	eol := line[len(trimEOL(line)):]
	if bytes.HasSuffix(text, []byte("=")) {
		text, eol = text[:len(text)-1], nil
	}
	junk := false
	for {
		i := bytes.IndexByte(text, '=')
		if i < 0 {
			out = append(out, text...)
			return append(out, eol...), junk
		}
		out = append(out, text[:i]...)
		text = text[i:]
		if len(text) >= 3 {
			if hi, lo := unhex(text[1]), unhex(text[2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				text = text[3:]
				continue
			}
		}
		junk = true
		out = append(out, '=')
		text = text[1:]
	}
}

// decodeUU decodes the first uuencoded file in src: lines of a length
// character and groups of four, from "begin" to "end".
func decodeUU(src []byte, room int) (out []byte, junk bool) {
	begun := false
	for len(src) > 0 && len(out) < room {
		end := lineEnd(src, 0)
		line := bytes.TrimRight(trimEOL(src[:end]), " \t")
		src = src[end:]
		switch {
		case !begun:
			begun = bytes.HasPrefix(line, []byte("begin "))
		case string(line) == "end":
			return out[:min(len(out), room)], junk
		case len(line) > 0 && line[0] != '`':
			var bad bool
			out, bad = appendUULine(out, line)
			junk = junk || bad
		}
	}
	return out[:min(len(out), room)], true
}

// appendUULine decodes one line; blanks that were lost at its end are put back.
func appendUULine(out, line []byte) ([]byte, bool) {
	want := int(line[0]-' ') & 63
	groups := line[1:]
	start := len(out)
	for i := 0; len(out)-start < want; i += 4 {
		var v uint32
		for j := range 4 {
			v <<= 6
			if i+j < len(groups) {
				v |= uint32(groups[i+j]-' ') & 63
			}
		}
		out = append(out, byte(v>>16), byte(v>>8), byte(v))
	}
	return out[:start+want], len(groups)*3 < want*4-4
}
