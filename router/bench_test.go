package router

import (
	"fmt"
	"strings"
	"testing"

	"tocsin/store"
)

// wide is a directory of about n prefixes in a hundred teams, and as many
// lines in the prefix table.
func wide(tb testing.TB, n int) *Directory {
	tb.Helper()
	var toml, table strings.Builder
	toml.WriteString(base)
	for team := range 100 {
		fmt.Fprintf(&toml, "[[team]]\nid = \"t%d\"\nmail = \"cert@t%d.example\"\nforward = \"auto\"\nasns = [%d]\ndomains = [\"d%d.lu\"]\ncidrs = [\n", team, team, 1000+team, team)
		for i := range n / 100 {
			k := team*(n/100) + i
			fmt.Fprintf(&toml, "\"%d.%d.%d.0/24\",\n", 11+k>>16, k>>8&255, k&255)
			fmt.Fprintf(&table, "%d.%d.%d.0/24,%d,LU\n", 60+k>>16, k>>8&255, k&255, 1000+team)
		}
		toml.WriteString("]\n")
	}
	d, problems := ReadDirectory("", File{Name: "d.toml", Data: []byte(toml.String())}, File{Name: "p.csv", Data: []byte(table.String())})
	if len(problems) > 0 {
		tb.Fatal(len(problems), problems[0])
	}
	return d
}

func TestWideDirectory(t *testing.T) {
	d := wide(t, 1000)
	for host, want := range map[string]string{"11.0.0.7": "t0", "11.3.231.7": "t99", "60.0.10.1": "t1", "www.d42.lu": "t42"} {
		got := d.Route(Question{Report: &store.Report{Hosts: hostsOf(store.RoleTarget, host)}, Now: november})
		if got.Decision != Forward || got.Team != want {
			t.Errorf("%s: %s %q %v, want %q", host, got.Decision, got.Team, got.HeldFor, want)
		}
	}
}

func BenchmarkRoute(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		b.Run(fmt.Sprintf("prefixes=%d", n), func(b *testing.B) {
			d := wide(b, n)
			q := Question{Now: november, Sender: Sender{Address: "x@gmail.com"}, Report: &store.Report{
				Fields: map[string]string{"sector": "private", "description": strings.Repeat("our web server was attacked. ", 20)},
				Hosts:  append(hostsOf(store.RoleTarget, "www.d7.lu,11.0.0.7"), hostsOf(store.RoleSource, "45.1.2.3")...)}}
			b.ReportAllocs()
			for b.Loop() {
				if got := d.Route(q); got.Team != "t0" {
					b.Fatal(got)
				}
			}
		})
	}
}

// aReport names three hosts and six addresses, and carries 4 KiB of a log.
func aReport() *store.Report {
	var log strings.Builder
	for i := range 40 {
		fmt.Fprintf(&log, "2026-11-%02d 10:%02d:%02d sshd[%d]: Failed password for root from 45.155.7.9 port %d\n", 1+i%28, i, i, 1000+i, 20000+i)
	}
	r := &store.Report{Hosts: append(hostsOf(store.RoleTarget, "www.ku.dk|130.225.4.5"), hostsOf(store.RoleSource, "45.155.7.9")...),
		Fields: map[string]string{"contact_name": "Reporter 7", "contact_email": "r7@site7.example", "organisation": "Site 7", "sector": "education", "description": log.String()}}
	for i := range 6 {
		r.Indicators = append(r.Indicators, store.Indicator{Type: "ipv4", Value: fmt.Sprintf("45.155.7.%d", i), Role: store.RoleSource, Line: i})
	}
	return r
}

func BenchmarkRouteReport(b *testing.B) {
	d, q := danish(b), Question{Now: november, Subject: "break-in at our web server", Sender: Sender{Address: "r7@site7.example"}, Report: aReport()}
	b.ReportAllocs()
	for b.Loop() {
		if got := d.Route(q); got.Team != "nren-dk" {
			b.Fatal(got)
		}
	}
}

func BenchmarkCorrelationValues(b *testing.B) {
	r := aReport()
	b.ReportAllocs()
	for b.Loop() {
		if got := CorrelationValues(r, "r7@site7.example"); len(got) != 10 {
			b.Fatal(got)
		}
	}
}

func BenchmarkReadDirectory(b *testing.B) {
	for b.Loop() {
		wide(b, 1000)
	}
}
