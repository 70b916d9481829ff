package indicator

import "testing"

// TestDomainLike: names with a top label that exists or is reserved for examples.
func TestDomainLike(t *testing.T) {
	for text, want := range map[string]bool{
		"www.site.example": true, "site.co.uk": true, "nas.local": true, "xn--bcher-kva.example": true, "a_b.site.lu": true, "münchen.example": true,
		"site": false, "site.": false, ".example": false, "a..example": false, "-a.example": false, "a-.example": false, "1.2.3.4": false, "site.nosuchtop": false,
		"server.It": false, "a b.example": false, "": false,
	} {
		if got := DomainLike(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestFileLike: two labels of which the last more often ends files.
func TestFileLike(t *testing.T) {
	for text, want := range map[string]bool{"setup.py": true, "run.SH": true, "www.sh": false, "site.example": false, "": false, "notes.md": true, "a.b.py": false} {
		if got := FileLike(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestVersionBefore: words for versions right before a number, in any spelling.
func TestVersionBefore(t *testing.T) {
	for text, want := range map[string]bool{"version ": true, "Firmware: ": true, "v. ": true, "バージョン ": true, "from ": false, "": false, "conversion ": false, "version of ": false} {
		if got := VersionBefore(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestMaskLength: masks are ones and then noughts.
func TestMaskLength(t *testing.T) {
	for text, want := range map[string]int{"255.255.255.0": 24, "255.0.0.0": 8, "255.255.255.255": 32, "255.255.255.252": 30, "255.0.255.0": 0, "192.0.2.0": 0, "255.": 0, "": 0, "24": 0} {
		if got := MaskLength(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// TestTimeOfDay: dates and times are passed over; digests and addresses of IPv6
// that are figures alone are not.
func TestTimeOfDay(t *testing.T) {
	for text, want := range map[string]bool{
		"10:02:07": true, "2026-11-21": true, "20022": true, "10:02-10:04": true,
		"10:02:07Z": false, "2001::7": false, "1:2:3:4:5:6:7:8": false, "01234567890123456789012345678901": false, "192.0.2.7": false, "-10": false,
	} {
		if got := timeOfDay(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
		found := false
		Scan(text, func(Token) { found = true })
		if want && found {
			t.Errorf("%q: an observable", text)
		}
	}
}
