package router_test

import (
	"fmt"
	"time"

	"tocsin/router"
	"tocsin/store"
)

// A subject is read leniently; a wrong check character is no claim.
func ExampleTags() {
	ref := store.MakeRef("CERT-XY", 2026, 42)
	for _, subject := range []string{
		"AW: [" + string(ref) + "] Vorfall",
		"cert-xy #2026-00042 any news?",
		"[CERT-XY#2026-00043-" + string(ref[len(ref)-1]) + "] mistyped",
		"[CIRCL #1234567] phishing",
	} {
		ours, foreign := router.Tags(subject, "CERT-XY")
		for _, c := range ours {
			fmt.Println(c.Ref == ref, c.Checked)
		}
		fmt.Println(foreign)
	}
	// Output:
	// true true
	// []
	// true false
	// []
	// []
	// [CIRCL#1234567]
}

// The reference stands once, in front; other teams' tags stay.
func ExampleTagged() {
	ref := store.MakeRef("CERT-XY", 2026, 42)
	fmt.Println(router.Tagged("Re: [cert-xy #2026-00042] [CIRCL #1234567] scan", ref))
	// Output:
	// [CERT-XY#2026-00042-I] Re: [CIRCL #1234567] scan
}

const directory = `
self = "gov"
default = "national"

[[team]]
id = "gov"
mail = "incident@gov.example"
cidrs = ["148.110.0.0/16"]

[[team]]
id = "nren"
mail = "cert@nren.example"
forward = "auto"
cidrs = ["158.64.0.0/16"]

[[team]]
id = "national"
mail = "intake@national.example"
national = ["LU"]
sectors = ["private"]
`

func ExampleDirectory_Route() {
	d, problems := router.ReadDirectory("", router.File{Name: "directory.toml", Data: []byte(directory)})
	fmt.Println(len(problems), "problems")
	for _, host := range []string{"148.110.5.6", "158.64.10.5", "10.0.0.5"} {
		report := &store.Report{Hosts: []store.Host{{Role: store.RoleTarget, Addresses: []string{host}}}}
		got := d.Route(router.Question{Report: report, Now: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)})
		step := got.Trail[len(got.Trail)-1]
		fmt.Println(host, got.Decision, got.Team, got.HeldFor, step.Rule, step.Match, step.Source)
	}
	// Output:
	// 0 problems
	// 148.110.5.6 ours gov [] team.prefix 148.110.0.0/16 directory.toml:8
	// 158.64.10.5 forward nren [] team.prefix 158.64.0.0/16 directory.toml:14
	// 10.0.0.5 hold  [no-evidence] none
}

// A mistake is named with its line and what was meant.
func ExampleReadDirectory() {
	_, problems := router.ReadDirectory("gov", router.File{Name: "directory.toml", Data: []byte(directory + "domain = [\"shop.lu\"]\n")})
	for _, p := range problems {
		fmt.Println(p)
	}
	// Output:
	// directory.toml:21: unknown key "domain" in [team]; did you mean "domains"?
}

// Two reports of the same host are connected, those of a resolver are not.
func ExampleRelated() {
	report := &store.Report{Hosts: []store.Host{{Role: store.RoleSource, Addresses: []string{"45.1.2.3", "8.8.8.8"}}}}
	values := router.CorrelationValues(report, "ann@shop.lu")
	fmt.Println(values)
	other := store.MakeRef("CERT-XY", 2026, 7)
	in := &store.Incident{Ref: store.MakeRef("CERT-XY", 2026, 42), Report: *report}
	for _, r := range router.Related(in, map[string][]store.Ref{values[0]: {other, in.Ref}}) {
		fmt.Println(r.Ref == other, r.Score, r.Why)
	}
	// Output:
	// [ip:45.1.2.3 reporter:shop.lu]
	// true 40 [same ip 45.1.2.3]
}
