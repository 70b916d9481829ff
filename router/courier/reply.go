package courier

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/emersion/go-smtp"
)

// Bounds of a reply. RFC 5321 section 4.5.3.1.5 allows 512 octets a line; a
// longer one than the reader's buffer (4 KiB) is no reply either.
const mostReplyLines = 128

var errReply = errors.New("not a reply of SMTP")

// A reply is what a server says to one command (RFC 5321 section 4.2).
type reply struct {
	code int
	text string // its lines, with \n between them
}

// readReply reads one reply of one or many lines. After an error that is none
// of the connection's the two sides are out of step.
func readReply(in *bufio.Reader) (reply, error) {
	var r reply
	for n := range mostReplyLines {
		line, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return reply{}, err
		}
		code, text, more := replyLine(line)
		if err != nil || code == 0 || n > 0 && code != r.code {
			return reply{}, fmt.Errorf("%w: %.60q", errReply, line)
		}
		if r.code = code; n > 0 {
			r.text += "\n"
		}
		if r.text += string(text); !more {
			return r, nil
		}
	}
	return reply{}, fmt.Errorf("%w: it has no end", errReply)
}

// replyLine reads "250-text", "250 text" or "250"; code is 0 for anything else.
func replyLine(line []byte) (code int, text []byte, more bool) {
	line = bytes.TrimRight(line, "\r\n")
	if len(line) < 3 || len(line) > 3 && line[3] != ' ' && line[3] != '-' {
		return 0, nil, false
	}
	for _, c := range line[:3] {
		if c < '0' || c > '9' {
			return 0, nil, false
		}
		code = 10*code + int(c-'0')
	}
	if len(line) == 3 {
		return code, nil, false
	}
	return code, line[4:], line[3] == '-'
}

// refusal is the reply as an error, its enhanced code (RFC 2034) apart from
// its words.
func (r reply) refusal() *smtp.SMTPError {
	e := &smtp.SMTPError{Code: r.code, Message: r.text}
	first, rest, _ := strings.Cut(r.text, " ")
	if code, ok := enhancedCode(first); ok {
		e.EnhancedCode, e.Message = code, strings.ReplaceAll(rest, "\n"+first+" ", "\n")
	}
	return e
}

func enhancedCode(s string) (code smtp.EnhancedCode, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) != len(code) {
		return code, false
	}
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 10)
		if err != nil {
			return smtp.EnhancedCode{}, false
		}
		code[i] = int(n)
	}
	return code, true
}
