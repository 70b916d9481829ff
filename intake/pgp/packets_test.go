package pgp

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

func TestNextFrame(t *testing.T) {
	long := bytes.Repeat([]byte("x"), 9000)
	tests := map[string]struct {
		in    []byte
		tag   byte
		body  string
		fails bool
	}{
		"one octet":          {[]byte{0xcb, 3, 'a', 'b', 'c'}, 11, "abc", false},
		"two octets":         {append([]byte{0xcb, 192, 8}, long[:200]...), 11, string(long[:200]), false},
		"five octets":        {rawPacket(tagLiteral, long), 11, string(long), false},
		"old, one octet":     {[]byte{0xac, 2, 'h', 'i'}, 11, "hi", false},
		"old, two octets":    {append([]byte{0xad, 1, 0}, long[:256]...), 11, string(long[:256]), false},
		"old, to the end":    {[]byte{0xaf, 'a', 'l', 'l'}, 11, "all", false},
		"partial":            {[]byte{0xcb, 225, 'a', 'b', 224, 'c', 2, 'd', 'e'}, 11, "abcde", false},
		"partial, empty end": {[]byte{0xcb, 225, 'a', 'b', 0}, 11, "ab", false},
		"partial signature":  {[]byte{0xc2, 225, 'a', 'b', 0}, 0, "", true},
		"too short":          {[]byte{0xcb, 9, 'a'}, 0, "", true},
		"huge":               {[]byte{0xcb, 255, 255, 255, 255, 255, 'a'}, 0, "", true},
		"no header":          {[]byte{0x0b, 1, 'a'}, 0, "", true},
		"length missing":     {[]byte{0xcb, 255, 0, 0}, 0, "", true},
		"partial cut":        {[]byte{0xcb, 225, 'a', 'b'}, 0, "", true},
		"old length missing": {[]byte{0xae, 0}, 0, "", true},
		"old too short":      {[]byte{0xac, 9, 'a'}, 0, "", true},
		"empty":              {nil, 0, "", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f, rest, err := nextFrame(bytes.Clone(tt.in))
			if (err != nil) != tt.fails {
				t.Fatalf("error %v", err)
			}
			if err == nil && (f.tag != tt.tag || string(f.body) != tt.body || len(rest) != 0) {
				t.Errorf("tag %d, %d bytes, %d left", f.tag, len(f.body), len(rest))
			}
		})
	}
}

// TestNextFrameCut: what there is of a packet that is cut off comes with the
// error, without the lengths in it.
func TestNextFrameCut(t *testing.T) {
	for name, tt := range map[string]struct {
		in   []byte
		body string
	}{
		"new":             {[]byte{0xd2, 9, 'a', 'b'}, "ab"},
		"old":             {[]byte{0xad, 1, 0, 'a', 'b'}, "ab"},
		"in a part":       {[]byte{0xd2, 225, 'a', 'b', 226, 'c'}, "abc"},
		"after a part":    {[]byte{0xd2, 225, 'a', 'b'}, "ab"},
		"in the last one": {[]byte{0xd2, 225, 'a', 'b', 9, 'c'}, "abc"},
	} {
		if f, rest, err := nextFrame(tt.in); err == nil || string(f.body) != tt.body || rest != nil {
			t.Errorf("%s: %q, then %q, %v", name, f.body, rest, err)
		}
	}
}

