package daemon

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tocsin/cmd/tocsin/config"
)

// An error names its server once, however often the layers below did.
func TestServerErrorNamesOnce(t *testing.T) {
	box := config.Address{Scheme: "imaps", User: "team", Host: "mail.example:993", Folder: "INBOX"}
	post := config.Address{Scheme: "smtp", Host: "mail.example:25"}
	for text, c := range map[string]struct {
		at   config.Address
		want string
	}{
		"mailbox: team@mail.example:993/INBOX: login of team refused by mail.example:993: NO (check user)": {box,
			"team@mail.example:993/INBOX: login of team refused: NO (check user)"},
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
