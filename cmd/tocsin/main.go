// Command tocsin takes in incident reports by mail for a CSIRT: it fetches
// them, opens what PGP protects, reads the form, files an incident with a
// reference number, acknowledges, and sends what belongs to another team there.
//
// Package main is the command line (design in docs/tocsin.1): each command is
// a function that prints. The packages below it are config, daemon (wiring),
// control (the socket to a running daemon), console (output for people) and
// source (messages in files).
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"tocsin/cmd/tocsin/console"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends us at once, but not the same one by another way.
	context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, stop) })
	a := &app{
		in: os.Stdin, out: os.Stdout, errs: os.Stderr,
		screen: console.ScreenOf(os.Stdout), progress: console.ScreenOf(os.Stderr),
		now: time.Now,
	}
	os.Exit(a.run(ctx, os.Args[1:]))
}
