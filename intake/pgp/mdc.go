package pgp

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"crypto/subtle"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// An mdc packet ends the plaintext of version 1: its header and the SHA-1 of
// all before the hash, that header and the random prefix included.
const (
	mdcHeader = "\xd3\x14"
	mdcSize   = len(mdcHeader) + sha1.Size
	mdcPrefix = aes.BlockSize + 2 // random octets, the last two of them twice
)

// openMDC decrypts in place what follows the version of an encrypted packet of
// version 1 with AES and returns it if its modification detection code is right (RFC
// 9580 section 5.13.1). The prefix's repeated octets are not looked at by
// themselves: the hash covers them, and to answer them first is an oracle.
func openMDC(b []byte, c packet.CipherFunction, key []byte, limit int64) ([]byte, error) {
	block, err := aes.NewCipher(key)
	size := len(b) - mdcPrefix - mdcSize
	if err != nil || len(key) != c.KeySize() || size < 0 || int64(size) > limit {
		return nil, errClosed
	}
	decryptCFB(block, b)
	end := len(b) - sha1.Size
	sum := sha1.Sum(b[:end])
	if subtle.ConstantTimeCompare(sum[:], b[end:])&subtle.ConstantTimeCompare([]byte(mdcHeader), b[end-len(mdcHeader):end]) != 1 {
		return nil, errClosed
	}
	return b[mdcPrefix : end-len(mdcHeader)], nil
}

// decryptCFB decrypts b in place, in cipher feedback mode with an initial vector
// of zeros (RFC 9580 section 12.9). What masks a block is the ciphertext before it:
// from the end backwards that still stands there.
func decryptCFB(block cipher.Block, b []byte) {
	var zero, mask [aes.BlockSize]byte
	for at := (len(b) - 1) / aes.BlockSize * aes.BlockSize; at > 0; at -= aes.BlockSize {
		block.Encrypt(mask[:], b[at-aes.BlockSize:at])
		subtle.XORBytes(b[at:], b[at:], mask[:])
	}
	block.Encrypt(mask[:], zero[:])
	subtle.XORBytes(b, b, mask[:])
}

// isAES reports whether a cipher is one of those that openMDC knows.
func isAES(c packet.CipherFunction) bool {
	return c == packet.CipherAES128 || c == packet.CipherAES192 || c == packet.CipherAES256
}
