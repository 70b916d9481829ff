package template

import (
	"slices"
	"testing"
)

// TestWithout: a label may lose any one character, of any size, and no other.
func TestWithout(t *testing.T) {
	for _, c := range []struct {
		key, short string
		want       bool
	}{
		{"hostname", "ostname", true},
		{"hostname", "hostnam", true},
		{"hostname", "hosname", true},
		{"address", "adress", true},
		{"hostname", "hostname", false},
		{"hostname", "hostnme ", false},
		{"hostname", "osname", false},
		{"ост", "ст", true},
		{"éè", "è", true},
		{"éè", "é", true},
		{"éè", "\xc3", false},
		{"", "", false},
	} {
		if got := without(c.key, c.short); got != c.want {
			t.Errorf("%q without a character is %q: %v", c.key, c.short, got)
		}
	}
}

// TestEachShorter: the hash of what is left is that of the same text alone,
// and every character is left out once.
func TestEachShorter(t *testing.T) {
	whole := func(key string) (hash uint64) {
		eachShorter(key, func(_, n int, h uint64) {
			if n == 0 {
				hash = h
			}
		})
		return hash
	}
	for _, key := range []string{"a", "hostname", "dateandtimeofincident", "ортинцидента", "日時", "x\xff"} {
		var left []string
		eachShorter(key, func(at, n int, hash uint64) {
			short := key[:at] + key[at+n:]
			if n > 0 {
				left = append(left, key[at:at+n])
			}
			if hash != whole(short) {
				t.Errorf("%q: %q has the hash %x, alone %x", key, short, hash, whole(short))
			}
		})
		if want := len([]rune(key)); len(left) != want {
			t.Errorf("%q: left out %q", key, left)
		}
	}
	if whole("abcdef") == whole("abcdfe") || whole("") == whole("a") {
		t.Error("different keys have one hash")
	}
}

// TestNear: any one character of a label may be missing, doubled or wrong.
func TestNear(t *testing.T) {
	ix := builtin(t).ix
	for _, key := range []string{"hostname", "emailaddress", "incidenttype"} {
		n := ix.nodes[key]
		if n == nil || len(n.entries) == 0 {
			t.Fatalf("%q is no label", key)
		}
		for i := range key {
			for _, wrong := range []string{key[:i] + key[i+1:], key[:i] + "q" + key[i+1:], key[:i] + "q" + key[i:]} {
				found := ix.near([]byte(wrong))
				if len(found) == 0 || !slices.ContainsFunc(found, func(e *entry) bool { return e.name == n.entries[0].name }) {
					t.Errorf("%q is not read as %q", wrong, key)
				}
			}
		}
	}
	for _, key := range []string{"hosts", "quostquame", "somethingelse"} {
		if found := ix.near([]byte(key)); len(found) > 0 {
			t.Errorf("%q is read as %q", key, found[0].name)
		}
	}
}