func TestUnpack(t *testing.T) {
	lit := literalPacket([]byte("text"))
	sig := rawPacket(tagSignature, []byte("s"))
	ops := rawPacket(tagOnePass, []byte("o"))
	join := func(p ...[]byte) []byte { return bytes.Join(p, nil) }
	zip := func(b []byte) []byte { return compressed(t, packet.CompressionZIP, b) }
	tests := map[string]struct {
		in       []byte
		sigs     int
		odd, bad bool
	}{
		"literal":                   {lit, 0, false, false},
		"one pass":                  {join(ops, lit, sig), 1, false, false},
		"old style":                 {join(sig, lit), 1, false, false},
		"three":                     {join(ops, ops, ops, lit, sig, sig, sig), 3, false, false},
		"compressed":                {zip(join(ops, lit, sig)), 1, false, false},
		"compressed inside":         {join(ops, zip(lit), sig), 1, false, false},
		"uncompressed packet":       {rawPacket(tagCompressed, append([]byte{0}, lit...)), 0, false, false},
		"three layers":              {zip(zip(zip(lit))), 0, false, false},
		"marker, padding, unknown":  {join(rawPacket(tagMarker, []byte("PGP")), rawPacket(tagPadding, []byte("xx")), rawPacket(60, nil), lit), 0, false, false},
		"announced only":            {join(ops, lit), 0, true, false},
		"not announced":             {join(lit, sig), 1, true, false},
		"both styles":               {join(sig, ops, lit, sig), 2, true, false},
		"four layers":               {zip(zip(zip(zip(lit)))), 0, false, true},
		"nothing":                   {nil, 0, false, true},
		"signature only":            {sig, 0, false, true},
		"two literals":              {join(lit, lit), 0, false, true},
		"literal, then compressed":  {join(lit, zip(lit)), 0, false, true},
		"one pass after":            {join(lit, ops), 0, false, true},
		"nine signatures":           {join(bytes.Repeat(sig, 9), lit), 0, false, true},
		"key packet":                {join(lit, rawPacket(tagPublicKey, []byte("k"))), 0, false, true},
		"encrypted":                 {rawPacket(tagSEIPD, []byte{1}), 0, false, true},
		"short literal":             {rawPacket(tagLiteral, []byte{'b', 0, 0}), 0, false, true},
		"literal name too long":     {rawPacket(tagLiteral, []byte{'b', 9, 0, 0, 0, 0, 0}), 0, false, true},
		"unknown compression":       {rawPacket(tagCompressed, []byte{9, 1}), 0, false, true},
		"empty compression":         {rawPacket(tagCompressed, nil), 0, false, true},
		"damaged compression":       {rawPacket(tagCompressed, []byte{2, 1, 2, 3}), 0, false, true},
		"damaged bzip2":             {rawPacket(tagCompressed, []byte{3, 1, 2, 3}), 0, false, true},
		"a hundred markers":         {join(bytes.Repeat(rawPacket(tagMarker, []byte("PGP")), 100), lit), 0, false, true},
		"critical packet":           {join(rawPacket(30, nil), lit), 0, false, true},
		"trailing half of a packet": {append(join(lit), 0xcb), 0, false, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			left := int64(1 << 20)
			c, err := unpack(bytes.Clone(tt.in), &left)
			if (err != nil) != tt.bad {
				t.Fatalf("error %v", err)
			}
			if err == nil && (string(c.literal) != "text" || len(c.sigs) != tt.sigs || c.odd != tt.odd) {
				t.Errorf("literal %q, %d signatures, odd %v", c.literal, len(c.sigs), c.odd)
			}
		})
	}
}

func TestUnpackBounds(t *testing.T) {
	left := int64(1000)
	if _, err := unpack(compressed(t, packet.CompressionZIP, literalPacket(make([]byte, 2000))), &left); !errors.Is(err, errTooLarge) {
		t.Errorf("beyond what is left: %v", err)
	}
	left = 1 << 30
	if _, err := unpack(bomb(t, 16<<20), &left); !errors.Is(err, errTooLarge) {
		t.Errorf("beyond the ratio: %v", err)
	}
	left = 1 << 20
	c, err := unpack(compressed(t, packet.CompressionZIP, literalPacket([]byte(strings.Repeat("log line\n", 1000)))), &left)
	if err != nil || len(c.literal) != 9000 || left >= 1<<20 {
		t.Errorf("%d bytes, %d left, %v", len(c.literal), left, err)
	}
}

func TestReadBounded(t *testing.T) {
	data := strings.Repeat("x", 5000)
	for _, hint := range []int{0, 10, 5000, 1 << 20} {
		got, err := readBounded(strings.NewReader(data), hint, 5000)
		if err != nil || string(got) != data {
			t.Errorf("hint %d: %d bytes, %v", hint, len(got), err)
		}
	}
	if _, err := readBounded(strings.NewReader(data), 0, 4999); !errors.Is(err, errTooLarge) {
		t.Errorf("one byte too many: %v", err)
	}
}

func TestSafely(t *testing.T) {
	if err := safely(func() error { panic("index out of range") }); err == nil {
		t.Error("a panic is no error")
	}
	if err := safely(func() error { return nil }); err != nil {
		t.Error(err)
	}
}
