package daemon

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tocsin/cmd/tocsin/config"
	"tocsin/intake"
	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/router"
	"tocsin/store"
	"tocsin/template"
)

// Rooms is what reading a message takes besides the store: forms, letters,
// directory and the team's keys, unlocked.
type Rooms struct {
	Forms     *template.Forms
	Letters   *template.Letters
	Directory *router.Directory
	TeamKeys  []pgp.SecretKey
	Ring      *pgp.Ring // of the team's keys alone
}

// Load reads all that a config names. Without a config (nil) the forms are
// the built-in ones, the directory is empty and there are no keys. What can't
// be read is told as problems; the rest is there.
func Load(cfg *config.Config) (*Rooms, []config.Problem) {
	r := &Rooms{}
	var problems []config.Problem
	bad := func(file string, err error) {
		problems = append(problems, config.Problem{File: file, Message: err.Error()})
	}
	var err error
	if r.Forms, err = template.Builtin(); err != nil {
		bad("built-in forms", err)
	}
	if r.Letters, err = template.BuiltinLetters(); err != nil {
		bad("built-in letters", err)
	}
	if cfg == nil {
		cfg = &config.Config{}
	}
	for _, file := range cfg.Intake.Forms {
		data, err := os.ReadFile(file)
		if err == nil {
			err = r.Forms.Add(display(cfg, file), data)
		}
		for _, err := range single(err) {
			problems = append(problems, problemOf(display(cfg, file), err))
		}
	}
	problems = append(problems, r.directory(cfg)...)
	return r, append(problems, r.keys(cfg)...)
}

func (r *Rooms) directory(cfg *config.Config) []config.Problem {
	var files []router.File
	var problems []config.Problem
	for _, file := range cfg.Routing.Directory {
		data, err := os.ReadFile(file)
		if err != nil {
			problems = append(problems, config.Problem{File: display(cfg, file), Message: err.Error()})
			continue
		}
		auto := filepath.Base(filepath.Dir(file)) == "auto"
		files = append(files, router.File{Name: display(cfg, file), Data: data, Auto: auto})
	}
	dir, found := router.ReadDirectory("", files...)
	if len(files) == 0 { // nothing was named, or config has told of it
		found = nil
	}
	for _, p := range found {
		problems = append(problems, config.Problem(p))
	}
	r.Directory = dir
	return problems
}

func (r *Rooms) keys(cfg *config.Config) (problems []config.Problem) {
	phrase, err := config.Secret(cfg.Keys.Passphrase)
	if err != nil {
		problems = append(problems, config.Problem{File: cfg.Keys.Passphrase, Message: err.Error(), Warning: errors.Is(err, config.ErrCredentials)})
	}
	for _, file := range cfg.Keys.Team {
		data, err := config.File(file)
		if err != nil {
			problems = append(problems, config.Problem{File: display(cfg, file), Message: err.Error(), Warning: errors.Is(err, config.ErrCredentials)})
			continue
		}
		key := pgp.SecretKey{Armor: data, Name: display(cfg, file)}
		if phrase != "" {
			key.Passphrase = []byte(phrase)
		}
		if _, err := pgp.NewRing([]pgp.SecretKey{key}, nil); err != nil {
			problems = append(problems, config.Problem{File: key.Name, Message: keyTrouble(key, err)})
			continue
		}
		r.TeamKeys = append(r.TeamKeys, key)
	}
	if r.Ring, err = pgp.NewRing(r.TeamKeys, nil); err != nil {
		problems = append(problems, config.Problem{File: "keys", Message: err.Error()})
		r.Ring, _ = pgp.NewRing(nil, nil)
	}
	return append(problems, r.keyWarnings(cfg)...)
}

// keyTrouble says why a key can't be used, and what to do if it is locked.
func keyTrouble(key pgp.SecretKey, err error) string {
	text := strings.TrimPrefix(err.Error(), "pgp: team key "+key.Name+": ")
	if errors.Is(err, pgp.ErrLocked) {
		text += ": put it into a file of mode 600, and name that as passphrase_file under [keys]"
	}
	return text
}

// keyWarnings looks at whether the team's keys can do their work.
func (r *Rooms) keyWarnings(cfg *config.Config) (problems []config.Problem) {
	warn := func(k pgp.Info, format string, args ...any) {
		text := fmt.Sprintf("the team key %s %s", k.Fingerprint, fmt.Sprintf(format, args...))
		problems = append(problems, config.Problem{File: "keys", Message: text, Warning: true})
	}
	addresses := slices.DeleteFunc(slices.Clone(cfg.Team.Addresses), func(a string) bool { return a == "" })
	for _, k := range r.Ring.Team() {
		if len(addresses) > 0 && !names(k, addresses) {
			warn(k, "names none of the team's addresses, and mail programs look keys up by address: add %s to it (gpg --quick-add-uid), or use a key that tocsin init -address %s makes",
				addresses[0], addresses[0])
		}
		if !k.CanEncrypt {
			warn(k, "has no subkey to encrypt to, and reporters can't use it: add one (gpg --quick-add-key), or use a key that tocsin init makes")
		}
		if !k.CanSign {
			warn(k, "can't sign, and what goes out is not signed: use a key that can, like one that tocsin init makes")
		}
		if left := time.Until(k.Expires); !k.Expires.IsZero() && left < 60*24*time.Hour {
			warn(k, "expires on %s; prolong it and publish it anew", k.Expires.Format(time.DateOnly))
		}
	}
	return problems
}

// names says whether a key has a user id with one of the addresses.
func names(k pgp.Info, addresses []string) bool {
	return slices.ContainsFunc(k.Addresses, func(a string) bool {
		return slices.ContainsFunc(addresses, func(b string) bool { return strings.EqualFold(a, b) })
	})
}

// display is a file's name as people should see it: relative to the config.
func display(cfg *config.Config, file string) string {
	if rel, err := filepath.Rel(cfg.Dir(), file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

// Limits are the bounds of reading one message.
func Limits(cfg *config.Config) mime.Limits {
	lim := mime.DefaultLimits()
	if cfg != nil && min(cfg.Intake.Depth, cfg.Intake.Parts, int(cfg.Intake.DecompressedSize)) > 0 {
		lim.Depth, lim.Parts, lim.Decoded = cfg.Intake.Depth, cfg.Intake.Parts, int64(cfg.Intake.DecompressedSize)
	}
	return lim
}

// Reader makes a reader without a store; cfg may be nil.
func (r *Rooms) Reader(cfg *config.Config, ring *pgp.Ring, now func() time.Time) *intake.Reader {
	x := &intake.Reader{Forms: r.Forms, Directory: r.Directory, Ring: ring, Limits: Limits(cfg), Now: now, CountryFallback: "hold"}
	if cfg != nil {
		x.Own, x.Tag, x.CountryFallback, x.Handlers = cfg.Team.Addresses, cfg.Team.Tag, cfg.Routing.CountryFallback, handlers(cfg)
		x.AuthServ = cfg.Intake.AuthServ
	}
	return x
}

func handlers(cfg *config.Config) []intake.Handler {
	var out []intake.Handler
	for _, h := range cfg.Handlers {
		out = append(out, intake.Handler{Name: h.Name, Address: h.Address, Fingerprint: store.Fingerprint(h.Fingerprint), Role: h.Role})
	}
	return out
}
