package main

import (
	"net/netip"
	"time"

	"tocsin/cmd/tocsin/config"
	"tocsin/router"
	"tocsin/store"
)

// A hint is what `tocsin route -host` asks about instead of a message.
type hint struct {
	hosts                 []string
	role, sector, country string
}

func (h hint) given() bool { return len(h.hosts) > 0 || h.sector != "" || h.country != "" }

// question puts the hint into the words of a report.
func (h hint) question(cfg *config.Config, now time.Time) router.Question {
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
	q := router.Question{Report: r, Now: now, CountryFallback: "hold"}
	if cfg != nil {
		q.CountryFallback = cfg.Routing.CountryFallback
	}
	return q
}

func isAddress(text string) bool {
	if _, err := netip.ParseAddr(text); err == nil {
		return true
	}
	_, err := netip.ParsePrefix(text)
	return err == nil
}
