package courier

import (
	"errors"
	"fmt"
	"unicode"

	"github.com/emersion/go-smtp"
)

// A stage is how far a submission had come when its reply came or failed to.
type stage int

const (
	atMail stage = iota // MAIL FROM
	atRcpt              // RCPT TO
	atData              // DATA and the mail itself, before the final dot
	atDot               // the final dot was or may have been sent
)

// A fate is what an attempt means for its entry and its connection; the
// package comment has the table.
type fate int

const (
	accepted fate = iota
	refused       // for good
	deferred      // for now, this recipient
	again         // the connection is gone, the mail surely was not taken
	blocked       // the sender or the session is refused, not this mail
	unclear       // the mail may have been taken
)

// judge reads the fate out of a stage and the error met there.
func judge(at stage, err error) fate {
	var reply *smtp.SMTPError
	switch {
	case err == nil:
		return accepted
	case !errors.As(err, &reply) && at == atDot:
		return unclear
	case !errors.As(err, &reply):
		return again
	case reply.Code == 421:
		return again
	case at == atMail && !tooLarge(reply), wantsLogin(reply):
		return blocked
	case reply.Code/100 == 5:
		return refused
	case reply.Code/100 == 4:
		return deferred
	case at == atDot:
		return unclear
	}
	return again // a reply of the wrong kind: out of step with the server
}

func tooLarge(r *smtp.SMTPError) bool {
	return r.Code == 552 || r.EnhancedCode == smtp.EnhancedCode{5, 3, 4}
}

// wantsLogin knows the replies that speak of the session (RFC 4954 section 6,
// RFC 5321 "bad sequence"): they would meet every mail alike.
func wantsLogin(r *smtp.SMTPError) bool {
	switch r.Code {
	case 454, 503, 530, 534, 535, 538:
		return true
	}
	return false
}

// sameForAll says whether a temporary refusal is about the destination and not
// about one mailbox in it (RFC 3463 section 3: x.1 and x.2 are about a mailbox).
func sameForAll(err error) bool {
	var reply *smtp.SMTPError
	if !errors.As(err, &reply) {
		return false
	}
	return reply.EnhancedCode[1] != 1 && reply.EnhancedCode[1] != 2
}

// words returns the server's reply in one line, or the error.
func words(err error) string {
	var reply *smtp.SMTPError
	if !errors.As(err, &reply) {
		return err.Error()
	}
	if reply.EnhancedCode[0] <= 0 {
		return fmt.Sprintf("%d %s", reply.Code, oneLine(reply.Message))
	}
	e := reply.EnhancedCode
	return fmt.Sprintf("%d %d.%d.%d %s", reply.Code, e[0], e[1], e[2], oneLine(reply.Message))
}

// oneLine makes foreign words fit for a log and a terminal: printable, short.
func oneLine(s string) string {
	const most = 400
	out := make([]rune, 0, min(len(s), most))
	for _, r := range s {
		switch {
		case len(out) == most:
			return string(out) + "…"
		case r == '\n':
			r = ' '
		case r < ' ' || r == 0xfffd || 0x7f <= r && r < 0xa0 || unicode.Is(unicode.Cf, r):
			r = '?'
		}
		out = append(out, r)
	}
	return string(out)
}
