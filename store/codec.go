package store

import (
	"bytes"
	"math"

	"github.com/fxamacker/cbor/v2"
)

// A codec turns nouns into records and back: CBOR (RFC 8949) under the names
// that the nouns bear in JSON. Text is kept as it is, valid UTF-8 or not.
type codec struct {
	enc cbor.UserBufferEncMode
	dec cbor.DecMode
}

func newCodec() (c codec, err error) {
	if c.enc, err = (cbor.EncOptions{Time: cbor.TimeRFC3339Nano}).UserBufferEncMode(); err != nil {
		return c, err
	}
	c.dec, err = cbor.DecOptions{
		UTF8: cbor.UTF8DecodeInvalid, MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32,
	}.DecMode()
	return c, err
}

// encode appends a value to a buffer.
func (c codec) encode(to *bytes.Buffer, value any) error { return c.enc.MarshalToBuffer(value, to) }

func (c codec) decode(plain []byte, value any) error { return c.dec.Unmarshal(plain, value) }
