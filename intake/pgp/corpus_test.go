//go:build corpus

package pgp

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/intake/mime"
	"tocsin/store"
)

// corpusRing takes a corpus's secret keys as the team's, and its public ones
// as accepted for the addresses in their user ids.
func corpusRing(t *testing.T, dir string) *Ring {
	t.Helper()
	var accepted []store.StoredKey
	if data, err := os.ReadFile(filepath.Join(dir, "keys/all-public.asc")); err == nil {
		for _, b := range blocks(data) {
			list, err := ParseKey(data[b.start:b.end], "corpus", time.Now())
			if err != nil {
				t.Logf("%s: %v", dir, err)
			}
			for _, k := range list {
				if k.State = store.KeyAccepted; !slices.ContainsFunc(accepted, func(o store.StoredKey) bool { return o.Fingerprint == k.Fingerprint }) {
					accepted = append(accepted, k)
				}
			}
		}
	}
	var team []SecretKey
	if data, err := os.ReadFile(filepath.Join(dir, "keys/all-secret.asc")); err == nil && len(data) > 0 {
		team = append(team, SecretKey{Armor: data, Name: "all-secret.asc"})
	}
	r, err := NewRing(team, accepted)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A row is one line of an INDEX.tsv.
type row struct{ file, encryption, signature, coverage, from string }

func index(t *testing.T, dir string) []row {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		f := strings.Split(line, "\t")
		rows = append(rows, row{f[0], f[1], f[2], f[3], f[4]})
	}
	return rows
}

// encryptionAgrees compares in three classes: none, opened, closed.
func (r row) encryptionAgrees(p store.Protection) bool {
	switch {
	case strings.HasPrefix(r.encryption, "none"):
		return !p.Encrypted
	case strings.Contains(r.encryption, "+inner"):
		return p.Encrypted
	case strings.HasPrefix(r.encryption, "full"), strings.HasPrefix(r.encryption, "partial"):
		return p.Encrypted && p.Decrypted
	}
	return p.Encrypted && !p.Decrypted
}

func (r row) signatureAgrees(p store.Protection) bool {
	has := func(status string) bool {
		return slices.ContainsFunc(p.Signatures, func(s store.Signature) bool { return s.Status == status })
	}
	switch r.signature {
	case "none":
		return len(p.Signatures) == 0
	case "good":
		return has("good") && !has("bad")
	case "bad+good":
		return has("good") && has("bad")
	case "bad", "no-key":
		return has(r.signature) && !has("good")
	case "bad-or-malformed":
		return !has("good") && (has("bad") || p.Structure == mime.StructureMalformed)
	case "malformed":
		return !has("good") && p.Structure == mime.StructureMalformed
	case "weak-key", "weak-hash":
		return has("weak") && !has("good")
	case "unsupported-sig":
		return has("unsupported") && !has("good")
	}
	return false
}

func (r row) fromAgrees(p store.Protection) bool {
	match := slices.ContainsFunc(p.Signatures, func(s store.Signature) bool { return s.Status == "good" && s.FromMatch })
	if r.from == "-" || r.signature != "good" {
		return true
	}
	return match == (r.from == "match")
}

func (r row) differences(p store.Protection) []string {
	var list []string
	note := func(ok bool, what, want string, got any) {
		if !ok {
			list = append(list, fmt.Sprintf("%s: want %s, got %v", what, want, got))
		}
	}
	note(r.encryptionAgrees(p), "encryption", r.encryption, fmt.Sprintf("encrypted=%v decrypted=%v", p.Encrypted, p.Decrypted))
	note(r.signatureAgrees(p), "signature", r.signature, statuses(p))
	note(p.Coverage == strings.ReplaceAll(r.coverage, "-", "none"), "coverage", r.coverage, p.Coverage)
	note(r.fromAgrees(p), "from", r.from, p.Verdict)
	return list
}

func statuses(p store.Protection) []string {
	var list []string
	for _, s := range p.Signatures {
		list = append(list, s.Status)
	}
	return list
}

// never checks what may be wrong in no row.
func (r row) never(t *testing.T, p store.Protection) {
	t.Helper()
	good := slices.Contains(statuses(p), "good")
	if good && !strings.Contains(r.signature, "good") {
		t.Errorf("%s: %s called good", r.file, r.signature)
	}
	if r.signature == "none" && (len(p.Signatures) > 0 || p.Verdict == "signed" || p.Verdict == "verified") {
		t.Errorf("%s: unsigned called %s %v", r.file, p.Verdict, statuses(p))
	}
	if p.Verdict == "verified" && (r.coverage != "full" || r.from != "match") {
		t.Errorf("%s: verified, with coverage %s and from %s", r.file, r.coverage, r.from)
	}
}

// count adds a row, and whether it agrees, to its class.
func count(classes map[string][2]int, class string, agrees bool) {
	n := classes[class]
	n[0]++
	if agrees {
		n[1]++
	}
	classes[class] = n
}

// TestCorpus prints the tables of docs/pgp-corpus.md.
func TestCorpus(t *testing.T) {
	root := filepath.Join(os.Getenv("TOCSIN_CORPUS"), "pgp")
	found, err := filepath.Glob(filepath.Join(root, "*/INDEX.tsv"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no pgp/*/INDEX.tsv below TOCSIN_CORPUS=%q: set it to the corpus folder", os.Getenv("TOCSIN_CORPUS"))
	}
	rows, agreed := 0, 0
	classes := map[string][2]int{}
	for _, file := range found {
		dir := filepath.Dir(file)
		ring := corpusRing(t, dir)
		for _, r := range index(t, dir) {
			raw, err := os.ReadFile(filepath.Join(dir, r.file))
			if err != nil {
				t.Fatal(err)
			}
			p := Open(mime.Read(raw, mime.Limits{}), ring, Options{Now: time.Now()}).Protection
			r.never(t, p)
			rows++
			d := r.differences(p)
			if len(d) > 0 {
				t.Logf("| %s/%s | %s |", filepath.Base(dir), filepath.Base(r.file), strings.Join(d, "; "))
			} else {
				agreed++
			}
			count(classes, filepath.Base(dir), len(d) == 0)
			count(classes, "encryption "+r.encryption+", signature "+r.signature, len(d) == 0)
		}
	}
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		t.Logf("| %s | %d | %d |", class, classes[class][0], classes[class][1])
	}
	t.Logf("%d of %d rows agree", agreed, rows)
	if agreed*100 < rows*95 {
		t.Errorf("only %d of %d rows agree", agreed, rows)
	}
}
