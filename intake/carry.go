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
	return x.plainCopy(mail, opened).Compose()
}

// plainCopy lays a decrypted message out anew: its header fields that name
// it, its text, its attachments. What it lacks of a header is filled in, since
// a letter without is none: it was sent to us, and now is when we pass it on.
func (x *Reader) plainCopy(mail *mime.Message, opened pgp.Opened) mime.Letter {
	letter := mime.Letter{Subject: mime.Sanitize(opened.Header.Text("Subject")), Text: opened.Message.Body(), Date: x.Now(),
		From: mime.Address{Name: "unknown sender", Addr: "unknown@sender.invalid"}, To: mime.Address{Addr: x.Own[0]}}
	if from, ok := mail.Header.From(); ok {
		letter.From = from
	}
	if to, _ := mail.Header.Addresses("To"); len(to) > 0 && to[0].Addr != "" {
		letter.To = to[0]
	}
	if date, ok := mail.Header.Date(); ok {
		letter.Date = date
	}
	if ids := mail.Header.MessageIDs("Message-ID"); len(ids) > 0 && mime.IsMessageID(ids[0]) {
		letter.MessageID = ids[0]
	}
	for _, leaf := range opened.Message.Root.Leaves() {
		ofFile := leaf.Type == "application/pgp-signature" && leaf.Filename != ""
		if leaf.Disposition != "attachment" && leaf.Filename == "" || strings.HasPrefix(leaf.Type, "application/pgp-") && !ofFile {
			continue
		}
		letter.Attach = append(letter.Attach, mime.Attachment{Type: leaf.Type, Name: leaf.Filename, Data: leaf.Decode()})
	}
	return letter
}
