package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/cmd/tocsin/source"
	"tocsin/intake"
	"tocsin/intake/pgp"
	"tocsin/store"
)

// A sight is what reading takes besides the message, by the config if there
// is one, else built in.
type sight struct {
	cfg    *config.Config // nil without one
	rooms  *daemon.Rooms
	faulty []config.Problem // what of the config can't be used
}

// sight gives what the config is good for; the rest is as built in.
func (a *app) sight() sight {
	file := config.Find(a.config)
	if _, err := os.Stat(config.System); file == "" && errors.Is(err, os.ErrPermission) {
		file = config.System // whose reading says more
	}
	if file == "" {
		rooms, problems := daemon.Load(nil)
		return sight{nil, rooms, config.Errors(problems)}
	}
	cfg, problems := config.Read(file)
	rooms, more := daemon.Load(cfg)
	return sight{cfg, rooms, config.Errors(append(problems, more...))}
}

// whole is a sight to route by, which rests on the whole config: any fault
// ends it. Without a config it has an empty directory, and says so.
func (a *app) whole() (sight, error) {
	s := a.sight()
	if len(s.faulty) > 0 {
		return s, &daemon.ConfigError{Problems: s.faulty}
	}
	if s.cfg == nil {
		a.complain("warning: no configuration found, so there is no directory to route by; name one with -c FILE")
	}
	return s, nil
}

// partial is a sight that does without what is wrong in the config, and warns
// of it in one line.
func (a *app) partial() sight {
	s := a.sight()
	if len(s.faulty) == 0 {
		return s
	}
	text := "warning: " + s.faulty[0].String()
	if n := len(s.faulty) - 1; n > 0 {
		text += fmt.Sprintf("; and %d more, see: tocsin check", n)
	}
	a.complain(text + "; going on without it, as built in")
	return s
}

// keyring is of the team's keys and of files of keys to use besides.
func (a *app) keyring(s sight, extra []string) (*pgp.Ring, error) {
	team := s.rooms.TeamKeys
	var accepted []store.StoredKey
	for file, err := range source.Files(extra, a.in) {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		if bytes.Contains(file.Data, []byte("PRIVATE KEY BLOCK")) {
			team = append(team, pgp.SecretKey{Armor: file.Data, Name: file.Name})
			continue
		}
		keys, err := pgp.ParseKey(file.Data, file.Name, a.now())
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			k.State = store.KeyAccepted
			accepted = append(accepted, k)
		}
	}
	return pgp.NewRing(team, accepted)
}

// message reads the bytes of one message.
func (a *app) message(name string) ([]byte, error) {
	raw, err := source.One(name, a.in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(raw) == 0 {
		return nil, fmt.Errorf("%s: empty: there is no message in it", name)
	}
	if what := source.Binary(raw); what != "" {
		return nil, fmt.Errorf("%s: %s, no message; name a mail as it was saved (.eml) or a text", name, what)
	}
	if n := source.Several(bytes.NewReader(raw)); n > 1 && !source.IsOne(name) {
		return nil, fmt.Errorf("%s: an mbox of %d messages; name a file of one, or file them all with: tocsin take", name, n)
	}
	return raw, nil
}

// lookAt gives a message and what reads it, by a sight that is not whole if
// need be.
func (a *app) lookAt(name string, extra []string) (*intake.Reader, []byte, error) {
	raw, err := a.message(name)
	if err != nil {
		return nil, nil, err
	}
	s := a.partial()
	ring, err := a.keyring(s, extra)
	if err != nil {
		return nil, nil, err
	}
	x := s.rooms.Reader(s.cfg, ring, a.now)
	if len(ring.Team()) == 0 && x.Read(raw, a.now(), "file").Opened.Protection.Encrypted {
		a.complain(name + ": it is encrypted, and there is no key of the team's to open it: name a configuration with -c FILE, or a secret key with -key FILE")
	}
	return x, raw, nil
}

func (a *app) parseCommand() *cobra.Command {
	var keys []string
	c := leaf("parse [-json] FILE|-", "show what the form reader understands of a message", 1, 1, func(c *cobra.Command, args []string) error {
		x, raw, err := a.lookAt(args[0], keys)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(x.Read(raw, a.now(), "file").Report)
		}
		report, how := x.Explain(raw, a.now())
		return errors.Join(a.showReport(report), a.showExplanation(how))
	})
	keyFlag(c, &keys)
	return c
}

func (a *app) openCommand() *cobra.Command {
	var keys []string
	c := leaf("open [-json] FILE|-", "show the MIME tree and the PGP verdict of a message", 1, 1, func(c *cobra.Command, args []string) error {
		x, raw, err := a.lookAt(args[0], keys)
		if err != nil {
			return err
		}
		r := x.Read(raw, a.now(), "file")
		p := r.Opened.Protection
		p.Findings = slices.Concat(p.Findings, r.Message.Findings)
		if a.json {
			return a.printJSON(p)
		}
		a.showProtection(p)
		return nil
	})
	keyFlag(c, &keys)
	return c
}

func keyFlag(c *cobra.Command, keys *[]string) {
	c.Flags().StringArrayVar(keys, "key", nil, "`FILE` of keys to use as well: certificates as accepted, secret keys as the team's")
}

func (a *app) routeCommand() *cobra.Command {
	var keys []string
	var h hint
	c := leaf("route [-json] FILE|- | -host H [-role target|source] [-sector S] [-country CC]", "show where a message would go, and why", 0, 1,
		func(c *cobra.Command, args []string) error {
			d, err := a.route(args, keys, h)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(d)
			}
			a.showDecision(d)
			return nil
		})
	keyFlag(c, &keys)
	c.Flags().StringArrayVar(&h.hosts, "host", nil, "route a host by its address or `NAME` instead of a message")
	c.Flags().StringVar(&h.role, "role", store.RoleTarget, "`ROLE` of the hosts: target or source")
	c.Flags().StringVar(&h.sector, "sector", "", "the victim's sector")
	c.Flags().StringVar(&h.country, "country", "", "the victim's country, as ISO 3166 code `CC`")
	return c
}

func (a *app) route(args, keys []string, h hint) (store.Decision, error) {
	if (len(args) == 1) == h.given() {
		return store.Decision{}, wrongUse("name one message, or hosts with -host; see: tocsin route -help")
	}
	if len(args) == 1 {
		return a.routeMessage(args[0], keys)
	}
	if err := h.check(); err != nil {
		return store.Decision{}, err
	}
	s, err := a.whole()
	if err != nil {
		return store.Decision{}, err
	}
	return s.rooms.Directory.Route(h.question(s.cfg, a.now())), nil
}

func (a *app) routeMessage(name string, keys []string) (store.Decision, error) {
	raw, err := a.message(name)
	if err != nil {
		return store.Decision{}, err
	}
	s, err := a.whole()
	if err != nil {
		return store.Decision{}, err
	}
	ring, err := a.keyring(s, keys)
	if err != nil {
		return store.Decision{}, err
	}
	return s.rooms.Reader(s.cfg, ring, a.now).Read(raw, a.now(), "file").Route, nil
}

// line prints a label and a value, made safe.
func (a *app) line(label, value string) {
	fmt.Fprintf(a.out, "%s %s\n", a.screen.Paint(console.Dim, fmt.Sprintf("%-12s", label)), console.Safe(value))
}
