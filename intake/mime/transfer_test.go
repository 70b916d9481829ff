package mime

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestDecode takes transfer encodings off, good and bad ones.
func TestDecode(t *testing.T) {
	cases := []struct{ coding, body, want, code string }{
		{"base64", "QUJD\n", "ABC", ""},
		{"base64", "QU JD\n\tRA==\n", "ABCD", ""},
		{"base64", "QUI=QUI=", "ABAB", ""},
		{"base64", "QUI", "AB", ""},
		{"base64", "Q!U\x00J*D", "ABC", FoundTransferJunk},
		{"base64", "QUJDR", "ABC", FoundTransferJunk},
		{"base64", "", "", ""},
		{"BASE64 (comment)", "QUJD", "ABC", FoundTransferName},
		{"base-64", "QUJD", "ABC", FoundTransferName},
		{"base64", "The server at 192.0.2.1 was hacked,\nplease help us.\n", "The server at 192.0.2.1 was hacked,\r\nplease help us.\r\n", FoundTransferJunk},
		{"base64", "R3L832U=\nR3L832U=\nR3L832U=\n", "Gr\xfc\xdfeGr\xfc\xdfeGr\xfc\xdfe", ""},
		{"quoted-printable", "a=3D=C3=BC=\nb  \nc=20\n", "a=üb\r\nc \r\n", ""},
		{"quoted-printable", "a=3d=zz=", "a==zz", FoundTransferJunk},
		{"quoted-printable;", "=41", "A", FoundTransferName},
		{"\"quoted-printable\"", "=41", "A", FoundTransferName},
		{"8bit", "a=41", "a=41", ""},
		{"8-bit", "a=41", "a=41", FoundTransferName},
		{"base9000", "a=41", "a=41", FoundTransferUnknown},
		{"x-uuencode", "begin 644 x\n#86)C\n`\nend\n", "abc", FoundUUEncoded},
		{"x-uuencode", "begin 644 x\n#86)C\n", "abc", FoundTransferJunk},
		{"x-uuencode", "nothing\n", "", FoundTransferJunk},
	}
	for _, c := range cases {
		m := Read(crlf(top+"Content-Transfer-Encoding: "+c.coding+"\n\n"+c.body), Limits{})
		got := string(m.Root.Decode())
		if got != c.want {
			t.Errorf("%s %q: %q, want %q", c.coding, c.body, got, c.want)
		}
		if c.code == "" && len(m.Findings) > 0 || c.code != "" && !hasFinding(m, c.code) {
			t.Errorf("%s %q: findings %v, want %q", c.coding, c.body, m.Findings, c.code)
		}
	}
}

// TestDecodeRoom never yields more than what is granted.
func TestDecodeRoom(t *testing.T) {
	for room := range 8 {
		a, _ := decodeBase64([]byte("QUJDQUJDQUJD"), room)
		b, _ := decodeQP([]byte("ABCABCABC\nA=\nB"), room)
		c, _ := decodeUU([]byte("begin 644 x\n#86)C\n#86)C\n#86)C\nend\n"), room)
		if len(a) != room || len(b) != room || len(c) != room {
			t.Errorf("room %d: %d %d %d bytes", room, len(a), len(b), len(c))
		}
	}
}

// TestCharsetDecode reads charsets under the names that mail has for them.
func TestCharsetDecode(t *testing.T) {
	for _, c := range []struct{ charset, in, want string }{
		{"utf-8", "grüße", "grüße"},
		{"UTF8", "\ufeffa", "a"},
		{"", "gr\xfc\xdfe", "grüße"},
		{"us-ascii", "gr\xc3\xbce \xfc", "grüe ü"},
		{"utf-8", "gr\xc3\xbce \x80 \xc3", "grüe € Ã"},
		{"iso-8859-1", "\x80\xfc\x00", "€ü\ufffd"},
		{"iso-8859-1", "gr\xc3\xbc\xc3\x9fe", "grüße"},
		{"latin1", "\xc3\xbc \xfc", "Ã¼ ü"},
		{"latin9", "\xa4", "€"},
		{"MacRoman", "gr\x9f\xa7e", "grüße"},
		{"x-windows-1251", "\xd2\xe5\xf1\xf2", "Тест"},
		{"win-1251", "\xd2\xe5\xf1\xf2", "Тест"},
		{"iso-2022-jp-2", "\x1b$B%D\x1b(B", "ツ"},
		{"ucs-2", "\x00a\x00b", "ab"},
		{"utf-16", "a\x00b\x00 \x00\xac\x20", "ab €"},
		{"utf-16", "\x00a\x00b\x00 \x20\xac", "ab €"},
		{"iso-8859-15", "\xa4", "€"},
		{"ANSI", "\x84x\x93", "„x“"},
		{`"windows-1251"`, "\xd2\xe5\xf1\xf2", "Тест"},
		{"cp1251", "\xd2\xe5\xf1\xf2", "Тест"},
		{"koi8-r", "\xf4\xc5\xd3\xd4", "Тест"},
		{"gb2312", "\xd7\xaa\xb7\xa2", "转发"},
		{"shift_jis", "\x83\x63", "ツ"},
		{"iso-2022-jp", "\x1b$B%D\x1b(B", "ツ"},
		{"iso-2022-jp", "\x83\x63", "ツ"},
		{"ks_c_5601-1987", "\xc7\xd1", "한"},
		{"unicode-1-1-utf-7", "+ANw-ber a+-b +2D3eAA-!", "Über a+b 😀!"},
		{"utf-7", "+", "+"},
		{"utf-16le", "a\x00b\x00", "ab"},
		{"utf-16", "\xff\xfea\x00", "a"},
		{"", "\xfe\xff\x00a", "a"},
		{"utf-32", "\x00\x00\x00a", "a"},
		{"charset=us-ascii", "a", "a"},
		{"no-such", "\xc3\xbc", "ü"},
		{"no-such", "\xfc", "ü"},
		{"utf-7", "\xff+AAA-", "\ufffd\ufffd"},
	} {
		if got := CharsetDecode(c.charset, []byte(c.in)); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.charset, c.in, got, c.want)
		}
	}
}

