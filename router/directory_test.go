package router

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

const base = `self = "us"
default = "us"
[[team]]
id = "us"
mail = "incident@us.example"
`

// Each mistake gets one problem that names its line and what to do.
func TestReadDirectoryProblems(t *testing.T) {
	for _, c := range []struct {
		name, more string
		line       int
		says       string
		warning    bool
	}{
		{"misspelt key", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ncidr = [\"1.0.0.0/8\"]", 9, `unknown key "cidr" in [team]; did you mean "cidrs"?`, false},
		{"misspelt table", "[[teams]]\nid = \"x\"", 6, `unknown key "teams" at the top of the file; did you mean "team"?`, false},
		{"unknown key", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nzzzzzzz = 1", 9, `unknown key "zzzzzzz" in [team]`, false},
		{"text for a list", "[[team]]\nid = \"x\"\nasns = \"AS1\"", 8, "team.asns must be a list of whole numbers", false},
		{"text in a list of numbers", "[[team]]\nid = \"x\"\nasns = [1, \"AS2\"]", 8, "team.asns must be a list of whole numbers", false},
		{"number in a list of texts", "[[team]]\nid = \"x\"\ndomains = [1]", 8, "team.domains must be a list of texts", false},
		{"text for yes or no", "[[team]]\nid = \"x\"\nhold = \"yes\"", 8, "team.hold must be true or false", false},
		{"number for a text", "[[team]]\nid = 7", 7, "team.id must be a text in quotes", false},
		{"text for a number", "[[asn]]\nnumber = \"1\"", 7, "asn.number must be a whole number", false},
		{"text for tables", "[asn]\nnumber = 1\n[[team]]\nid = \"x\"\nkeys = \"x\"", 10, "team.keys must be a list of texts", false},
		{"truth for a day", "[[constituent]]\nsince = true", 7, "dates are expected", false},
		{"syntax", "[[team]\nid = 1", 6, "", false},
		{"no id", "[[team]]\nname = \"x\"", 6, "without id", false},
		{"id twice", "[[team]]\nid = \"us\"", 6, "stands already at d.toml:3", false},
		{"bad cidr", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ncidrs = [\n\"1.0.0.0/8\",\n\"1.2.3/8\"]", 11, `"1.2.3/8" is no prefix like`, false},
		{"bad address", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ncidrs = [\"1.2.3\"]", 9, `"1.2.3" is no IP address`, false},
		{"whole internet", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ncidrs = [\"0.0.0.0/0\"]", 9, "whole internet", false},
		{"host bits", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ncidrs = [\"1.2.3.4/8\"]", 9, "taken as 1.0.0.0/8", true},
		{"bad domain", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ndomains = [\"a..b\"]", 9, `"a..b" is no domain name`, false},
		{"whole tld", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ndomains = [\"lu\"]", 9, "whole top-level domain", true},
		{"bad asn", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nasns = [1,\n0]", 10, "0 is no AS number", false},
		{"bad asn shared", "[shared]\nasns = [4294967296]", 7, "no AS number", false},
		{"bad forward", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nforward = \"autom\"", 9, `forward must be one of ask, auto, never, not "autom"; did you mean "auto"?`, false},
		{"bad encrypt", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nencrypt = \"yes\"", 9, "encrypt must be one of prefer, require", false},
		{"key id", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nkeys = [\"DEADBEEF\"]", 9, "no full fingerprint", false},
		{"bad country", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nnational = [\"LUX\"]", 9, "ISO 3166", false},
		{"bad review period", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nreviewed = 2026-01-01\nreview_every = \"often\"", 10, `write it like "180d"`, false},
		{"review alone", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nreviewed = 2026-01-01", 6, "count only together", true},
		{"bad mail", "[[team]]\nid = \"x\"\nmail = \"A <a@x.example>\"", 8, "is no mail address", false},
		{"no mail", "[[team]]\nid = \"x\"", 6, "has no mail", false},
		{"our address", "[[team]]\nid = \"x\"\nmail = \"incident@us.example\"", 6, "our own address", false},
		{"our domain", "[[team]]\nid = \"x\"\nmail = \"x@us.example\"", 6, "our own mail domain", true},
		{"require without key", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nencrypt = \"require\"", 6, "has no keys", true},
		{"unknown team in constituent", "[[constituent]]\nteam = \"uss\"", 7, `no [[team]] with id "uss"; did you mean "us"?`, false},
		{"unknown team in national", "[[national]]\ncc = \"LU\"\nteam = \"nobody\"", 8, `no [[team]] with id "nobody"`, false},
		{"unknown team in carve-out", "[[carveout]]\nteam = \"nobody\"", 7, `no [[team]] with id "nobody"`, false},
		{"no team in carve-out", "[[carveout]]\ncidrs = [\"1.0.0.0/8\"]", 6, "names no team", false},
		{"bad constituent mail", "[[constituent]]\nmails = [\"nobody\"]", 7, "no mail address", false},
		{"bad asn table", "[[asn]]\nnumber = 0", 7, "[[asn]] needs number", false},
		{"same prefix", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ncidrs = [\"1.0.0.0/8\"]\n[[team]]\nid = \"y\"\nmail = \"a@y.example\"\ncidrs = [\"1.0.0.0/8\"]", 13, `1.0.0.0/8 belongs to "y" here and to "x" at d.toml:9`, false},
		{"same domain", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ndomains = [\"a.lu\"]\n[[team]]\nid = \"y\"\nmail = \"a@y.example\"\ndomains = [\"A.lu.\"]", 13, `a.lu belongs to "y"`, false},
		{"same AS", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nasns = [7]\n[[team]]\nid = \"y\"\nmail = \"a@y.example\"\nasns = [7]", 13, `AS7 belongs to "y"`, false},
		{"same country", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nnational = [\"LU\"]\n[[team]]\nid = \"y\"\nmail = \"a@y.example\"\nnational = [\"LU\"]", 13, `LU belongs to "y"`, false},
		{"nested prefix", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\ncidrs = [\"1.0.0.0/8\"]\n[[team]]\nid = \"y\"\nmail = \"a@y.example\"\ncidrs = [\"1.2.0.0/16\"]", 13, `lies inside 1.0.0.0/8 of "x" (d.toml:9)`, true},
		{"shared AS claimed", "[[team]]\nid = \"x\"\nmail = \"a@x.example\"\nasns = [7]\n[shared]\nasns = [7]", 9, "AS7 is shared (d.toml:11)", true},
	} {
		_, problems := ReadDirectory("", File{Name: "d.toml", Data: []byte(base + c.more)})
		if follow := map[string]int{"bad review period": 1, "bad mail": 1}[c.name]; len(problems) != 1+follow {
			t.Errorf("%s: %d problems %v, want one", c.name, len(problems), problems)
			continue
		}
		p := problems[len(problems)-1]
		if p.File != "d.toml" || p.Line != c.line || p.Warning != c.warning || !strings.Contains(p.Message, c.says) {
			t.Errorf("%s: got %v (warning %v), want line %d %q (warning %v)", c.name, p, p.Warning, c.line, c.says, c.warning)
		}
	}
}

func TestReadDirectoryWithoutSelf(t *testing.T) {
	for name, c := range map[string]struct{ self, data, says string }{
		"no self":      {"", "[[team]]\nid = \"a\"\nmail = \"a@a.example\"", "does not say who we are"},
		"unknown self": {"", "self = \"b\"\n[[team]]\nid = \"a\"\nmail = \"a@a.example\"", `id "b"`},
		"given self":   {"c", "[[team]]\nid = \"a\"\nmail = \"a@a.example\"", `our own team "c" has no [[team]]`},
		"empty":        {"", "", "who we are"},
	} {
		d, problems := ReadDirectory(c.self, File{Name: "d.toml", Data: []byte(c.data)})
		if d == nil || len(problems) == 0 || !strings.Contains(fmt.Sprint(problems), c.says) {
			t.Errorf("%s: %v, want %q", name, problems, c.says)
		}
	}
	d, problems := ReadDirectory("a", File{Name: "d.toml", Data: []byte("self = \"us\"\n" + base[len("self = \"us\"\n"):] + "[[team]]\nid=\"a\"\nmail=\"a@a.example\"")})
	if d.Self() != "a" || len(problems) != 0 {
		t.Errorf("self %q %v, want the one that was given", d.Self(), problems)
	}
}

func TestReadDirectoryKeepsWhatItCan(t *testing.T) {
	d, problems := ReadDirectory("", File{Name: "bad.toml", Data: []byte("[[team]\n")}, File{Name: "d.toml", Data: []byte(base)},
		File{Name: "p.csv", Data: []byte("cidr,asn,cc\n1.2.0.0/16,x,LU\nnope\n1.3.0.0/16,AS7,LUX\n\n# c\n1.4.0.0/16,,\n1.5.0.1,0,de\n")})
	if _, ok := d.Team("us"); !ok || len(problems) != 4 {
		t.Fatalf("teams %v, problems %v", d.Teams(), problems)
	}
	for i, want := range []string{"bad.toml:1: ", "p.csv:2: \"x\" is no AS number", "p.csv:3: \"nope\" is no IP address", "p.csv:4: \"LUX\" is no ISO"} {
		if !strings.HasPrefix(problems[i].String(), want) {
			t.Errorf("problem %d is %q, want %q", i, problems[i], want)
		}
	}
	for address, want := range map[string]string{"1.2.3.4": "0 LU", "1.3.0.1": "7 ", "1.4.0.1": "0 ", "1.5.0.1": "0 DE", "1.5.0.2": "0 ", "::ffff:1.3.0.1": "7 "} {
		n, _ := d.networks.Lookup(netip.MustParseAddr(address).Unmap())
		if got := fmt.Sprint(n.asn, " ", n.cc); got != want {
			t.Errorf("%s is in %s, want %s", address, got, want)
		}
	}
	if _, problems := ReadDirectory("", File{Name: "d.toml", Data: []byte(base)}, File{Name: "q.CSV", Data: []byte("\"1.2.0.0/16")}); len(problems) != 1 {
		t.Errorf("a broken table: %v", problems)
	}
}

func TestReadDirectoryTeam(t *testing.T) {
	d, problems := ReadDirectory("", File{Name: "d.toml", Data: []byte(base + `
[[team]]
id = "x"
name = "X-CERT"
kind = ["nren"]
mail = " cert@x.example "
phone = "+352 1"
keys = ["aaaa aaaa aaaa aaaa aaaa  aaaa aaaa aaaa aaaa aaaa"]
encrypt = "require"
accepts = ["rfc822"]
forward = "never"
languages = ["fr", "en"]
mail_domains = ["*.X-mail.example"]
national = ["lu", "LU"]
hold = true
reviewed = 2026-01-31
review_every = "30d"
source = "https://x.example/rfc2350"
note = "met in Graz"
`)})
	if len(problems) != 0 {
		t.Fatal(problems)
	}
	x, ok := d.Team("x")
	if !ok || x.Name != "X-CERT" || x.Mail != "cert@x.example" || x.Encrypt != store.EncryptRequire || x.Forward != ForwardNever || !x.Hold || x.Auto ||
		x.Source != "d.toml:7" || !slices.Equal(x.Languages, []string{"fr", "en"}) || !slices.Equal(x.MailDomains, []string{"x-mail.example"}) ||
		len(x.Keys) != 1 || x.Keys[0] != store.Fingerprint(strings.Repeat("A", 40)) || x.National[0] != "LU" {
		t.Errorf("got %+v", x)
	}
	for at, want := range map[string]bool{"2026-02-01": false, "2026-03-01": false, "2026-03-03": true} {
		now, _ := time.Parse(time.DateOnly, at)
		if x.Stale(now) != want {
			t.Errorf("on %s stale is %v, want %v", at, !want, want)
		}
		if got := d.Stale(now); (len(got) == 1) != want || want && !strings.Contains(got[0].String(), "d.toml:7: warning: team \"x\" is due for review") {
			t.Errorf("on %s Stale() = %v", at, got)
		}
	}
	us, _ := d.Team("us")
	if us.Name != "us" {
		t.Errorf("a team without a name is called %q in letters, want its id", us.Name)
	}
	if us.Forward != ForwardAsk || us.Encrypt != store.EncryptPrefer || us.Stale(november) {
		t.Errorf("defaults: %+v", us)
	}
	if list := d.Teams(); len(list) != 2 || list[0].ID != "us" || list[1].ID != "x" || d.fallback != "us" {
		t.Errorf("teams %v default %q", list, d.fallback)
	}
	if _, ok := d.Team("nobody"); ok {
		t.Error("a team that is not there")
	}
}

func TestTeamByMail(t *testing.T) {
	d, _ := ReadDirectory("", File{Name: "d.toml", Data: []byte(base + `
[[team]]
id = "x"
mail = "cert@x.example"
mail_domains = ["x-mail.example"]
[[team]]
id = "y1"
mail = "one@y.example"
[[team]]
id = "y2"
mail = "two@y.example"
`)})
	for address, want := range map[string]string{
		"cert@x.example": "x", "CERT@X.example": "x", "other@x.example": "x", "a@x-mail.example": "x", "a@sub.x-mail.example": "x",
		"a@notx-mail.example": "", "one@y.example": "y1", "two@y.example": "y2", "three@y.example": "", "": "", "nobody": "", "a@": "",
	} {
		team, ok := d.TeamByMail(address)
		if team.ID != want || ok != (want != "") {
			t.Errorf("TeamByMail(%q) = %q %v, want %q", address, team.ID, ok, want)
		}
	}
}

// What nobody reviewed is weak: it says neither who we are nor who answers
// for a country, and loses against every reviewed entry.
func TestAutomaticFilesAreWeak(t *testing.T) {
	d, problems := ReadDirectory("",
		File{Name: "auto.toml", Auto: true, Data: []byte("self = \"evil\"\ndefault = \"evil\"\n[[team]]\nid = \"us\"\nmail = \"evil@x.example\"\n[[team]]\nid = \"evil\"\nmail = \"e@x.example\"\nrank = 9\n" +
			"cidrs = [\"1.2.3.0/24\"]\nsectors = [\"private\"]\nnational = [\"LU\"]\n[[constituent]]\nteam = \"evil\"\ncidrs = [\"1.2.0.0/16\"]\nmails = [\"a@b.example\"]\n" +
			"[[carveout]]\nteam = \"evil\"\ncidrs = [\"1.2.3.4/32\"]\n[[national]]\ncc = \"LU\"\nteam = \"evil\"\n")},
		File{Name: "d.toml", Data: []byte(base + "cidrs = [\"1.0.0.0/8\"]\n")})
	if d.Self() != "us" || d.fallback != "us" || len(d.countries) != 0 || len(d.sectors) != 0 || len(d.mails) != 0 {
		t.Errorf("self %q default %q countries %v sectors %v mails %v", d.Self(), d.fallback, d.countries, d.sectors, d.mails)
	}
	if us, _ := d.Team("us"); us.Mail != "incident@us.example" {
		t.Errorf("an import replaced our own entry: %+v", us)
	}
	for _, p := range problems {
		if !p.Warning || p.File != "auto.toml" {
			t.Errorf("an import stops the deployment: %v", p)
		}
	}
	if len(problems) != 2 {
		t.Errorf("problems %v", problems)
	}
	f := store.Fact{Role: "target", Kind: kindIP, Value: "1.2.3.4"}
	claims := d.hard(f, november)
	if len(claims) != 4 || claims[0].team != "us" || claims[1].tier != tierAuto || claims[1].match != "1.2.3.4/32" {
		t.Errorf("claims %+v", claims)
	}
}

func FuzzReadDirectory(f *testing.F) {
	f.Add([]byte(base), []byte("cidr,asn,cc\n1.2.0.0/16,7,LU"))
	f.Add(testFile(f, "directory.toml"), testFile(f, "prefixes.csv"))
	f.Add([]byte("[[team]]\nid=\"a\"\ncidrs=[\"::/1\"]\n[team.x]\n"), []byte("\"\n"))
	f.Add([]byte("team = [{id=\"a\", cidrs=[\"1.0.0.0/8\",1]}]\nshared = {asns=[1]}"), []byte("#\n,,\n"))
	f.Fuzz(func(t *testing.T, data, table []byte) {
		d, problems := ReadDirectory("", File{Name: "d.toml", Data: data}, File{Name: "p.csv", Data: table})
		for _, p := range problems {
			lines := strings.Count(string(data), "\n") + strings.Count(string(table), "\n") + 2
			if p.Message == "" || p.File == "" || p.Line < 0 || p.Line > lines {
				t.Fatalf("problem %+v of %d lines", p, lines)
			}
		}
		q := Question{Report: &store.Report{Hosts: hostsOf("target", "1.2.3.4|a.lu")}, Now: november, CountryFallback: "forward"}
		got := d.Route(q)
		if team, ok := d.Team(got.Team); got.Decision == Forward && (!ok || team.Mail == "" || team.Forward == ForwardNever || team.Hold) {
			t.Fatalf("forwards to a team that can't have it: %+v %+v", got, team)
		}
	})
}
