package template

import (
	"fmt"
	"strings"
	"testing"

	"tocsin/store"
)

// groups are sections about hosts: what belongs to which host.
var groups = []reads{
	{"all answers hold for each host of a group", `Target of the attack
Hostname and IP: a.site.example, b.site.example
Time zone: UTC
Operating system: Debian 12
Purpose of the host: mail
`, `host: target a.site.example =mail os=Debian 12 [UTC]
host: target b.site.example =mail os=Debian 12 [UTC]
hosts: 2`},
	{"name and address asked apart", `Target of the attack
Host name: a.site.example
IP address: 192.0.2.1
`, `host: target a.site.example 192.0.2.1
hosts: 1`},
	{"address first", `Source of the attack
IP address: 198.51.100.1
Host name: bad.evil.example
`, `host: source bad.evil.example 198.51.100.1
hosts: 1`},
	{"a repeated label opens the next host", `Source of the attack
IP address: 198.51.100.1
Been in contact? yes
IP address: 198.51.100.2
Been in contact? no
`, `host: source  198.51.100.1 {yes}
host: source  198.51.100.2 {no}
hosts: 2`},
	{"one address on both sides", `Victim IP: 192.0.2.1
Attacker IP: 192.0.2.1
`, `host: target  192.0.2.1
host: source  192.0.2.1
hosts: 2`},
	{"the same host twice", `Victim IP: 192.0.2.1
Victim IP: 192.0.2.1
`, "hosts: 1"},
	{"what is said of a host without a name", `Target of the attack
Operating system: Solaris 11
Purpose of the host: billing
`, `hosts: 0
os: Solaris 11
host_function: billing`},
	{"operating system outside of hosts", `Victim IP: 192.0.2.1
Victim OS: Linux
`, `hosts: 1`},
	{"ports go to their field", `Attacker IP: 198.51.100.1:4444
Victim IP: 192.0.2.1:22
`, `protocol_port: 4444, 22
host: source  198.51.100.1
host: target  192.0.2.1`},
	{"heading with the host beside it", "Attacker: 198.51.100.1\nTarget: www.site.example\n", `host: source  198.51.100.1
host: target www.site.example
hosts: 2`},
	{"heading with a host below a long answer", `Impact: some
Source of the attack: 198.51.100.1
`, `host: source  198.51.100.1
impact: some`},
	{"a network and a name beside it", "Attacker IP: 198.51.100.0/24, scanner.evil.example\n", `host: source  198.51.100.0/24
host: source scanner.evil.example
hosts: 2`},
	{"IPv6 that ends in colons", "Attacker IP: 2001:db8:5::\n", "host: source  2001:db8:5::"},
	{"IPv4 in IPv6", "Attacker IP: ::ffff:198.51.100.1\n", "host: source  198.51.100.1"},
	{"the unspecified address is nobody", "Attacker IP: ::\n", "hosts: 0"},
}

func TestGroups(t *testing.T) {
	f := builtin(t)
	for _, c := range groups {
		c.text = reporter + c.text
		c.run(t, f)
	}
}

// TestMostHosts: a list without end is cut, and the report says so.
func TestMostHosts(t *testing.T) {
	var b strings.Builder
	b.WriteString(reporter + "Attacker IP:\n")
	for i := range mostHosts + 200 {
		fmt.Fprintf(&b, "  10.%d.%d.%d\n", i>>16, i>>8&255, i&255)
	}
	r := builtin(t).Parse(body(b.String()))
	if len(r.Hosts) != mostHosts || len(r.Indicators) < mostHosts {
		t.Errorf("%d hosts, %d indicators", len(r.Hosts), len(r.Indicators))
	}
	for _, p := range r.Problems {
		if p.Code == "needs-human" && p.Field == "host" {
			return
		}
	}
	t.Errorf("no problem says that hosts were left out: %+v", r.Problems)
}

// TestOwnHostsAreMarked: ours are marked in whatever way they are written.
func TestOwnHostsAreMarked(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]bool{
		"203.0.113.5": true, "203.0.113.0/25": true, "203.0.112.0/23": false, "desk.cert.example": true, "DESK.CERT.EXAMPLE": true,
		"cert.example": true, "notcert.example": false, "198.51.100.5": false, "2001:db8:1::9": true, "hxxp://desk[.]cert[.]example/x": true,
	} {
		d := body(reporter + "Victim IP: " + text + "\n")
		d.Own = []string{"203.0.113.0/24", "2001:db8:1::/48", "cert.example"}
		r := f.Parse(d)
		if len(r.Hosts) != 1 {
			t.Errorf("%s: %+v", text, r.Hosts)
			continue
		}
		own := false
		for _, m := range r.Hosts[0].Marks {
			own = own || m == "own"
		}
		if own != want || r.Hosts[0].Role != store.RoleTarget {
			t.Errorf("%s: %+v", text, r.Hosts[0])
		}
	}
}
