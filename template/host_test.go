package template

import (
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

func TestMachines(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"192.0.2.1", []string{" 192.0.2.1"}},
		{"www.site.example", []string{"www.site.example"}},
		{"www.site.example 192.0.2.1", []string{"www.site.example 192.0.2.1"}},
		{"www.site.example (192.0.2.1)", []string{"www.site.example 192.0.2.1"}},
		{"www.site.example [192.0.2.1]", []string{"www.site.example 192.0.2.1"}},
		{"www.site.example, 192.0.2.1", []string{"www.site.example 192.0.2.1"}},
		{"192.0.2.1, www.site.example", []string{"www.site.example 192.0.2.1"}},
		{"192.0.2.1 / www.site.example", []string{"www.site.example 192.0.2.1"}},
		{"www.site.example/192.0.2.1", []string{"www.site.example 192.0.2.1"}},
		{"www.site.example\n192.0.2.1", []string{"www.site.example 192.0.2.1"}},
		{"192.0.2.1, 192.0.2.2; 192.0.2.3", []string{" 192.0.2.1", " 192.0.2.2", " 192.0.2.3"}},
		{"192.0.2.1 and 192.0.2.2", []string{" 192.0.2.1", " 192.0.2.2"}},
		{"192.0.2.1 und 192.0.2.2", []string{" 192.0.2.1", " 192.0.2.2"}},
		{"192.0.2.1, 192.0.2.2 y 192.0.2.3", []string{" 192.0.2.1", " 192.0.2.2", " 192.0.2.3"}},
		{"a.example oraz b.example", []string{"a.example", "b.example"}},
		{"a.example及びb.example", []string{"a.example", "b.example"}},
		{"od 192.0.2.4 do 192.0.2.7", []string{" 192.0.2.4/30"}},
		{"192.0.2.4から192.0.2.7まで", []string{" 192.0.2.4/30"}},
		{"おそらく192.0.2.4など", []string{" 192.0.2.4"}},
		{"z. B. 192.0.2.4", []string{" 192.0.2.4"}},
		{"192.0.2.1\n192.0.2.2\n", []string{" 192.0.2.1", " 192.0.2.2"}},
		{"a.example 192.0.2.1\nb.example 192.0.2.2", []string{"a.example 192.0.2.1", "b.example 192.0.2.2"}},
		{"lab-net (192.0.2.160/28)", []string{"lab-net 192.0.2.160/28"}},
		{"192.0.2.0/24, bad.site.example", []string{" 192.0.2.0/24", "bad.site.example"}},
		{"a.example, b.example", []string{"a.example", "b.example"}},
		{"192.0.2.1 / 2001:db8::1", []string{" 192.0.2.1 2001:db8::1"}},
		{"192.0.2.0/24", []string{" 192.0.2.0/24"}},
		{"2001:db8::/48", []string{" 2001:db8::/48"}},
		{"192.0.2.0 - 192.0.2.15", []string{" 192.0.2.0/28"}},
		{"192.0.2.0-15", []string{" 192.0.2.0/28"}},
		{"192.0.2.0 to 192.0.2.15", []string{" 192.0.2.0/28"}},
		{"192.0.2.0 bis 192.0.2.15", []string{" 192.0.2.0/28"}},
		{"192[.]0[.]2[.]1", []string{" 192.0.2.1"}},
		{"hxxps://www[.]site[.]example:8443/x", []string{"www.site.example"}},
		{"http://192.0.2.1/x", []string{" 192.0.2.1"}},
		{"192.0.2.1:22", []string{" 192.0.2.1"}},
		{"mailserver1", []string{"mailserver1"}},
		{"scada1 10.1.2.3", []string{"scada1 10.1.2.3"}},
		{"IP 192.0.2.1", []string{" 192.0.2.1"}},
		{"our web server in room 4", nil},
		{"pc-01 till pc-12 (192.0.2.160/28), proxy.site.example", []string{" 192.0.2.160/28", "proxy.site.example"}},
		{"the registry's PC (EC-PC1)", []string{"EC-PC1"}},
		{"Notebook der Leitung „NB-07“", []string{"NB-07"}},
		{"受付の端末（UKE-PC3）", []string{"UKE-PC3"}},
		{"our office PC (Windows-11)", nil},
		{"the laptop (room 4)", nil},
		{"two laptops (2026)", nil},
		{"a phone (IPv6)", nil},
		{"several", nil},
		{"999.1.1.1", nil},
		{"xxx.xxx.124.104", nil},
		{"", nil},
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

func TestMarks(t *testing.T) {
	own := readOwned([]string{"203.0.113.0/25", "198.51.100.9", "cert.example", "incident@team.example", "2001:db8:1::/48", ""})
	for _, c := range []struct {
		name, address, want string
	}{
		{"", "10.1.2.3", "private"},
		{"", "172.16.0.1", "private"},
		{"", "172.32.0.1", ""},
		{"", "192.168.1.0/24", "private"},
		{"", "100.64.0.1", "private"},
		{"", "127.0.0.1", "private loopback"},
		{"", "224.0.0.1", "multicast"},
		{"", "ff02::1", "multicast"},
		{"", "169.254.1.1", "private"},
		{"", "fd00::1", "private"},
		{"", "fe80::1", "private"},
		{"", "::1", "private loopback"},
		{"", "192.0.2.1", "documentation"},
		{"", "198.51.100.1", "documentation"},
		{"", "203.0.113.200", "documentation"},
		{"", "2001:db8::1", "documentation"},
		{"", "3fff:1::1", "documentation"},
		{"", "203.0.113.5", "documentation own"},
		{"", "198.51.100.9", "documentation own"},
		{"", "2001:db8:1:2::3", "documentation own"},
		{"", "158.64.10.5", ""},
		{"", "0.0.0.0/0", ""},
		{"www.cert.example", "", "own"},
		{"CERT.example", "", "own"},
		{"notcert.example", "", ""},
		{"team.example", "", ""},
	} {
		h := store.Host{Name: c.name}
		if c.address != "" {
			h.Addresses = []string{c.address}
		}
		own.mark(&h)
		if got := strings.Join(h.Marks, " "); got != c.want {
			t.Errorf("%s%s: %q, want %q", c.name, c.address, got, c.want)
		}
	}
}

func TestOwns(t *testing.T) {
	own := readOwned([]string{"cert.example", "incident@team.example"})
	for name, want := range map[string]bool{
		"cert.example": true, "www.cert.example": true, "soc@cert.example": true, "incident@team.example": true,
		"other@team.example": false, "team.example": false, "xcert.example": false, "": false,
	} {
		if got := own.owns(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func TestNearRole(t *testing.T) {
	for _, c := range []struct{ text, address, want string }{
		{"attack from 1.2.3.4", "1.2.3.4", store.RoleSource},
		{"attack from 1.2.3.4 against our server 5.6.7.8", "1.2.3.4", store.RoleSource},
		{"attack from 1.2.3.4 against our server 5.6.7.8", "5.6.7.8", store.RoleTarget},
		{"5.6.7.8 was the victim", "5.6.7.8", store.RoleTarget},
		{"src=1.2.3.4 dst=5.6.7.8", "1.2.3.4", store.RoleSource},
		{"src=1.2.3.4 dst=5.6.7.8", "5.6.7.8", store.RoleTarget},
		{"Angreifer: 1.2.3.4", "1.2.3.4", store.RoleSource},
		{"notre serveur 5.6.7.8", "5.6.7.8", store.RoleTarget},
		{"aanvaller 1.2.3.4", "1.2.3.4", store.RoleSource},
		{"seen 1.2.3.4 today", "1.2.3.4", store.RoleUnknown},
		{"1.2.3.4", "1.2.3.4", store.RoleUnknown},
		{"fromage 1.2.3.4", "1.2.3.4", store.RoleUnknown},
	} {
		if got := nearRole(c.text, strings.Index(c.text, c.address)); got != c.want {
			t.Errorf("%q, %s: %s, want %s", c.text, c.address, got, c.want)
		}
	}
}

func TestHostLike(t *testing.T) {
	for text, want := range map[string]bool{
		"192.0.2.1": true, "www.site.example, 192.0.2.1": true, "mail1": true, "192.0.2.1 (our web server)": true,
		"We have seen that the address 192.0.2.1 was used by somebody today and that it is bad": false,
		"Regards": true, "Kind regards": false, "N/A": false, "": false, "Jane Doe, +32 2 555": false,
	} {
		if got := hostLike(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestHostsInManyTongues parts hosts by the words for "and", and joins the ends of
// a range by those for "to", also where they hang on an address.
func TestHostsInManyTongues(t *testing.T) {
	for _, text := range []string{
		"www.a.example a shop.a.example", "www.a.example και shop.a.example", "www.a.example és shop.a.example",
		"www.a.example și shop.a.example", "www.a.example та shop.a.example", "www.a.example和shop.a.example",
		"www.a.example 및 shop.a.example", "www.a.example와 shop.a.example",
	} {
		if list := machines(text); len(list) != 2 || list[0].name != "www.a.example" || list[1].name != "shop.a.example" {
			t.Errorf("%q: %+v", text, list)
		}
	}
	for _, text := range []string{
		"192.0.2.25 έως 192.0.2.27", "192.0.2.25-től 192.0.2.27-ig", "192.0.2.25至192.0.2.27",
		"192.0.2.25부터 192.0.2.27까지", "192.0.2.25 ~ 192.0.2.27",
	} {
		if list := machines(text); len(list) != 1 || strings.Join(list[0].addresses, " ") != "192.0.2.25 192.0.2.26/31" {
			t.Errorf("%q: %+v", text, list)
		}
	}
	if list := machines("和歌山支店 srv-1 (192.0.2.9)"); len(list) != 1 {
		t.Errorf("a place: %+v", list)
	}
}
