package template

import (
	"strings"
	"testing"
)

// FuzzSpelt: the word that a text ends with is the one that begins there.
func FuzzSpelt(f *testing.F) {
	for _, s := range []string{"", "from", "SRC=host", "été", "攻撃元", "a攻b", "über1", "x–y", "\xc3", "née\xa9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := speltEnd(s)
		if n < 0 || n > len(s) || spelt(s[len(s)-n:]) != n {
			t.Errorf("%q ends with a word of %d bytes, %d of which begin one", s, n, spelt(s[len(s)-n:]))
		}
		if n > 0 && strings.ContainsAny(s[len(s)-n:], " =-.0123456789") {
			t.Errorf("%q ends with %q", s, s[len(s)-n:])
		}
	})
}

func TestWaysOfACompass(t *testing.T) {
	c := vocab().compass
	for s, want := range map[string][2]string{
		"":                            {"", ""},
		"from":                        {"source", ""},
		"our server was hit from":     {"source", ""},
		"from there to":               {"target", ""},
		"our host, to":                {"target", ""},
		"to the victim":               {"target", "target"},
		"is the attacker of a victim": {"target", "source"},
		"攻撃元":                         {"source", ""},
		"当社のサーバー 攻撃元":                 {"source", ""},
		"攻撃元 from 宛先":                 {"source", ""},
		"nothing":                     {"", ""},
	} {
		if before, behind := c.before(s), c.behind(s); before != want[0] || behind != want[1] {
			t.Errorf("%q tells %q of what follows and %q of what precedes, want %q", s, before, behind, want)
		}
	}
}

// The words of logs and of programs tell sides, and a word with its own value
// behind it says nothing of what precedes.
func TestSidesInLogs(t *testing.T) {
	for line, want := range map[string]string{
		`{"src_ip":"192.0.2.55","src_port":1234,"dest_ip":"198.51.100.8"}`: "192.0.2.55 source, 198.51.100.8 target",
		"saddr 192.0.2.60 daddr 198.51.100.13":                             "192.0.2.60 source, 198.51.100.13 target",
		"srcip=192.0.2.62 dstip=198.51.100.15":                             "192.0.2.62 source, 198.51.100.15 target",
		"Sensor 203.0.113.1 source: 192.0.2.63":                            "203.0.113.1 unknown, 192.0.2.63 source",
		"192.0.2.64 (attacker) and 198.51.100.9 (victim)":                  "192.0.2.64 source, 198.51.100.9 target",
		"192.0.2.66 (the attacker) came in by 198.51.100.10":               "192.0.2.66 source, 198.51.100.10 unknown",
		"the victim (see below) is 198.51.100.11":                          "198.51.100.11 target",
		"192.0.2.65 is the attacker":                                       "192.0.2.65 source",
	} {
		var list []string
		for _, i := range builtin(t).Parse(body("Hello,\n\n" + line + "\n")).Indicators {
			list = append(list, i.Value+" "+i.Role)
		}
		if got := strings.Join(list, ", "); got != want {
			t.Errorf("%s: %s", line, got)
		}
	}
}
