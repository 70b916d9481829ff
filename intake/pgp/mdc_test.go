package pgp

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"errors"
	"io"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// sealMDC makes the body of an encrypted packet of version 1, after its version.
func sealMDC(t testing.TB, c packet.CipherFunction, key, plain []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := packet.SerializeSymmetricallyEncrypted(&b, c, false, packet.CipherSuite{}, key, nil)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	f, rest, err := nextFrame(b.Bytes())
	if err != nil || len(rest) > 0 || f.body[0] != 1 {
		t.Fatalf("%x: %v, %d octets after it", f.body, err, len(rest))
	}
	return f.body[1:]
}

func openSealed(body []byte, c packet.CipherFunction, key []byte, limit int64) ([]byte, error) {
	return openMDC(body, c, key, limit)
}

// peerMDC opens the same with go-crypto.
func peerMDC(body []byte, c packet.CipherFunction, key []byte) ([]byte, error) {
	d := packet.SymmetricallyEncrypted{Version: 1, IntegrityProtected: true, Contents: bytes.NewReader(body)}
	rc, err := d.Decrypt(c, key)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(rc)
	return plain, errors.Join(err, rc.Close())
}

var aesKinds = []packet.CipherFunction{packet.CipherAES128, packet.CipherAES192, packet.CipherAES256}

func TestOpenMDC(t *testing.T) {
	for _, c := range aesKinds {
		key := bytes.Repeat([]byte{byte(c)}, c.KeySize())
		for n := range 70 {
			plain := padded(n)
			body := sealMDC(t, c, key, plain)
			got, err := openSealed(bytes.Clone(body), c, key, int64(n))
			if err != nil || !bytes.Equal(got, plain) {
				t.Fatalf("cipher %d, %d octets: %x, %v", c, n, got, err)
			}
			if _, err := openSealed(body, c, key, int64(n)-1); !errors.Is(err, errClosed) {
				t.Errorf("cipher %d, %d octets beyond the limit: %v", c, n, err)
			}
		}
	}
}

// TestOpenMDCPartial: a body that came in partial lengths, read in pieces.
func TestOpenMDCPartial(t *testing.T) {
	plain := padded(100_000)
	got, err := openSealed(sealMDC(t, packet.CipherAES256, padded(32), plain), packet.CipherAES256, padded(32), 1<<20)
	if err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("%d octets, %v", len(got), err)
	}
}

// TestOpenMDCTampered: not one octet may change, be missing or be too much.
func TestOpenMDCTampered(t *testing.T) {
	key, plain := padded(16), padded(45)
	body := sealMDC(t, packet.CipherAES128, key, plain)
	closed := func(what string, at int, b, key []byte) {
		t.Helper()
		if got, err := openSealed(b, packet.CipherAES128, key, 1<<20); !errors.Is(err, errClosed) || got != nil {
			t.Errorf("%s %d: %x, %v", what, at, got, err)
		}
	}
	for at := range body {
		b := bytes.Clone(body)
		b[at] ^= 0x40
		closed("changed at", at, b, key)
		closed("cut to", at, bytes.Clone(body[:at]), key)
		closed("cut by", at, bytes.Clone(body[at+1:]), key)
	}
	closed("grown by", 1, append(bytes.Clone(body), 0), key)
	closed("another key", 0, bytes.Clone(body), padded(17)[1:])
	closed("a key of size", 32, bytes.Clone(body), padded(32))
	closed("a key of size", 0, bytes.Clone(body), nil)
}

// TestOpenMDCHeader: a right hash under a wrong header is no modification
// detection code, and the repeated octets of the prefix decide nothing.
func TestOpenMDCHeader(t *testing.T) {
	key := padded(32)
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		prefix, header string
		err            error
	}{
		{"0123456789abcdefef", mdcHeader, nil},
		{"0123456789abcdefxx", mdcHeader, nil},
		{"0123456789abcdefef", "\xd3\x15", errClosed},
		{"0123456789abcdefef", "\xcb\x14", errClosed},
	} {
		b := []byte(tt.prefix + "text" + tt.header)
		sum := sha1.Sum(b)
		b = append(b, sum[:]...)
		cipher.NewCFBEncrypter(block, make([]byte, aes.BlockSize)).XORKeyStream(b, b)
		if got, err := openSealed(b, packet.CipherAES256, key, 1<<20); !errors.Is(err, tt.err) || err == nil && string(got) != "text" {
			t.Errorf("prefix %q, header %x: %q, %v", tt.prefix, tt.header, got, err)
		}
	}
}

// padded returns n octets that differ.
func padded(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + i>>8)
	}
	return b
}

// FuzzMDC: what we open is what go-crypto opens, whatever was changed on the way.
func FuzzMDC(f *testing.F) {
	f.Add([]byte("text"), byte(0), uint(0), byte(0))
	f.Add(padded(600), byte(2), uint(3), byte(1))
	f.Fuzz(func(t *testing.T, plain []byte, kind byte, at uint, change byte) {
		c := aesKinds[int(kind)%len(aesKinds)]
		body := sealMDC(t, c, padded(c.KeySize()), plain)
		body[at%uint(len(body))] ^= change
		want, wantErr := peerMDC(body, c, padded(c.KeySize()))
		got, err := openSealed(body, c, padded(c.KeySize()), 1<<20)
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(got, want) || (err == nil) != (change == 0) {
			t.Errorf("%x, %v; go-crypto %x, %v", got, err, want, wantErr)
		}
	})
}
