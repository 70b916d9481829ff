package store

import (
	"bytes"
	"context"
	"crypto/cipher"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// maxInline is the largest sealed mail that lies in the engine.
const maxInline = 64 << 10

// A rawPlace says where the bytes of a mail lie and under which key: it is
// kept in the message's record, so that they go with it.
type rawPlace struct {
	Key  []byte
	Blob string // a blob's name, or
	Seq  uint64 // a number in the bucket raw
	Size int    // of the mail, in bytes
}

// A sealedRaw is a mail sealed outside the transaction that refers to it.
type sealedRaw struct {
	place  rawPlace
	inline []byte
}

// sealRaw seals a mail; a large one is written as a blob at once.
func (s *Store) sealRaw(ctx context.Context, key Key, raw []byte) (r sealedRaw, err error) {
	if raw == nil {
		return r, nil
	}
	r.place.Size = len(raw)
	if r.place.Key, err = s.seal.newKey(); err != nil {
		return r, fmt.Errorf("store: %w", err)
	}
	aead, err := chacha20poly1305.NewX(r.place.Key)
	if err != nil {
		return r, fmt.Errorf("store: %w", err)
	}
	if len(raw)+sealHead+aead.Overhead() <= maxInline {
		r.inline, err = s.seal.seal(aead, nil, raw, place(bRaw, []byte(key), ""))
		return r, err
	}
	stream, err := newSealStream(aead, s.seal.rand, bytes.NewReader(raw))
	if err == nil {
		r.place.Blob, _, err = s.engine.PutBlob(ctx, stream)
	}
	if err != nil {
		return r, fmt.Errorf("store: message %s: %w", key, err)
	}
	return r, nil
}

// putRaw makes the transaction refer to a sealed mail.
func (b *batch) putRaw(r sealedRaw, i id) rawPlace {
	p := r.place
	switch {
	case p.Blob != "":
		b.put(bBlob, []byte(p.Blob), i[:])
	case r.inline != nil:
		p.Seq = b.next("raw")
		b.put(bRaw, number64(p.Seq), r.inline)
	}
	return p
}

// dropRaw forgets a mail's bytes; a blob is deleted once that is committed.
func (b *batch) dropRaw(s *Store, p rawPlace) {
	if p.Seq > 0 {
		b.del(bRaw, number64(p.Seq))
	}
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
		raw, err = unseal(aead, inline, place(bRaw, []byte(key), ""))
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
		if m, _, err = v.message(v.id("message", string(key))); err == nil && m.Raw.Seq > 0 {
			inline = bytes.Clone(v.r.Get(bRaw, number64(m.Raw.Seq)))
		}
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
