package template

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
	"tocsin/template/indicator"
)

// TestMachinesAsWritten: the many ways in which hosts are named in an answer.
func TestMachinesAsWritten(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"192.0.2.1, .2, .3", []string{" 192.0.2.1", " 192.0.2.2", " 192.0.2.3"}},
		{"192.0.2.1/.2/.3", []string{" 192.0.2.1", " 192.0.2.2", " 192.0.2.3"}},
		{"192.0.2.0-.3", []string{" 192.0.2.0/30"}},
		{"192.0.2.*", []string{" 192.0.2.0/24"}},
		{"192.0.2.0/255.255.255.0", []string{" 192.0.2.0/24"}},
		{"2001:db8:: - 2001:db8::f", []string{" 2001:db8::/124"}},
		{"[2001:db8::1]:443", []string{" 2001:db8::1"}},
		{"fe80::1%eth0", []string{" fe80::1"}},
		{"192.0.2.1 = zeus", []string{"zeus 192.0.2.1"}},
		{"zeus = 192.0.2.1", []string{"zeus 192.0.2.1"}},
		{"192.0.2.1 (zeus)", []string{" 192.0.2.1"}},
		{"zeus (192.0.2.1)", []string{"zeus 192.0.2.1"}},
		{"pacs (10.9.0.4), his (10.9.0.5)", []string{"pacs 10.9.0.4", "his 10.9.0.5"}},
		{"evil dot site dot example", []string{"evil.site.example"}},
		{"evil [.] site [.] example", []string{"evil.site.example"}},
		{"１９２．０．２．１", []string{" 192.0.2.1"}},
		{"irctc.in", []string{"irctc.in"}},
		{"192.0.2.1 port 22", []string{" 192.0.2.1"}},
		{"192.0.2.1:443/tcp", []string{" 192.0.2.1"}},
		{"fileserver", []string{"fileserver"}},
		{"PACS", []string{"PACS"}},
		{"reception-pc", []string{"reception-pc"}},
		// These name nothing.
		{"0.0.0.0", nil},
		{"255.255.255.0", nil},
		{"x.x.x.x", nil},
		{"10.x.x.x", nil},
		{"name", nil},
		{"UTC-5", nil},
		{"CET", nil},
		{"oder", nil},
		{"komputera.", nil},
		{"reinstalled", nil},
		{"abuse@site.example", nil},
		{"invoice.exe", nil},
		{"00:1a:2b:3c:4d:5e", nil},
		{"at 10:05:11", nil},
		{"version 1.2.3.4", nil},
		{".2, .3", nil},
		{"port 22", nil},
	} {
		var got []string
		for _, m := range machines(c.text) {
			got = append(got, strings.Join(append([]string{m.name}, m.addresses...), " "))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestPortsOfMachines(t *testing.T) {
	for text, want := range map[string]string{
		"192.0.2.1:22": "22", "192.0.2.1 port 22": "22", "192.0.2.1, port 22": "22", "[2001:db8::1]:443": "443", "192.0.2.1:443/tcp": "443", "192.0.2.1 port of call": "", "192.0.2.1 Port: 8080": "8080",
	} {
		list := machines(text)
		if len(list) == 0 || strings.Join(list[0].ports, " ") != want {
			t.Errorf("%q: %+v, want %q", text, list, want)
		}
	}
}

// TestNothingIsLostBesideHosts: what an answer says beside its hosts, and
// addresses that are none, are kept in the description.
func TestNothingIsLostBesideHosts(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct {
		answer, host, said, code string
	}{
		{"192.0.2.1, xxx.xxx.124.104", "192.0.2.1", "xxx.xxx.124.104", "placeholder"},
		{"192.0.2.1 which is our old booking machine", "192.0.2.1", "old booking machine", ""},
		{"0.0.0.0", "", "0.0.0.0", "unreadable"},
	} {
		r := f.Parse(body(reporter + "Victim IP: " + c.answer + "\n"))
		hosts := ""
		for _, h := range r.Hosts {
			hosts += strings.Join(h.Addresses, " ")
		}
		found := c.code == "" || slices.ContainsFunc(r.Problems, func(p store.Problem) bool { return p.Code == c.code })
		if hosts != c.host || !strings.Contains(r.Fields["description"], c.said) || !found {
			t.Errorf("%q: hosts %q, description %q, %+v", c.answer, hosts, r.Fields["description"], r.Problems)
		}
	}
}

// FuzzHostsAsWritten: every address of a host is one in its normal form.
func FuzzHostsAsWritten(f *testing.F) {
	for _, s := range []string{"192.0.2.1, .2/.3-.9", "evil dot site dot example", "192.0.2.*", "[2001:db8::1]:443", "zeus = 192.0.2.1", "x.x.x.x 10.0.0.0/255.0.0.0", "a.b.c.d/e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, m := range machines(s) {
			if m.name == "" && len(m.addresses) == 0 {
				t.Errorf("%q names a host that is nothing", s)
			}
			for _, a := range m.addresses {
				_, single := netip.ParseAddr(a)
				_, many := netip.ParsePrefix(a)
				if single != nil && many != nil || indicator.Reserved(a) {
					t.Errorf("%q: address %q", s, a)
				}
			}
		}
	})
}
