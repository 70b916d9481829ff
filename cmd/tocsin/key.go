package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/cmd/tocsin/source"
	"tocsin/intake/pgp"
	"tocsin/store"
)

func (a *app) keyCommand() *cobra.Command {
	return group("key", "list, import, accept, revoke and export keys", `Keys that came with mail or by import are candidates: they speak for nobody until
"key accept" registers the addresses that they speak for.`,
		a.keyList(), a.keyImport(), a.keyAccept(), a.keyRevoke(), a.keyExport())
}

// A keyLine is a key of a list. The team's own have the state "team".
type keyLine struct {
	Fingerprint store.Fingerprint `json:"fingerprint"`
	State       string            `json:"state"`
	Addresses   []string          `json:"addresses"`
	UserIDs     []string          `json:"user_ids"`
	Source      string            `json:"source"`
	Added       string            `json:"added"`
	Expires     string            `json:"expires"`
}

func (a *app) keyList() *cobra.Command {
	var state string
	c := leaf("list [-state S]", "list the team's keys and those of others", 0, 0, func(c *cobra.Command, _ []string) error {
		if err := oneOf("-state", state, "team", store.KeyCandidate, store.KeyAccepted, store.KeyRevoked); err != nil {
			return err
		}
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			keys, err := keyLines(ctx, d, state)
			return printList(a, keys, err, "no such keys", []string{"fingerprint", "state", "expires", "speaks for", "source"}, func(k keyLine) []any {
				return []any{k.Fingerprint, mood(k.State), dash(k.Expires), strings.Join(k.Addresses, ", "), k.Source}
			})
		})
	})
	c.Flags().StringVar(&state, "state", "", "only `STATE` team, candidate, accepted or revoked")
	return c
}

func keyLines(ctx context.Context, d *daemon.Daemon, state string) (lines []keyLine, err error) {
	add := func(k keyLine) {
		if state == "" || state == k.State {
			lines = append(lines, k)
		}
	}
	for _, k := range d.Rooms.Ring.Team() {
		line := keyLine{Fingerprint: k.Fingerprint, State: "team", Addresses: k.Addresses, UserIDs: k.UserIDs, Source: "[keys] team"}
		if !k.Expires.IsZero() {
			line.Expires = k.Expires.UTC().Format("2006-01-02")
		}
		add(line)
	}
	stored, err := d.Store.Keys(ctx)
	for _, k := range stored {
		line := keyLine{k.Fingerprint, k.State, k.Addresses, k.UserIDs, k.Source, k.Added.UTC().Format("2006-01-02"), ""}
		if !k.Expires.IsZero() {
			line.Expires = k.Expires.UTC().Format("2006-01-02")
		}
		add(line)
	}
	return lines, err
}

func (a *app) keyImport() *cobra.Command {
	var accept bool
	c := leaf("import [-accept] FILE...|-", "import certificates as candidates", 1, -1, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), source.Files(args, a.in), func(ctx context.Context, d *daemon.Daemon, in inputs) error {
			done, failed := 0, 0
			for file, err := range in {
				if err == nil {
					err = a.importKeys(ctx, d, file.Name, file.Data, accept)
				}
				done++
				if err != nil {
					failed++
					a.complain(fmt.Sprintf("%s: %s", file.Name, strings.TrimPrefix(err.Error(), "pgp: "+file.Name+": ")))
				}
			}
			switch {
			case failed == 0:
				return nil
			case failed == done:
				return statusError{status: exitFailed}
			}
			return statusError{status: exitPartly}
		})
	})
	c.Flags().BoolVar(&accept, "accept", false, "accept them at once, for the addresses that they name")
	return c
}

