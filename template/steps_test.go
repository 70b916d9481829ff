package template

import (
	"slices"
	"strings"
	"testing"

	"tocsin/store"
	"tocsin/template/indicator"
)

func TestTicked(t *testing.T) {
	for _, c := range []struct {
		text, want string
		boxed      bool
	}{
		{"[ ] low [x] high", "high", true},
		{"low [ ] high [x]", "high", true},
		{"[x] low [x] high", "low, high", true},
		{"[ ] low [ ] high", "", true},
		{"[ ] low\n[X] high\n[ ] none", "high", true},
		{"( ) low\n(*) high", "high", true},
		{"☐ low ☑ high", "high", true},
		{"□ low ■ high", "high", true},
		{"[x] other: a very odd thing", "other: a very odd thing", true},
		{"[ ] low [x] high\nas far as we know", "high, as far as we know", true},
		{"[ ] low [○] high", "high", true},
		{"( ) low\n(◯) high", "high", true},
		{"(○) low (●) high", "high", true},
		{"(○) low (○) high", "", true},
		{"high", "high", false},
		{"198[.]51[.]100[.]7", "198[.]51[.]100[.]7", false},
		{"see [1] and (2)", "see [1] and (2)", false},
		{"", "", false},
	} {
		if got, boxed := ticked(c.text); boxed != c.boxed || boxed && got != c.want {
			t.Errorf("%q: %q, %v; want %q, %v", c.text, got, boxed, c.want, c.boxed)
		}
	}
}

func TestLabelled(t *testing.T) {
	for s, want := range map[string]bool{
		"Upstream router: 203.0.113.1":         true,
		"  hostname: scanner.evil.example":     true,
		"Suspected origin ........ 198.51.1.0": true,
		"Upstream router .. 203.0.113.1":       true,
		"Anmerkung:":                           true,
		"Größe: 5":                             true,
		"198.51.100.7":                         false,
		"198.51.100.7:8080":                    false,
		"www.site.example: 192.0.2.7":          false,
		"2001:db8::1":                          false,
		"http://www.site.example/":             false,
		"mail to abuse@site.example: no":       false,
		"10:30 until 11:00":                    false,
		"www.site.example, 192.0.2.7":          false,
		"and so on":                            false,
		"":                                     false,
		":":                                    false,
	} {
		if got := labelled(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"contact_email", "jane@site.example", true}, {"contact_email", "Jane", false},
		{"contact_phone", "555 0100", true}, {"contact_phone", "none yet", false},
		{"contact_fax", "12", false}, {"host", "www.site.example", true},
		{"host", "all of our many servers in the cellar", false}, {"host_ip", "192.0.2.7", true},
		{"incident_time", "3 Nov 2026", true}, {"incident_time", "soon", false},
		{"contact_name", "Jane", false}, {"description", "long text 12345", false},
	} {
		if got := fits(c.name, c.text); got != c.want {
			t.Errorf("%s %q: %v", c.name, c.text, got)
		}
	}
}

