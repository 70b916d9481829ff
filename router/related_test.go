package router

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

func TestCorrelationValues(t *testing.T) {
	r := &store.Report{
		Hosts: []store.Host{
			{Role: store.RoleTarget, Name: "WWW.ku.dk", Addresses: []string{"130.225.1.2", "10.0.0.1", "8.8.8.8"}},
			{Role: store.RoleSource, Addresses: []string{"130.0.0.0/8", "45.1.2.0/24"}},
			{Role: store.RoleSource, Name: "own.example", Marks: []string{"own"}},
		},
		Indicators: []store.Indicator{
			{Type: "ipv4", Value: "130.225.1.2"},
			{Type: "ipv4", Value: "1.1.1.1"},
			{Type: "ipv6", Value: "2001:4860:4860::8888"},
			{Type: "url", Value: "http://Evil.example/Path?q"},
			{Type: "url", Value: "https://mail.google.com/x"},
			{Type: "email", Value: "Phisher@Evil.example"},
			{Type: "email", Value: "abuse@isp.example"},
			{Type: "md5", Value: "D41D8CD98F00B204E9800998ECF8427E"},
			{Type: "cve", Value: "CVE-2026-1234"},
			{Type: "asn", Value: "AS1653"},
			{Type: "domain", Value: "gmail.com"},
			{Type: "unheard", Value: "x.example"},
		},
	}
	got := CorrelationValues(r, "ann@ku.dk", "bob@GMAIL.com", "nobody", "")
	want := []string{"domain:www.ku.dk", "ip:130.225.1.2", "cidr:45.1.2.0/24", "url:http://Evil.example/Path?q", "domain:evil.example",
		"url:https://mail.google.com/x", "email:phisher@evil.example", "md5:d41d8cd98f00b204e9800998ecf8427e", "cve:cve-2026-1234", "asn:as1653", "reporter:ku.dk"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := CorrelationValues(&store.Report{}); len(got) != 0 {
		t.Errorf("an empty report has %q", got)
	}
}

func TestCorrelationValuesAreBounded(t *testing.T) {
	r := &store.Report{}
	for i := range 5000 {
		r.Indicators = append(r.Indicators, store.Indicator{Type: "ipv4", Value: fmt.Sprintf("45.1.%d.%d", i/250, i%250+1)})
	}
	if got := CorrelationValues(r, "ann@ku.dk"); len(got) != maxValues {
		t.Errorf("%d values, want %d", len(got), maxValues)
	}
}

func TestRelated(t *testing.T) {
	many := make([]store.Ref, 0, 30)
	for i := range 30 {
		many = append(many, store.MakeRef("T", 2026, 100+i))
	}
	in := &store.Incident{Ref: refA}
	got := Related(in, map[string][]store.Ref{
		"ip:130.225.1.2":  {refA, refB, refB},
		"reporter:ku.dk":  {refB, refC},
		"sha256:ab":       {refC},
		"url:http://e/x":  {refC},
		"domain:alone.dk": {refA},
		"ip:45.1.1.1":     many,
		"cve:cve-1":       many[:16],
		"domain:kth.se":   nil,
	})
	if len(got) != 2 {
		t.Fatalf("got %+v", got)
	}
	if got[0].Ref != refC || got[0].Score != 100 || !slices.Equal(got[0].Why, []string{"same reporter ku.dk", "same sha256 ab", "same url http://e/x"}) {
		t.Errorf("first %+v", got[0])
	}
	if got[1].Ref != refB || got[1].Score != 45 || !slices.Equal(got[1].Why, []string{"same ip 130.225.1.2", "same reporter ku.dk"}) {
		t.Errorf("second %+v", got[1])
	}
	if got := Related(in, nil); got == nil || len(got) != 0 {
		t.Errorf("nothing found gives %v, want an empty list", got)
	}
}

func TestRelatedIsBounded(t *testing.T) {
	found := map[string][]store.Ref{}
	for i := range 40 {
		found[fmt.Sprintf("sha1:%02d", i)] = []store.Ref{store.MakeRef("T", 2026, 1+i), store.MakeRef("T", 2026, 99)}
	}
	got := Related(&store.Incident{Ref: refA}, found)
	if len(got) != maxRelations || got[0].Ref != store.MakeRef("T", 2026, 99) || got[0].Score != 100 || len(got[0].Why) != maxReasons {
		t.Errorf("%d relations, first %+v", len(got), got[0])
	}
	for i := 1; i < len(got); i++ {
		if got[i].Score > got[i-1].Score {
			t.Errorf("not in order at %d: %+v", i, got)
		}
	}
}

func TestCommonplace(t *testing.T) {
	for value, want := range map[string]bool{
		"ip 8.8.8.8": true, "ip 8.8.8.9": false, "ip 8.8.8": false, "domain mail.gmail.com": true, "domain notgmail.com": false, "domain com": false,
		"reporter pt.lu": true, "reporter ku.dk": false, "cidr 130.0.0.0/8": true, "cidr 130.225.0.0/16": false, "cidr x": true, "sha1 8.8.8.8": false,
	} {
		kind, v, _ := strings.Cut(value, " ")
		if got := commonplace(kind, v); got != want {
			t.Errorf("commonplace(%s) = %v, want %v", value, got, want)
		}
	}
}
