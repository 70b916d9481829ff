//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// keyTypes are twelve kinds of key that senders have, as gpg 2.2 makes them.
// The weak ones (rsa1024, dsa, secp256k1) decrypt; their signatures count for nothing.
func keyTypes() []string {
	return []string{
		"Key-Type: RSA\nKey-Length: 2048\nSubkey-Type: RSA\nSubkey-Length: 2048",
		"Key-Type: RSA\nKey-Length: 3072\nSubkey-Type: RSA\nSubkey-Length: 3072",
		"Key-Type: RSA\nKey-Length: 4096\nSubkey-Type: RSA\nSubkey-Length: 4096",
		"Key-Type: EDDSA\nKey-Curve: ed25519\nSubkey-Type: ECDH\nSubkey-Curve: cv25519",
		"Key-Type: ECDSA\nKey-Curve: nistp256\nSubkey-Type: ECDH\nSubkey-Curve: nistp256",
		"Key-Type: ECDSA\nKey-Curve: nistp384\nSubkey-Type: ECDH\nSubkey-Curve: nistp384",
		"Key-Type: ECDSA\nKey-Curve: nistp521\nSubkey-Type: ECDH\nSubkey-Curve: nistp521",
		"Key-Type: ECDSA\nKey-Curve: brainpoolP256r1\nSubkey-Type: ECDH\nSubkey-Curve: brainpoolP256r1",
		"Key-Type: ECDSA\nKey-Curve: brainpoolP512r1\nSubkey-Type: ECDH\nSubkey-Curve: brainpoolP512r1",
		"Key-Type: RSA\nKey-Length: 1024\nSubkey-Type: RSA\nSubkey-Length: 1024",
		"Key-Type: DSA\nKey-Length: 1024\nSubkey-Type: ELG\nSubkey-Length: 1024",
		"Key-Type: ECDSA\nKey-Curve: secp256k1\nSubkey-Type: ECDH\nSubkey-Curve: secp256k1",
	}
}

// reporters are twenty people; the first twelve have a key of one type each,
// of which we accepted the first eight.
func reporters() (all []string) {
	for i := range 20 {
		all = append(all, fmt.Sprintf("reporter%02d@site%d.example", i, i%5))
	}
	return all
}

const acceptedReporters = 8

// A gnupg is one home with the secret keys of everybody but us.
type gnupg struct {
	*testing.T
	home string
	mu   sync.Mutex
	fprs map[string]string // by address
	ours string            // fingerprint of the team's key
}

// newGnuPG makes the home and all keys; its agent ends with the test.
func newGnuPG(t *testing.T, home string) *gnupg {
	t.Helper()
	g := &gnupg{T: t, home: home, fprs: map[string]string{}}
	if err := os.Chmod(home, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd := exec.Command("gpgconf", "--kill", "all")
		cmd.Env = append(os.Environ(), "GNUPGHOME="+home)
		if err := cmd.Run(); err != nil {
			t.Errorf("gpgconf --kill: %v", err)
		}
	})
	for i, kind := range keyTypes() {
		g.generate(kind, reporters()[i])
	}
	for _, address := range []string{handler, csirt} {
		g.generate(keyTypes()[3], address)
	}
	return g
}

func (g *gnupg) generate(kind, address string) {
	g.Helper()
	usage := kind + "\nKey-Usage: sign,cert"
	if i := strings.Index(kind, "\nSubkey-Type"); i > 0 {
		usage = kind[:i] + "\nKey-Usage: sign,cert" + kind[i:] + "\nSubkey-Usage: encrypt"
	}
	script := fmt.Sprintf("%%no-protection\n%s\nName-Email: %s\nExpire-Date: 2y\n%%commit\n", usage, address)
	_, status := g.gpg([]byte(script), "--gen-key")
	made := regexp.MustCompile(`KEY_CREATED . ([0-9A-F]{40})`).FindStringSubmatch(status)
	if made == nil {
		g.Fatalf("no key was made for %s: %s", address, status)
	}
	g.fprs[address] = made[1]
}

