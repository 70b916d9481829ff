package indicator

import (
	"net/netip"
	"testing"
)

// FuzzIsIPv4: an address with dots is what netip takes for one.
func FuzzIsIPv4(f *testing.F) {
	for _, s := range []string{"", "192.0.2.7", "0.0.0.0", "255.255.255.255", "256.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1..2.3", "1.2.3.", ".1.2.3", "1.2.3.4 ", "::1", "1.2.3.00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := netip.ParseAddr(s)
		if want := err == nil && a.Is4(); isIPv4(s) != want {
			t.Errorf("%q: %v, want %v", s, !want, want)
		}
	})
}
