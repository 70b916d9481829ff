package router

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

func TestObservable(t *testing.T) {
	for in, want := range map[string]string{
		"130.225.1.2":                    "ip 130.225.1.2",
		"130.225.1.2:443":                "ip 130.225.1.2",
		"[2001:878::1]:443":              "ip 2001:878::1",
		"[2001:878::1]":                  "ip 2001:878::1",
		"::ffff:130.225.1.2":             "ip 130.225.1.2",
		"130[.]225[.]1[.]2":              "ip 130.225.1.2",
		"2001:878::1%eth0":               "ip 2001:878::1",
		"130.225.0.0/16":                 "cidr 130.225.0.0/16",
		"130.225.1.2/16":                 "cidr 130.225.0.0/16",
		"130.225.1.2/32":                 "ip 130.225.1.2",
		"AS1835":                         "asn AS1835",
		"as 1835":                        "asn AS1835",
		"1835":                           "",
		"www.ku.dk":                      "domain www.ku.dk",
		"WWW.KU.DK.":                     "domain www.ku.dk",
		"https://www.ku.dk/a?b":          "domain www.ku.dk",
		"http://130.225.1.2/x":           "ip 130.225.1.2",
		"https://user:pw@ku.dk:8443/":    "domain ku.dk",
		"someone@ku.dk":                  "domain ku.dk",
		"bücher.dk":                      "domain xn--bcher-kva.dk",
		"webserver":                      "",
		"1.2.3":                          "",
		"999.1.1.1":                      "",
		"file.2":                         "",
		"":                               "",
		"http://":                        "",
		"http://%zz/":                    "",
		"172.15.255.255":                 "ip 172.15.255.255",
		"172.16.0.1":                     "",
		"172.32.0.1":                     "ip 172.32.0.1",
		"128.0.0.0/1":                    "cidr 128.0.0.0/1",
		strings.Repeat("a.", 200) + "dk": "",
	} {
		kind, value := observable(in)
		if got := strings.TrimSpace(kind + " " + value); got != want {
			t.Errorf("observable(%q) = %q, want %q", in, got, want)
		}
	}
}

// Addresses that name no host on the internet are nothing to route by.
func TestObservableLeavesOutSpecialAddresses(t *testing.T) {
	for _, in := range []string{
		"10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.0/16", "192.168.1.1:80",
		"127.0.0.1", "169.254.1.1", "100.64.0.1", "100.127.255.255",
		"192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.0/24", "203.0.113.9", "203.0.113.0/25",
		"224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "0.0.0.0", "0.0.0.0/0", "::/0",
		"::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1",
		"2001:db8::1", "2001:db8:ffff::/48", "3fff::1", "100::1", "::ffff:10.0.0.1", "::ffff:192.0.2.1",
		"http://10.0.0.1/x", "http://[::1]:8080/", "user@10.0.0.1",
	} {
		if kind, value := observable(in); kind != "" {
			t.Errorf("observable(%q) = %s %s, want nothing", in, kind, value)
		}
	}
}

