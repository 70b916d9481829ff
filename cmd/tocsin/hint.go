package main

import (
	"net/netip"
	"strings"
	"time"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/console"
	"tocsin/router"
	"tocsin/store"
)

// A hint is what `tocsin route -host` asks about instead of a message.
type hint struct {
	hosts                 []string
	role, sector, country string
}

func (h hint) given() bool { return len(h.hosts) > 0 || h.sector != "" || h.country != "" }

// check says what of the hint is nothing to route by, as wrong use.
func (h hint) check() error {
	for _, text := range h.hosts {
		one := hint{hosts: []string{text}, role: h.role}
		if !isAddress(text) && len(router.Facts(one.report(), router.Sender{})) == 0 {
			return wrongUse("-host %q is no host: write a name with its domain, an address or a network", console.Safe(text))
		}
	}
	for _, f := range router.Facts((hint{country: h.country}).report(), router.Sender{}) {
		if len(f.Value) != len("LU") || strings.Trim(f.Value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return wrongUse("-country %q is no country: write its ISO 3166 code, like LU", console.Safe(h.country))
		}
	}
	if h.role != store.RoleTarget && h.role != store.RoleSource {
		return wrongUse("-role %q must be target or source", console.Safe(h.role))
	}
	return nil
}

// question asks where the hint would go.
func (h hint) question(cfg *config.Config, now time.Time) router.Question {
	q := router.Question{Report: h.report(), Now: now, CountryFallback: "hold"}
	if cfg != nil {
		q.CountryFallback = cfg.Routing.CountryFallback
	}
	return q
}

// report puts the hint into the words of a report.
func (h hint) report() *store.Report {
	r := &store.Report{Form: "none", Fields: map[string]string{}}
	for name, value := range map[string]string{"sector": h.sector, "country": h.country} {
		if value != "" {
			r.Fields[name] = value
		}
	}
	for _, text := range h.hosts {
		host := store.Host{Role: h.role}
		if isAddress(text) {
			host.Addresses = []string{text}
		} else {
			host.Name = text
		}
		r.Hosts = append(r.Hosts, host)
	}
	return r
}

func isAddress(text string) bool {
	if _, err := netip.ParseAddr(text); err == nil {
		return true
	}
	_, err := netip.ParsePrefix(text)
	return err == nil
}