// TestCharsetFindings names what did not fit.
func TestCharsetFindings(t *testing.T) {
	for charset, code := range map[string]string{"us-ascii": FoundCharsetWrong, "x-klingon": FoundCharsetUnknown, "iso-8859-1": ""} {
		m := Read([]byte(top+"Content-Type: text/plain; charset="+charset+"\n\ngr\xfc\xdfe\n"), Limits{})
		if m.Body() != "grüße\n" || code != "" && !hasFinding(m, code) || code == "" && len(m.Findings) > 0 {
			t.Errorf("%s: body %q, findings %v", charset, m.Body(), m.Findings)
		}
	}
}

// FuzzDecode compares the lax decoders with the strict ones on what these
// accept, and wants clean text from any charset.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("QUJD\n"), "utf-8")
	f.Add([]byte("a=3D=\nb"), "iso-2022-jp")
	f.Add([]byte("begin 644 x\n#86)C\nend\n"), "utf-7")
	f.Fuzz(func(t *testing.T, data []byte, charset string) {
		out, junk := decodeBase64(data, len(data))
		if want, err := base64.StdEncoding.DecodeString(strings.NewReplacer("\r", "", "\n", "").Replace(string(data))); err == nil && (!bytes.Equal(out, want) || junk) {
			t.Errorf("base64 %q: %q, want %q", data, out, want)
		}
		if out, _ := decodeQP(data, len(data)); len(out) > len(data) {
			t.Errorf("quoted-printable grew")
		}
		decodeUU(data, len(data))
		if s := CharsetDecode(charset, data); !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			t.Errorf("%s %q: %q is not clean", charset, data, s)
		}
	})
}

// TestStart: the first bytes of a part are those of its content, in every
// coding, and reading them keeps nothing.
func TestStart(t *testing.T) {
	for coding, body := range map[string]string{
		"base64": "aGVsbG8s\r\nIHdvcmxk", "quoted-printable": "hello=2C world", "7bit": "hello, world",
		"x-uuencode": "begin 644 x\r\n,:&5L;&\\L('=O<FQD\r\n`\r\nend",
	} {
		p := Read([]byte("Content-Transfer-Encoding: "+coding+"\r\n\r\n"+body), Limits{}).Root
		for _, n := range []int{5, 12, 100} {
			want := "hello, world"[:min(n, 12)]
			if got := string(p.Start(n)); got != want || coding != "7bit" && p.decoded != nil {
				t.Errorf("%s: %d bytes are %q, want %q", coding, n, got, want)
			}
		}
		if got := string(p.Decode()); got != "hello, world" || string(p.Start(5)) != "hello" {
			t.Errorf("%s: the content is %q", coding, got)
		}
	}
}

// TestUTF16File: an attached text in the UTF-16 that its charset says is read, with
// a byte order mark or without.
func TestUTF16File(t *testing.T) {
	const text = "Your name: Ann Lee\nHost: 192.0.2.1\n"
	for charset, swap := range map[string]bool{"utf-16le": false, "utf-16be": true, "UTF-16": true} {
		for _, mark := range []bool{false, true} {
			var data []byte
			add := func(c rune) {
				if pair := []byte{byte(c), byte(c >> 8)}; swap {
					data = append(data, pair[1], pair[0])
				} else {
					data = append(data, pair...)
				}
			}
			if mark {
				add(0xfeff)
			}
			for _, c := range text {
				add(c)
			}
			m := Read([]byte("Content-Type: text/plain; charset="+charset+"\nContent-Disposition: attachment; filename=report.txt\n"+
				"Content-Transfer-Encoding: base64\nMIME-Version: 1.0\n\n"+base64.StdEncoding.EncodeToString(data)+"\n"), Limits{})
			outer := Read([]byte("Content-Type: multipart/mixed; boundary=b\nMIME-Version: 1.0\n\n--b\nContent-Type: text/plain\n\nSee the file.\n--b\n"+
				"Content-Type: text/plain; charset="+charset+"\nContent-Disposition: attachment; filename=report.txt\nContent-Transfer-Encoding: base64\n\n"+
				base64.StdEncoding.EncodeToString(data)+"\n--b--\n"), Limits{})
			if list := outer.Texts(); len(list) != 2 || list[1].Text != text || m.Body() != text {
				t.Errorf("%s, mark %v: %+v, %q", charset, mark, list, m.Body())
			}
		}
	}
}
