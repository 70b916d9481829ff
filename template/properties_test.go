package template

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"tocsin/store"
	"tocsin/template/word"
)

// FuzzFold: a key holds lower-case letters and digits only, folding it again
// changes nothing, and blanks or punctuation in the text make no difference.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"E-Mail:", "Größe", "Ｅ－ｍａｉｌ", "Te\u0301le\u0301phone", "ΣΊΣΥΦΟΣ", "İ", "\xff\xfe", "①℡", "名前:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := word.Fold(s)
		for _, r := range key {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != utf8.RuneError {
				t.Errorf("%q: %q holds %U", s, key, r)
			}
		}
		if utf8.ValidString(s) && !utf8.ValidString(key) {
			t.Errorf("%q: %q is not UTF-8", s, key)
		}
		if got := word.Fold(" -" + s + "\t:."); got != key {
			t.Errorf("%q: punctuation made %q of %q", s, got, key)
		}
		p := word.Phrase(s)
		if !strings.HasPrefix(p, " ") || !strings.HasSuffix(p, " ") || len(strings.Fields(p)) != len(word.Split(s)) || word.Count(s) != len(word.Split(s)) {
			t.Errorf("%q: phrase %q, words %q", s, p, word.Split(s))
		}
	})
}

// FuzzLines: line i of the result is line i+1 of the text, none holds an end
// of line or blanks at its end, and quoting a text once more only adds depth.
func FuzzLines(f *testing.F) {
	for _, s := range []string{"a\r\nb\rc\n", "> > a\n>b\n", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n\n- a\n", "a \u00a0\t\n\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list := splitLines(s)
		for i, l := range list {
			if strings.ContainsAny(l.text, "\n\r") || l.text != strings.TrimRight(l.text, " \t\u00a0") || !utf8.ValidString(l.text) {
				t.Errorf("line %d of %q: %q", i+1, s, l.text)
			}
		}
		if strings.ContainsAny(s, "\r") || strings.Contains(s, "-----") || !utf8.ValidString(s) {
			return
		}
		quoted := splitLines(eachLine(func(l string) string { return "> " + l })(s))
		for i, l := range list {
			if quoted[i].depth < l.depth+1 {
				t.Errorf("line %d of %q: depth %d quoted, %d before", i+1, s, quoted[i].depth, l.depth)
			}
		}
	})
}

// FuzzMachines: what is called an address is one, in its normal form; names
// hold neither blanks nor slashes; reading the result again finds it again.
func FuzzMachines(f *testing.F) {
	for _, c := range machinesNamed {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, m := range machines(s) {
			if m.name == "" && len(m.addresses) == 0 {
				t.Errorf("%q: a machine without identity", s)
			}
			if strings.ContainsAny(m.name, " \t\n/") {
				t.Errorf("%q: name %q", s, m.name)
			}
			for _, a := range m.addresses {
				addr, err := netip.ParseAddr(a)
				p, err2 := netip.ParsePrefix(a)
				if err != nil && err2 != nil || err == nil && addr.String() != a || err2 == nil && p.String() != a {
					t.Errorf("%q: address %q", s, a)
				}
				if again := machines(a); len(again) != 1 || !slices.Equal(again[0].addresses, []string{a}) {
					t.Errorf("%q: %q read again is %+v", s, a, again)
				}
			}
		}
	})
}

// FuzzTicked: boxes give words of the text only, and never one that stands
// behind an empty box alone.
func FuzzTicked(f *testing.F) {
	for _, s := range []string{"[ ] a [x] b", "a [ ] b [x]", "☐ a\n☑ b", "(x", "[x]", "_x_ a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		marked, _ := ticked(s)
		for _, part := range strings.Split(marked, ", ") {
			for _, w := range strings.Fields(part) {
				if !strings.Contains(s, strings.Trim(w, ",;/|")) {
					t.Errorf("%q: %q is not in it", s, w)
				}
			}
		}
		if again, b := ticked("[ ] " + strings.ReplaceAll(s, "\n", " ")); !b {
			t.Errorf("%q behind an empty box: %q, no box", s, again)
		}
	})
}

