package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"tocsin/intake/mailbox"
	"tocsin/store"
)

// listen serves /healthz and /metrics on the private address.
func (d *Daemon) listen(ctx context.Context) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", d.Config.HTTP.Listen)
	if err != nil {
		return fmt.Errorf("[http] listen: %w; choose another port", err)
	}
	server := &http.Server{Handler: d.Handler(), ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	if err := server.Serve(l); err != nil && ctx.Err() == nil {
		return fmt.Errorf("[http] listen: %w", err)
	}
	return nil
}

// Handler is the private HTTP door: GET /healthz says 200 ok, or 503 with a
// line for each thing that is wrong; GET /metrics is the Prometheus text format.
func (d *Daemon) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if ills := d.Ills(r.Context()); len(ills) > 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, strings.Join(ills, "\n")+"\n")
			return
		}
		io.WriteString(w, "ok\n")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		text, err := d.metrics(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		io.WriteString(w, text)
	})
	return mux
}

// patience is how long a mailbox may go without a good cycle, and a message
// unfiled, before health says so.
const patience = 15 * time.Minute

// Ills tells in lines what is wrong now: a store that does not answer, a
// mailbox that can't be read, mail that waits too long.
func (d *Daemon) Ills(ctx context.Context) (ills []string) {
	if _, _, err := d.Store.Pending(ctx, d.Now()); err != nil {
		ills = append(ills, "store: "+err.Error())
	}
	for _, b := range d.Boxes {
		s := b.Status()
		if s.Failures > 0 && d.Now().Sub(s.LastSuccess) > patience {
			ills = append(ills, fmt.Sprintf("mailbox %s: no success since %s: %s", s.Name, since(s.LastSuccess), s.LastError))
		}
		if !s.Oldest.IsZero() && d.Now().Sub(s.Oldest) > patience && s.Failures > 0 {
			ills = append(ills, fmt.Sprintf("mailbox %s: %d messages unfiled, the oldest since %s", s.Name, s.Unfiled, since(s.Oldest)))
		}
	}
	return ills
}

func since(t time.Time) string {
	if t.IsZero() {
		return "the start"
	}
	return t.UTC().Format(time.RFC3339)
}

func (d *Daemon) metrics(ctx context.Context) (string, error) {
	now := d.Now()
	stats, err := d.Store.Stats(ctx, now, now)
	if err != nil {
		return "", err
	}
	quarantined, err := d.Store.Quarantined(ctx)
	if err != nil && !errors.Is(err, store.ErrDamaged) {
		return "", err
	}
	var m exposition
	m.head("tocsin_outbox", "gauge", "Outgoing messages by state.")
	for _, state := range []string{store.Due, store.Held, store.Failed} {
		m.sample("tocsin_outbox", "state", state, float64(stats.Now["outbox/"+state]))
	}
	m.head("tocsin_incidents", "gauge", "Incidents by status.")
	for _, status := range []string{store.StatusOpen, store.StatusWaiting, store.StatusClosed} {
		m.sample("tocsin_incidents", "status", status, float64(stats.Now["status/"+status]))
	}
	m.head("tocsin_quarantined", "gauge", "Messages in quarantine.")
	m.sample("tocsin_quarantined", "", "", float64(len(quarantined)))
	m.boxes(d.Boxes, now)
	return m.String(), nil
}

// An exposition is metrics in Prometheus' text format.
type exposition struct{ strings.Builder }

func (m *exposition) head(name, kind, help string) {
	fmt.Fprintf(m, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func (m *exposition) sample(name, label, value string, v float64) {
	if label != "" {
		escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(value)
		name = fmt.Sprintf(`%s{%s="%s"}`, name, label, escaped)
	}
	fmt.Fprintf(m, "%s %g\n", name, v)
}

func (m *exposition) boxes(boxes []*mailbox.Box, now time.Time) {
	age := func(t time.Time) float64 {
		if t.IsZero() {
			return 0
		}
		return now.Sub(t).Seconds()
	}
	for _, g := range []struct {
		name, kind, help string
		value            func(mailbox.Status) float64
	}{
		{"tocsin_filed_total", "counter", "Messages filed since the start.", func(s mailbox.Status) float64 { return float64(s.Filed) }},
		{"tocsin_unfiled", "gauge", "Messages known but not filed.", func(s mailbox.Status) float64 { return float64(s.Unfiled) }},
		{"tocsin_oldest_unfiled_seconds", "gauge", "Age of the oldest message not filed, 0 if none.", func(s mailbox.Status) float64 { return age(s.Oldest) }},
		{"tocsin_fetch_failures", "gauge", "Cycles in a row that failed.", func(s mailbox.Status) float64 { return float64(s.Failures) }},
		{"tocsin_last_fetch_success_timestamp_seconds", "gauge", "When a cycle last went well, 0 if never.", func(s mailbox.Status) float64 {
			if s.LastSuccess.IsZero() {
				return 0
			}
			return float64(s.LastSuccess.Unix())
		}},
	} {
		m.head(g.name, g.kind, g.help)
		for _, b := range boxes {
			s := b.Status()
			m.sample(g.name, "mailbox", s.Name, g.value(s))
		}
	}
}
