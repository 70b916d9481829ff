package intake

import (
	"crypto/sha256"
	"encoding/hex"

	"tocsin/intake/mime"
	"tocsin/store"
)

// KeyOf names a message by its bytes as received.
func KeyOf(raw []byte) store.Key {
	sum := sha256.Sum256(raw)
	return store.Key(hex.EncodeToString(sum[:]))
}

// contentOf digests what a message carries, whatever route it took: Subject,
// From, and the decoded bytes of each leaf with its type. Two deliveries of
// one mail differ in their trace fields and transfer encodings only, and so
// have the same content; design section 3.
func contentOf(m *mime.Message) string {
	h := sha256.New()
	for _, name := range []string{"Subject", "From"} {
		h.Write([]byte(m.Header.Text(name)))
		h.Write([]byte{0})
	}
	for _, leaf := range m.Root.Leaves() {
		h.Write([]byte(leaf.Type))
		h.Write([]byte{0})
		body := sha256.Sum256(leaf.Decode())
		h.Write(body[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}
