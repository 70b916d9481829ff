package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/setup"
)

func (a *app) initCommand() *cobra.Command {
	var answers setup.Answers
	c := leaf("init [-name N] [-tag T] [-address A] DIR", "write a configuration, keys and the blank form", 1, 1, func(c *cobra.Command, args []string) error {
		dir := args[0]
		if err := usable(answers); err != nil {
			return err
		}
		fpr, err := setup.Write(dir, answers, a.now())
		if err != nil {
			return err
		}
		file := filepath.Join(dir, "tocsin.toml")
		if a.json {
			return a.printJSON(map[string]string{"config": file, "fingerprint": string(fpr)})
		}
		fmt.Fprintf(a.out, `Written to %s:

  tocsin.toml         the configuration; its blanks are marked FILL IN
  directory.toml      who is responsible for what
  keys/team.asc       the team's secret key, %s
  keys/team.pub.asc   the same, public: publish it
  keys/seal.key       seals the store: keep a copy of it elsewhere
  form.txt            the blank form for reporters

Next: put the passwords into %s and %s (mode 600),
fill in the blanks of %s, then run:

  tocsin check -c %s
`, console.Safe(dir), fpr, filepath.Join(dir, "secrets/imap"), filepath.Join(dir, "secrets/smtp"), file, file)
		if answers.Address == "" {
			fmt.Fprintf(a.out, `
The key names no address, and mail programs look keys up by address. To have a
better one remove %s and run: tocsin init -name NAME -tag TAG -address ADDRESS %s
`, console.Safe(dir), console.Safe(dir))
		}
		return nil
	})
	c.Flags().StringVar(&answers.Name, "name", "", "the team's `NAME`, also on its key")
	c.Flags().StringVar(&answers.Tag, "tag", "", "the `TAG` of references")
	c.Flags().StringVar(&answers.Address, "address", "", "the team's first `ADDRESS`, also on its key")
	return c
}

// usable refuses answers that the configuration, or a user id of the key,
// could not hold.
func usable(a setup.Answers) error {
	switch {
	case a.Tag != "" && !config.IsTag(a.Tag):
		return wrongUse("-tag %q must be %s", a.Tag, config.TagForm)
	case a.Address != "" && !config.IsAddress(a.Address):
		return wrongUse("-address %q is no bare mail address like incident@cert.example", a.Address)
	case !utf8.ValidString(a.Name) || strings.ContainsAny(a.Name, "()<>") || strings.ContainsFunc(a.Name, unicode.IsControl):
		return wrongUse("-name %q must be one line of text without ( ) < >, since it stands on the key", a.Name)
	}
	return nil
}
