package template

import "testing"

// TestSystemBeside: what runs on a machine is no part of its name, where one
// machine is named and the words are those of a system.
func TestSystemBeside(t *testing.T) {
	for text, want := range map[string][2]string{
		"kasse-2 (192.0.2.7), Windows 10":        {"kasse-2 (192.0.2.7)", "Windows 10"},
		"kasse-2 (Debian 12)":                    {"kasse-2", "Debian 12"},
		"kasse-2、Ubuntu 22.04":                   {"kasse-2", "Ubuntu 22.04"},
		"www.shop.example (FreeBSD), Keller":     {"www.shop.example , Keller", "FreeBSD"},
		"kasse-2, Windows 10, kasse-3, Debian 9": {"kasse-2, Windows 10, kasse-3, Debian 9", ""},
		"kasse-2, kasse-3, Windows 10":           {"kasse-2, kasse-3, Windows 10", ""},
		"kasse-2, debian":                        {"kasse-2, debian", ""},
		"the till, Windows 10":                   {"the till, Windows 10", ""},
		"kasse-2, windows are broken":            {"kasse-2, windows are broken", ""},
		"kasse-2":                                {"kasse-2", ""},
		"":                                       {"", ""},
	} {
		if rest, os := systemBeside(text); rest != want[0] || os != want[1] {
			t.Errorf("%q: %q runs %q", text, rest, os)
		}
	}
}
