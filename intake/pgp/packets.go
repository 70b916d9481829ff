package pgp

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
	"slices"
)

// Packet tags (RFC 9580 section 5).
const (
	tagPKESK      = 1
	tagSignature  = 2
	tagSKESK      = 3
	tagOnePass    = 4
	tagSecretKey  = 5
	tagPublicKey  = 6
	tagSecretSub  = 7
	tagCompressed = 8
	tagSED        = 9
	tagMarker     = 10
	tagLiteral    = 11
	tagTrust      = 12
	tagUserID     = 13
	tagPublicSub  = 14
	tagSEIPD      = 18
	tagAEAD       = 20
	tagPadding    = 21
	tagNonCrit    = 40 // from here on unknown packets are to be ignored
)

// Bounds on what is inside one message.
const (
	maxSignatures  = 8 // one-pass and signature pairs
	maxCompression = 3 // layers
	maxPackets     = 64
	maxRatio       = 100     // bytes that one compressed byte may become,
	freeRatio      = 8 << 20 // beyond this many
)

var (
	errPacket   = errors.New("malformed packets")
	errTooLarge = errors.New("too large")
)

// A frame is one packet as it lies in memory.
type frame struct {
	tag  byte
	body []byte
}

// nextFrame splits the first packet off b. A body in partial lengths is joined
// in place: b must be ours. Of one that is cut off, what is there of its body
// comes with the error.
func nextFrame(b []byte) (f frame, rest []byte, err error) {
	if len(b) < 2 || b[0]&0x80 == 0 {
		return f, nil, errPacket
	}
	if b[0]&0x40 == 0 {
		return oldFrame(b)
	}
	f.tag = b[0] & 0x3f
	data := b[1:]
	joined := data[:0]
	for {
		n, size, partial, ok := bodyLength(data)
		if !ok || n > len(data)-size {
			f.body = append(joined, data[size:]...)
			return f, nil, errPacket
		}
		part := data[size : size+n]
		data = data[size+n:]
		if len(joined) == 0 && !partial {
			f.body = part
			return f, data, nil
		}
		if !mayBePartial(f.tag) {
			return f, nil, errPacket
		}
		joined = append(joined, part...)
		if !partial {
			f.body = joined
			return f, data, nil
		}
	}
}

// isCiphertext reports whether an encrypted message starts so: with a session
// key for somebody, or one from a passphrase, and the head of the next packet
// (RFC 9580 sections 5.1 and 5.3).
func isCiphertext(start []byte) bool {
	f, rest, err := nextFrame(bytes.Clone(start))
	if err != nil || len(rest) == 0 || rest[0]&0x80 == 0 || len(f.body) < 4 {
		return false
	}
	switch packetTag(rest[0]) {
	case tagPKESK, tagSKESK, tagSED, tagSEIPD, tagAEAD, tagMarker:
	default:
		return false
	}
	version := f.body[0]
	return f.tag == tagPKESK && (version == 3 || version == 6) || f.tag == tagSKESK && version >= 4 && version <= 6
}

// isPackets reports whether data begins with a packet that a file of OpenPGP
// begins with, by its head and the first octets of its body. In a text with a
// first letter beyond ASCII those are letters too.
func isPackets(data []byte) bool {
	f, _, _ := nextFrame(bytes.Clone(data[:min(len(data), maxStart)])) // what is there of a longer one
	if len(f.body) < 3 {
		return false
	}
	switch first := f.body[0]; f.tag {
	case tagPKESK, tagSKESK, tagSignature, tagOnePass, tagPublicKey, tagSecretKey:
		return first >= 2 && first <= 6 // versions
	case tagSEIPD, tagAEAD:
		return first == 1 || first == 2
	case tagCompressed:
		return first <= 3 // algorithms
	case tagLiteral:
		return bytes.IndexByte([]byte("btuml1"), first) >= 0
	case tagMarker:
		return string(f.body) == "PGP"
	case tagSED: // nothing but ciphertext, which no text is long without a control character
		return slices.ContainsFunc(f.body, func(c byte) bool { return c < '\t' || c > '\r' && c < ' ' })
	}
	return false
}

// mayBePartial reports whether a packet may have partial lengths (RFC 9580
// section 4.2.1.4): only those that hold data.
func mayBePartial(tag byte) bool {
	switch tag {
	case tagLiteral, tagCompressed, tagSED, tagSEIPD, tagAEAD:
		return true
	}
	return false
}

// oldFrame splits off a packet with the header format of old (RFC 9580
// section 4.2.2).
func oldFrame(b []byte) (f frame, rest []byte, err error) {
	f.tag = b[0] >> 2 & 0xf
	size := 1 << (b[0] & 3)
	if size == 8 {
		f.body = b[1:]
		return f, nil, nil
	}
	if len(b) < 1+size {
		return f, nil, errPacket
	}
	n := 0
	for _, c := range b[1 : 1+size] {
		n = n<<8 | int(c)
	}
	b = b[1+size:]
	if n > len(b) {
		f.body = b
		return f, nil, errPacket
	}
	f.body = b[:n]
	return f, b[n:], nil
}

