package router

import (
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

// at makes a routing of one report over the Danish directory.
func at(t *testing.T, fields map[string]string, sender Sender) *routing {
	t.Helper()
	report := &store.Report{Fields: fields}
	r := &routing{d: danish(t), q: Question{Report: report, Sender: sender, Now: november}, facts: Facts(report, sender)}
	r.sectors, r.sender = r.d.onSector(r.facts), r.d.onSender(sender, november)
	return r
}

func unitFor(values ...string) unit {
	units := unitsOf(hostFacts(store.Host{Role: store.RoleTarget, Addresses: values}, maxFacts))
	if len(units) == 0 {
		return unit{blind: true}
	}
	return units[0]
}

func TestCountryOfAUnit(t *testing.T) {
	for _, c := range []struct {
		name    string
		values  []string
		country string
		want    string
		all     string
	}{
		{"nothing", nil, "", "", ""},
		{"address in the table", []string{"78.40.1.1"}, "", "FI", "FI"},
		{"address unknown", []string{"45.1.1.1"}, "", "", ""},
		{"prefix in the table", []string{"78.40.1.0/24"}, "", "FI", "FI"},
		{"prefix wider than the table's", []string{"78.0.0.0/8"}, "", "", ""},
		{"name", []string{"shop.dk"}, "", "DK", "DK"},
		{"name sold as a word", []string{"shop.io"}, "", "", ""},
		{"name beside a known address", []string{"shop.fi", "78.40.1.1"}, "", "FI", "FI"},
		{"name against the address", []string{"shop.dk", "78.40.1.1"}, "", "FI", "FI DK"},
		{"name beside an unknown address", []string{"shop.dk", "45.1.1.1"}, "", "", "DK"},
		{"form alone", nil, "Finland", "FI", "FI"},
		{"form beside an unknown address", []string{"45.1.1.1"}, "FI", "FI", "FI"},
		{"form against the address", []string{"78.40.1.1"}, "DK", "FI", "FI DK"},
		{"form against the name", []string{"shop.dk"}, "SE", "SE", "DK SE"},
		{"form not understood", nil, "here", unreadable, unreadable},
	} {
		r := at(t, map[string]string{"country": c.country}, Sender{})
		u := unitFor(c.values...)
		if _, got := r.country(u); got != c.want {
			t.Errorf("%s: country %q, want %q", c.name, got, c.want)
		}
		if got := strings.Join(r.countries(u), " "); got != c.all {
			t.Errorf("%s: countries %q, want %q", c.name, got, c.all)
		}
	}
}

func TestContradictions(t *testing.T) {
	ku := Sender{Address: "prof@ku.dk", Authenticated: true}
	for _, c := range []struct {
		name   string
		values []string
		fields map[string]string
		sender Sender
		claims string
		says   string
	}{
		{"nothing", nil, nil, Sender{}, "", ""},
		{"sector alone", nil, map[string]string{"sector": "private"}, Sender{}, "sector=national-dk", ""},
		{"sector and home", []string{"80.161.1.1"}, map[string]string{"sector": "private"}, Sender{}, "sector=national-dk default=national-dk", ""},
		{"sector against home's default", []string{"80.161.1.1"}, map[string]string{"sector": "research"}, Sender{},
			"sector=nren-dk default=national-dk", "different teams"},
		{"sector abroad, no team there", []string{"51.158.1.1"}, map[string]string{"sector": "private"}, Sender{}, "sector=national-dk", "does not answer for FR"},
		{"sector abroad, a team there", []string{"78.40.1.1"}, map[string]string{"sector": "private"}, Sender{},
			"sector=national-dk team.national=national-fi", "national-dk does not answer for FI"},
		{"sender and sector agree", nil, map[string]string{"sector": "research"}, ku, "sector=nren-dk reporter.domain=nren-dk", ""},
		{"sender and sector differ", nil, map[string]string{"sector": "private"}, ku, "sector=national-dk reporter.domain=nren-dk", "different teams"},
		{"sender not proved", nil, nil, Sender{Address: "prof@ku.dk"}, "", ""},
		{"sender and country differ", []string{"78.40.1.1"}, nil, ku, "reporter.domain=nren-dk team.national=national-fi", "different teams"},
		{"countries differ", []string{"shop.dk", "78.40.1.1"}, nil, Sender{}, "team.national=national-fi", "different countries"},
		{"country not understood", nil, map[string]string{"country": "here", "sector": "private"}, Sender{}, "sector=national-dk", "not understood"},
		{"two teams of a sector are a tie, no contradiction", nil, map[string]string{"sector": "financial"}, Sender{},
			"sector=bank-dk sector=insure-dk", ""},
		{"country without a team", []string{"51.158.1.1"}, nil, Sender{}, "", ""},
		{"national entry of its own", []string{"x.fo"}, nil, Sender{}, "national=national-dk", ""},
	} {
		r := at(t, c.fields, c.sender)
		u := unitFor(c.values...)
		claims := r.softClaims(u)
		if got := told(claims); got != c.claims {
			t.Errorf("%s: claims %s, want %s", c.name, got, c.claims)
		}
		got := r.contradiction(u, claims)
		if (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", c.name, got, c.says)
		}
	}
}

// Our own constituency in any role keeps a report from leaving as a whole.
func TestConcernsUs(t *testing.T) {
	d := danish(t)
	for _, c := range []struct {
		name     string
		hosts    []store.Host
		prose    string
		decision string
		held     string
	}{
		{"target alone", []store.Host{{Role: "target", Name: "ku.dk"}}, "", Forward, ""},
		{"source ours", []store.Host{{Role: "target", Name: "ku.dk"}, {Role: "source", Addresses: []string{"147.29.5.5"}}}, "", Split, HeldConcernsUs},
		{"intermediary ours", []store.Host{{Role: "target", Name: "ku.dk"}, {Role: "intermediary", Name: "mx.stm.dk"}}, "", Split, HeldConcernsUs},
		{"role not said, ours", []store.Host{{Role: "target", Name: "ku.dk"}, {Role: "unknown", Name: "mx.stm.dk"}}, "", Split, HeldConcernsUs},
		{"source of a constituent of ours", []store.Host{{Role: "target", Name: "ku.dk"}, {Role: "source", Name: "gate.bane.dk"}}, "", Split, HeldConcernsUs},
		{"source of a third", []store.Host{{Role: "target", Name: "ku.dk"}, {Role: "source", Name: "kth.se"}}, "", Forward, ""},
		{"prose ours", []store.Host{{Role: "target", Name: "ku.dk"}}, "147.29.5.5", Split, HeldConcernsUs},
		{"prose in the carve-out of ours", []store.Host{{Role: "target", Name: "ku.dk"}}, "147.29.99.5", Forward, ""},
		{"prose of a third", []store.Host{{Role: "target", Name: "ku.dk"}}, "kth.se", Forward, ""},
		{"prose private", []store.Host{{Role: "target", Name: "ku.dk"}}, "10.1.1.1", Forward, ""},
		{"ours, source elsewhere", []store.Host{{Role: "target", Name: "stm.dk"}, {Role: "source", Name: "ku.dk"}}, "ku.dk", Ours, ""},
		{"our name on another's address", []store.Host{{Role: "target", Name: "www.stm.dk", Addresses: []string{"130.225.1.2"}}}, "", Split, HeldConcernsUs},
		{"marked as our own machine", []store.Host{{Role: "target", Name: "ku.dk"}, {Role: "source", Name: "mx.stm.dk", Marks: []string{"own"}}}, "", Forward, ""},
		{"nobody's target, prose ours", []store.Host{{Role: "target", Name: "x.example"}}, "147.29.5.5", Hold, HeldRoleUnknown},
		{"no host, prose of two", nil, "147.29.5.5 kth.se", Hold, HeldRoleUnknown},
	} {
		report := &store.Report{Hosts: c.hosts}
		for _, v := range strings.Fields(c.prose) {
			report.Indicators = append(report.Indicators, store.Indicator{Type: "domain", Value: v})
		}
		got := d.Route(Question{Report: report, Now: november})
		if got.Decision != c.decision || c.held == "" && len(got.HeldFor) > 0 || c.held != "" && !slices.Contains(got.HeldFor, c.held) {
			t.Errorf("%s: %s %q for %v, want %s for %s", c.name, got.Decision, got.Team, got.HeldFor, c.decision, c.held)
		}
	}
}

// On a hold the team that prose proposes is named only if it is one.
func TestProseProposes(t *testing.T) {
	d := danish(t)
	for prose, want := range map[string]string{"kth.se": "nren-se", "kth.se www.su.se": "nren-se", "130.237.5.5": "nren-se", "130.237.5.5 kth.se": "nren-se", "130.237.5.5 ku.dk": "", "kth.se ku.dk": "", "147.29.5.5": "gov-dk", "x.example": ""} {
		report := &store.Report{}
		for _, v := range strings.Fields(prose) {
			report.Indicators = append(report.Indicators, store.Indicator{Type: "domain", Value: v})
		}
		got := d.Route(Question{Report: report, Now: november, CountryFallback: "forward"})
		if got.Decision != Hold || got.Team != want || !slices.Contains(got.HeldFor, HeldNoEvidence) {
			t.Errorf("%s: %s %q for %v, want %q proposed", prose, got.Decision, got.Team, got.HeldFor, want)
		}
	}
}

// The lead is the team with most of the hosts, else the first in the form.
func TestLead(t *testing.T) {
	d := danish(t)
	for hosts, want := range map[string]string{
		"ku.dk|kth.se":               "nren-dk",
		"kth.se|ku.dk":               "nren-se",
		"kth.se|ku.dk|130.225.1.2":   "nren-dk",
		"kth.se|ku.dk|su.se":         "nren-se",
		"stm.dk|kth.se|su.se":        "nren-se",
		"130.225.1.2|x.example":      "nren-dk",
		"ku.dk,10.0.0.1|192.0.2.1":   "nren-dk",
		"x.example|y.example":        "",
		"130.226.0.0/16":             "nren-dk",
		"130.226.77.0/24|kth.se|AS1": "council",
	} {
		got := d.Route(Question{Report: &store.Report{Hosts: hostsOf(store.RoleTarget, hosts)}, Now: november})
		if got.Team != want {
			t.Errorf("%s: lead %q, want %q (%s %v)", hosts, got.Team, want, got.Decision, got.HeldFor)
		}
	}
}
