package store

import (
	"encoding/binary"
	"errors"
	"time"
)

// A record is what is kept sealed: it walks over its fields, in an order that
// never changes, and the coder writes or reads each. Fields of a later version
// are added at the end: in a record from before them they are zero.
type record interface{ walk(*coder) }

// A coder turns records into bytes and back. The zero value of any field is
// one zero byte.
//
//	number       uvarint; zigzag if it may be negative
//	text, bytes  length as uvarint, bytes: valid UTF-8 or not; of bytes nil is kept
//	flag         0 or 1
//	time         0 for zero, else 1 for UTC or 2 + offset in seconds, zigzag; Unix seconds, nanoseconds
//	list, map    0 for nil, else 1 + length; its elements
//	record       length in bytes as uvarint of two bytes or five, fields; the outermost
//	             one has no length
type coder struct {
	out     []byte // what is written
	in      string // what is left to read
	reading bool
	bad     bool // what was read is no record
}

var errCode = errors.New("a record can't be read: another version of Tocsin wrote it")

// decode reads what a walk wrote into a zero record.
func decode(plain []byte, r record) error {
	c := coder{in: string(plain), reading: true}
	if r.walk(&c); c.bad || c.in != "" {
		return errCode
	}
	return nil
}

// uvarint writes a number or reads it. At the end of a record it is 0.
func (c *coder) uvarint(n uint64) uint64 {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, n)
		return n
	}
	n = 0
	for shift := 0; c.in != ""; shift += 7 {
		b := c.in[0]
		c.in = c.in[1:]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
		c.bad = c.bad || shift >= 63 || c.in == ""
	}
	return n
}

// take reads n bytes.
func (c *coder) take(n uint64) string {
	if n > uint64(len(c.in)) {
		c.bad, c.in = true, ""
		return ""
	}
	out := c.in[:n]
	c.in = c.in[n:]
	return out
}

func integer[T ~int | ~int64](c *coder, p *T) {
	if n := c.uvarint(zigzag(int64(*p))); c.reading {
		*p = T(zagzig(n))
	}
}

func zigzag(n int64) uint64 { return uint64(n)<<1 ^ uint64(n>>63) }
func zagzig(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }

func natural[T ~uint32 | ~uint64](c *coder, p *T) {
	if n := c.uvarint(uint64(*p)); c.reading {
		*p = T(n)
	}
}

func text[T ~string](c *coder, p *T) {
	if c.reading {
		*p = T(c.take(c.uvarint(0)))
		return
	}
	c.out = append(binary.AppendUvarint(c.out, uint64(len(*p))), *p...)
}

func (c *coder) bytes(p *[]byte) {
	if n, some := c.length(len(*p), *p != nil); c.reading {
		if *p = nil; some {
			*p = []byte(c.take(uint64(n)))
		}
		return
	}
	c.out = append(c.out, *p...)
}

func (c *coder) flag(p *bool) {
	n := uint64(0)
	if *p {
		n = 1
	}
	if n = c.uvarint(n); c.reading {
		*p = n != 0
	}
}

func (c *coder) time(p *time.Time) {
	if c.reading {
		*p = c.readTime()
		return
	}
	if p.IsZero() {
		c.uvarint(0)
		return
	}
	form := uint64(1)
	if _, offset := p.Zone(); offset != 0 {
		form = 2 + zigzag(int64(offset))
	}
	c.uvarint(form)
	seconds, nanoseconds := p.Unix(), p.Nanosecond()
	integer(c, &seconds)
	integer(c, &nanoseconds)
}

func (c *coder) readTime() time.Time {
	var seconds, nanoseconds int64
	form := c.uvarint(0)
	if form == 0 {
		return time.Time{}
	}
	integer(c, &seconds)
	integer(c, &nanoseconds)
	at := time.Unix(seconds, nanoseconds).UTC()
	if form > 1 {
		at = at.In(time.FixedZone("", int(zagzig(form-2))))
	}
	return at
}

// length writes or reads how many elements follow, and whether there is
// something at all. An element takes a byte or more.
func (c *coder) length(n int, some bool) (int, bool) {
	u := uint64(n) + 1
	if !some {
		u = 0
	}
	if u = c.uvarint(u); u > uint64(len(c.in))+1 && c.reading {
		c.bad, u = true, 0
	}
	return int(max(u, 1) - 1), u > 0
}

// room makes a list as long as it says that it is.
func room[T any](c *coder, p *[]T) {
	n, some := c.length(len(*p), *p != nil)
	if !c.reading {
		return
	}
	if *p = nil; some {
		*p = make([]T, n)
	}
}

func texts[T ~string](c *coder, p *[]T) {
	room(c, p)
	for i := range *p {
		text(c, &(*p)[i])
	}
}

func records[T any, P interface {
	*T
	record
}](c *coder, p *[]T) {
	room(c, p)
	for i := range *p {
		c.record(P(&(*p)[i]))
	}
}

func (c *coder) texts(p *map[string]string) {
	n, some := c.length(len(*p), *p != nil)
	if !c.reading {
		for k, v := range *p {
			text(c, &k)
			text(c, &v)
		}
		return
	}
	if *p = nil; some {
		*p = make(map[string]string, n)
	}
	for range n {
		var k, v string
		text(c, &k)
		text(c, &v)
		(*p)[k] = v
	}
}

// maybe writes or reads a record that may be missing.
func maybe[T any, P interface {
	*T
	record
}](c *coder, p **T) {
	some := *p != nil
	if c.flag(&some); some && c.reading {
		*p = new(T)
	}
	if some {
		c.record(P(*p))
	}
}

// record writes or reads one inside another.
func (c *coder) record(r record) {
	if c.reading {
		own := c.take(c.uvarint(0))
		rest := c.in
		c.in = own
		r.walk(c)
		c.bad = c.bad || c.in != ""
		c.in = rest
		return
	}
	start := len(c.out)
	c.out = append(c.out, 0, 0) // most have less than 16 KiB
	r.walk(c)
	size, n := 2, len(c.out)-start-2
	if n >= 1<<14 {
		size = 5
		c.out = append(c.out, 0, 0, 0)
		copy(c.out[start+5:], c.out[start+2:])
	}
	for i := range size {
		c.out[start+i] = byte(n>>(7*i)) | 0x80
	}
	c.out[start+size-1] &^= 0x80
}
