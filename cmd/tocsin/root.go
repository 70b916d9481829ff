package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tocsin/cmd/tocsin/config"
)

// root is the whole command line.
func (a *app) root() *cobra.Command {
	root := group("tocsin", "take in incident reports by mail",
		`Tocsin fetches incident reports from a mailbox, opens what PGP protects, reads the
form, files an incident with a reference number, acknowledges, and sends what belongs
to another team's constituency there.

Exit status: 0 done, 1 failed, 2 wrong use, 3 partly done. While a daemon runs, commands
talk to it; else they open the store themselves: same commands, same answers.`,
		a.initCommand(), a.checkCommand(), a.serveCommand(), a.onceCommand(), a.takeCommand(),
		a.parseCommand(), a.openCommand(), a.routeCommand(), a.templateCommand(),
		a.incidentCommand(), a.messageCommand(), a.quarantineCommand(), a.outboxCommand(), a.keyCommand(),
		a.statsCommand(), a.demoCommand(), a.versionCommand())
	root.Version = versionOf(debug.ReadBuildInfo()).String()
	root.SetVersionTemplate("tocsin {{.Version}}\n")
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return flagError(c, err) })
	root.PersistentFlags().StringVarP(&a.config, "config", "c", "", "`FILE` with the configuration (default ./tocsin.toml, then /etc/tocsin/tocsin.toml)")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "print JSON: one document, or one object a line for lists")
	root.SetHelpCommand(&cobra.Command{Use: "help [command]", Short: "explain a command", RunE: func(c *cobra.Command, args []string) error {
		about, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return wrongUse("there is no command %q; see: tocsin help", strings.Join(args, " "))
		}
		return about.Help()
	}})
	root.SetHelpFunc(oneDash)
	root.CompletionOptions.HiddenDefaultCmd = true
	return root
}

// group is a command that only has commands below it.
func group(use, short, long string, below ...*cobra.Command) *cobra.Command {
	g := &cobra.Command{Use: use, Short: short, Long: long, Args: cobra.ArbitraryArgs}
	g.AddCommand(below...)
	g.RunE = func(c *cobra.Command, args []string) error {
		var names []string
		for _, b := range below {
			names = append(names, b.Name())
		}
		if len(args) == 0 {
			return wrongUse("%s needs a command: %s; see: tocsin help", c.CommandPath(), strings.Join(names, ", "))
		}
		if best := config.Nearest(args[0], names); best != "" {
			return wrongUse("%q is no command of %s; did you mean %q?", args[0], c.CommandPath(), best)
		}
		return wrongUse("%q is no command of %s; there are %s", args[0], c.CommandPath(), strings.Join(names, ", "))
	}
	return g
}

// leaf is a command that does something. Wrong numbers of arguments are told
// with the right form.
func leaf(use, short string, from, to int, run func(c *cobra.Command, args []string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, RunE: run, DisableFlagsInUseLine: true, Args: func(c *cobra.Command, args []string) error {
		if len(args) < from || to >= 0 && len(args) > to {
			return wrongUse("wrong number of arguments; write: %s", strings.TrimSuffix(c.CommandPath(), c.Name())+use)
		}
		return nil
	}}
}

func flagNames(c *cobra.Command) (names []string) {
	for _, set := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
		set.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	}
	return names
}

// flagError says what is wrong with a flag, and the nearest that exists.
func flagError(c *cobra.Command, err error) error {
	text := err.Error()
	var name string
	if _, err := fmt.Sscanf(text, "unknown flag: --%s", &name); err != nil {
		if i := strings.LastIndex(text, " in -"); strings.HasPrefix(text, "unknown shorthand") && i > 0 {
			name = text[i+len(" in -"):]
		}
	}
	if name == "" {
		text, _, _ = strings.Cut(strings.NewReplacer(`"--`, `"-`, ": --", ": -").Replace(text), ": strconv.")
		return wrongUse("%s; see: %s -help", text, c.CommandPath())
	}
	names := flagNames(c)
	for p := c.Parent(); p != nil; p = p.Parent() {
		p.PersistentFlags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	}
	if best := config.Nearest(name, names); best != "" {
		return wrongUse("%s has no flag -%s; did you mean -%s?", c.CommandPath(), name, best)
	}
	return wrongUse("%s has no flag -%s; see: %s -help", c.CommandPath(), name, c.CommandPath())
}

// oneDash prints help with flags as the man page writes them, -json.
func oneDash(c *cobra.Command, _ []string) {
	about := c.Long
	if about == "" {
		about = strings.ToUpper(c.Short[:1]) + c.Short[1:] + "."
	}
	fmt.Fprintf(c.OutOrStdout(), "%s\n\n%s", about, strings.ReplaceAll(c.UsageString(), " --", " -"))
}