func TestTrimAnswer(t *testing.T) {
	for in, want := range map[string]string{
		"  Jane ":          "Jane",
		"____Jane____":     "Jane",
		"......Jane":       "Jane",
		"Jane....":         "Jane",
		"Jane.":            "Jane.",
		"Jane\n-----\n":    "Jane",
		"Jane\n\n=====\n ": "Jane",
		"-----":            "",
		"Jane |":           "Jane",
		"a\n---\nb":        "a\n---\nb",
		"":                 "",
		"_":                "_",
	} {
		if got := trimAnswer(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestNamesLight(t *testing.T) {
	for s, want := range map[string]bool{"TLP:RED": true, "tlp red": true, "(Tlp-amber)": true, "ＴＬＰ：ＲＥＤ": true, "TLPRED": true, "confidential, TLP1": true, "xtlp": false, "http": false, "TL": false, "": false} {
		if got := namesLight(s); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}

func TestNearRoleOfSentences(t *testing.T) {
	const x = "192.0.2.7"
	for s, want := range map[string]string{
		"attack from 192.0.2.7":                        store.RoleSource,
		"192.0.2.7 was attacked from elsewhere":        store.RoleUnknown,
		"from 198.51.100.1 to 192.0.2.7":               store.RoleTarget,
		"von hier nach 192.0.2.7":                      store.RoleUnknown,
		"our host 192.0.2.7":                           store.RoleTarget,
		"scans against 192.0.2.7":                      store.RoleTarget,
		"192.0.2.7 is the attacker":                    store.RoleSource,
		"192.0.2.7 is the victim":                      store.RoleTarget,
		"SRC=192.0.2.7 DST=198.51.100.1":               store.RoleSource,
		"SRC=198.51.100.1 DST=192.0.2.7":               store.RoleTarget,
		"Angreifer 192.0.2.7":                          store.RoleSource,
		"unser Server 192.0.2.7":                       store.RoleTarget,
		"l'attaquant 192.0.2.7":                        store.RoleSource,
		"depuis 192.0.2.7":                             store.RoleSource,
		"vanaf 192.0.2.7":                              store.RoleSource,
		"onze server 192.0.2.7":                        store.RoleTarget,
		"192.0.2.7 depuis hier":                        store.RoleUnknown,
		"nothing is known of 192.0.2.7":                store.RoleUnknown,
		"192.0.2.7":                                    store.RoleUnknown,
		"the victim saw an attack from 192.0.2.7":      store.RoleSource,
		"the attacker aimed at our server 192.0.2.7":   store.RoleTarget,
		"Failed password for root from 192.0.2.7 port": store.RoleSource,
	} {
		if got := nearRole(s, strings.Index(s, x)); got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
}

func TestAddressesInHeadersHaveNoRole(t *testing.T) {
	r := builtin(t).Parse(body("From: jane@site.example\nVon: john@site.example\n\nmail from bad@evil.example\n"))
	want := []store.Indicator{
		{Type: "email", Value: "jane@site.example", Role: store.RoleUnknown, Line: 1},
		{Type: "email", Value: "john@site.example", Role: store.RoleUnknown, Line: 2},
		{Type: "email", Value: "bad@evil.example", Role: store.RoleSource, Line: 4},
	}
	if !slices.Equal(r.Indicators, want) {
		t.Errorf("%+v", r.Indicators)
	}
}

// TestIndicatorOncePerRole: an indicator is listed once for each role it has.
func TestIndicatorOncePerRole(t *testing.T) {
	r := builtin(t).Parse(body(strings.Repeat("from 198.51.100.9\nagainst 198.51.100.9\n198.51.100.9\n", 3)))
	if len(r.Indicators) != 3 {
		t.Errorf("%+v", r.Indicators)
	}
	for i, role := range []string{store.RoleSource, store.RoleTarget, store.RoleUnknown} {
		if in := r.Indicators[i]; in.Role != role || in.Line != i+1 {
			t.Errorf("%d: %+v, want %s", i, in, role)
		}
	}
}

func TestIdentify(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ name, text, form string }{
		{"labels of every team", reporter + "Date and time of incident: today\nHostname and IP: a.site.example\nDescription: x\n", formNone},
		{"a title alone is no form", "Incident Reporting Form, version 5.2\nhello\n", formNone},
		{"title and three labels", "CERT(R) Coordination Center Incident Reporting Form, version 5.2\n\n1. name: Jane\n4. email address: jane@site.example\n7. hostname and IP: a.site.example\n", "certcc-5.2"},
		{"numbers and labels", "1. Name: J\n2. Organisationsname: O\n4. Email Adress: j@site.example\n7. Hostname und IP: a.site.example\n10. Hostname oder IP: b.evil.example\n", "certat-form_de"},
		{"our own, without its title", filledForm(t, 0)[200:], "tocsin-1"},
	} {
		if r := f.Parse(body(c.text)); r.Form != c.form {
			t.Errorf("%s: %s, want %s", c.name, r.Form, c.form)
		}
	}
}

func TestTyposKeepTheNumberOfWords(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]int{"Victim OS: Linux": 0, "Victms: 192.0.2.7": 1, "Vctim IP address: 192.0.2.7": 1, "Attacekr IP: 192.0.2.7": 1} {
		r := f.Parse(body(reporter + text + "\n"))
		if len(r.Hosts) != want {
			t.Errorf("%s: %+v", text, r.Hosts)
		}
	}
}

func TestExtentCut(t *testing.T) {
	e := extent{lines: 3, bytes: 20}
	for in, want := range map[string]string{
		"":                         "",
		"a\nb\nc":                  "a\nb\nc",
		"a\nb\nc\n":                "a\nb\nc\n",
		"a\nb\nc\nd":               "a\nb\nc\n… (cut: 6 of 7 bytes are shown)",
		"0123456789\n0123456789\n": "0123456789\n… (cut: 11 of 22 bytes are shown)",
		strings.Repeat("x", 25):    strings.Repeat("x", 20) + "\n… (cut: 20 of 25 bytes are shown)",
		strings.Repeat("ä", 15):    strings.Repeat("ä", 10) + "\n… (cut: 20 of 30 bytes are shown)",
		strings.Repeat("x", 20):    strings.Repeat("x", 20),
	} {
		if got := e.cut(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestDefang(t *testing.T) {
	for in, want := range map[string]string{
		"http://evil.example/a": "hxxp://evil[.]example/a", "https://evil.example": "hxxps://evil[.]example", "evil.example": "evil[.]example",
		"198.51.100.7": "198.51.100[.]7", "2001:db8::1": "2001:db8::1", "CVE-2026-1": "CVE-2026-1", "": "",
	} {
		if got := defang(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		if got := indicator.Refang(defang(in)); !strings.HasPrefix(in, "http") && got != in {
			t.Errorf("%q came back as %q", in, got)
		}
	}
}