// TestNoWordIsLost puts words that no label claims anywhere into forms: each
// is found again in the report.
func TestNoWordIsLost(t *testing.T) {
	f := builtin(t)
	rnd := rand.New(rand.NewPCG(7, 8))
	for n := range 300 {
		lines := strings.Split(strings.TrimSpace(layouts[rnd.IntN(len(layouts))].text), "\n")
		mark := fmt.Sprintf("Pelican%d", n)
		at := rnd.IntN(len(lines) + 1)
		lines = slices.Insert(lines, at, "", "We also saw the "+mark+" yesterday", "")
		r := f.Parse(body(strings.Join(lines, "\n") + "\n"))
		all := fmt.Sprint(r.Fields, r.Logs, r.Hosts, r.Disclosure)
		if !strings.Contains(all, mark) {
			t.Errorf("%s is lost in\n%s\n%s", mark, strings.Join(lines, "\n"), all)
		}
	}
}

// TestRolesNeverSwap fills hosts into forms of many orders: one that stands
// behind a label of the source is never a target, nor the other way round.
func TestRolesNeverSwap(t *testing.T) {
	f := builtin(t)
	rnd := rand.New(rand.NewPCG(9, 10))
	targets := []string{"Victim IP: %s", "Target host: %s", "Target of the attack\nIP address: %s", "Destination IP: %s", "Ziel-IP: %s", "Machine touchée : %s", "Doel-IP: %s", "Affected IP address .... %s", "Betroffene Systeme: %s"}
	sources := []string{"Attacker IP: %s", "Source host: %s", "Source of the attack\nIP address: %s", "Source IP: %s", "Quell-IP: %s", "Adresse IP source : %s", "Bron-IP: %s", "Attacking IP .... %s", "Herkunft des Angriffs: %s"}
	fillers := []string{"Severity: high\n", "\n", "Impact: some\n", "Upstream: 203.0.113.5\n", "Date and time of incident: 2026-11-20 10:00Z\n", "We are not sure.\n"}
	for n := range 300 {
		text := reporter
		want := map[string]string{}
		for k := range 1 + rnd.IntN(5) {
			if rnd.IntN(2) == 0 {
				a := fmt.Sprintf("192.0.2.%d", k+1)
				text, want[a] = text+fmt.Sprintf(targets[rnd.IntN(len(targets))], a)+"\n", store.RoleTarget
			} else {
				a := fmt.Sprintf("198.51.100.%d", k+1)
				text, want[a] = text+fmt.Sprintf(sources[rnd.IntN(len(sources))], a)+"\n", store.RoleSource
			}
			text += fillers[rnd.IntN(len(fillers))]
		}
		r := f.Parse(body(text))
		for _, h := range r.Hosts {
			for _, a := range h.Addresses {
				if want[a] != h.Role {
					t.Errorf("%d: %s is %s, want %q in\n%s", n, a, h.Role, want[a], text)
				}
				delete(want, a)
			}
		}
		if len(want) > 0 {
			t.Errorf("%d: not found: %v in\n%s", n, want, text)
		}
	}
}

// TestOrderOfAnswersIsFree shuffles the lines of a form whose labels tell all
// by themselves: the report stays the same.
func TestOrderOfAnswersIsFree(t *testing.T) {
	f := builtin(t)
	lines := strings.Split(strings.TrimSpace(reporter+"Victim IP: 192.0.2.7\nAttacker IP: 198.51.100.7\nDate and time of incident: 2026-11-20 10:00 UTC\nSeverity: high\nDepartment: sales\nTLP: GREEN"), "\n")
	want := facts(f.Parse(body(strings.Join(lines, "\n") + "\n")))
	rnd := rand.New(rand.NewPCG(11, 12))
	for range 50 {
		rnd.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		got := facts(f.Parse(body(strings.Join(lines, "\n") + "\n")))
		slices.SortFunc(got.Hosts, func(a, b store.Host) int { return strings.Compare(b.Role, a.Role) })
		if fmt.Sprint(got.Fields, got.Time, got.Hosts, got.Category, got.Disclosure) != fmt.Sprint(want.Fields, want.Time, want.Hosts, want.Category, want.Disclosure) {
			t.Errorf("in the order %q:\n%+v\nwant\n%+v", lines, got, want)
		}
	}
}
