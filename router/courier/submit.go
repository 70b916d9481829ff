package courier

import (
	"bytes"
	"context"
	"fmt"

	"github.com/emersion/go-smtp"

	"tocsin/store"
)

// submit hands one mail to the server and says how far it came: its reply, or
// the stage and error for judge. The end of ctx cuts the connection.
func (s *session) submit(ctx context.Context, from string, o store.Outgoing, raw []byte) (reply string, at stage, err error) {
	defer s.bound(ctx)()
	s.mails++
	if err := s.fits(raw); err != nil {
		return "", atRcpt, err
	}
	if err := s.client.Mail(from, mailOptions(o, len(raw))); err != nil {
		return "", atMail, err
	}
	if err := s.client.Rcpt(o.To, rcptOptions(o)); err != nil {
		return "", atRcpt, err
	}
	w, err := s.client.Data()
	if err != nil {
		return "", atData, err
	}
	if _, err := w.Write(raw); err != nil {
		return "", atData, err
	}
	answer, err := w.CloseWithResponse()
	if err != nil {
		return "", atDot, err
	}
	return oneLine(answer.StatusText), atDot, nil
}

// fits compares the mail with what the server said it takes (RFC 1870, RFC
// 6152), so that what can't succeed is not sent.
func (s *session) fits(raw []byte) error {
	if most, ok := s.client.MaxMessageSize(); ok && most > 0 && len(raw) > most {
		return &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4},
			Message: fmt.Sprintf("not sent: %d bytes, the server takes %d", len(raw), most)}
	}
	eightBit := bytes.ContainsFunc(raw, func(r rune) bool { return r >= 0x80 })
	if ok, _ := s.client.Extension("8BITMIME"); eightBit && !ok {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 3},
			Message: "not sent: the mail has 8-bit content and the server takes 7-bit only"}
	}
	return nil
}

// mailOptions asks for bounces without our content, named after the entry.
func mailOptions(o store.Outgoing, size int) *smtp.MailOptions {
	opt := &smtp.MailOptions{Size: int64(size)}
	if !o.Auto {
		opt.Return, opt.EnvelopeID = smtp.DSNReturnHeaders, envelopeID(o.ID)
	}
	return opt
}

// envelopeID keeps to what RFC 3461 section 4.4 allows: 100 printable characters.
func envelopeID(id string) string {
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return ""
		}
	}
	return id[:min(len(id), 100)]
}

// rcptOptions wants no word about acknowledgements, whatever becomes of them.
func rcptOptions(o store.Outgoing) *smtp.RcptOptions {
	if !o.Auto {
		return nil
	}
	return &smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifyNever}}
}

// normalise gives every line its CRLF: a bare CR goes through go-smtp as it
// is, and servers differ on what it ends. Right input is returned as it came.
func normalise(raw []byte) []byte {
	odd := oddBreaks(raw)
	if odd == 0 {
		return raw
	}
	out := make([]byte, 0, len(raw)+odd)
	for i, b := range raw {
		switch {
		case b == '\r' && (i+1 == len(raw) || raw[i+1] != '\n'):
			out = append(out, '\r', '\n')
		case b == '\n' && (i == 0 || raw[i-1] != '\r'):
			out = append(out, '\r', '\n')
		default:
			out = append(out, b)
		}
	}
	return out
}

// oddBreaks counts the CR and LF that stand alone.
func oddBreaks(raw []byte) int {
	pairs := bytes.Count(raw, []byte("\r\n"))
	return bytes.Count(raw, []byte("\r")) + bytes.Count(raw, []byte("\n")) - 2*pairs
}
