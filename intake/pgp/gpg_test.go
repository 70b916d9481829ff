package pgp

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin/intake/mime"
	"tocsin/store"
)

// A gpgHome is a GnuPG of its own, with its own keys.
type gpgHome struct {
	t   testing.TB
	dir string
}

// newGPG makes one for this test; its agent ends with it.
func newGPG(t testing.TB) gpgHome {
	t.Helper()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Fatalf("gpg is not installed, and these tests need it (Debian: apt install gnupg): %v", err)
	}
	dir, err := os.MkdirTemp("", "gpg")
	if err != nil {
		t.Fatal(err)
	}
	g := gpgHome{t, dir}
	t.Cleanup(func() {
		if out, err := exec.Command("gpgconf", "--homedir", dir, "--kill", "all").CombinedOutput(); err != nil {
			t.Errorf("gpgconf --kill: %v: %s", err, out)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return g
}

// run calls gpg and returns its output and status lines.
func (g gpgHome) run(input []byte, args ...string) (out []byte, status string) {
	g.t.Helper()
	out, status, err := g.try(input, args...)
	if err != nil {
		g.t.Fatalf("gpg %s: %v\n%s", strings.Join(args, " "), err, status)
	}
	return out, status
}

func (g gpgHome) try(input []byte, args ...string) (out []byte, status string, err error) {
	all := append([]string{"--homedir", g.dir, "--batch", "--yes", "--no-tty", "--status-fd", "2", "--trust-model", "always",
		"--pinentry-mode", "loopback", "--passphrase", "", "--quiet"}, args...)
	cmd := exec.Command("gpg", all...)
	cmd.Stdin = bytes.NewReader(input)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	return stdout.Bytes(), stderr.String(), err
}

// generate makes a key of the types of a parameter file and returns a person.
func (g gpgHome) generate(parameters, address string) person {
	g.t.Helper()
	g.run([]byte(parameters+"\nName-Real: GPG\nName-Email: "+address+"\nExpire-Date: 0\n%no-protection\n%commit\n"), "--full-generate-key")
	public, _ := g.run(nil, "--export", address)
	keys, err := ParseKey(public, "gpg", time.Now())
	if err != nil {
		g.t.Fatal(err)
	}
	secret, _ := g.run(nil, "--export-secret-keys", address)
	keys[0].State = store.KeyAccepted
	return person{name: "GPG", address: address, secret: secret, stored: keys[0]}
}

// importTeam makes our key known to it.
func (g gpgHome) importTeam(t testing.TB, r *Ring) {
	t.Helper()
	public, err := r.ExportTeam()
	if err != nil {
		t.Fatal(err)
	}
	g.run(public, "--import")
}

// gpgTypes are the key types of GnuPG 2.2; weak ones are read, but prove
// nothing and are not written to.
var gpgTypes = []struct {
	name, parameters string
	weak             bool
}{
	{"cv25519", "Key-Type: eddsa\nKey-Curve: ed25519\nSubkey-Type: ecdh\nSubkey-Curve: cv25519", false},
	{"rsa1024", "Key-Type: rsa\nKey-Length: 1024\nSubkey-Type: rsa\nSubkey-Length: 1024", true},
	{"rsa2048", "Key-Type: rsa\nKey-Length: 2048\nSubkey-Type: rsa\nSubkey-Length: 2048", false},
	{"rsa3072", "Key-Type: rsa\nKey-Length: 3072\nSubkey-Type: rsa\nSubkey-Length: 3072", false},
	{"dsa", "Key-Type: dsa\nKey-Length: 2048\nSubkey-Type: ELG-E\nSubkey-Length: 1024", true},
	{"nistp256", "Key-Type: ecdsa\nKey-Curve: nistp256\nSubkey-Type: ecdh\nSubkey-Curve: nistp256", false},
	{"nistp384", "Key-Type: ecdsa\nKey-Curve: nistp384\nSubkey-Type: ecdh\nSubkey-Curve: nistp384", false},
	{"nistp521", "Key-Type: ecdsa\nKey-Curve: nistp521\nSubkey-Type: ecdh\nSubkey-Curve: nistp521", false},
	{"brainpoolP256r1", "Key-Type: ecdsa\nKey-Curve: brainpoolP256r1\nSubkey-Type: ecdh\nSubkey-Curve: brainpoolP256r1", false},
	{"brainpoolP384r1", "Key-Type: ecdsa\nKey-Curve: brainpoolP384r1\nSubkey-Type: ecdh\nSubkey-Curve: brainpoolP384r1", false},
	{"brainpoolP512r1", "Key-Type: ecdsa\nKey-Curve: brainpoolP512r1\nSubkey-Type: ecdh\nSubkey-Curve: brainpoolP512r1", false},
	{"secp256k1", "Key-Type: ecdsa\nKey-Curve: secp256k1\nSubkey-Type: ecdh\nSubkey-Curve: secp256k1", true},
}

// gpgTeam is a ring of the team that has accepted a person, at this time.
func gpgTeam(t testing.TB, p person) *Ring {
	t.Helper()
	armour, _, err := GenerateTeamKey("CERT Example", teamAddress, time.Now().Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRing([]SecretKey{{Armor: armour, Name: "team"}}, []store.StoredKey{p.stored})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestGPG sends mail both ways for each key type.
func TestGPG(t *testing.T) {
	g := newGPG(t)
	for i, kind := range gpgTypes {
		t.Run(kind.name, func(t *testing.T) {
			g := gpgHome{t, g.dir}
			p := g.generate(kind.parameters, fmt.Sprintf("p%d@site.example", i))
			r := gpgTeam(t, p)
			g.importTeam(t, r)
			gpgReads(t, g, r, p, kind.weak)
			gpgWrites(t, g, r, p, kind.weak)
		})
	}
}

// gpgWrites opens what gpg made.
func gpgWrites(t *testing.T, g gpgHome, r *Ring, p person, weak bool) {
	t.Helper()
	verdict, status := "verified", "good"
	if weak {
		verdict, status = "signed", "weak"
	}
	payload := []byte(textPayload)
	opt := Options{Now: time.Now()}
	open := func(raw []byte) Opened { return Open(mime.Read(raw, mime.Limits{}), r, opt) }
	signs := []string{"--local-user", p.address, "--armor"}
	team := string(r.Team()[0].Fingerprint)
	sig, _ := g.run(payload, append(signs, "--digest-algo", "SHA512", "--detach-sign")...)
	want{verdict: verdict, coverage: "full", statuses: status, body: "broken into"}.check(t, open(multipartSigned(p.address, textPayload, sig)))
	textSig, _ := g.run(payload, append(signs, "--textmode", "--detach-sign")...)
	want{verdict: verdict, statuses: status}.check(t, open(multipartSigned(p.address, textPayload, textSig)))
	clear, _ := g.run([]byte(clearText), append(signs, "--clear-sign")...)
	want{verdict: verdict, coverage: "full", statuses: status, body: "a list"}.check(t, open(textMail(p.address, string(clear))))
	both, _ := g.run(payload, append(signs, "--recipient", team, "--sign", "--encrypt")...)
	opened := want{verdict: verdict, coverage: "full", statuses: status, encrypted: true, decrypted: true, body: "broken into"}
	opened.check(t, open(wrapped(p.address, both)))
	hidden, _ := g.run(payload, append(signs, "--hidden-recipient", team, "--sign", "--encrypt")...)
	opened.check(t, open(wrapped(p.address, hidden)))
	closed, _ := g.run(payload, append(signs, "--recipient", p.address, "--encrypt")...)
	want{verdict: "unreadable", encrypted: true}.check(t, open(wrapped(p.address, closed)))
	own, err := NewRing([]SecretKey{{Armor: p.secret, Name: "gpg"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := Open(mime.Read(wrapped(p.address, closed), mime.Limits{}), own, opt)
	want{verdict: "unsigned", encrypted: true, decrypted: true, body: "broken into"}.check(t, o)
}

// wrapped writes a PGP/MIME mail around armour.
func wrapped(from string, armour []byte) []byte {
	return []byte("From: " + from + "\r\nTo: " + teamAddress + "\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\r\n\r\n" +
		"--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n" +
		string(armour) + "\r\n--e--\r\n")
}

// gpgReads lets gpg verify and decrypt what we made.
func gpgReads(t *testing.T, g gpgHome, r *Ring, p person, weak bool) {
	t.Helper()
	l := letter(p)
	l.From, l.To = mime.Address{Addr: teamAddress}, mime.Address{Addr: p.address}
	signed, err := Protect(l, r, Cover{Sign: true, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	root := mime.Read(signed, mime.Limits{}).Root
	sig := filepath.Join(g.dir, "sig.asc")
	if err := os.WriteFile(sig, root.Children[1].Decode(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, status := g.run(root.Children[0].Raw, "--verify", sig, "-"); !strings.Contains(status, "GOODSIG") {
		t.Errorf("gpg on our signature: %s", status)
	}
	raw, err := Protect(l, r, Cover{Sign: true, To: []store.Fingerprint{p.stored.Fingerprint}, Now: time.Now()})
	if weak {
		if err == nil {
			t.Error("we wrote to a weak key")
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	armour := mime.Read(raw, mime.Limits{}).Root.Children[1].Decode()
	out, status := g.run(armour, "--decrypt")
	if !bytes.Contains(out, []byte("We were broken into.")) || !strings.Contains(status, "GOODSIG") || !strings.Contains(status, "GOODMDC") ||
		!strings.Contains(status, "DECRYPTION_INFO 2 9") {
		t.Errorf("gpg reads %q: %s", out, status)
	}
}

// TestGPGOldSignatures: hashes that prove nothing are weak or unsupported,
// never good and never invisible.
func TestGPGOldSignatures(t *testing.T) {
	g := newGPG(t)
	p := g.generate(gpgTypes[2].parameters, "old@site.example")
	r := gpgTeam(t, p)
	for hash, status := range map[string]string{"SHA1": "weak", "RIPEMD160": "unsupported", "MD5": "unsupported", "SHA224": "good", "SHA384": "good"} {
		sig, _ := g.run([]byte(textPayload), "--armor", "--allow-weak-digest-algos", "--digest-algo", hash, "--detach-sign")
		o := Open(mime.Read(multipartSigned(p.address, textPayload, sig), mime.Limits{}), r, Options{Now: time.Now()})
		if got := statusList(o.Protection); got != status {
			t.Errorf("%s is %s, want %s", hash, got, status)
		}
	}
}
