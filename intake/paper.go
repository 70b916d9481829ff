package intake

import (
	"bytes"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"tocsin/intake/mime"
	"tocsin/store"
)

// byHand is the Why of what a person of the team took down: a fax, a call. Its
// reporter is named inside, and nobody is answered by mail.
const byHand = "taken down by hand"

// paper reports whether what came by a channel is no mail but words of its
// own: anything without an author that did not come from a mailbox or a file
// of mail.
func paper(channel string, raw []byte) bool {
	switch channel {
	case "imap", "file", "import", "quarantine":
		return false
	}
	head := raw[:min(len(raw), 64<<10)]
	return !mime.Read(head, mime.DefaultLimits()).Header.Has("From")
}

// openPaper lays out a fax or a note of a call as the body of a mail without an
// author, named by its channel and file.
func (x *Reader) openPaper(raw []byte, at time.Time, channel, name string) *Reading {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"\/:;<>`, r) || r < ' ' {
			return '_'
		}
		return r
	}, filepath.Base(mime.Sanitize(name)))
	head := "Subject: " + channel + " " + name + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		head = "Subject: " + channel + " " + name + "\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n"
	}
	mail := mime.Read(append([]byte(head), raw...), x.Limits)
	return x.unlock(mail, Class{Kind: Human, Why: byHand}, store.Message{Received: at, Channel: channel, Size: int64(len(raw))})
}
