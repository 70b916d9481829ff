package courier

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"tocsin/store"
)

func TestCheckAddress(t *testing.T) {
	for _, good := range []string{"a@b.example", "first.last+tag@sub.host-name.example", "!#$%&'*+-/=?^_`{|}~@x.test", "A@LOCALHOST", "1@1.2.xn--p1ai"} {
		if err := checkAddress(good); err != nil {
			t.Errorf("%q refused: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "@", "a", "a@", "@b", "a@b@c", ".a@b", "a.@b", "a..b@c", "a b@c", `"a"@b`, "a@[127.0.0.1]", "a@-b.test", "a@b-.test", "a@b..c", "a@b.",
		"a@b>", "<a@b", "a@b\r\nRCPT TO:<x@y>", "a\x00@b", "ä@b.test", "a@bücher.test", "a,b@c", "a@b_c.test", "a@b NOTIFY=NEVER",
		strings.Repeat("a", 65) + "@b.test", "a@" + strings.Repeat("b", 64) + ".test", "a@" + strings.Repeat("b.", 130) + "test",
		`x> NOTIFY=SUCCESS ORCPT=rfc822;victim@v.test <y"@evil.test`,
	} {
		if err := checkAddress(bad); !errors.Is(err, errAddress) {
			t.Errorf("%q accepted (%v)", bad, err)
		}
	}
}

// FuzzAddress: what the check lets through stands in the RCPT command as one
// path with nothing behind it.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"a@b.test", "a.b@c", `"x"@y`, "x> NOTIFY=SUCCESS <y@z", "a@b\r\nDATA", "ä@ö"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if checkAddress(address) != nil {
			return
		}
		conn := &scripted{in: bytes.NewReader([]byte("220 a\r\n250-a\r\n250 DSN\r\n250 ok\r\n250 ok\r\n"))}
		s := greeted(t, conn)
		if _, at, _ := s.submit(&job{Outgoing: entry("e", store.OutForward, address), raw: []byte("x")}, none); at < atRcpt {
			t.Fatalf("ended at stage %d", at)
		}
		if want := "\r\nRCPT TO:<" + address + ">\r\n"; !bytes.Contains(conn.wrote.Bytes(), []byte(want)) {
			t.Errorf("commands %q lack %q", conn.wrote.Bytes(), want)
		}
		if strings.Count(address, "@") != 1 || strings.ContainsAny(address, "<> \r\n\"\x00") {
			t.Errorf("%q was let through", address)
		}
	})
}
