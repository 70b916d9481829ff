package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"tocsin/cmd/tocsin/console"
	"tocsin/store"
)

// printJSON prints one value on one line; lists in it are never null.
func (a *app) printJSON(v any) error {
	whole := reflect.New(reflect.TypeOf(v)).Elem()
	whole.Set(reflect.ValueOf(v))
	fillLists(whole)
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	return e.Encode(whole.Interface())
}

// fillLists replaces each nil slice and map in v by an empty one.
func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fillLists(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fillLists(v.Index(i))
		}
	case reflect.Map:
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
	}
}

// printList prints a list: one JSON object a line, or a table; none is a word
// on standard error, so that scripts see nothing. failed is what went wrong
// with the list: of one that is damaged what can be read is printed.
func printList[T any](a *app, list []T, failed error, none string, head []string, row func(T) []any) error {
	if failed != nil && !errors.Is(failed, store.ErrDamaged) {
		return failed
	}
	if a.json {
		for _, v := range list {
			if err := a.printJSON(v); err != nil {
				return err
			}
		}
		return failed
	}
	t := console.NewTable(a.screen, head...)
	for _, v := range list {
		t.Row(row(v)...)
	}
	if t.Len() == 0 && failed == nil {
		fmt.Fprintln(a.errs, none)
	}
	_, err := t.WriteTo(a.out)
	return cmp.Or(err, failed)
}

// say prints a line for people; with -json it prints what happened as JSON.
func (a *app) say(v any, format string, args ...any) error {
	if a.json {
		return a.printJSON(v)
	}
	_, err := fmt.Fprintf(a.out, format+"\n", args...)
	return err
}

// day writes a time for people, in UTC.
func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// dash stands for an empty cell.
func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// mood is the colour of a state, outcome, decision or verdict.
func mood(word string) any {
	styles := map[string]string{
		store.StatusOpen: console.Yellow, store.StatusClosed: console.Dim, store.Held: console.Yellow, store.Failed: console.Red,
		store.Sent: console.Green, store.FiledQuarantined: console.Red, "hold": console.Yellow, "forward": console.Blue,
		"verified": console.Green, "bad": console.Red, "unreadable": console.Red, store.KeyAccepted: console.Green,
		store.KeyCandidate: console.Yellow, store.KeyRevoked: console.Red, "good": console.Green,
	}
	return console.Styled(styles[word], dash(word))
}
