package daemon

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tocsin/cmd/tocsin/config"
)

// An error names its server once, however often the layers below did.
func TestServerErrorNamesOnce(t *testing.T) {
	post := config.Address{Scheme: "smtp", Host: "mail.example:25"}
	for text, c := range map[string]struct {
		at   config.Address
		want string
	}{
		"courier: smtp://mail.example: dial tcp [2001:db8::1]:25: connect: no route": {post,
			"mail.example:25: connect: no route"},
		"courier: smtp://mail.example:25: dial tcp mail.example:25: connect: connection refused": {post,
			"mail.example:25: connect: connection refused"},
		"courier: smtp://mail.example:25: dial tcp: lookup mail.example: no such host": {post,
			"mail.example:25: dial tcp: lookup mail.example: no such host"},
		"something else": {post, "mail.example:25: something else"},
	} {
		err := &ServerError{c.at, errors.Join(fs.ErrClosed)}
		if !errors.Is(err, fs.ErrClosed) {
			t.Error("the cause is lost")
		}
		err.Err = errors.New(text)
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestMailboxErrorNamesOnce(t *testing.T) {
	box := config.Address{Scheme: "imaps", User: "team", Host: "mail.example:993", Folder: "INBOX"}
	for text, want := range map[string]string{
		"login of team refused by mail.example:993: NO (check user)":                              "login of team refused: NO (check user)",
		"cannot connect to mail.example:993: dial tcp 192.0.2.1:993: connect: connection refused": "cannot connect: connect: connection refused",
	} {
		err := &ServerError{box, fmt.Errorf("mailbox: team@mail.example/INBOX: %w", errors.New(text))}
		if diff := cmp.Diff("team@mail.example:993/INBOX: "+want, err.Error()); diff != "" {
			t.Error(diff)
		}
	}
}

// What the store says is not put down to the server.
func TestOfServer(t *testing.T) {
	post := config.Address{Scheme: "smtp", Host: "mail.example:25"}
	for text, want := range map[string]string{
		"courier: smtp://mail.example:25: no": "mail.example:25: no",
		"courier: claim: disk full":           "courier: claim: disk full",
	} {
		if got := OfServer(post, errors.New(text)).Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestProblemOf(t *testing.T) {
	for text, want := range map[string]config.Problem{
		"template: forms/f.toml:2: unknown key":      {File: "forms/f.toml", Line: 2, Message: "unknown key"},
		"template: forms/f.toml: form x: no label":   {File: "forms/f.toml", Message: "form x: no label"},
		"open forms/f.toml: permission denied":       {File: "forms/f.toml", Message: "open forms/f.toml: permission denied"},
		"template: forms/f.toml:x: what may that be": {File: "forms/f.toml", Message: "x: what may that be"},
	} {
		if diff := cmp.Diff(want, problemOf("forms/f.toml", errors.New(text))); diff != "" {
			t.Error(diff)
		}
	}
}
