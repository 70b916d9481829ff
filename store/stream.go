package store

import (
	"cmp"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"io"
)

// A blob is sealed in chunks of 64 KiB, each under its own nonce: 16 random
// bytes that begin the blob, the number of the chunk, and 1 for the last one.
// So it is sealed and opened in constant memory, and a blob that was cut,
// lengthened or re-ordered does not open.
const (
	chunkSize   = 64 << 10
	streamNonce = 16
)

// An outlet hands out what a stream has ready, chunk by chunk.
type outlet struct {
	out  []byte // not read yet
	done bool   // out is the last of it
	err  error
}

// read calls next for more when nothing is ready.
func (o *outlet) read(p []byte, next func()) (int, error) {
	for len(o.out) == 0 {
		if o.done || o.err != nil {
			return 0, cmp.Or(o.err, io.EOF)
		}
		next()
	}
	n := copy(p, o.out)
	o.out = o.out[n:]
	return n, nil
}

// A sealStream yields the sealed form of what source yields.
type sealStream struct {
	aead   cipher.AEAD
	nonce  [streamNonce + 8]byte
	source io.Reader
	plain  []byte // one chunk and one byte more, to know the last one
	have   int
	chunk  []byte // sealed, of which out is not read yet
	outlet
}

func newSealStream(a cipher.AEAD, random, source io.Reader) (*sealStream, error) {
	s := &sealStream{aead: a, source: source, plain: make([]byte, chunkSize+1)}
	_, err := io.ReadFull(random, s.nonce[:streamNonce])
	s.chunk = append(make([]byte, 0, chunkSize+a.Overhead()), s.nonce[:streamNonce]...)
	s.out = s.chunk
	return s, err
}

// Read implements io.Reader.
func (s *sealStream) Read(p []byte) (int, error) { return s.read(p, s.next) }

func (s *sealStream) next() {
	n, err := io.ReadFull(s.source, s.plain[s.have:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		s.err = err
		return
	}
	n += s.have
	s.done = n <= chunkSize
	take := min(n, chunkSize)
	number(&s.nonce, s.done)
	s.chunk = s.aead.Seal(s.chunk[:0], s.nonce[:], s.plain[:take], nil)
	s.out = s.chunk
	s.have = copy(s.plain, s.plain[take:n])
	step(&s.nonce)
}

// An openStream yields the plain form of a sealed stream, and an error
// instead of its end when it was altered.
type openStream struct {
	aead   cipher.AEAD
	nonce  [streamNonce + 8]byte
	source io.Reader
	sealed []byte
	have   int
	chunk  []byte // opened, of which out is not read yet
	outlet
}

func newOpenStream(a cipher.AEAD, source io.Reader) (*openStream, error) {
	s := &openStream{aead: a, source: source, sealed: make([]byte, chunkSize+a.Overhead()+1)}
	_, err := io.ReadFull(source, s.nonce[:streamNonce])
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errSealed
	}
	return s, err
}

// Read implements io.Reader.
func (s *openStream) Read(p []byte) (int, error) { return s.read(p, s.next) }

func (s *openStream) next() {
	n, err := io.ReadFull(s.source, s.sealed[s.have:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		s.err = err
		return
	}
	n += s.have
	last := n < len(s.sealed)
	take := min(n, len(s.sealed)-1)
	number(&s.nonce, last)
	chunk, err := s.aead.Open(s.chunk[:0], s.nonce[:], s.sealed[:take], nil)
	if err != nil {
		s.err = errSealed
		return
	}
	s.chunk, s.out = chunk, chunk
	s.done = last
	s.have = copy(s.sealed, s.sealed[take:n])
	step(&s.nonce)
}

// number sets the last byte of a nonce: 1 for the last chunk.
func number(nonce *[streamNonce + 8]byte, last bool) {
	nonce[len(nonce)-1] = 0
	if last {
		nonce[len(nonce)-1] = 1
	}
}

// step counts the 56 bits between the random part and the last byte.
func step(nonce *[streamNonce + 8]byte) {
	n := binary.BigEndian.Uint64(nonce[streamNonce:])>>8 + 1
	binary.BigEndian.PutUint64(nonce[streamNonce:], n<<8)
}