// bodyLength reads a length of the new format: n octets follow its size.
func bodyLength(b []byte) (n, size int, partial, ok bool) {
	switch {
	case len(b) == 0:
		return 0, 0, false, false
	case b[0] < 192:
		return int(b[0]), 1, false, true
	case b[0] < 224:
		if len(b) < 2 {
			return 0, 0, false, false
		}
		return int(b[0]-192)<<8 + int(b[1]) + 192, 2, false, true
	case b[0] < 255:
		return 1 << (b[0] & 0x1f), 1, true, true
	}
	if len(b) < 5 {
		return 0, 0, false, false
	}
	return int(b[1])<<24 | int(b[2])<<16 | int(b[3])<<8 | int(b[4]), 5, false, true
}

// contents are what an OpenPGP message holds once it is decrypted.
type contents struct {
	literal []byte
	sigs    [][]byte // bodies of the signature packets
	odd     bool     // one-pass and signature packets don't pair
	// encrypted says that it came out of ciphertext.
	encrypted bool
}

// unpack reads the packets of a message that is authenticated or was never
// encrypted: one literal, its signatures, compression. Anything else is
// refused before a byte is hashed. left is how many bytes decompression may
// still yield, and is lowered by what it did.
func unpack(b []byte, left *int64) (contents, error) {
	var u unpacker
	if err := u.read(b, 0, left); err != nil {
		return contents{}, err
	}
	if !u.found {
		return contents{}, errPacket
	}
	u.odd = u.before > 0 && u.onePass > 0 || u.after != u.onePass
	return u.contents, nil
}

// An unpacker counts what it meets: one-pass packets, signatures before the
// literal (the old style) and after it.
type unpacker struct {
	contents
	found                           bool
	packets, onePass, before, after int
}

func (u *unpacker) read(b []byte, depth int, left *int64) error {
	for len(b) > 0 {
		f, rest, err := nextFrame(b)
		if err != nil {
			return err
		}
		if u.packets++; u.packets > maxPackets {
			return errPacket
		}
		if err := u.take(f, depth, left); err != nil {
			return err
		}
		b = rest
	}
	return nil
}

func (u *unpacker) take(f frame, depth int, left *int64) error {
	switch f.tag {
	case tagOnePass:
		if u.onePass++; u.found || u.onePass > maxSignatures {
			return errPacket
		}
	case tagSignature:
		if u.sigs = append(u.sigs, f.body); len(u.sigs) > maxSignatures {
			return errPacket
		}
		if u.found {
			u.after++
		} else {
			u.before++
		}
	case tagLiteral:
		return u.setLiteral(f.body)
	case tagCompressed:
		if u.found || depth == maxCompression {
			return errPacket
		}
		plain, err := decompress(f.body, left)
		if err != nil {
			return err
		}
		return u.read(plain, depth+1, left)
	case tagMarker, tagPadding:
	default:
		if f.tag < tagNonCrit {
			return errPacket
		}
	}
	return nil
}

// setLiteral takes the data of a literal packet; its file name and date are
// protected by nothing and dropped (RFC 9580 section 5.9).
func (u *unpacker) setLiteral(body []byte) error {
	if u.found || len(body) < 6 || len(body) < 6+int(body[1]) {
		return errPacket
	}
	u.found = true
	u.literal = body[6+int(body[1]):]
	return nil
}

// decompress returns the content of a compressed packet, at most *left bytes.
func decompress(body []byte, left *int64) ([]byte, error) {
	if len(body) == 0 {
		return nil, errPacket
	}
	in := bytes.NewReader(body[1:])
	var r io.Reader
	switch body[0] {
	case 0:
		return body[1:], nil
	case 1:
		r = flate.NewReader(in)
	case 2:
		z, err := zlib.NewReader(in)
		if err != nil {
			return nil, errPacket
		}
		r = z
	case 3:
		r = bzip2.NewReader(in)
	default:
		return nil, errPacket
	}
	plain, err := readBounded(r, 3*len(body), min(*left, max(freeRatio, maxRatio*int64(len(body)))))
	*left -= int64(len(plain))
	return plain, err
}

// readBounded reads r to its end. hint is a guess of how much will come; more
// than limit bytes are an error.
func readBounded(r io.Reader, hint int, limit int64) ([]byte, error) {
	hint = int(min(int64(hint), limit)) + bytes.MinRead
	b := make([]byte, 0, hint)
	for {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Read(b[len(b):min(cap(b), len(b)+1<<16)])
		b = b[:len(b)+n]
		switch {
		case int64(len(b)) > limit:
			return nil, errTooLarge
		case err == io.EOF:
			return b, nil
		case err != nil:
			return nil, errPacket
		}
	}
}
