package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/demo"
)

func (a *app) demoCommand() *cobra.Command {
	var once bool
	var dir string
	c := leaf("demo [-once] [-dir D]", "see it work: servers, keys and sample mail, all embedded", 0, 0, func(c *cobra.Command, _ []string) error {
		if dir == "" {
			var err error
			if dir, err = os.MkdirTemp("", "tocsin-demo-"); err != nil {
				return err
			}
		}
		file, err := demo.Run(c.Context(), demo.Options{Dir: dir, Out: a.out, Screen: a.screen, Linger: !once})
		if err != nil {
			return err
		}
		return a.afterDemo(context.WithoutCancel(c.Context()), file)
	})
	c.Flags().BoolVar(&once, "once", false, "end after the last sample, instead of going on until interrupted")
	c.Flags().StringVar(&dir, "dir", "", "keep everything in folder `D` (default a new temporary one)")
	return c
}

// afterDemo lists what the demo left, as one would do oneself.
func (a *app) afterDemo(ctx context.Context, file string) error {
	program := console.Safe(os.Args[0]) // as it was called, so that the lines can be copied
	fmt.Fprintf(a.out, "\n$ %s -c %s incident list\n", program, file)
	next := *a
	if status := next.run(ctx, []string{"-c", file, "incident", "list"}); status != exitDone {
		return statusError{status: status}
	}
	fmt.Fprintf(a.out, "\nKeys, configuration and store are kept beside %s. Try: %s -c %s incident show REF\n", file, program, file)
	return nil
}
