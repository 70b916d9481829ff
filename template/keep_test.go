package template

import (
	"fmt"
	"strings"
	"testing"
)

// TestKeeper: what is kept is equal to what was given, and stays as it was
// whatever is kept later.
func TestKeeper(t *testing.T) {
	var k keeper
	var given, kept []string
	for i := range 5000 {
		s := fmt.Sprint("label ", i%4000, strings.Repeat("-", i%97))
		given, kept = append(given, s), append(kept, k.text(s))
	}
	long := strings.Repeat("a", 100_000)
	given, kept = append(given, "", long), append(kept, k.text(""), k.text(long))
	for i := range given {
		if given[i] != kept[i] {
			t.Fatalf("%q became %q", given[i], kept[i])
		}
	}
}

// TestRoom: lists that are kept do not run into each other when one of them grows.
func TestRoom(t *testing.T) {
	var r room[int]
	var all [][]int
	for n := range 100 {
		all = append(all, r.list(make([]int, n)))
	}
	for i := range all {
		for k := range all[i] {
			all[i][k] = i
		}
		all[i] = append(all[i], i)
	}
	for i, list := range all {
		for _, n := range list {
			if len(list) != i+1 || n != i {
				t.Fatal(i, list)
			}
		}
	}
	if a, b := r.one(7), r.one(8); *a != 7 || *b != 8 {
		t.Error(*a, *b)
	}
}

// TestAddBesideBuiltin: a definition that an operator adds to what was put together
// is known, and so is what it shares labels with.
func TestAddBesideBuiltin(t *testing.T) {
	f := builtin(t)
	before := f.Parse(body(filledForm(t, 4096)))
	text := `
id = "added"
team = "Team"
languages = ["en"]
title = { en = ["Added form"] }
[[section]]
[[section.field]]
name = "contact_email"
label = { en = ["E-mail", "Way to write to the added team"] }
[[section.field]]
name = "description"
label = { en = ["What the added team should know"] }
`
	if err := f.Add("added.toml", []byte(text)); err != nil {
		t.Fatal(err)
	}
	r := f.Parse(body("Added form\n\nWay to write to the added team: jane@site.example\nWhat the added team should know: a virus\n"))
	if r.Form != "added" || r.Fields["contact_email"] != "jane@site.example" {
		t.Errorf("%+v", r)
	}
	if after := f.Parse(body(filledForm(t, 4096))); after.Form != before.Form || len(after.Fields) != len(before.Fields) {
		t.Errorf("%+v", after)
	}
}
