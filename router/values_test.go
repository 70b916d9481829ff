package router

import (
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

func TestCleanDomain(t *testing.T) {
	for in, want := range map[string]string{
		"uni.example":                          "uni.example",
		"UNI.Example":                          "uni.example",
		" uni.example ":                        "uni.example",
		"uni.example.":                         "uni.example",
		".uni.example":                         "uni.example",
		"*.uni.example":                        "uni.example",
		"bücher.example":                       "xn--bcher-kva.example",
		"xn--bcher-kva.example":                "xn--bcher-kva.example",
		"ｕｎｉ.example":                          "uni.example",
		"_dmarc.uni.example":                   "_dmarc.uni.example",
		"a-b.c_d.example":                      "a-b.c_d.example",
		"dk":                                   "dk",
		strings.Repeat("a", 63):                strings.Repeat("a", 63),
		"":                                     "",
		".":                                    "",
		"a..b":                                 "",
		"a b.example":                          "",
		"a/b.example":                          "",
		"a\x00b.example":                       "",
		strings.Repeat("a", 64):                "",
		strings.Repeat("a.", 60):               strings.TrimSuffix(strings.Repeat("a.", 60), "."),
		strings.Repeat("ab.", 100) + "example": "",
	} {
		got, ok := cleanDomain(in)
		if got != want || ok != (want != "") {
			t.Errorf("cleanDomain(%q) = %q %v, want %q", in, got, ok, want)
		}
	}
}

func TestCleanPrefix(t *testing.T) {
	for in, want := range map[string]string{
		"130.225.1.2":            "130.225.1.2/32",
		" 130.225.1.2 ":          "130.225.1.2/32",
		"130.225.0.0/16":         "130.225.0.0/16",
		"::ffff:130.225.1.2":     "130.225.1.2/32",
		"::ffff:130.225.0.0/112": "130.225.0.0/16",
		"2001:878::1":            "2001:878::1/128",
		"2001:878::/29":          "2001:878::/29",
		"fe80::1%eth0":           "fe80::1/128",
		"130.225.1":              "",
		"130.225.1.256":          "",
		"130.225.0.0/33":         "",
		"130.225.001.2":          "",
		"":                       "",
		"/":                      "",
		"ku.dk":                  "",
	} {
		got, err := cleanPrefix(in)
		if (err == nil) != (want != "") || err == nil && got.String() != want {
			t.Errorf("cleanPrefix(%q) = %v %v, want %q", in, got, err, want)
		}
	}
}

func TestCleanASN(t *testing.T) {
	for in, want := range map[string]uint32{
		"2602": 2602, "AS2602": 2602, "as2602": 2602, " AS 2602 ": 2602, "4294967295": 4294967295,
		"0": 0, "AS0": 0, "AS": 0, "": 0, "4294967296": 0, "-1": 0, "ASx": 0, "1.10": 0,
	} {
		got, ok := cleanASN(in)
		if ok != (want != 0) || ok && got != want {
			t.Errorf("cleanASN(%q) = %d %v, want %d", in, got, ok, want)
		}
	}
}

func TestCleanFingerprint(t *testing.T) {
	long := strings.Repeat("AB", 32)
	for in, want := range map[string]store.Fingerprint{
		"aaaa aaaa aaaa aaaa aaaa  aaaa aaaa aaaa aaaa aaaa": store.Fingerprint(strings.Repeat("A", 40)),
		long:                    store.Fingerprint(long),
		"AAAAAAAAAAAAAAAA":      "",
		strings.Repeat("G", 40): "",
		"":                      "",
	} {
		got, ok := cleanFingerprint(in)
		if ok != (want != "") || ok && got != want {
			t.Errorf("cleanFingerprint(%q) = %q %v, want %q", in, got, ok, want)
		}
	}
}

func TestCountries(t *testing.T) {
	for in, want := range map[string]string{
		"LU": "LU", "lu": "LU", " Lu ": "LU", "UK": "GB", "Luxembourg": "LU", "Luxemburg": "LU", "Allemagne": "DE",
		"United States of America": "US", "United Kingdom": "GB", "ÖSTERREICH": "AT", "Côte": unreadable, "Pays-Bas": "NL",
		"France (FR)": "FR", "Danmark (DK)": "DK", "nowhere": unreadable, "L1": unreadable, "x (": unreadable, "(LU)": "LU",
	} {
		if got := countryOf(in); got != want {
			t.Errorf("countryOf(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"shop.lu": "LU", "a.b.co.uk": "GB", "x.com": "", "x.io": "", "x.eu": "", "x.test": "", "x.xn--p1ai": "", "lu": "LU",
	} {
		if got := domainCountry(in); got != want {
			t.Errorf("domainCountry(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanSector(t *testing.T) {
	for in, want := range map[string]string{
		"Public Administration": "public-administration", "public-administration": "public-administration",
		" ICT  services ": "ict-services", "Énergie": "énergie", "": "", "--": "",
	} {
		if got := cleanSector(in); got != want {
			t.Errorf("cleanSector(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	const day = 24 * time.Hour
	for in, want := range map[string]time.Duration{
		"180d": 180 * day, "26w": 182 * day, "3m": 90 * day, "1y": 365 * day,
		"": 0, "d": 0, "180": 0, "0d": 0, "-1d": 0, "1h": 0, "1.5y": 0, "99999d": 0,
	} {
		got, ok := days(in)
		if got != want && ok || ok != (want > 0) {
			t.Errorf("days(%q) = %v %v, want %v", in, got, ok, want)
		}
	}
}

func TestNearest(t *testing.T) {
	keys := []string{"cidrs", "domains", "asns", "mail", "mail_domains"}
	for in, want := range map[string]string{
		"cidr": "cidrs", "domain": "domains", "asn": "asns", "mial": "mail", "maildomains": "mail_domains",
		"zzz": "", "": "", "completely-different": "",
	} {
		if got := nearest(in, keys); got != want {
			t.Errorf("nearest(%q) = %q, want %q", in, got, want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"same", "same", 0}} {
		if got := distance(c.a, c.b); got != c.want || distance(c.b, c.a) != got {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestLinesOf(t *testing.T) {
	m := linesOf([]byte(`self = "a"
# comment
[[team]]
id = "a"
cidrs = [ "1.0.0.0/8", # one
  # between
  "2.0.0.0/8",
  "3.0.0.0/8" ]

[[team]]
id = "b"
[shared]
asns = [1,
2]
`))
	for s, want := range map[spot]int{
		{"", 0, "self", -1}:      1,
		{"team", 0, "", -1}:      3,
		{"team", 0, "id", -1}:    4,
		{"team", 0, "cidrs", 0}:  5,
		{"team", 0, "cidrs", 1}:  7,
		{"team", 0, "cidrs", 2}:  8,
		{"team", 0, "cidrs", 9}:  5, // what is known nearest
		{"team", 0, "name", 0}:   3,
		{"team", 1, "", -1}:      10,
		{"team", 1, "id", -1}:    11,
		{"team", 7, "id", -1}:    3,
		{"shared", 0, "", -1}:    12,
		{"shared", 0, "asns", 0}: 13,
		{"shared", 0, "asns", 1}: 14,
		{"nothing", 0, "x", 0}:   1,
	} {
		if got := m.line(s); got != want {
			t.Errorf("%+v is on line %d, want %d", s, got, want)
		}
	}
	if m := linesOf([]byte("broken = = [[")); m.line(spot{"team", 0, "", -1}) != 1 {
		t.Error("a broken file has a first line all the same")
	}
}
