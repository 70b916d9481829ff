package pgp

import (
	"bytes"
	"encoding/base64"
	"errors"
	"regexp"
	"slices"
	"unicode/utf8"
)

// Kinds of armour (RFC 9580 section 6.2).
const (
	kindMessage   = "PGP MESSAGE"
	kindClear     = "PGP SIGNED MESSAGE"
	kindSignature = "PGP SIGNATURE"
	kindPublic    = "PGP PUBLIC KEY BLOCK"
	kindPrivate   = "PGP PRIVATE KEY BLOCK"
)

// Bounds on armour. go-crypto's reader has none and is quadratic in the
// length of a header line, so nothing reaches it from a mail.
const (
	maxBlocks     = 16      // blocks looked at in one text
	maxHeaderLine = 1 << 10 // bytes
	maxHeaders    = 32      // lines
)

var (
	beginMark = []byte("-----BEGIN PGP ")
	bareMark  = beginMark[len("-----"):]
	endMark   = []byte("-----END PGP ")
	dashes    = []byte("-----")
)

// errArmor says that a BEGIN line is not followed by well-formed armour.
var errArmor = errors.New("malformed armour")

// A block is one armoured structure in a text, from the start of its BEGIN
// line to the end of its END line.
type block struct {
	kind       string
	start, end int
	text       []byte // of a cleartext signature: the signed lines, still escaped
	body       []byte // base64 lines without checksum
	err        error  // what is wrong with it; end is then the end of the BEGIN line
}

// blocks finds the armour in a text, in order, in linear time. A line counts
// as BEGIN line only if nothing but blanks stands before it, so quoted armour
// ("> -----BEGIN") is text.
func blocks(text []byte) []block { return blocksUpTo(text, maxBlocks) }

// blocksUpTo is blocks with a bound of its own: key files hold many.
func blocksUpTo(text []byte, bound int) []block {
	var list []block
	for at := 0; len(list) < bound; {
		i := bytes.Index(text[at:], beginMark)
		if i < 0 {
			break
		}
		at += i
		line, next := lineAt(text, at)
		start := lineStart(text, at)
		if len(trimBlank(text[start:at])) != 0 {
			at = next // no other BEGIN line can begin on this one
			continue
		}
		b := block{start: start, end: next}
		if b.kind, b.err = markKind(line); b.err == nil {
			b.parse(text)
		}
		list = append(list, b)
		at = b.end
	}
	return list
}

// strayMark is a BEGIN line whose dashes a word processor, a mail program that
// marks bold text, or a person changed; "=2D" is a dash of quoted-printable.
var strayMark = regexp.MustCompile(`^[\s\x{a0}*_]*(?:[\p{Pd}\x{2212}\s\x{a0}]|=2D)+BEGIN PGP (SIGNED )?MESSAGE(?:[\p{Pd}\x{2212}\s\x{a0}]|=2D)+[*_\s]*$`)

// hasStrayMark reports whether a text has such a line.
func hasStrayMark(text []byte) bool {
	for at := 0; ; {
		i := bytes.Index(text[at:], bareMark)
		if i < 0 {
			return false
		}
		start := lineStart(text, at+i)
		var line []byte
		if line, at = lineAt(text, start); len(line) < maxHeaderLine && strayMark.Match(line) {
			return true
		}
	}
}

// markKind returns the kind that a BEGIN or END line names. With more on the
// line than that it is errArmor.
func markKind(line []byte) (string, error) {
	line = trimBlank(line)
	inner := bytes.TrimPrefix(line, []byte("-----BEGIN "))
	kind, rest, _ := bytes.Cut(inner, dashes)
	if len(inner) == len(line) || len(kind) > 64 {
		return "PGP", errArmor
	}
	if len(rest) > 0 || len(kind) == len(inner) {
		return string(kind), errArmor
	}
	return string(kind), nil
}

// parse reads what follows the BEGIN line at text[:b.end].
func (b *block) parse(text []byte) {
	rest := text[b.end:]
	if b.kind == kindClear {
		cut := clearEnd(rest)
		if cut < 0 {
			b.err = errArmor
			return
		}
		b.text = rest[:cut]
		_, next := lineAt(rest, cut)
		rest = rest[next:]
	}
	kind := b.kind
	if kind == kindClear {
		kind = kindSignature
	}
	body, used, err := armorBody(rest, kind)
	if err != nil {
		b.err = err
		return
	}
	b.body = body
	b.end = len(text) - len(rest) + used
}

// clearEnd finds the line that ends the signed text, -1 if there is none or
// another block begins before it.
func clearEnd(text []byte) int {
	for at := 0; ; {
		i := bytes.Index(text[at:], beginMark)
		if i < 0 {
			return -1
		}
		at += i
		if at > 0 && text[at-1] != '\n' {
			at += len(beginMark)
			continue
		}
		line, _ := lineAt(text, at)
		if kind, err := markKind(line); err != nil || kind != kindSignature {
			return -1
		}
		return at
	}
}

// armorBody reads armour headers, base64 lines and the END line of kind. It
// returns the base64 lines and how much of text was used.
func armorBody(text []byte, kind string) (body []byte, used int, err error) {
	at, err := skipHeaders(text)
	if err != nil {
		return nil, 0, err
	}
	end := bytes.Index(text[at:], endMark)
	if end < 0 {
		return unended(text, at, kind)
	}
	end += at
	line, next := lineAt(text, end)
	start := lineStart(text, end)
	if start < at || len(trimBlank(text[start:end])) != 0 || !bytes.Equal(trimBlank(line), []byte("-----END "+kind+"-----")) {
		return nil, 0, errArmor
	}
	body = text[at:start]
	if bytes.Contains(body, dashes) {
		return nil, 0, errArmor
	}
	return withoutChecksum(body), next, nil
}

