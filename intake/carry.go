package intake

import (
	"strings"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
)

// carried is the filed message as another team can read it: the bytes as
// received, or, where it came encrypted to us, what was in it. It runs only
// for an entry that is encrypted in turn (Protect).
func (x *Reader) carried(raw []byte) ([]byte, error) {
	mail := mime.Read(raw, x.Limits)
	opened := pgp.Open(mail, x.Ring, pgp.Options{Now: x.Now(), Own: x.Own, Limits: x.Limits})
	if !opened.Protection.Decrypted {
		return raw, nil
	}
	return plainCopy(mail, opened).Compose()
}

// plainCopy lays a decrypted message out anew: its header fields that name
// it, its text, its attachments.
func plainCopy(mail *mime.Message, opened pgp.Opened) mime.Letter {
	letter := mime.Letter{Subject: mime.Sanitize(opened.Header.Text("Subject")), Text: opened.Message.Body()}
	letter.From, _ = mail.Header.From()
	if to, _ := mail.Header.Addresses("To"); len(to) > 0 {
		letter.To = to[0]
	}
	letter.Date, _ = mail.Header.Date()
	if ids := mail.Header.MessageIDs("Message-ID"); len(ids) > 0 {
		letter.MessageID = ids[0]
	}
	for _, leaf := range opened.Message.Root.Leaves() {
		if leaf.Disposition != "attachment" && leaf.Filename == "" || strings.HasPrefix(leaf.Type, "application/pgp-") {
			continue
		}
		letter.Attach = append(letter.Attach, mime.Attachment{Type: leaf.Type, Name: leaf.Filename, Data: leaf.Decode()})
	}
	return letter
}
