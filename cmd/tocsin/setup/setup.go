// Package setup writes what `tocsin init` leaves: a commented configuration
// whose blanks `tocsin check` names, a directory, keys and the blank form.
package setup

import (
	"bytes"
	"crypto/rand"
	_ "embed" // for the templates
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"
	"time"

	"tocsin/intake/pgp"
	"tocsin/store"
	forms "tocsin/template"
)

//go:embed tocsin.toml.tmpl
var configText string

//go:embed directory.toml.tmpl
var directoryText string

// Answers fill blanks beforehand; each may be "".
type Answers struct{ Name, Tag, Address string }

// A File is one file to write.
type File struct {
	Path string // relative to the folder
	Data []byte
	Mode os.FileMode
}

// Write makes the folder and writes all files into it, or none: a file that is
// there already is an error that names it. It returns the fingerprint of the
// new team key.
func Write(dir string, a Answers, now time.Time) (store.Fingerprint, error) {
	files, fpr, err := render(a, now)
	if err != nil {
		return "", err
	}
	for _, f := range files {
		switch _, err := os.Lstat(filepath.Join(dir, f.Path)); {
		case err == nil:
			return "", fmt.Errorf("%s is there already; nothing was written: choose an empty folder", filepath.Join(dir, f.Path))
		case !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("%w; nothing was written", err)
		}
	}
	for _, sub := range []string{"", "keys", "secrets", "state", "auto"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return "", err
		}
	}
	for _, f := range files {
		if err := create(filepath.Join(dir, f.Path), f); err != nil {
			return "", err
		}
	}
	return fpr, nil
}

func create(path string, f File) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, f.Mode)
	if err != nil {
		return err
	}
	_, err = out.Write(f.Data)
	return errors.Join(err, out.Close())
}

func render(a Answers, now time.Time) (files []File, fpr store.Fingerprint, err error) {
	config, err1 := fill("tocsin.toml", configText, a)
	directory, err2 := fill("directory.toml", directoryText, a)
	secret, fpr, err3 := teamKey(a, now)
	public, err4 := publicPart(secret)
	form, err5 := blankForm()
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return nil, "", err
	}
	seal := make([]byte, 32)
	rand.Read(seal)
	return []File{
		{"tocsin.toml", config, 0o600},
		{"directory.toml", directory, 0o644},
		{"keys/team.asc", secret, 0o600},
		{"keys/team.pub.asc", public, 0o644},
		{"keys/seal.key", []byte(hex.EncodeToString(seal) + "\n"), 0o600},
		{"form.txt", []byte(form), 0o644},
	}, fpr, nil
}

func fill(name, text string, a Answers) ([]byte, error) {
	t, err := template.New(name).Funcs(template.FuncMap{
		"quote": strconv.Quote,
		"blank": func(answer string) string {
			if answer == "" {
				return "  # FILL IN:"
			}
			return "  #"
		},
	}).Parse(text)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, a)
	return b.Bytes(), err
}

// teamKey makes the team's key. Without an answer its user id is a name alone.
func teamKey(a Answers, now time.Time) ([]byte, store.Fingerprint, error) {
	name := a.Name
	if name == "" {
		name = "Incident response team"
	}
	return pgp.GenerateTeamKey(name, a.Address, now)
}

func publicPart(secret []byte) ([]byte, error) {
	if len(secret) == 0 {
		return nil, nil // the error of the key itself says more
	}
	ring, err := pgp.NewRing([]pgp.SecretKey{{Armor: secret, Name: "keys/team.asc"}}, nil)
	if err != nil {
		return nil, err
	}
	return ring.ExportTeam()
}

// blankForm is our own form, in English.
func blankForm() (string, error) {
	all, err := forms.Builtin()
	if err != nil {
		return "", err
	}
	for _, info := range all.List() {
		if strings.HasPrefix(info.ID, "tocsin") {
			return all.Blank(info.ID, "en")
		}
	}
	return "", errors.New("setup: the built-in form is missing")
}
