package store

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/s2"
	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/chacha20poly1305"
)

const (
	keySize  = chacha20poly1305.KeySize
	sealHead = 1 + chacha20poly1305.NonceSizeX

	sealedPlain  = 1 // what a sealed record begins with,
	sealedPacked = 2 // and one that was compressed first
	minPacked    = 1024
)

var errSealed = errors.New("a sealed record does not open: it was altered, moved or sealed under another key")

// A sealer holds what follows from the store's root secret: the key over
// records of no incident, the key that wraps data keys, and the index key.
type sealer struct {
	rand   io.Reader
	record cipher.AEAD
	wrap   cipher.AEAD
	index  keyed
	token  keyed
}

// An id is the keyed digest under which something is found.
type id [16]byte

// idOf reads an id; of anything else it makes one that nothing has.
func idOf(b []byte) (i id) {
	if len(b) == len(i) {
		copy(i[:], b)
	}
	return i
}

func newSealer(root []byte, random io.Reader) (*sealer, error) {
	s := &sealer{rand: random}
	var err error
	var keys [4][]byte
	for i, use := range []string{"record", "wrap", "index", "token"} {
		if keys[i], err = hkdf.Key(sha256.New, root, nil, "tocsin store "+use, keySize); err != nil {
			return nil, err
		}
	}
	var err1, err2 error
	s.record, err1 = chacha20poly1305.NewX(keys[0])
	s.wrap, err2 = chacha20poly1305.NewX(keys[1])
	s.index, s.token = keys[2], keys[3]
	return s, errors.Join(err1, err2)
}

// id is the index key of a value of one kind.
func (s *sealer) id(kind string, values ...string) (out id) {
	sum := s.index.sum(kind, values)
	return id(sum[:len(out)])
}

// derive makes an unguessable, stable token: 26 characters of a–z, 2–7.
func (s *sealer) derive(parts []string) string {
	sum := s.token.sum("derive", parts)
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:])
	return strings.ToLower(text[:tokenSize])
}

const tokenSize = 26

// isToken says whether a text looks like one that derive made.
func isToken(text string) bool {
	return len(text) == tokenSize && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz234567") == ""
}

// A keyed makes digests under one key: BLAKE2b over the key and what it is to
// authenticate. That is sound, since no digest of BLAKE2b can be extended, and
// it takes one block where the key's own (RFC 7693) would be a second one.
type keyed []byte

// sum authenticates a list of strings; each with its length, so that no two
// lists run together.
func (k keyed) sum(kind string, values []string) [32]byte {
	var room [256]byte
	text := append(append(room[:0], k...), kind...)
	for _, v := range values {
		text = binary.BigEndian.AppendUint32(append(text, 0), uint32(len(v)))
		text = append(text, v...)
	}
	return blake2b.Sum256(text)
}

// seal returns form ‖ nonce ‖ ciphertext, bound to place and form.
func (s *sealer) seal(a cipher.AEAD, plain, place []byte) ([]byte, error) {
	var packed []byte
	plain, form := pack(plain, &packed)
	return s.sealPacked(a, nil, form, plain, place)
}

// sealPacked appends form ‖ nonce ‖ ciphertext of what pack made.
func (s *sealer) sealPacked(a cipher.AEAD, to []byte, form byte, plain, place []byte) ([]byte, error) {
	at := len(to)
	out := slices.Grow(to, sealedSize(plain))[:at+sealHead]
	out[at] = form
	nonce := out[at+1:]
	if _, err := io.ReadFull(s.rand, nonce); err != nil {
		return nil, fmt.Errorf("random source: %w", err)
	}
	return a.Seal(out, nonce, plain, append(place, form)), nil
}

// sealedSize is how many bytes sealPacked appends.
func sealedSize(plain []byte) int { return sealHead + len(plain) + chacha20poly1305.Overhead }

// pack compresses what is worth it, into spare memory.
func pack(plain []byte, spare *[]byte) (packed []byte, form byte) {
	if len(plain) < minPacked {
		return plain, sealedPlain
	}
	if most := s2.MaxEncodedLen(len(plain)); cap(*spare) < most && most <= 2*maxInline {
		*spare = make([]byte, most)
	}
	packed = s2.Encode((*spare)[:cap(*spare)], plain)
	if len(packed) > len(plain)*7/8 {
		return plain, sealedPlain
	}
	return packed, sealedPacked
}

// unseal opens what seal made, head already cut off.
func unseal(a cipher.AEAD, sealed, place []byte) ([]byte, error) {
	if len(sealed) < sealHead+a.Overhead() {
		return nil, errSealed
	}
	form := sealed[0]
	plain, err := a.Open(nil, sealed[1:sealHead], sealed[sealHead:], append(place, form))
	if err == nil && form == sealedPacked {
		plain, err = s2.Decode(nil, plain)
	}
	if err != nil || form != sealedPlain && form != sealedPacked {
		return nil, errSealed
	}
	return plain, nil
}

func (s *sealer) newKey() ([]byte, error) {
	key := make([]byte, keySize)
	if _, err := io.ReadFull(s.rand, key); err != nil {
		return nil, fmt.Errorf("random source: %w", err)
	}
	return key, nil
}

// place is what a record is bound to: bucket, key, and the incident it belongs to.
func place(bucket string, key []byte, ref Ref) []byte {
	return appendPlace(make([]byte, 0, len(bucket)+len(key)+len(ref)+6), bucket, key, ref) // and the form
}

func appendPlace(to []byte, bucket string, key []byte, ref Ref) []byte {
	to = append(append(to, bucket...), 0)
	to = binary.BigEndian.AppendUint32(to, uint32(len(key)))
	return append(append(to, key...), ref...)
}
