package indicator

import (
	"strings"
	"testing"
)

func TestMasked(t *testing.T) {
	for text, want := range map[string]string{
		"xxx.xxx.124.104": "xxx.xxx.124.104", "10.x.x.x, 192.0.2.1": "10.x.x.x", "x.x.x.x": "x.x.x.x", "192.0.2.XX": "192.0.2.XX", "0.0.0.0": "0.0.0.0",
		"192.0.2.1": "", "www.x.site.example": "", "a.b.c.d": "", "192.0.2.*": "", "": "", "x.x": "",
	} {
		if got := strings.Join(Masked(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestMail: an address that is spelled out and nothing else.
func TestMail(t *testing.T) {
	for text, want := range map[string]string{
		"jane (at) site (dot) example": "jane@site.example", "jane.doe [arroba] site [punto] example": "jane.doe@site.example", "jane AT site DOT example": "jane@site.example",
		"jane(snabel-a)site.example": "jane@site.example", "jane＠site.example": "jane@site.example", "jane собака site точка example": "jane@site.example",
		"call me at home": "", "at dot": "", "see the site dot example": "", "jane at site": "", "": "", strings.Repeat("a dot ", 30): "",
	} {
		if got := Mail(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestSpell: lines that name hosts, written in full.
func TestSpell(t *testing.T) {
	for text, want := range map[string]string{
		"192.0.2.1, .2": "192.0.2.1, 192.0.2.2", "192.0.2.1/.2": "192.0.2.1, 192.0.2.2", "192.0.2.1-.9": "192.0.2.1-192.0.2.9", "192.0.2.*": "192.0.2.0/24",
		"evil dot site dot example": "evil.site.example", "evil[.]example": "evil.example", " www.site.example ": "www.site.example", "a.b.c.*": "a.b.c.*", ".2, .3": ".2, .3", "": "",
	} {
		if got := Spell(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for address, want := range map[string]bool{"0.0.0.0": true, "255.255.255.0": true, "25.5.0.1": false, "192.0.2.1": false, "2001:db8::": false} {
		if got := Reserved(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

// FuzzCompleted: what a line is written out as is written out no further.
func FuzzCompleted(f *testing.F) {
	for _, s := range []string{"192.0.2.1, .2/.3-.9", "192.0.2.*", "[2001:db8::1]:443", "zeus = 192.0.2.1", "x.x.x.x 10.0.0.0/255.0.0.0", "a.b.c.d/e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if once := completed(s); completed(once) != once {
			t.Errorf("%q: %q, then %q", s, once, completed(once))
		}
	})
}
