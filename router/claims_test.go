package router

import (
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

// layered has one entry of each kind on the same places.
const layered = `self = "us"
[[team]]
id = "us"
mail = "i@us.example"
[[team]]
id = "wide"
mail = "a@wide.example"
cidrs = ["130.0.0.0/8"]
domains = ["lu"]
asns = [7]
[[team]]
id = "long"
mail = "a@long.example"
cidrs = ["130.225.0.0/16"]
domains = ["uni.lu"]
national = ["LU"]
[[team]]
id = "ranked"
mail = "a@ranked.example"
rank = 2
cidrs = ["130.225.0.0/16"]
sectors = ["energy"]
[[team]]
id = "other"
mail = "a@other.example"
rank = 2
sectors = ["energy", "water"]
national = ["LU"]
[[carveout]]
team = "wide"
cidrs = ["130.225.1.0/24"]
[[constituent]]
org = "X"
team = "us"
domains = ["x.uni.lu"]
asns = [9]
[[inhibit]]
why = "quiet"
domains = ["quiet.uni.lu"]
[shared]
asns = [8, 9]
[[asn]]
number = 7
country = "LU"
cidrs = ["45.0.0.0/16"]
[[asn]]
number = 8
country = "BE"
cidrs = ["45.0.9.0/24"]
[[asn]]
number = 9
cidrs = ["45.0.10.0/24"]
`

func readLayered(t *testing.T) *Directory {
	t.Helper()
	d, _ := ReadDirectory("", File{Name: "d.toml", Data: []byte(layered)})
	return d
}

func told(claims []claim) string {
	var out []string
	for _, c := range claims {
		out = append(out, c.rule+"="+c.team)
	}
	return strings.Join(out, " ")
}

func TestHardClaimsInOrder(t *testing.T) {
	d := readLayered(t)
	for _, c := range []struct{ kind, value, want string }{
		{kindIP, "130.225.1.9", "carveout.prefix=wide team.prefix=ranked team.prefix=long team.prefix=wide"},
		{kindIP, "130.225.2.9", "team.prefix=ranked team.prefix=long team.prefix=wide"},
		{kindIP, "130.1.1.1", "team.prefix=wide"},
		{kindIP, "131.1.1.1", ""},
		{kindIP, "nonsense", ""},
		{kindIP, "45.0.1.1", "team.asn=wide"},
		{kindIP, "45.0.9.1", ""},
		{kindIP, "45.0.10.1", ""},
		{kindCIDR, "130.225.0.0/17", "team.prefix=ranked team.prefix=long team.prefix=wide"},
		{kindCIDR, "130.224.0.0/15", "team.prefix=wide"},
		{kindCIDR, "128.0.0.0/2", ""},
		{kindASN, "AS7", "team.asn=wide"},
		{kindASN, "AS9", ""},
		{kindASN, "AS", ""},
		{kindDomain, "a.uni.lu", "team.domain=long team.domain=wide"},
		{kindDomain, "x.uni.lu", "constituent.domain=us team.domain=long team.domain=wide"},
		{kindDomain, "a.quiet.uni.lu", "inhibit.domain= team.domain=long team.domain=wide"},
		{kindDomain, "shop.be", ""},
		{kindMail, "a@uni.lu", ""},
		{kindSector, "energy", ""},
	} {
		if got := told(d.hard(store.Fact{Kind: c.kind, Value: c.value}, november)); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.kind, c.value, got, c.want)
		}
	}
}

func TestClaimsInsideAPrefix(t *testing.T) {
	d := readLayered(t)
	for value, want := range map[string]string{
		"130.225.0.0/16": "carveout.prefix=wide",
		"130.225.0.0/17": "carveout.prefix=wide",
		"130.225.2.0/24": "",
		"131.0.0.0/8":    "",
		"nonsense":       "",
	} {
		if got := told(d.inside(store.Fact{Kind: kindCIDR, Value: value}, november)); got != want {
			t.Errorf("inside %s: %s, want %s", value, got, want)
		}
	}
	if got := d.inside(store.Fact{Kind: kindIP, Value: "130.225.0.0"}, november); len(got) != 0 {
		t.Errorf("an address has parts: %v", got)
	}
}

func TestSenderClaims(t *testing.T) {
	d := readLayered(t)
	for address, want := range map[string]string{
		"a@x.uni.lu":       "constituent.sender=us",
		"a@uni.lu":         "reporter.domain=long",
		"a@shop.lu":        "reporter.domain=wide",
		"a@quiet.uni.lu":   "reporter.domain=long",
		"a@shop.be":        "",
		"":                 "",
		"no address":       "",
		"a@b@x.uni.lu":     "constituent.sender=us",
		"a@x.uni.lu.evil.": "",
	} {
		if got := told(d.onSender(Sender{Address: address, Authenticated: true}, november)); got != want {
			t.Errorf("proved %q: %s, want %s", address, got, want)
		}
		if got := d.onSender(Sender{Address: address}, november); len(got) != 0 {
			t.Errorf("not proved %q: %s", address, told(got))
		}
	}
}

