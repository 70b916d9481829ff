package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/store"
)

// quiet is an app that prints into buffers.
func quiet() (a *app, out, errs *bytes.Buffer) {
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	return &app{in: strings.NewReader(""), out: out, errs: errs, now: time.Now}, out, errs
}

func TestLongFlags(t *testing.T) {
	a, _, _ := quiet()
	root := a.root()
	for in, want := range map[string]string{
		"parse -json x":              "parse --json x",
		"parse --json x":             "parse --json x",
		"-c f incident list":         "-c f incident list",
		"-config=f check -live":      "--config=f check --live",
		"take -channel fax -":        "take --channel fax -",
		"incident note R -- -json":   "incident note R -- -json",
		"incident note R -unknown x": "incident note R -unknown x",
		"take -chanel fax -":         "take --chanel fax -",
		"stats --csw":                "stats --csw",
		"stats -to 2026-01-01":       "stats --to 2026-01-01",
		"-ctocsin.toml -cnew/t.toml": "-ctocsin.toml -cnew/t.toml",
		"-help":                      "--help",
		"-h":                         "-h",
	} {
		if got := strings.Join(longFlags(root, strings.Fields(in)), " "); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestStatus(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	foreign := fmt.Errorf("x: %w", &net.OpError{Op: "dial", Net: "unix", Addr: &net.UnixAddr{Name: "t.sock"}, Err: os.ErrPermission})
	for name, c := range map[string]struct {
		ctx    context.Context
		err    error
		status int
		text   string
	}{
		"done":      {t.Context(), nil, 0, ""},
		"usage":     {t.Context(), fmt.Errorf("x: %w", wrongUse("no")), 2, "tocsin: no\n"},
		"partly":    {t.Context(), statusError{status: 3}, 3, ""},
		"failed":    {t.Context(), errors.New("bad\x1b\nthing"), 1, "tocsin: bad· thing\n"},
		"locked":    {t.Context(), store.ErrLocked, 1, "tocsin: the store is in use by another process, which does not answer"},
		"seal":      {t.Context(), store.ErrSealKey, 1, "seal key is not the one"},
		"stopped":   {gone, context.Canceled, 1, "tocsin: stopped; what was done is kept\n"},
		"config":    {t.Context(), &daemon.ConfigError{Problems: []config.Problem{{File: "f", Line: 3, Message: "m"}}}, 1, "f:3: m\ntocsin: the configuration"},
		"unit":      {t.Context(), &daemon.ConfigError{Problems: []config.Problem{{File: "k", Message: "m", Warning: true}}}, 1, "systemctl start tocsin"},
		"foreign":   {t.Context(), foreign, 1, "tocsin: the daemon's socket t.sock is open to its own user only: "},
		"cancelled": {t.Context(), context.Canceled, 1, "tocsin: context canceled\n"},
	} {
		a, _, errs := quiet()
		if got := a.status(c.ctx, c.err); got != c.status || !strings.Contains(errs.String(), c.text) || (c.text == "") != (errs.Len() == 0) {
			t.Errorf("%s: %d %q, want %d %q", name, got, errs, c.status, c.text)
		}
	}
}

func TestJSONHasNoNull(t *testing.T) {
	a, out, _ := quiet()
	file := dossier{Incident: store.Incident{Report: store.Report{Hosts: []store.Host{{}}}}, Messages: []messageLine{{}}, Outbox: []outLine{{}}}
	for _, v := range []any{file, store.Report{}, store.Decision{Trail: []store.Step{{}}}, store.Protection{}, store.Stats{Days: []store.Day{{}}}, keyLine{}} {
		if err := a.printJSON(v); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(out.String(), "null") || strings.Count(out.String(), "\n") != 6 {
		t.Error(out.String())
	}
	if file.Report.Hosts == nil || strings.Contains(out.String(), `\u003c`) {
		t.Error("what was printed was changed")
	}
}

// TestShowMarks: a report as text says of an address that it is none of the Internet.
func TestShowMarks(t *testing.T) {
	a, out, _ := quiet()
	if err := a.showReport(store.Report{Hosts: []store.Host{{Role: "target", Addresses: []string{"192.0.2.7"}, Marks: []string{"documentation", "own"}}}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "192.0.2.7 (documentation, own)\n") {
		t.Error(out.String())
	}
}

func TestReportShape(t *testing.T) {
	a, out, _ := quiet()
	if err := a.printJSON(store.Report{Form: "none", Disclosure: store.Disclosure{Text: "<a&b>"}}); err != nil {
		t.Fatal(err)
	}
	want := `{"form":"none","fields":{},"hosts":[],"time":{"start":"","end":"","detected":"","zone":"","zone_assumed":false},` +
		`"clock":{"synchronised":"","source":"","accuracy":""},"category":[],"assistance":[],` +
		`"disclosure":{"tlp":"","text":"<a&b>","share_identity":""},"logs":[],"indicators":[],"problems":[]}` + "\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestPrintList(t *testing.T) {
	a, out, errs := quiet()
	row := func(n int) []any { return []any{n, "x\x1b"} }
	if err := printList(a, []int{1, 22}, nil, "none", []string{"n", "x"}, row); err != nil || out.String() != "N   X\n1   x·\n22  x·\n" {
		t.Errorf("%q, %v", out, err)
	}
	out.Reset()
	if err := printList(a, nil, nil, "none here", []string{"n", "x"}, row); err != nil || out.Len() > 0 || errs.String() != "none here\n" {
		t.Errorf("%q %q, %v", out, errs, err)
	}
	damaged := fmt.Errorf("key 1 is %w", store.ErrDamaged)
	if err := printList(a, []int{1}, damaged, "none", []string{"n", "x"}, row); !errors.Is(err, damaged) || out.String() != "N  X\n1  x·\n" {
		t.Errorf("of a damaged list: %q, %v", out, err)
	}
	out.Reset()
	if err := printList(a, []int{1}, io.ErrUnexpectedEOF, "none", []string{"n", "x"}, row); !errors.Is(err, io.ErrUnexpectedEOF) || out.Len() > 0 {
		t.Errorf("of no list: %q, %v", out, err)
	}
	a.json = true
	if err := printList(a, []int{1, 22}, nil, "none", nil, row); err != nil || out.String() != "1\n22\n" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestRefOf(t *testing.T) {
	d := &daemon.Daemon{Config: &config.Config{Team: config.Team{Tag: "CERT-EX"}}}
	for _, n := range []int{1, 42} { // their check characters are a digit and a letter
		ref := store.MakeRef("CERT-EX", 2026, n)
		bare := strings.TrimPrefix(string(ref), "CERT-EX#")
		for _, text := range []string{string(ref), "[" + string(ref) + "]", bare, strings.ToLower(string(ref)), " " + string(ref) + " "} {
			if got, err := refOf(d, text); err != nil || got != ref {
				t.Errorf("%q: %q, %v", text, got, err)
			}
		}
	}
	for _, text := range []string{"", "42", "CERT-EX#", "nonsense", "OTHER#2026-00042-7"} {
		if got, err := refOf(d, text); err == nil {
			t.Errorf("%q taken for %q", text, got)
		}
	}
}

func TestKeyOf(t *testing.T) {
	good := strings.Repeat("0aF9", 16)
	if key, err := keyOf(good); err != nil || string(key) != strings.ToLower(good) {
		t.Error(key, err)
	}
	for _, text := range []string{"", "abc", strings.Repeat("g", 64), good + "0"} {
		if _, err := keyOf(text); err == nil {
			t.Errorf("%q taken for a key", text)
		}
	}
}

func TestMood(t *testing.T) {
	a, out, _ := quiet()
	a.screen = console.Screen{Colour: true}
	tab := console.NewTable(a.screen, "a", "b")
	tab.Row(mood(store.Failed), mood("unknown"))
	tab.WriteTo(out)
	if !strings.Contains(out.String(), "\x1b[31mfailed\x1b[0m") || !strings.HasSuffix(out.String(), "  unknown\n") {
		t.Errorf("%q", out)
	}
}

func TestHint(t *testing.T) {
	h := hint{hosts: []string{"www.town.example", "192.0.2.1", "2001:db8::/32"}, role: store.RoleSource, sector: "energy", country: "LU"}
	q := h.question(&config.Config{Routing: config.Routing{CountryFallback: "forward"}}, time.Unix(0, 0))
	want := []store.Host{{Role: "source", Name: "www.town.example"}, {Role: "source", Addresses: []string{"192.0.2.1"}}, {Role: "source", Addresses: []string{"2001:db8::/32"}}}
	if diff := cmp.Diff(want, q.Report.Hosts); diff != "" || q.CountryFallback != "forward" || q.Report.Fields["sector"] != "energy" || q.Report.Fields["country"] != "LU" {
		t.Error(diff, q)
	}
	if (hint{}).given() || !h.given() {
		t.Error("given")
	}
}
