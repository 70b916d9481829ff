package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/cmd/tocsin/source"
	"tocsin/intake"
	"tocsin/intake/pgp"
	"tocsin/store"
)

// lookRooms gives what reading takes, by the config if there is one, else
// built in; extra are files of keys to use besides.
func (a *app) lookRooms(extra []string) (*config.Config, *daemon.Rooms, *pgp.Ring, error) {
	var cfg *config.Config
	if config.Find(a.config) != "" {
		var err error
		if cfg, err = a.readConfig(); err != nil {
			return nil, nil, nil, err
		}
	}
	rooms, problems := daemon.Load(cfg)
	if bad := config.Errors(problems); len(bad) > 0 {
		return nil, nil, nil, &daemon.ConfigError{Problems: bad}
	}
	team := rooms.TeamKeys
	var accepted []store.StoredKey
	for file, err := range source.Files(extra, a.in) {
		if err != nil {
			return nil, nil, nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		if bytes.Contains(file.Data, []byte("PRIVATE KEY BLOCK")) {
			team = append(team, pgp.SecretKey{Armor: file.Data, Name: file.Name})
			continue
		}
		keys, err := pgp.ParseKey(file.Data, file.Name, a.now())
		if err != nil {
			return nil, nil, nil, err
		}
		for _, k := range keys {
			k.State = store.KeyAccepted
			accepted = append(accepted, k)
		}
	}
	ring, err := pgp.NewRing(team, accepted)
	return cfg, rooms, ring, err
}

// look reads one message without touching a store.
func (a *app) look(name string, extra []string) (*intake.Reading, error) {
	x, raw, err := a.lookAt(name, extra)
	if err != nil {
		return nil, err
	}
	return x.Read(raw, a.now(), "file"), nil
}

// lookAt gives a message and what reads it.
func (a *app) lookAt(name string, extra []string) (*intake.Reader, []byte, error) {
	raw, err := source.One(name, a.in)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(raw) == 0 {
		return nil, nil, fmt.Errorf("%s: empty: there is no message in it", name)
	}
	if what := source.Binary(raw); what != "" {
		return nil, nil, fmt.Errorf("%s: %s, no message; name a mail as it was saved (.eml) or a text", name, what)
	}
	cfg, rooms, ring, err := a.lookRooms(extra)
	if err != nil {
		return nil, nil, err
	}
	return rooms.Reader(cfg, ring, a.now), raw, nil
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
		r, err := a.look(args[0], keys)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(r.Opened.Protection)
		}
		a.showProtection(r.Opened.Protection)
		for _, f := range r.Message.Findings {
			a.line("finding", strings.TrimSpace(f.Part+" "+f.Code+" "+f.Detail))
		}
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
		r, err := a.look(args[0], keys)
		if err != nil {
			return store.Decision{}, err
		}
		return r.Route, nil
	}
	if err := h.check(); err != nil {
		return store.Decision{}, err
	}
	cfg, rooms, _, err := a.lookRooms(keys)
	if err != nil {
		return store.Decision{}, err
	}
	return rooms.Directory.Route(h.question(cfg, a.now())), nil
}

// line prints a label and a value, made safe.
func (a *app) line(label, value string) {
	fmt.Fprintf(a.out, "%s %s\n", a.screen.Paint(console.Dim, fmt.Sprintf("%-12s", label)), console.Safe(value))
}
