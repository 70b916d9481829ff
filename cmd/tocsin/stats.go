package main

import (
	"context"
	"encoding/csv"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/store"
)

func (a *app) statsCommand() *cobra.Command {
	var from, to string
	var asCSV bool
	c := leaf("stats [-json|-csv] [-from D] [-to D]", "count what came, what was decided and what went out", 0, 0, func(c *cobra.Command, _ []string) error {
		until := a.now().UTC().Truncate(24 * time.Hour)
		since := until.AddDate(0, 0, -29)
		err := errors.Join(a.date("-from", from, &since), a.date("-to", to, &until))
		switch {
		case err != nil:
			return err
		case asCSV && a.json:
			return wrongUse("-json and -csv can't both be had; choose one")
		case until.Before(since):
			return wrongUse("-to %s is before -from %s", until.Format(time.DateOnly), since.Format(time.DateOnly))
		}
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			s, err := d.Store.Stats(ctx, since, until)
			switch {
			case err != nil:
				return err
			case a.json:
				return a.printJSON(s)
			case asCSV:
				return a.statsCSV(s)
			}
			return a.showStats(s)
		})
	})
	c.Flags().StringVar(&from, "from", "", "first `DAY`, 2026-11-21 (default 29 days before the last)")
	c.Flags().StringVar(&to, "to", "", "last `DAY`, in UTC (default today)")
	c.Flags().BoolVar(&asCSV, "csv", false, "print day,counter,value lines")
	return c
}

func (a *app) statsCSV(s store.Stats) error {
	w := csv.NewWriter(a.out)
	w.Write([]string{"day", "counter", "value"})
	for _, d := range s.Days {
		for _, name := range slices.Sorted(mapKeys(d.Counts)) {
			w.Write([]string{d.Day, name, strconv.Itoa(d.Counts[name])})
		}
	}
	w.Flush()
	return w.Error()
}

// showStats prints what happened, then what is there now.
func (a *app) showStats(s store.Stats) error {
	a.title("From " + s.From.UTC().Format(time.DateOnly) + " to " + s.To.UTC().Format(time.DateOnly))
	if err := a.showCounts(s.Totals, "nothing happened"); err != nil {
		return err
	}
	a.title("Now")
	return a.showCounts(s.Now, "nothing is there")
}

func (a *app) showCounts(counts map[string]int, none string) error {
	var names []string
	for _, name := range slices.Sorted(mapKeys(counts)) {
		if counts[name] != 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		a.line(none, "")
		return nil
	}
	t := console.NewTable(a.screen, "what", "count")
	for _, name := range names {
		t.Row(name, console.Count(counts[name]))
	}
	_, err := t.WriteTo(a.out)
	return err
}
