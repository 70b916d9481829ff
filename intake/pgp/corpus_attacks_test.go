//go:build corpus

package pgp

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/intake/mime"
	"tocsin/store"
)

// attackWants says what the corpus's README demands of generated/attacks, in
// our words: verdict, structure or signature statuses that must come out.
var attackWants = map[string]want{
	"nomdc.gpg":                                              {verdict: "unreadable", encrypted: true},
	"enc_mdc_tampered_cv.pgp":                                {verdict: "unreadable", encrypted: true},
	"bomb_bz2.gpg":                                           {verdict: "unreadable", encrypted: true},
	"bomb_zlib.gpg":                                          {verdict: "unreadable", encrypted: true},
	"bomb_bz2_s.gpg":                                         {verdict: "unsigned", coverage: "none", finding: foundUnparsable},
	"nested_compression_40.pgp":                              {verdict: "unsigned", coverage: "none", finding: foundUnparsable},
	"ops_flood_2000.pgp":                                     {verdict: "unsigned", coverage: "none", finding: foundUnparsable},
	"pkesk_hidden_flood_200_rsa4096.pgp":                     {verdict: "unreadable", encrypted: true},
	"armor_header_200k.asc":                                  {verdict: "unsigned", coverage: "none", finding: foundUnparsable},
	"enc_then_literal_appended_cv.pgp":                       {verdict: "unreadable", encrypted: true},
	"literal_then_enc_cv.pgp":                                {verdict: "unsigned", finding: foundUnparsable},
	"enc_two_literals_cv.pgp":                                {verdict: "unreadable", encrypted: true},
	"enc_in_enc_cv.pgp":                                      {verdict: "unreadable", encrypted: true},
	"enc_ok_cv.pgp":                                          {verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true},
	"literal_only_looks_encrypted.pgp":                       {verdict: "unsigned", coverage: "none"},
	"clear_prefix_suffix.txt":                                {verdict: "signed", coverage: "partial", statuses: "good"},
	"clear_injected_in_armor.txt":                            {verdict: "bad", structure: "malformed", statuses: "bad"},
	"shadow_cert_adopts_cv_signing_subkey.pub.asc":           {verdict: "unsigned", coverage: "none"},
	"surreptitious_fwd_signed_cv_reencrypted_to_rsa4096.pgp": {verdict: "signed", statuses: "not-for-us", encrypted: true, decrypted: true},
}

// generatedRing holds all generated keys, as the team's and as accepted.
func generatedRing(t *testing.T, dir string, first ...store.StoredKey) *Ring {
	t.Helper()
	var team []SecretKey
	accepted := first
	found, _ := filepath.Glob(filepath.Join(dir, "keys/*.sec.asc"))
	for _, f := range found {
		team = append(team, SecretKey{Armor: mustRead(t, f), Name: f})
		k := parseOne(t, mustRead(t, strings.Replace(f, ".sec.", ".pub.", 1)))
		k.State = store.KeyAccepted
		accepted = append(accepted, k)
	}
	r, err := NewRing(team, accepted)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustRead(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// asMail puts a file into a mail: text as its text, anything else attached.
func asMail(file string, data []byte) []byte {
	switch ext := filepath.Ext(file); ext {
	case ".txt", ".asc":
		return textMail(aliceAddress, string(data))
	default:
		return mixedMail(aliceAddress, filePart("x"+ext, data))
	}
}

func TestCorpusAttacks(t *testing.T) {
	dir := filepath.Join(os.Getenv("TOCSIN_CORPUS"), "pgp/generated")
	ring := generatedRing(t, dir)
	files, _ := filepath.Glob(filepath.Join(dir, "attacks/*"))
	if len(files) == 0 {
		t.Fatalf("no pgp/generated/attacks below TOCSIN_CORPUS=%q", os.Getenv("TOCSIN_CORPUS"))
	}
	for _, f := range files {
		name := filepath.Base(f)
		t.Run(name, func(t *testing.T) {
			w, ok := attackWants[name]
			if !ok {
				t.Fatal("no expectation for it")
			}
			start := time.Now()
			w.check(t, Open(mime.Read(asMail(f, mustRead(t, f)), mime.Limits{}), ring, Options{Now: time.Now()}))
			t.Logf("%v", time.Since(start).Round(time.Millisecond))
		})
	}
}

// TestCorpusShadow: the certificate that adopts a signing key comes first, and
// the victim's signatures stay valid.
func TestCorpusShadow(t *testing.T) {
	dir := filepath.Join(os.Getenv("TOCSIN_CORPUS"), "pgp/generated")
	shadow := parseOne(t, mustRead(t, filepath.Join(dir, "attacks/shadow_cert_adopts_cv_signing_subkey.pub.asc")))
	shadow.State = store.KeyAccepted
	ring := generatedRing(t, dir, shadow)
	o := Open(mime.Read(textMail("cv@test.example", string(mustRead(t, filepath.Join(dir, "interop/cv.clear.asc")))), mime.Limits{}), ring, Options{Now: time.Now()})
	if got := statusList(o.Protection); got != "good" {
		t.Errorf("the victim's signature is %s", got)
	}
}

// TestCorpusInterop opens what GnuPG and RNP made with the generated keys.
func TestCorpusInterop(t *testing.T) {
	dir := filepath.Join(os.Getenv("TOCSIN_CORPUS"), "pgp/generated")
	ring := generatedRing(t, dir)
	plain := mustRead(t, filepath.Join(dir, "interop/pt.txt"))
	files, _ := filepath.Glob(filepath.Join(dir, "interop/*"))
	weak := []string{"dsa", "rsa1024", "secp256k1"}
	for _, f := range files {
		name := filepath.Base(f)
		key, kind, _ := strings.Cut(strings.TrimSuffix(name, ".asc"), ".")
		w := want{verdict: "signed", coverage: "full", statuses: "good"}
		if slices.Contains(weak, key) {
			w.statuses = "weak"
		}
		raw := asMail(f, mustRead(t, f))
		switch kind {
		case "se", "hid":
			w.encrypted, w.decrypted = true, true
		case "sig", "tsig":
			raw = mixedMail(aliceAddress, filePart("pt.txt", plain), filePart("pt.txt.asc", mustRead(t, f)))
		case "clear":
		default:
			continue
		}
		t.Run(name, func(t *testing.T) { w.check(t, Open(mime.Read(raw, mime.Limits{}), ring, Options{Now: time.Now()})) })
	}
	for _, f := range []string{"rnp_OCB.pgp", "rnp_EAX.pgp"} {
		o := Open(mime.Read(asMail(f, mustRead(t, filepath.Join(dir, "interop", f))), mime.Limits{}), ring, Options{Now: time.Now()})
		want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true}.check(t, o)
	}
	for hash, status := range map[string]string{"MD5": "unsupported", "RIPEMD160": "unsupported", "SHA1": "weak", "SHA224": "good", "SHA512": "good"} {
		sig := mustRead(t, filepath.Join(dir, "interop/h_"+hash+".asc"))
		o := Open(mime.Read(mixedMail(aliceAddress, filePart("pt.txt", plain), filePart("pt.txt.asc", sig)), mime.Limits{}), ring, Options{Now: time.Now()})
		if got := statusList(o.Protection); got != status {
			t.Errorf("%s is %s, want %s", hash, got, status)
		}
	}
}
