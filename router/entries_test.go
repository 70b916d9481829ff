package router

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

// routeTo asks a directory about one target.
func routeTo(d *Directory, host string) store.Decision {
	return d.Route(Question{Report: &store.Report{Hosts: hostsOf(store.RoleTarget, host)}, Now: november})
}

func readBase(t *testing.T, more string, files ...File) *Directory {
	t.Helper()
	d, problems := ReadDirectory("", append([]File{{Name: "d.toml", Data: []byte(base + more)}}, files...)...)
	for _, p := range problems {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return d
}

const teamX = `
[[team]]
id = "x"
mail = "cert@x.example"
forward = "auto"
cidrs = ["130.225.0.0/16"]
asns = [7]
domains = ["x.lu"]
`

func TestConstituentWithoutTeamIsOurs(t *testing.T) {
	d := readBase(t, teamX+`
[[constituent]]
org = "Mill"
sector = "food"
ci = true
cidrs = ["130.225.9.0/24"]
asns = [7]
domains = ["mill.x.lu"]
mails = ["Boss@Mill.example"]
note = "since the flood"
`)
	for host, want := range map[string]string{
		"130.225.9.1": Ours, "130.225.8.1": Forward, "mill.x.lu": Ours, "a.mill.x.lu": Ours, "windmill.x.lu": Forward, "AS7": Ours,
	} {
		if got := routeTo(d, host); got.Decision != want {
			t.Errorf("%s: %s %q, want %s", host, got.Decision, got.Team, want)
		}
	}
	q := Question{Report: &store.Report{}, Sender: Sender{Address: "boss@mill.example", Authenticated: true}, Now: november}
	if got := d.Route(q); got.Decision != Ours || got.Trail[0].Match != "boss@mill.example" || got.Trail[0].Source != "d.toml:22" {
		t.Errorf("the registered address: %+v", got)
	}
}

func TestConstituentsOfTwoTeamsTie(t *testing.T) {
	d, problems := ReadDirectory("", File{Name: "d.toml", Data: []byte(base + teamX +
		"[[constituent]]\norg = \"A\"\ndomains = [\"a.lu\"]\n[[constituent]]\norg = \"A again\"\nteam = \"x\"\ndomains = [\"a.lu\"]\n")})
	if len(problems) != 1 || problems[0].Warning || problems[0].Line != 20 {
		t.Errorf("problems %v", problems)
	}
	if got := routeTo(d, "a.lu"); got.Decision != Hold || !slices.Contains(got.HeldFor, HeldTie) {
		t.Errorf("got %s for %v", got.Decision, got.HeldFor)
	}
}

func TestInhibitions(t *testing.T) {
	d := readBase(t, teamX+`
[[inhibit]]
why = "court order"
cidrs = ["130.225.7.0/24"]
asns = [7]
domains = ["quiet.x.lu"]
[[inhibit]]
why = "until spring"
domains = ["spring.x.lu"]
until = 2027-03-01
`)
	for host, held := range map[string]bool{"130.225.7.1": true, "130.225.6.1": false, "quiet.x.lu": true, "a.quiet.x.lu": true, "AS7": true, "spring.x.lu": true, "x.lu": false} {
		got := routeTo(d, host)
		if slices.Contains(got.HeldFor, HeldRestricted) != held || (got.Decision == Hold) != held || got.Team != "x" {
			t.Errorf("%s: %s %q for %v, want held %v", host, got.Decision, got.Team, got.HeldFor, held)
		}
		if held && (got.Trail[0].Tier != 0 || got.Trail[0].Why == "" || got.Trail[0].Source == "") {
			t.Errorf("%s: the trail does not say why: %+v", host, got.Trail)
		}
	}
	spring := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	q := Question{Report: &store.Report{Hosts: hostsOf(store.RoleTarget, "spring.x.lu")}, Now: spring}
	if got := d.Route(q); got.Decision != Forward {
		t.Errorf("in spring: %s for %v", got.Decision, got.HeldFor)
	}
}

// The longest line of the table counts; [[asn]] entries are lines of it too.
func TestPrefixTable(t *testing.T) {
	d := readBase(t, teamX+"[[asn]]\nnumber = 7\nname = \"X net\"\ncountry = \"LU\"\ncidrs = [\"45.0.0.0/16\"]\n",
		File{Name: "a.csv", Data: []byte("45.0.1.0/24,8,BE\n2a00:9080::/32,7,\n")},
		File{Name: "b.csv", Data: []byte("\"45.0.2.0/24\", AS7 , fr \n")})
	for host, want := range map[string]string{"45.0.3.3": Forward, "45.0.1.3": Hold, "45.0.2.3": Forward, "2a00:9080::1": Forward, "45.1.0.0": Hold} {
		if got := routeTo(d, host); got.Decision != want {
			t.Errorf("%s: %s for %v, want %s", host, got.Decision, got.HeldFor, want)
		}
	}
	got := routeTo(d, "45.0.2.3")
	if s := got.Trail[0]; s.Rule != "team.asn" || s.Match != "AS7" || !strings.Contains(s.Why, "45.0.2.0/24 by AS7 (b.csv:1)") || s.Source != "d.toml:12" {
		t.Errorf("the trail of an AS: %+v", s)
	}
	for address, want := range map[string]string{"45.0.3.3": "LU", "45.0.1.3": "BE", "45.0.2.3": "FR", "2a00:9080::1": "", "9.9.9.9": ""} {
		if n, _ := d.networks.Lookup(netip.MustParseAddr(address)); n.cc != want {
			t.Errorf("%s is in %q, want %q", address, n.cc, want)
		}
	}
}

// Home is what the file says, else the default team's countries, else ours.
func TestHome(t *testing.T) {
	for name, c := range map[string]struct{ top, us, x, want string }{
		"said":           {"country = [\"be\"]\n", "national = [\"DK\"]\n", "national = [\"SE\"]\n", "BE"},
		"by the default": {"default = \"x\"\n", "national = [\"DK\"]\n", "national = [\"SE\"]\n", "SE"},
		"by our own":     {"", "national = [\"DK\"]\n", "national = [\"SE\"]\n", "DK"},
		"nowhere":        {"", "", "", ""},
	} {
		data := c.top + "self = \"us\"\n[[team]]\nid = \"us\"\nmail = \"i@us.example\"\n" + c.us + "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\n" + c.x
		d, problems := ReadDirectory("", File{Name: "d.toml", Data: []byte(data)})
		if got := strings.Join(d.home, " "); got != c.want || len(problems) > 0 {
			t.Errorf("%s: home %q %v, want %q", name, got, problems, c.want)
		}
	}
}

// Files are read as one directory: a team here, its networks' carve-out there.
func TestSeveralFiles(t *testing.T) {
	d := readBase(t, teamX,
		File{Name: "carve.toml", Data: []byte("[[carveout]]\nteam = \"us\"\ncidrs = [\"130.225.5.0/24\"]\n")},
		File{Name: "auto/x.toml", Auto: true, Data: []byte("[[team]]\nid = \"y\"\nmail = \"a@y.example\"\nforward = \"auto\"\ncidrs = [\"130.225.4.0/24\", \"9.9.0.0/16\"]\n")})
	for host, want := range map[string]string{"130.225.5.1": "us carve.toml:3", "130.225.4.1": "x d.toml:11", "9.9.1.1": "y auto/x.toml:5"} {
		got := routeTo(d, host)
		if told := got.Team + " " + got.Trail[0].Source; told != want {
			t.Errorf("%s: %s, want %s", host, told, want)
		}
	}
	if y, _ := d.Team("y"); !y.Auto {
		t.Error("an imported team is not marked")
	}
}

func TestPlaces(t *testing.T) {
	for want, got := range map[string]string{
		"d.toml:7":             place{"d.toml", 7}.String(),
		"d.toml":               place{"d.toml", 0}.String(),
		"d.toml:7: x":          Problem{File: "d.toml", Line: 7, Message: "x"}.String(),
		"d.toml:7: warning: x": Problem{File: "d.toml", Line: 7, Message: "x", Warning: true}.String(),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestUnknownKeys(t *testing.T) {
	for key, says := range map[string]string{
		"team":                "unknown key \"team\"",
		"teem":                "at the top of the file; did you mean \"team\"?",
		"team.emails":         "in [team]; did you mean \"mail\"?",
		"shared.asn":          "in [shared]; did you mean \"asns\"?",
		"constituent.domains": "unknown key \"constituent.domains\"",
		"team.cidrs.x":        "in [team.cidrs]",
		"qqqqqqqqqq":          "unknown key \"qqqqqqqqqq\" at the top of the file",
	} {
		if got := unknownKey(strings.Split(key, ".")); !strings.Contains(got, says) {
			t.Errorf("%s: %q does not say %q", key, got, says)
		}
	}
}