func TestFacts(t *testing.T) {
	r := &store.Report{
		Fields: map[string]string{"sector": "Education; Public Administration", "country": "Danmark (DK)"},
		Hosts: []store.Host{
			{Role: store.RoleTarget, Name: "www.ku.dk, mail server", Addresses: []string{"130.225.1.2", "10.0.0.1", "130.225.1.2"}, Line: 12},
			{Role: store.RoleTarget, Name: "mx.us.example", Marks: []string{"own"}},
			{Role: store.RoleSource, Name: "", Addresses: []string{"45.1.2.0/24"}},
			{Role: store.RoleIntermediary, Name: "AS1835"},
		},
		Indicators: []store.Indicator{
			{Type: "ipv4", Value: "45.9.9.9", Role: store.RoleSource, Line: 37},
			{Type: "url", Value: "http://kth.se/x", Role: store.RoleTarget, Line: 38},
			{Type: "email", Value: "Bad@KTH.se", Line: 39},
			{Type: "md5", Value: "d41d8cd98f00b204e9800998ecf8427e", Line: 40},
			{Type: "ipv4", Value: "192.168.1.1", Line: 41},
			{Type: "asn", Value: "1653", Line: 42},
			{Type: "asn", Value: "AS1653", Line: 42},
		},
	}
	var got []string
	for _, f := range Facts(r, Sender{Address: "IT@ku.dk"}) {
		got = append(got, strings.Join([]string{f.Role, f.Kind, f.Value, f.Where}, "|"))
	}
	want := []string{
		"target|domain|www.ku.dk|form field host, line 12",
		"target|ip|130.225.1.2|form field host, line 12",
		"source|cidr|45.1.2.0/24|form field host",
		"intermediary|asn|AS1835|form field host",
		"reporter|sector|education|form field sector",
		"reporter|sector|public-administration|form field sector",
		"reporter|country|DK|form field country",
		"reporter|mail|it@ku.dk|From",
		"unknown|ip|45.9.9.9|body line 37",
		"unknown|domain|kth.se|body line 38",
		"unknown|mail|bad@kth.se|body line 39",
		"unknown|asn|AS1653|body line 42",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := Facts(&store.Report{}, Sender{}); len(got) != 0 {
		t.Errorf("an empty report says %+v", got)
	}
}

func TestPublic(t *testing.T) {
	for in, want := range map[string]bool{
		"130.225.0.0/16": true, "8.8.8.8/32": true, "10.1.0.0/16": false, "10.0.0.0/7": true, "0.0.0.0/0": false, "::/0": false,
		"2001:878::/29": true, "2001:db8:1::/48": false, "2002::/16": true, "64:ff9b::/96": false,
	} {
		if got := Public(netip.MustParsePrefix(in)); got != want {
			t.Errorf("Public(%s) = %v, want %v", in, got, want)
		}
	}
	if Public(netip.Prefix{}) {
		t.Error("the zero prefix is public")
	}
}

func TestUnitsOf(t *testing.T) {
	of := func(values ...string) (out []store.Fact) {
		return hostFacts(store.Host{Role: "target", Addresses: values}, maxFacts)
	}
	for _, c := range []struct {
		facts        []store.Fact
		units, names int
	}{
		{of(), 0, 0},
		{of("10.0.0.1"), 0, 0},
		{of("130.225.1.2"), 1, 0},
		{of("ku.dk"), 1, 1},
		{of("ku.dk", "kth.se"), 2, 1},
		{of("ku.dk", "130.225.1.2"), 1, 1},
		{of("ku.dk", "kth.se", "130.225.1.2", "AS7"), 2, 2},
	} {
		got := unitsOf(c.facts)
		if len(got) != c.units || c.units > 0 && len(got[0].names) != c.names {
			t.Errorf("%v: %d units %+v, want %d with %d names", c.facts, len(got), got, c.units, c.names)
		}
	}
}

// Facts are always in normal form, public and each once, whatever the form says.
func FuzzFacts(f *testing.F) {
	for _, s := range []string{"www.ku.dk", "130.225.1.2:80", "[::1]:1", "http://u@h.dk/", "AS1, 10.0.0.1", "::ffff:1.2.3.4/97", "bücher.dk", "a..b", "xn--zz", "1.2.3.4/0"} {
		f.Add(s, s, "LU")
	}
	d := danish(f)
	f.Fuzz(func(t *testing.T, host, indicator, country string) {
		r := &store.Report{Fields: map[string]string{"country": country, "sector": indicator}, Hosts: hostsOf(store.RoleTarget, host)}
		for _, kind := range []string{"ipv4", "cidr", "domain", "url", "asn", "email"} {
			r.Indicators = append(r.Indicators, store.Indicator{Type: kind, Value: indicator})
		}
		facts := Facts(r, Sender{})
		if len(onceEach(slices.Clone(facts))) != len(facts) {
			t.Fatalf("facts repeat: %+v", facts)
		}
		for _, fact := range facts {
			if fact.Role == "" || fact.Where == "" || fact.Value == "" {
				t.Fatalf("half a fact: %+v", fact)
			}
			switch fact.Kind {
			case kindIP, kindCIDR, kindDomain, kindASN:
				if kind, value := observable(fact.Value); kind != fact.Kind || value != fact.Value {
					t.Fatalf("%+v is not in normal form: %s %q", fact, kind, value)
				}
			}
			if p, err := cleanPrefix(fact.Value); err == nil && fact.Kind != kindMail && fact.Kind != kindSector && !Public(p) {
				t.Fatalf("%+v names no host on the internet", fact)
			}
		}
		got := d.Route(Question{Report: r, Now: november, CountryFallback: "forward", Subject: country})
		if got.Decision == Forward && len(got.HeldFor) > 0 && !slices.Equal(got.HeldFor, []string{HeldDestinationAsks}) {
			t.Fatalf("forward in spite of %v", got.HeldFor)
		}
		if got.Decision == Hold && len(got.HeldFor) == 0 {
			t.Fatalf("held for nothing: %+v", got)
		}
	})
}
