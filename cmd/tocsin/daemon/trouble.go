package daemon

import (
	"strconv"
	"strings"

	"tocsin/cmd/tocsin/config"
)

// A ServerError is what went wrong with a mailbox or the submission server.
type ServerError struct {
	Server config.Address
	Err    error
}

// Unwrap gives the cause.
func (e *ServerError) Unwrap() error { return e.Err }

// Error names the server, then gives Cause.
func (e *ServerError) Error() string { return e.Server.String() + ": " + e.Cause() }

// Cause says what went wrong without the name of the server, which the layers
// below put into their errors again and again.
func (e *ServerError) Cause() string {
	text, host := e.Err.Error(), e.Server.Host
	for _, again := range []string{"mailbox: ", "courier: ", e.Server.String() + ": ", e.Server.Scheme + "://" + host + ": "} {
		text = strings.TrimPrefix(text, again)
	}
	text = strings.Replace(text, " by "+host, "", 1)
	return strings.Replace(text, "dial tcp "+host+": ", "", 1)
}

// problemOf turns an error of a file's reader into a problem: the name of the
// file is no part of the message, a line number behind it is the line.
func problemOf(file string, err error) config.Problem {
	p := config.Problem{File: file, Message: strings.TrimPrefix(err.Error(), "template: ")}
	rest, ok := strings.CutPrefix(p.Message, file+":")
	if !ok {
		return p
	}
	p.Message = strings.TrimSpace(rest)
	if line, text, ok := strings.Cut(rest, ": "); ok {
		if n, err := strconv.Atoi(line); err == nil {
			p.Line, p.Message = n, text
		}
	}
	return p
}
