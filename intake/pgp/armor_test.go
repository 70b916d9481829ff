package pgp

import (
	"bytes"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
)

const armoredHello = "-----BEGIN PGP MESSAGE-----\n\naGVsbG8=\n=abcd\n-----END PGP MESSAGE-----\n"

func TestBlocks(t *testing.T) {
	tests := map[string]struct {
		in   string
		want string // of the first block, "" for none, "!" for a broken one
		n    int
	}{
		"plain":                 {armoredHello, "hello", 1},
		"CRLF":                  {strings.ReplaceAll(armoredHello, "\n", "\r\n"), "hello", 1},
		"no line end at end":    {strings.TrimSpace(armoredHello), "hello", 1},
		"headers":               {strings.Replace(armoredHello, "\n\n", "\nVersion: 1\nComment: two words\n\n", 1), "hello", 1},
		"blank line of blanks":  {strings.Replace(armoredHello, "\n\n", "\n \t\n", 1), "hello", 1},
		"no-break space":        {strings.Replace(armoredHello, "\n\n", "\n\u00a0\n", 1), "hello", 1},
		"Latin-1 no-break":      {strings.Replace(armoredHello, "\n\n", "\n\xa0\n", 1), "hello", 1},
		"blanks in lines":       {strings.Replace(armoredHello, "aGVs", "aGVs \t", 1), "hello", 1},
		"indented":              {"  " + strings.ReplaceAll(armoredHello, "\n", "\n  "), "hello", 1},
		"no checksum":           {strings.Replace(armoredHello, "=abcd\n", "", 1), "hello", 1},
		"wrong checksum":        {strings.Replace(armoredHello, "=abcd", "=zzzz", 1), "hello", 1},
		"no blank line":         {strings.Replace(armoredHello, "\n\n", "\n", 1), "hello", 1},
		"text before":           {"Hello,\n" + armoredHello, "hello", 1},
		"two":                   {armoredHello + armoredHello, "hello", 2},
		"quoted":                {"> " + armoredHello, "", 0},
		"inside a line":         {"See -----BEGIN PGP MESSAGE----- for more", "", 0},
		"no dashes after":       {"-----BEGIN PGP MESSAGE\n\naGVsbG8=\n-----END PGP MESSAGE-----\n", "!", 1},
		"all on one line":       {strings.ReplaceAll(armoredHello, "\n", " "), "!", 1},
		"byte order mark":       {"\ufeff" + armoredHello, "hello", 1},
		"other END":             {strings.Replace(armoredHello, "END PGP MESSAGE", "END PGP SIGNATURE", 1), "!", 1},
		"no END":                {strings.Replace(armoredHello, "-----END", "----END", 1), "!", 1},
		"text for a header":     {strings.Replace(armoredHello, "\n\n", "\nPay at once\n\n", 1), "!", 1},
		"BEGIN inside":          {strings.Replace(armoredHello, "aGVs", "-----BEGIN PGP MESSAGE-----\n\naGVs", 1), "!", 2},
		"not base64":            {strings.Replace(armoredHello, "aGVs", "a$Vs", 1), "!", 1},
		"empty":                 {"-----BEGIN PGP MESSAGE-----\n\n-----END PGP MESSAGE-----\n", "!", 1},
		"BEGIN line only":       {"-----BEGIN PGP MESSAGE-----", "!", 1},
		"long header line":      {strings.Replace(armoredHello, "\n\n", "\nComment: "+strings.Repeat("x", maxHeaderLine)+"\n\n", 1), "!", 1},
		"many header lines":     {strings.Replace(armoredHello, "\n\n", "\n"+strings.Repeat("A: b\n", maxHeaders+2)+"\n", 1), "!", 1},
		"signature, no blank":   {strings.ReplaceAll(strings.Replace(armoredHello, "\n\n", "\n", 1), "MESSAGE", "SIGNATURE"), "hello", 1},
		"blanks among headers":  {strings.Replace(armoredHello, "\n\n", "\n\nVersion: 1\n\n\nComment: two words\n\n", 1), "hello", 1},
		"soft hyphen":           {strings.Replace(armoredHello, "aGVs", "aG\u00adVs", 1), "hello", 1},
		"zero-width blank":      {strings.Replace(armoredHello, "aGVs", "aG\u200bVs", 1), "hello", 1},
		"long line, no END":     {"-----BEGIN PGP MESSAGE-----\n\n" + strings.Repeat("aGVs", 16) + "\n=abcd\n\nRegards\n", strings.Repeat("hel", 16), 1},
		"signature, no END":     {"-----BEGIN PGP SIGNATURE-----\n\n" + strings.Repeat("aGVs", 16) + "\n", "!", 1},
		"data after padding":    {strings.Replace(armoredHello, "aGVsbG8=", "aGVsbG8=aGVs", 1), "!", 1},
		"no text, only blanks":  {" \n\t\n", "", 0},
		"dash line in the body": {strings.Replace(armoredHello, "aGVs", "-----\naGVs", 1), "!", 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			list := blocks([]byte(tt.in))
			if len(list) != tt.n {
				t.Fatalf("%d blocks, want %d", len(list), tt.n)
			}
			if tt.n == 0 {
				return
			}
			got := "!"
			if data, err := list[0].decode(1000); err == nil {
				got = string(data)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestBlockBounds(t *testing.T) {
	text := []byte("Before\n" + armoredHello + "After\n")
	b := blocks(text)[0]
	if got := string(text[b.start:b.end]); got != armoredHello {
		t.Errorf("the block is %q", got)
	}
	if _, err := b.decode(1); err == nil {
		t.Error("five bytes fit into one")
	}
	data, err := b.binary()
	if err != nil || string(data) != "hello" {
		t.Errorf("decoded: %q, %v", data, err)
	}
	if n := len(blocks(bytes.Repeat([]byte(armoredHello), 40))); n != maxBlocks {
		t.Errorf("%d blocks of 40 were read, want %d", n, maxBlocks)
	}
}

// TestBinary: armour reads the same whether it is decoded at once or cleaned
// first of what mail programs leave in it; of a damaged one the beginning is
// read.
func TestBinary(t *testing.T) {
	for _, n := range []int{1, 1000, 100000} {
		want := bytes.Repeat([]byte{'x'}, n)
		text, err := armoured(kindMessage, want)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{text, bytes.ReplaceAll(text, []byte("\n"), []byte(" \r\n"))} {
			b := blocks(text)[0]
			if got, err := b.binary(); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes of %d, %v", len(got), n, err)
			}
			b.body = append(bytes.Clone(b.body), "eHh4!"...)
			if got, err := b.binary(); err == nil || !bytes.HasPrefix(got, want[:n/3*3]) {
				t.Errorf("%d bytes of a damaged one of %d, %v", len(got), n, err)
			}
		}
	}
}

func TestArmoured(t *testing.T) {
	data := bytes.Repeat([]byte("data"), 100)
	text, err := armoured(kindMessage, data)
	if err != nil {
		t.Fatal(err)
	}
	got, err := blocks(text)[0].decode(1000)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	block, err := armor.Decode(bytes.NewReader(text))
	if err != nil || block.Type != kindMessage {
		t.Errorf("go-crypto reads %v, %v", block, err)
	}
}

func TestTrimBlank(t *testing.T) {
	for in, want := range map[string]string{" a ": "a", "\u00a0\u00a0a\t\u00a0": "a", "\xa0a b\xa0": "a b", "": "", " \r\n": ""} {
		if got := string(trimBlank([]byte(in))); got != want {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}

// TestBlocksOneLine: BEGIN marks without line ends between them are no
// quadratic work. Four megabytes would take minutes if they were.
func TestBlocksOneLine(t *testing.T) {
	if list := blocks(bytes.Repeat(beginMark, 300000)); len(list) != 1 || list[0].err == nil {
		t.Errorf("%d blocks", len(list))
	}
	if n := len(blocks(bytes.Repeat([]byte("x-----BEGIN PGP MESSAGE-----"), 200000))); n != 0 {
		t.Errorf("%d blocks", n)
	}
	clear := append([]byte("-----BEGIN PGP SIGNED MESSAGE-----\n\n"), bytes.Repeat(beginMark, 300000)...)
	if list := blocks(clear); len(list) != 2 || list[0].err == nil || list[1].err == nil {
		t.Errorf("%d blocks", len(list))
	}
}
