package courier

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/emersion/go-smtp"
)

// aheadMost is the longest mail, as sent, behind whose final dot the next one's
// envelope goes in the same write. RFC 2920 section 3.1 wants such a group to
// fit into the window; one of 4 KiB fits into anybody's first read.
const aheadMost = 3 << 10

// submit hands one mail to the server and says how far it came: its reply, or
// the stage and error for judge. next may name the mail to be submitted after
// it, whose envelope then goes along.
func (s *session) submit(j *job, next func() *job) (said string, at stage, err error) {
	s.mails++
	if err := s.fits(j.raw); err != nil {
		return "", atRcpt, err
	}
	if at, err := s.open(j); err != nil {
		return "", at, err
	}
	if err := s.content(j.raw); err != nil {
		return "", atData, err
	}
	if s.offered("PIPELINING") && len(j.raw) <= aheadMost && s.out.Buffered() <= aheadMost {
		if n := next(); n != nil && s.fits(n.raw) == nil {
			s.ahead = n
			s.envelope(n)
		}
	}
	s.wire.patience = answerTime
	r, err := s.hear(2)
	s.wire.patience = s.wire.timeout
	return oneLine(r.text), atDot, err
}

// open begins the transaction of a mail, up to the server's leave to send it.
func (s *session) open(j *job) (at stage, err error) {
	if s.ahead == j {
		s.ahead = nil
		return s.answers()
	}
	if s.offered("PIPELINING") {
		s.envelope(j)
		return s.answers()
	}
	for at = atMail; at < atDot; at++ {
		s.ask(at, j)
		if _, err := s.hear(classOf(at)); err != nil {
			return at, err
		}
	}
	return atDot, nil
}

// envelope says all that comes before a mail, DATA last as RFC 2920 wants it.
func (s *session) envelope(j *job) {
	for at := atMail; at < atDot; at++ {
		s.ask(at, j)
	}
}

// answers reads the replies to an envelope, each of them: the first that
// refuses is what became of the mail. Leave to send one to nobody is answered
// by a lone dot (RFC 2920 section 3.1), leave that makes no sense by the end.
func (s *session) answers() (at stage, err error) {
	at = atDot
	for step := atMail; step < atDot; step++ {
		_, e := s.hear(classOf(step))
		switch {
		case e != nil && err == nil:
			at, err = step, e
		case e == nil && step == atData && at == atRcpt:
			_, e = s.command(2, ".")
		case e == nil && step == atData && at == atMail:
			s.raw.Close()
		}
		if e != nil && !isReply(e) {
			return at, err
		}
	}
	return at, err
}

// classOf is the first digit of the reply that lets a transaction go on.
func classOf(at stage) int {
	if at == atData {
		return 3
	}
	return 2
}

// ask says one command of an envelope, with what the server offers of SIZE
// (RFC 1870), 8BITMIME (RFC 6152) and DSN (RFC 3461): bounces shall come
// without our content, named after the entry; no word about acknowledgements,
// whatever becomes of them.
func (s *session) ask(at stage, j *job) {
	switch at {
	case atMail:
		s.say("MAIL FROM:<", j.from, ">")
		if s.offered("8BITMIME") {
			s.say(" BODY=8BITMIME")
		}
		if s.offered("SIZE") {
			s.say(" SIZE=", strconv.Itoa(len(j.raw)))
		}
		if s.offered("DSN") && !j.Auto {
			s.say(" RET=HDRS", envelopeID(j.ID))
		}
	case atRcpt:
		s.say("RCPT TO:<", j.To, ">")
		if s.offered("DSN") && j.Auto {
			s.say(" NOTIFY=NEVER")
		}
	default:
		s.say("DATA")
	}
	s.say("\r\n")
}

// content says the mail and its final dot, with a dot before each line that
// begins with one (RFC 5321 section 4.5.2). The mail is normalised.
func (s *session) content(raw []byte) error {
	rest := raw
	if bytes.HasPrefix(rest, []byte(".")) {
		s.say(".")
	}
	for {
		line, more, found := bytes.Cut(rest, []byte("\n."))
		if s.out.Write(line); !found {
			break
		}
		s.say("\n..")
		rest = more
	}
	if !bytes.HasSuffix(raw, []byte("\r\n")) {
		s.say("\r\n")
	}
	_, err := s.out.WriteString(".\r\n")
	return err
}

// fits compares the mail with what the server said it takes (RFC 1870, RFC
// 6152), so that what can't succeed is not sent.
func (s *session) fits(raw []byte) error {
	if s.most > 0 && len(raw) > s.most {
		return &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4},
			Message: fmt.Sprintf("not sent: %d bytes, the server takes %d", len(raw), s.most)}
	}
	if !s.offered("8BITMIME") && eightBit(raw) {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 3},
			Message: "not sent: the mail has 8-bit content and the server takes 7-bit only"}
	}
	return nil
}

func eightBit(raw []byte) bool {
	for _, c := range raw {
		if c >= 0x80 {
			return true
		}
	}
	return false
}

// reset ends a transaction that came to nothing.
func (s *session) reset() error {
	_, err := s.command(2, "RSET")
	return err
}

// envelopeID is the parameter that names an entry in what comes back, as far
// as RFC 3461 section 4.4 allows it: 100 printable characters, in xtext.
func envelopeID(id string) string {
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return ""
		}
	}
	if id == "" {
		return ""
	}
	return " ENVID=" + strings.ReplaceAll(strings.ReplaceAll(id[:min(len(id), 100)], "+", "+2B"), "=", "+3D")
}

// normalise gives every line its CRLF: servers differ on what a bare CR
// ends. Right input is returned as it came.
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
