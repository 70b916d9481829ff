package daemon

import (
	"errors"
	"regexp"
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
	err, host := e.Err, e.Server.Host
	if inner := errors.Unwrap(err); inner != nil && strings.HasPrefix(err.Error(), "mailbox: ") {
		err = inner
	}
	text := strings.TrimPrefix(err.Error(), "courier: ")
	if strings.HasPrefix(text, e.Server.Scheme+"://") {
		_, text, _ = strings.Cut(text, ": ")
	}
	text = strings.NewReplacer(" by "+host, "", " to "+host, "").Replace(text)
	return dialled.ReplaceAllString(text, "")
}

// OfServer is a courier's error, as one of the server if it names the server;
// else it is one of the store, say.
func OfServer(server config.Address, err error) error {
	if strings.HasPrefix(err.Error(), "courier: "+server.Scheme+"://") {
		return &ServerError{server, err}
	}
	return err
}

// dialled is what package net puts before the cause.
var dialled = regexp.MustCompile(`dial tcp \S+:\d+: `)

// single parts an error that joins several.
func single(err error) []error {
	var joined interface{ Unwrap() []error }
	switch {
	case err == nil:
		return nil
	case errors.As(err, &joined):
		return joined.Unwrap()
	}
	return []error{err}
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
