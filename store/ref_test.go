package store

import (
	"errors"
	"strings"
	"testing"
)

func TestParseRef(t *testing.T) {
	for _, s := range []string{
		"", "CERT", "CERT#", "#2026-00042-7", "CERT#2026-42-7", "CERT#26-00042-7", "CERT#2026-00042", "CERT#2026-00042-",
		"CERT#2026-00042-77", "CERT#2O26-00042-7", "CERT#2026-0004x-7", "CERT#2026-00042-7-1", "CERT#+026-00042-7", "CERT#2026-99999999999999999999-7",
		"CERT#2026-000042-7",
	} {
		if ref, err := ParseRef(s); !errors.Is(err, ErrRef) || ref != "" {
			t.Errorf("ParseRef(%q) = %q, %v", s, ref, err)
		}
	}
	want := "CERT#2026-00042-" + string(CheckCharacter("202600042"))
	if ref, err := ParseRef(want); err != nil || string(ref) != want || ref.Tag() != "CERT" {
		t.Errorf("ParseRef(%q) = %q, %v", want, ref, err)
	}
}

// The example of ISO 7064 for MOD 37,36.
func TestCheckCharacter(t *testing.T) {
	if got := CheckCharacter("A12425GABC1234002"); got != 'M' {
		t.Errorf("got %c, want M", got)
	}
}

// FuzzRef: what MakeRef writes ParseRef reads, and no wrong digit goes unseen.
func FuzzRef(f *testing.F) {
	f.Add("CERT", uint16(2026), uint32(42))
	f.Add("x", uint16(0), uint32(0))
	f.Add("SOC-EU", uint16(9999), uint32(1<<31-1))
	f.Fuzz(func(t *testing.T, tag string, year uint16, n uint32) {
		year, n = year%10_000, n%(1<<31)
		if tag == "" || strings.Contains(tag, "#") {
			return
		}
		ref := MakeRef(tag, int(year), int(n))
		got, err := ParseRef(string(ref))
		if err != nil || got != ref || ref.Tag() != tag {
			t.Fatalf("ParseRef(%q) = %q, %v", ref, got, err)
		}
		for i := len(tag) + 1; i < len(ref); i++ {
			slips(t, string(ref), i)
		}
	})
}

// slips tries each other digit at i.
func slips(t *testing.T, ref string, i int) {
	if ref[i] == '-' {
		return
	}
	for c := byte('0'); c <= '9'; c++ {
		wrong := ref[:i] + string(c) + ref[i+1:]
		if _, err := ParseRef(wrong); err == nil && wrong != ref {
			t.Errorf("%q passes for %q", wrong, ref)
		}
	}
}

// Of swapped neighbours the check sees all but a few in a thousand.
func TestSwaps(t *testing.T) {
	swaps, missed := 0, 0
	for n := 1; n < 100_000; n += 7 {
		ref := []byte(MakeRef("CERT", 2026, n))
		for i := len("CERT#2026-"); i < len("CERT#2026-0000"); i++ {
			if ref[i] == ref[i+1] {
				continue
			}
			swaps++
			ref[i], ref[i+1] = ref[i+1], ref[i]
			if _, err := ParseRef(string(ref)); err == nil {
				missed++
			}
			ref[i], ref[i+1] = ref[i+1], ref[i]
		}
	}
	if swaps < 10_000 || missed*100 > swaps {
		t.Errorf("%d of %d swaps pass", missed, swaps)
	}
}
