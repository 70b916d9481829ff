package template

import (
	"slices"
	"strings"
	"testing"
)

func TestPorts(t *testing.T) {
	for text, want := range map[string]string{
		"198.51.100.7:4444":                        "198.51.100.7 4444",
		"198.51.100.7 4444/tcp":                    "198.51.100.7 4444/tcp",
		"198.51.100.7, 4444/TCP":                   "198.51.100.7 4444/tcp",
		"198.51.100.7 (udp/53)":                    "198.51.100.7 53/udp",
		"198.51.100.7 :8080":                       "198.51.100.7 8080",
		"198.51.100.7 port 22":                     "198.51.100.7 22",
		"198.51.100.7, port 22/tcp":                "198.51.100.7 22/tcp",
		"198.51.100.7 port=22":                     "198.51.100.7 22",
		"198.51.100.7 Port: 22":                    "198.51.100.7 22",
		"198.51.100.7 puerto 22 y puerto 443":      "198.51.100.7 22 443",
		"198.51.100.7 ポート 22":                      "198.51.100.7 22",
		"[2001:db8::5]:8443":                       "2001:db8::5 8443",
		"https://www.site.example:8443/login":      "www.site.example",
		"198.51.100.7:22, 198.51.100.8:443":        "198.51.100.7 22; 198.51.100.8 443",
		"198.51.100.7, 198.51.100.8, ports 22, 80": "198.51.100.7; 198.51.100.8 22",
		"mail1 198.51.100.7 25/tcp":                "mail1 198.51.100.7 25/tcp",
		"www.site.example:8443, 198.51.100.7:22":   "www.site.example 198.51.100.7 8443 22",
		"198.51.100.7:22, www.site.example:8443":   "www.site.example 198.51.100.7 22 8443",
		// No ports.
		"198.51.100.7:99999":    "198.51.100.7",
		"198.51.100.7 2026":     "198.51.100.7",
		"198.51.100.7 1/2":      "198.51.100.7",
		"198.51.100.0/24":       "198.51.100.0/24",
		"198.51.100.7 123456":   "198.51.100.7",
		"198.51.100.7 port ssh": "198.51.100.7",
		"198.51.100.7 4/icmp":   "198.51.100.7",
		"4444/tcp":              "",
		"port 22":               "",
	} {
		var got []string
		for _, m := range machines(text) {
			got = append(got, strings.TrimSpace(strings.Join(slices.Concat([]string{m.name}, m.addresses, m.ports), " ")))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%q: %q, want %q", text, s, want)
		}
	}
}

// TestWordsBesideHosts: a word behind an address or a full name is no host of
// its own unless it has a figure in it, and it is not lost.
func TestWordsBesideHosts(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"a word in capitals", reporter + "Victim IP: 192.0.2.7, VPN\n", "host: target  192.0.2.7\nhosts: 1\nsays: VPN"},
		{"a word with a hyphen", reporter + "Attacker IP: 198.51.100.7; dial-up\n", "host: source  198.51.100.7\nhosts: 1\nsays: dial-up"},
		{"behind a name", reporter + "Victim host: www.site.example, WLAN\n", "host: target www.site.example\nhosts: 1\nsays: WLAN"},
		{"a name with a figure", reporter + "Victim host: www.site.example, mail1\n", "host: target www.site.example\nhost: target mail1\nhosts: 2"},
		{"names alone", reporter + "Victim hosts: ALPHA, BRAVO\n", "host: target ALPHA\nhost: target BRAVO\nhosts: 2"},
		{"a name before its address", reporter + "Victim host: ALPHA, 192.0.2.7\n", "host: target ALPHA 192.0.2.7\nhosts: 1"},
		{"where a connection came from", reporter + "Attacker IP: 198.51.100.7 port 51822\n", "host: source  198.51.100.7\nno: protocol_port"},
		{"a high port of one's own", reporter + "Target host: 192.0.2.7 port 51820/udp\n", "protocol_port: 51820/udp"},
		{"a port apart", reporter + "Attacker IP: 198.51.100.7, 4444/tcp\n", "host: source  198.51.100.7\nhosts: 1\nprotocol_port: 4444/tcp"},
		{"a port that ends another", reporter + "Attacker IP: 198.51.100.7:4022, 198.51.100.8:22\n", "hosts: 2\nprotocol_port: 4022, 22"},
	} {
		c.run(t, f)
	}
}

// TestPortOf: a number is a port by its protocol, a colon or a word before it.
func TestPortOf(t *testing.T) {
	for _, c := range []struct {
		word string
		told bool
		want string
	}{
		{"4444/tcp", false, "4444/tcp"},
		{"TCP/4444", false, "4444/tcp"},
		{"(53/udp),", false, "53/udp"},
		{":8080", false, "8080"},
		{"port=22", false, "22"},
		{"22", true, "22"},
		{"22.", true, "22"},
		{"22", false, ""},
		{"ssh", true, ""},
		{"22/ssh", true, ""},
		{"123456", true, ""},
		{"a=22", false, ""},
		{"/", true, ""},
		{"", true, ""},
	} {
		if got := portOf(c.word, c.told); got != c.want {
			t.Errorf("%q, told %v: %q, want %q", c.word, c.told, got, c.want)
		}
	}
}