// minLine is how long the first line of base64 is at least: 60 in practice. A
// shorter one may be a word of prose.
const minLine = 48

// unended reads a message that was cut off before its END line: base64 up to
// the first line of something else. Integrity will tell whether more is missing.
func unended(text []byte, start int, kind string) (body []byte, used int, err error) {
	at := start
	if first, _ := lineAt(text, start); kind != kindMessage || len(first) < minLine {
		return nil, 0, errArmor
	}
	for at < len(text) {
		line, next := lineAt(text, at)
		if !isBase64(trimBlank(line)) {
			break
		}
		at = next
	}
	return withoutChecksum(text[start:at]), at, nil
}

// skipHeaders returns where the base64 begins: after the blank line. Mail
// programs lose that line now and then, or put more of them between the
// headers; base64 may follow at once, since what it holds proves itself.
func skipHeaders(text []byte) (int, error) {
	for at, n := 0, 0; at < len(text); n++ {
		line, next := lineAt(text, at)
		if len(line) > maxHeaderLine || n > maxHeaders {
			return 0, errArmor
		}
		line = trimBlank(line)
		if len(line) == 0 {
			rest := bytes.TrimLeft(text[next:], " \t\r\n")
			if !armorHeader(rest) {
				return next, nil
			}
			next = len(text) - len(rest)
		} else if colon := bytes.IndexByte(line, ':'); colon < 1 {
			if n == 0 && isBase64(line) {
				return at, nil
			}
			return 0, errArmor
		}
		at = next
	}
	return 0, errArmor
}

// armorHeader reports whether text begins with a header of armour (RFC 9580
// section 6.2.2).
func armorHeader(text []byte) bool {
	for _, name := range []string{"Version: ", "Comment: ", "Charset: ", "Hash: ", "MessageID: "} {
		if bytes.HasPrefix(text, []byte(name)) {
			return true
		}
	}
	return false
}

// withoutChecksum cuts off the line "=XXXX" at the end. The checksum is not
// looked at (RFC 9580 section 6.1).
func withoutChecksum(body []byte) []byte {
	body = trimBlank(body)
	line := trimBlank(body[bytes.LastIndexByte(body, '\n')+1:])
	if len(line) == 5 && line[0] == '=' {
		return body[:len(body)-len(line)]
	}
	return body
}

// binary returns the content in memory of its own: as much of it as stands
// before the first fault.
func (b *block) binary() ([]byte, error) {
	data := make([]byte, base64.StdEncoding.DecodedLen(len(b.body)))
	n, err := base64.StdEncoding.Decode(data, b.body)
	if err != nil {
		n, err = base64.StdEncoding.Decode(data, b.base64())
	}
	return data[:n], err
}

// decode returns the binary content if it is at most limit bytes.
func (b *block) decode(limit int) ([]byte, error) {
	if b.err != nil {
		return nil, b.err
	}
	clean := b.base64()
	if len(clean)/4*3 > limit+limit/8 {
		return nil, errTooLarge
	}
	data := make([]byte, base64.StdEncoding.DecodedLen(len(clean)))
	n, err := base64.StdEncoding.Decode(data, clean)
	if err != nil || n == 0 {
		return nil, errArmor
	}
	return data[:n], nil
}

// base64 returns the lines without the blanks, soft hyphens and the like that
// mail programs leave in them; line ends are skipped by the decoder.
func (b *block) base64() []byte {
	if !slices.ContainsFunc(b.body, strayByte) {
		return b.body
	}
	return slices.DeleteFunc(bytes.Clone(b.body), strayByte)
}

// strayByte reports whether a byte is a blank, or of a character beyond ASCII.
func strayByte(c byte) bool { return c == ' ' || c == '\t' || c >= utf8.RuneSelf }

// isBase64 reports whether a line could be base64.
func isBase64(line []byte) bool {
	for _, c := range line {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && c != '+' && c != '/' && c != '=' {
			return false
		}
	}
	return len(line) > 0
}

// trimBlank cuts blanks off both ends, no-break spaces and a byte order mark
// included.
func trimBlank(b []byte) []byte {
	for {
		n := len(b)
		b = bytes.Trim(b, " \t\r\n\f\v")
		b = bytes.TrimPrefix(bytes.TrimSuffix(b, []byte("\u00a0")), []byte("\u00a0"))
		b = bytes.TrimPrefix(b, []byte("\ufeff"))
		b = bytes.TrimPrefix(bytes.TrimSuffix(b, []byte{0xa0}), []byte{0xa0})
		if len(b) == n {
			return b
		}
	}
}

// lineAt returns the line that begins at, without its line end, and where the
// next one begins.
func lineAt(text []byte, at int) (line []byte, next int) {
	end := bytes.IndexByte(text[at:], '\n')
	if end < 0 {
		return text[at:], len(text)
	}
	return bytes.TrimSuffix(text[at:at+end], []byte("\r")), at + end + 1
}

// lineStart returns where the line that holds text[at] begins.
func lineStart(text []byte, at int) int { return bytes.LastIndexByte(text[:at], '\n') + 1 }