func TestSoftClaims(t *testing.T) {
	d := readLayered(t)
	sector := func(s string) []store.Fact { return []store.Fact{{Kind: kindSector, Value: s}} }
	for s, want := range map[string]string{"energy": "sector=ranked sector=other", "water": "sector=other", "": "", "air": ""} {
		if got := told(d.onSector(sector(s))); got != want {
			t.Errorf("sector %q: %s, want %s", s, got, want)
		}
	}
	for cc, want := range map[string]string{"LU": "team.national=long team.national=other", "BE": "", "": ""} {
		if got := told(d.onCountry(store.Fact{}, cc)); got != want {
			t.Errorf("country %q: %s, want %s", cc, got, want)
		}
	}
	for _, c := range []struct {
		team, cc string
		want     bool
	}{{"long", "LU", true}, {"other", "LU", true}, {"ranked", "LU", false}, {"ranked", "", true}, {"long", "BE", false}, {"nobody", "LU", false}} {
		if got := d.answersFor(c.team, c.cc); got != c.want {
			t.Errorf("answersFor(%s, %s) = %v", c.team, c.cc, got)
		}
	}
	with, _ := ReadDirectory("", File{Name: "d.toml", Data: []byte("default = \"other\"\n" + layered)})
	if got := told(with.onCountry(store.Fact{}, "LU")); got != "default=other" {
		t.Errorf("at home: %s, want the default team alone", got)
	}
	if got := with.onCountry(store.Fact{}, "LU")[0].at.String(); got != "d.toml:1" {
		t.Errorf("the default stands at %s", got)
	}
}

func TestWeigh(t *testing.T) {
	order := []claim{
		{entry: entry{tier: 1}, class: 2, length: 1},
		{entry: entry{tier: 2}, length: 24},
		{entry: entry{tier: 2, rank: 5}, length: 16},
		{entry: entry{tier: 2}, length: 16},
		{entry: entry{tier: 2}, class: 1},
		{entry: entry{tier: 2}, class: 2, length: 3},
		{entry: entry{tier: 2}, class: 2, length: 2},
		{entry: entry{tier: 3}, length: 32},
	}
	for i := range order {
		for k := range order {
			want := 0
			switch {
			case i < k:
				want = -1
			case i > k:
				want = 1
			}
			if got := weigh(order[i], order[k]); got != want {
				t.Errorf("weigh(%d, %d) = %d, want %d", i, k, got, want)
			}
		}
	}
}

// Rank decides between equals, and only there; without it they tie.
func TestRankAndTie(t *testing.T) {
	d := readLayered(t)
	got := d.Route(Question{Report: &store.Report{Hosts: hostsOf(store.RoleTarget, "130.225.2.9")}, Now: november})
	if got.Decision != Forward || got.Team != "ranked" || !slices.Equal(got.HeldFor, []string{HeldDestinationAsks}) || len(got.Lost) != 2 {
		t.Errorf("rank: %+v", got)
	}
	got = d.Route(Question{Report: &store.Report{Fields: map[string]string{"sector": "Energy"}}, Now: november, CountryFallback: "forward"})
	if got.Decision != Hold || !slices.Contains(got.HeldFor, HeldTie) || !strings.Contains(got.Lost[0].Why, "tie") {
		t.Errorf("tie: %+v", got)
	}
}

// The order of files and entries never decides.
func TestOrderOfEntriesDoesNotMatter(t *testing.T) {
	head, body, _ := strings.Cut(layered, "[[team]]")
	parts := strings.SplitAfter("[[team]]"+body, "\n[[")
	tables := make([]string, 0, len(parts))
	for i, p := range parts {
		p = strings.TrimSuffix(p, "[[")
		if i > 0 {
			p = "[[" + p
		}
		tables = append(tables, p)
	}
	slices.Reverse(tables)
	back, problems := ReadDirectory("", File{Name: "d.toml", Data: []byte(head + strings.Join(tables, ""))})
	for _, p := range problems {
		if !p.Warning && !strings.Contains(p.Message, "belongs to") {
			t.Fatal(p)
		}
	}
	forth := readLayered(t)
	for _, host := range []string{"130.225.1.9", "130.225.2.9", "130.1.1.1", "45.0.1.1", "a.uni.lu", "x.uni.lu", "a.quiet.uni.lu", "shop.be", "x.uni.lu,130.225.1.9"} {
		q := Question{Report: &store.Report{Hosts: hostsOf(store.RoleTarget, host)}, Now: november, CountryFallback: "forward"}
		a, b := forth.Route(q), back.Route(q)
		if a.Decision != b.Decision || a.Team != b.Team || !slices.Equal(a.HeldFor, b.HeldFor) {
			t.Errorf("%s: %s %s %v, and backwards %s %s %v", host, a.Decision, a.Team, a.HeldFor, b.Decision, b.Team, b.HeldFor)
		}
	}
}
