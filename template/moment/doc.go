// Package moment reads times as people write them: "20 Nov 2026, 14:30 CET",
// "gestern Abend um 10.15 Uhr", 令和8年11月20日, in any order and dozens of languages.
// It knows nothing of forms, does no I/O and never fails on foreign text.
//
// Read gives what a text says, as a Moment: the figures on the clock, whether a
// day and a time of day were named, and the zone, or why it can't be told for
// sure. A doubt is never settled by guessing; it is settled by what else is
// known:
//
//	order.go   which of two figures is the day, by the other dates of a form
//	anchor.go  which day "yesterday" is, by when it was written
//	ends.go    what the two ends of an interval tell of each other; a year left
//	           out, by the day on which the text was sent
//	zone.go    names and offsets of zones to one time.Location; region.go by
//	           place, label.go as a question names it, local.go a wall clock
//	           time in a zone, in the hours in which clocks are changed too
//
// The pieces: when.go puts them together, plain.go reads the commonest way to
// write a time at a glance; date.go, timeofday.go, minutes.go, calendar.go (names
// and eras), solar.go (the calendar of Iran), counted.go (weeks, Unix time),
// relative.go and ago.go ("yesterday", "2 hours ago"); margin.go says how far a
// clock may be off.
//
// Read wants text as Narrow writes it; Length is in bytes of that. A Moment's
// wall clock time is a time.Time in UTC whatever its zone; Zone.Local places it.
package moment