func (a *app) importKeys(ctx context.Context, d *daemon.Daemon, name string, data []byte, accept bool) error {
	keys, err := pgp.ParseKey(data, name, d.Now())
	if err != nil {
		return err
	}
	known, err := d.Store.Keys(ctx)
	if err != nil && !errors.Is(err, store.ErrDamaged) {
		return err
	}
	states := map[store.Fingerprint]store.StoredKey{}
	for _, k := range known {
		states[k.Fingerprint] = k
	}
	for _, k := range keys {
		if old, ok := states[k.Fingerprint]; ok { // new certificate, same trust
			k.State, k.Addresses, k.Added, k.Note = old.State, old.Addresses, old.Added, old.Note
		}
		if accept || k.State != store.KeyCandidate {
			if err := d.Line.Admits(ctx, k); err != nil {
				return err
			}
		}
		if err := d.Store.PutKey(ctx, k); err != nil {
			return err
		}
		if accept {
			if err := d.Store.SetKeyState(ctx, k.Fingerprint, store.KeyAccepted, actor, k.Addresses); err != nil {
				return err
			}
			k.State = store.KeyAccepted
		}
		err := a.say(map[string]any{"fingerprint": k.Fingerprint, "state": k.State, "addresses": k.Addresses}, "%s %s %s", k.Fingerprint, k.State,
			console.Safe(strings.Join(k.Addresses, ", ")))
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) keyAccept() *cobra.Command {
	var addresses []string
	c := leaf("accept FINGERPRINT [-address A]...", "let a key speak for addresses, those it names by default", 1, 1, func(c *cobra.Command, args []string) error {
		for _, text := range addresses {
			if !config.IsAddress(text) {
				return wrongUse("-address %q is no bare mail address like anna@cert.example", console.Safe(text))
			}
		}
		return a.setKey(c.Context(), args[0], store.KeyAccepted, addresses)
	})
	c.Flags().StringArrayVar(&addresses, "address", nil, "an `ADDRESS` that the key speaks for, after you have checked it")
	return c
}

func (a *app) keyRevoke() *cobra.Command {
	return leaf("revoke FINGERPRINT", "let a key speak for nobody any more", 1, 1, func(c *cobra.Command, args []string) error {
		return a.setKey(c.Context(), args[0], store.KeyRevoked, nil)
	})
}

func (a *app) setKey(ctx context.Context, name, state string, addresses []string) error {
	return a.withStore(ctx, nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
		k, err := findKey(ctx, d, name)
		if err != nil {
			return err
		}
		if len(addresses) == 0 {
			addresses = k.Addresses
		}
		if state == store.KeyAccepted && len(addresses) == 0 {
			return wrongUse("the key names no address; say whom it speaks for with -address")
		}
		if state == store.KeyAccepted {
			if err := d.Line.Admits(ctx, k); err != nil {
				return err
			}
		}
		if err := d.Store.SetKeyState(ctx, k.Fingerprint, state, actor, addresses); err != nil {
			return err
		}
		text, dropped := strings.Join(addresses, ", "), without(k.Addresses, addresses)
		if len(dropped) > 0 {
			text += "; no longer " + strings.Join(dropped, ", ")
		}
		tell := map[string]any{"fingerprint": k.Fingerprint, "state": state, "addresses": addresses, "dropped": dropped}
		return a.say(tell, "%s %s %s", k.Fingerprint, state, console.Safe(text))
	})
}

// without gives the addresses of old that are not in kept, never nil.
func without(old, kept []string) []string {
	return slices.DeleteFunc(append([]string{}, old...), func(a string) bool {
		return slices.ContainsFunc(kept, func(b string) bool { return strings.EqualFold(a, b) })
	})
}

// findKey finds a stored key by its fingerprint or by at least its last 16
// digits.
func findKey(ctx context.Context, d *daemon.Daemon, name string) (store.StoredKey, error) {
	keys, err := d.Store.Keys(ctx)
	if err != nil && !errors.Is(err, store.ErrDamaged) {
		return store.StoredKey{}, err
	}
	k, err := chooseKey(keys, name)
	if err == nil {
		return k, nil
	}
	team, _ := teamKeys(d)
	if own, ours := chooseKey(team, name); ours == nil {
		return k, fmt.Errorf("%s is the team's own key: the configuration says which those are, under [keys] team", own.Fingerprint)
	}
	return k, err
}

// chooseKey is findKey among some keys.
func chooseKey(keys []store.StoredKey, name string) (store.StoredKey, error) {
	digits := strings.TrimPrefix(strings.ToUpper(strings.Join(strings.Fields(name), "")), "0X")
	if len(digits) < 16 || strings.Trim(digits, "0123456789ABCDEF") != "" {
		return store.StoredKey{}, wrongUse("%q is no fingerprint: 40 or 64 hex digits, or at least the last 16", console.Safe(name))
	}
	var found []store.StoredKey
	for _, k := range keys {
		if strings.HasSuffix(string(k.Fingerprint), digits) || len(k.Fingerprint) == 64 && strings.HasPrefix(string(k.Fingerprint), digits) {
			found = append(found, k)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return store.StoredKey{}, fmt.Errorf("there is no key %s; see: tocsin key list", digits)
	}
	return store.StoredKey{}, errors.New("several keys end so; write the whole fingerprint")
}

func (a *app) keyExport() *cobra.Command {
	return leaf("export [FINGERPRINT]", "print a certificate, the team's own by default", 0, 1, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			armor, err := exportKey(ctx, d, args)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]string{"armor": string(armor)})
			}
			_, err = a.out.Write(armor)
			return err
		})
	})
}

func exportKey(ctx context.Context, d *daemon.Daemon, args []string) ([]byte, error) {
	if len(args) == 0 {
		return d.Rooms.Ring.ExportTeam()
	}
	keys, err := d.Store.Keys(ctx)
	if err != nil && !errors.Is(err, store.ErrDamaged) {
		return nil, err
	}
	team, err := teamKeys(d)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if !slices.ContainsFunc(team, func(t store.StoredKey) bool { return t.Fingerprint == k.Fingerprint }) {
			team = append(team, k)
		}
	}
	k, err := chooseKey(team, args[0])
	if err != nil {
		return nil, err
	}
	return pgp.Export(k)
}

// teamKeys gives the team's certificates as if they were stored.
func teamKeys(d *daemon.Daemon) ([]store.StoredKey, error) {
	armor, err := d.Rooms.Ring.ExportTeam()
	if err != nil {
		return nil, err
	}
	return pgp.ParseKey(armor, "[keys] team", d.Now())
}
