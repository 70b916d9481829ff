package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"tocsin/intake/mime"
)

// contentOf digests what a message carries, whatever route it took: Subject,
// From, those of messages within it, and the decoded bytes of each leaf with
// its type and name. Two deliveries of one mail differ in their trace fields
// and transfer encodings only, and so have the same content; design section 3.
// Of a message that was not read to its end, the body as received counts too.
func contentOf(m *mime.Message) string {
	var said []byte
	word := func(s string) { said = append(append(strconv.AppendInt(said, int64(len(s)), 10), ' '), s...) }
	body := func(digest [sha256.Size]byte) { said = append(said, digest[:]...) }
	named := func(fields mime.Header) {
		for _, name := range []string{"Subject", "From"} {
			word(fields.Text(name))
		}
	}
	named(m.Header)
	word(m.Header.Get("Auto-Submitted")) // an answer to it depends on this
	m.Root.Walk(func(p *mime.Part) bool {
		switch {
		case len(p.Children) == 0:
			digest := leafDigest(p)
			word(p.Type)
			word(p.Filename)
			body(digest)
		case !p.IsMultipart(): // an embedded message
			named(p.Children[0].Header)
			word(p.Children[0].Header.Get("Message-ID") + " " + p.Children[0].Header.Get("Date"))
		}
		return true
	})
	if m.Exceeded != "" {
		body(linesDigest(m.Root.Body))
	}
	all := sha256.Sum256(said)
	return hex.EncodeToString(all[:])
}

// leafDigest is of the decoded leaf, a text with one kind of line end and
// without the empty lines that mailbox files add or take at its end.
func leafDigest(p *mime.Part) [sha256.Size]byte {
	if strings.HasPrefix(p.Type, "text/") {
		return linesDigest(p.Decode())
	}
	return sha256.Sum256(p.Decode())
}

// linesDigest is of a text as if its lines ended in LF, the last in nothing.
func linesDigest(text []byte) (sum [sha256.Size]byte) {
	for n := len(text) - 1; n >= 0 && text[n] == '\n'; n = len(text) - 1 {
		text = bytes.TrimSuffix(text[:n], []byte("\r"))
	}
	h := sha256.New()
	run := make([]byte, 0, 1<<10) // digested at once, since lines are short
	for len(text) > 0 {
		line, _, ended := bytes.Cut(text, crlf)
		text = text[len(line):]
		if ended {
			text = text[1:] // from the LF on
		}
		if len(run)+len(line) > cap(run) {
			h.Write(run)
			run = run[:0]
		}
		if len(line) > cap(run) {
			h.Write(line)
		} else {
			run = append(run, line...)
		}
	}
	h.Write(run)
	h.Sum(sum[:0])
	return sum
}

var crlf = []byte("\r\n")
