package pgp

import (
	"crypto"
	"fmt"
	"slices"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// minRSA is the shortest RSA key that proves something; 2047 because some
// programs made 2048-bit keys with a leading zero.
const minRSA = 2047

// weakness says why a key's signatures prove little, "" if they prove.
func weakness(k *packet.PublicKey) string {
	switch k.PubKeyAlgo {
	case packet.PubKeyAlgoRSA, packet.PubKeyAlgoRSASignOnly, packet.PubKeyAlgoRSAEncryptOnly:
		if bits, err := k.BitLength(); err != nil || bits < minRSA {
			return algorithm(k)
		}
	case packet.PubKeyAlgoDSA, packet.PubKeyAlgoElGamal:
		return algorithm(k)
	case packet.PubKeyAlgoECDSA, packet.PubKeyAlgoECDH:
		if curve, err := k.Curve(); err != nil || curve == packet.CurveSecP256k1 {
			return algorithm(k)
		}
	}
	return ""
}

// algorithm names a key's algorithm for people.
func algorithm(k *packet.PublicKey) string {
	switch k.PubKeyAlgo {
	case packet.PubKeyAlgoRSA, packet.PubKeyAlgoRSASignOnly, packet.PubKeyAlgoRSAEncryptOnly:
		return sized("RSA", k)
	case packet.PubKeyAlgoDSA:
		return sized("DSA", k)
	case packet.PubKeyAlgoElGamal:
		return sized("ElGamal", k)
	case packet.PubKeyAlgoECDSA:
		return curved("ECDSA", k)
	case packet.PubKeyAlgoECDH:
		return curved("ECDH", k)
	case packet.PubKeyAlgoEdDSA:
		if c, err := k.Curve(); err == nil && c == packet.Curve448 {
			return "Ed448"
		}
		return "Ed25519"
	case packet.PubKeyAlgoEd25519:
		return "Ed25519"
	case packet.PubKeyAlgoEd448:
		return "Ed448"
	case packet.PubKeyAlgoX25519:
		return "X25519"
	case packet.PubKeyAlgoX448:
		return "X448"
	}
	return fmt.Sprintf("algorithm %d", k.PubKeyAlgo)
}

func sized(name string, k *packet.PublicKey) string {
	bits, _ := k.BitLength()
	return fmt.Sprintf("%s %d", name, bits)
}

func curved(name string, k *packet.PublicKey) string {
	curve, _ := k.Curve()
	return name + " " + string(curve)
}

// weakHash reports whether signatures over a hash prove nothing any more.
func weakHash(h crypto.Hash) bool {
	return slices.Contains([]crypto.Hash{crypto.SHA1, crypto.MD5, crypto.RIPEMD160}, h)
}