// gpg runs gpg on input, wants success and returns its output and status lines.
func (g *gnupg) gpg(in []byte, args ...string) (out []byte, status string) {
	g.Helper()
	out, status, err := g.try(in, args...)
	if err != nil {
		g.Fatalf("gpg %s: %v", strings.Join(args, " "), err)
	}
	return out, status
}

func (g *gnupg) try(in []byte, args ...string) (out []byte, status string, err error) {
	base := []string{"--homedir", g.home, "--batch", "--yes", "--quiet", "--no-tty", "--trust-model", "always", "--status-fd", "2",
		"--allow-weak-key-signatures"}
	cmd := exec.Command("gpg", append(base, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &stdout, &stderr
	if err = cmd.Run(); err != nil {
		err = fmt.Errorf("%w: %s", err, stderr.String())
	}
	return stdout.Bytes(), stderr.String(), err
}

func (g *gnupg) fingerprint(address string) string { return g.fprs[address] }

func (g *gnupg) export(address string) string {
	g.Helper()
	out, _ := g.gpg(nil, "--armor", "--export", g.fprs[address])
	return string(out)
}

// registered are those whose keys the team accepted.
func (g *gnupg) registered() []string { return append(reporters()[:acceptedReporters], handler, csirt) }

// accept imports the team's own certificate.
func (g *gnupg) accept(cert []byte) {
	g.Helper()
	_, status := g.gpg(cert, "--import")
	ok := regexp.MustCompile(`IMPORT_OK \d+ ([0-9A-F]{40})`).FindStringSubmatch(status)
	if ok == nil {
		g.Fatalf("the team's certificate was not taken: %s", status)
	}
	g.ours = ok[1]
}

// detached signs what a multipart/signed covers, with the hash that suits the
// key, and names that for micalg (RFC 3156 section 5).
func (g *gnupg) detached(address string, payload []byte) (signature []byte, micalg string) {
	g.Helper()
	out, status := g.gpg(payload, "--armor", "-u", g.fprs[address], "--detach-sign")
	made := regexp.MustCompile(`SIG_CREATED D \d+ (\d+) `).FindStringSubmatch(status)
	if made == nil {
		g.Fatalf("no signature was made: %s", status)
	}
	hashes := map[string]string{"2": "pgp-sha1", "8": "pgp-sha256", "9": "pgp-sha384", "10": "pgp-sha512", "11": "pgp-sha224"}
	return out, hashes[made[1]]
}

// clearsigned is text with its signature around it.
func (g *gnupg) clearsigned(address, text string) []byte {
	g.Helper()
	out, _ := g.gpg([]byte(text), "-u", g.fprs[address], "--clear-sign")
	return out
}

// encrypted is for the team, signed by address unless that is "".
func (g *gnupg) encrypted(address string, payload []byte, extra ...string) []byte {
	g.Helper()
	args := append([]string{"--armor", "-r", g.ours, "--encrypt"}, extra...)
	if address != "" {
		args = append(args, "-u", g.fprs[address], "--sign")
	}
	out, _ := g.gpg(payload, args...)
	return out
}

// verify checks a detached signature of ours.
func (g *gnupg) verify(payload, signature []byte) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	file := filepath.Join(g.home, "signature.asc")
	if err := os.WriteFile(file, signature, 0o600); err != nil {
		return err
	}
	_, status, err := g.try(payload, "--verify", file, "-")
	if err != nil || !strings.Contains(status, "VALIDSIG "+g.ours) && !strings.Contains(status, " "+g.ours+"\n") {
		return fmt.Errorf("signature is not good or not ours: %v: %s", err, status)
	}
	return nil
}

// decrypt opens what was encrypted to one of the house and says whether we signed it.
func (g *gnupg) decrypt(data []byte) (plain []byte, signed bool, err error) {
	plain, status, err := g.try(data, "--decrypt")
	if err == nil && !strings.Contains(status, "DECRYPTION_OKAY") {
		err = fmt.Errorf("not decrypted: %s", status)
	}
	return plain, strings.Contains(status, "GOODSIG") && strings.Contains(status, " "+g.ours), err
}
