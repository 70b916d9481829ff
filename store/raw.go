package store

import (
	"bytes"
	"context"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

// maxInline is the largest sealed mail that lies in the engine.
const maxInline = 64 << 10

// A rawPlace says where the bytes of a mail lie and under which key: it is
// kept in the message's record, so that they go with it. None has no key.
type rawPlace struct {
	Key  []byte
	Blob string // a blob's name; "" for what lies behind the record
	Size int    // of the mail, in bytes
}

// A placedRaw is a mail that has its place before the transaction that refers
// to it.
type placedRaw struct {
	place  rawPlace
	inline []byte // what the transaction has yet to seal: the mail, if it is no blob
	textAt int    // see messageRecord
}

// placeRaw gives a mail its key; a large one is sealed and written as a blob at once.
func (s *Store) placeRaw(ctx context.Context, key Key, raw []byte) (r placedRaw, err error) {
	if raw == nil {
		return r, nil
	}
	r.place.Size = len(raw)
	if r.place.Key, err = s.seal.newKey(); err != nil {
		return r, fmt.Errorf("store: %w", err)
	}
	if sealedSize(raw) <= maxInline {
		r.inline = raw
		return r, nil
	}
	var stream io.Reader
	aead, err := chacha20poly1305.NewX(r.place.Key)
	if err == nil {
		stream, err = newSealStream(aead, s.seal.rand, bytes.NewReader(raw))
	}
	if err == nil {
		r.place.Blob, _, err = s.engine.PutBlob(ctx, stream)
	}
	if err != nil {
		return r, fmt.Errorf("store: message %s: %w", key, err)
	}
	return r, nil
}

// textAt is where in a mail its text begins, if all the rest of it is that, with
// the line ends of mail; 0 if not, or if it is short.
func textAt(raw []byte, text string) int {
	head, _, ok := bytes.Cut(raw, blankLine)
	at := len(head) + len(blankLine)
	if !ok || len(text) < minPacked || !isText(raw[at:], text) {
		return 0
	}
	return at
}

var (
	crlf      = []byte("\r\n")
	blankLine = []byte("\r\n\r\n")
)

// textOf is what isText compares with.
func textOf(raw []byte) string { return strings.ReplaceAll(string(raw), "\r\n", "\n") }

// isText says whether a text has the lines of some bytes.
func isText(raw []byte, text string) bool {
	for {
		line, rest, more := bytes.Cut(raw, crlf)
		if len(text) < len(line) || text[:len(line)] != string(line) {
			return false
		}
		if text = text[len(line):]; !more {
			return text == ""
		}
		if text == "" || text[0] != '\n' {
			return false
		}
		raw, text = rest, text[1:]
	}
}

// readText gives a message its text, if only its mail has that.
func (m *messageRecord) readText(inline []byte) error {
	if m.TextAt == 0 {
		return nil
	}
	var raw []byte
	aead, err := chacha20poly1305.NewX(m.Raw.Key)
	if err == nil {
		raw, err = unseal(aead, inline, rawPlaceOf(m.Key))
	}
	if err != nil || m.TextAt > len(raw) {
		return fmt.Errorf("store: message %s: its mail: %w", m.Key, errSealed)
	}
	m.Text = textOf(raw[m.TextAt:])
	return nil
}

// rawPlaceOf is what a mail's bytes are bound to, wherever they lie.
func rawPlaceOf(key Key) []byte { return place("raw", []byte(key), "") }

// sealInline seals a mail that lies in the engine, in memory that the next one
// uses again.
func (b *batch) sealInline(r placedRaw, key Key) ([]byte, error) {
	if r.inline == nil {
		return nil, nil
	}
	aead, err := chacha20poly1305.NewX(r.place.Key)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	d := b.desk
	plain, form := pack(r.inline, &d.packed)
	d.raw, err = b.sealPacked(aead, d.raw[:0], form, plain, rawPlaceOf(key))
	return d.raw, err
}

// keepBlob makes the transaction refer to a mail's blob, if it has one.
func (b *batch) keepBlob(r placedRaw, i id) {
	if r.place.Blob != "" {
		b.put(bBlob, []byte(r.place.Blob), b.join(i[:]))
	}
}

// saveBefore puts a record before a mail's sealed bytes.
func (b *batch) saveBefore(inline []byte, bucket string, key []byte, ref Ref, value record) error {
	var length [4]byte
	out, err := b.sealed(length[:], len(inline), bucket, key, ref, value)
	if err != nil {
		return err
	}
	binary.BigEndian.PutUint32(out, uint32(len(out)-len(length)))
	b.put(bucket, key, append(out, inline...))
	return nil
}

// cutRaw parts what saveBefore put together.
func cutRaw(b []byte) (record, inline []byte) {
	if len(b) < 4 || uint64(binary.BigEndian.Uint32(b)) > uint64(len(b)-4) {
		return nil, nil
	}
	n := 4 + binary.BigEndian.Uint32(b)
	return b[4:n:n], b[n:]
}

// loadBefore opens the record before a mail's bytes, and returns these.
func (v *view) loadBefore(bucket string, key []byte, value record) (inline []byte, err error) {
	b := v.r.Get(bucket, key)
	if b == nil {
		return nil, missing(bucket)
	}
	record, inline := cutRaw(b)
	return inline, v.open(bucket, key, record, value)
}

// dropBlob forgets a mail's blob, which is deleted once that is committed.
func (b *batch) dropBlob(s *Store, p rawPlace) {
	if p.Blob != "" {
		b.del(bBlob, []byte(p.Blob))
		b.after = append(b.after, func() { s.dropBlob(p.Blob) })
	}
}

// dropBlob deletes a blob that nothing refers to; if that fails, Sweep does it.
func (s *Store) dropBlob(name string) {
	if name != "" {
		_ = s.engine.DeleteBlob(context.Background(), name)
	}
}

// openRaw reads a mail's bytes. inline is what the engine holds of it.
func (s *Store) openRaw(ctx context.Context, key Key, p rawPlace, inline []byte) ([]byte, error) {
	if p.Key == nil {
		return nil, fmt.Errorf("store: message %s has no raw bytes: %w", key, ErrNotFound)
	}
	aead, err := chacha20poly1305.NewX(p.Key)
	if err != nil {
		return nil, fmt.Errorf("store: message %s: %w", key, err)
	}
	var raw []byte
	if p.Blob == "" {
		raw, err = unseal(aead, inline, rawPlaceOf(key))
	} else {
		raw, err = s.openBlob(ctx, aead, p)
	}
	if err != nil {
		return nil, fmt.Errorf("store: message %s: %w", key, err)
	}
	return raw, nil
}

// Raw returns a message's bytes as received; ErrNotFound also when it was
// filed without any or purged.
func (s *Store) Raw(ctx context.Context, key Key) ([]byte, error) {
	var m *messageRecord
	var inline []byte
	err := s.read(ctx, func(v *view) (err error) {
		f, ok := v.find(v.id("message", string(key)))
		if !ok {
			return named(key, ErrNotFound)
		}
		m = &messageRecord{}
		inline, err = v.loadBefore(bMessage, v.number(f.seq), m)
		inline = bytes.Clone(inline)
		return named(key, err)
	})
	if err != nil {
		return nil, err
	}
	return s.openRaw(ctx, m.Key, m.Raw, inline)
}

// openBlob reads a mail from its blob, into memory that is taken once.
func (s *Store) openBlob(ctx context.Context, aead cipher.AEAD, p rawPlace) ([]byte, error) {
	blob, err := s.engine.OpenBlob(ctx, p.Blob)
	if err != nil {
		return nil, err
	}
	stream, err := newOpenStream(aead, blob)
	if err != nil {
		return nil, errors.Join(err, blob.Close())
	}
	raw := bytes.NewBuffer(make([]byte, 0, p.Size+bytes.MinRead))
	_, err = raw.ReadFrom(stream)
	return raw.Bytes(), errors.Join(err, blob.Close())
}
