package mime

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	stdmime "mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"
)

// The tests here hold this package against other readers on mail that is
// right: leniency must not change what is clear.

// A node is a MIME entity to be written and read back.
type node struct {
	kind     string
	body     string
	children []node
}

// grow makes a random tree of at most depth levels.
func grow(rng *rand.Rand, depth int) node {
	if depth == 0 || rng.IntN(3) == 0 {
		var body strings.Builder
		for range rng.IntN(5) {
			body.WriteString([]string{"words\r\n", "--\r\n", "--x\r\n", "\r\n", "Content-Type: text/html\r\n", "From here\r\n"}[rng.IntN(6)])
		}
		return node{kind: []string{"text/plain", "text/html", "application/octet-stream"}[rng.IntN(3)], body: body.String()}
	}
	n := node{kind: []string{"multipart/mixed", "multipart/alternative", "multipart/related"}[rng.IntN(3)]}
	if rng.IntN(5) == 0 {
		n.kind = "message/rfc822"
		n.children = []node{grow(rng, depth-1)}
		return n
	}
	for range 1 + rng.IntN(4) {
		n.children = append(n.children, grow(rng, depth-1))
	}
	return n
}

// write puts the entity down with the library of Go.
func (n node) write(t *testing.T, w io.Writer) {
	t.Helper()
	switch {
	case n.kind == "message/rfc822":
		fmt.Fprintf(w, "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n")
		n.children[0].write(t, w)
	case len(n.children) > 0:
		m := multipart.NewWriter(w)
		fmt.Fprintf(w, "Content-Type: %s; boundary=%s\r\n\r\n", n.kind, m.Boundary())
		for i, c := range n.children {
			if i > 0 {
				io.WriteString(w, "\r\n")
			}
			fmt.Fprintf(w, "--%s\r\n", m.Boundary())
			c.write(t, w)
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	default:
		fmt.Fprintf(w, "Content-Type: %s\r\n\r\n%s", n.kind, n.body)
	}
}

// same compares what was read with what was written.
func (n node) same(p *Part) error {
	if p.Type != n.kind || len(p.Children) != len(n.children) {
		return fmt.Errorf("part %q is %s with %d parts, want %s with %d", p.Path, p.Type, len(p.Children), n.kind, len(n.children))
	}
	if len(n.children) == 0 && string(p.Decode()) != n.body {
		return fmt.Errorf("part %q holds %q, want %q", p.Path, p.Decode(), n.body)
	}
	for i, c := range n.children {
		if err := c.same(p.Children[i]); err != nil {
			return err
		}
	}
	return nil
}

// TestTrees writes random trees and reads them back without a finding.
func TestTrees(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		tree := grow(rng, 4)
		var b bytes.Buffer
		b.WriteString("From: a@example.org\r\nMIME-Version: 1.0\r\n")
		tree.write(t, &b)
		m := Read(b.Bytes(), Limits{})
		if err := tree.same(m.Root); err != nil {
			t.Fatalf("%v in:\n%s", err, b.Bytes())
		}
		if len(m.Findings) > 0 {
			t.Fatalf("findings %v in:\n%s", m.Findings, b.Bytes())
		}
	}
}

// TestCutTrees cuts such mails off anywhere: what is whole stays readable and
// the cut is never called ok, unless it left no trace.
func TestCutTrees(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		tree := node{kind: "multipart/mixed", children: []node{{kind: "text/plain", body: "first"}, grow(rng, 3)}}
		var b bytes.Buffer
		b.WriteString("From: a@example.org\r\nMIME-Version: 1.0\r\n")
		tree.write(t, &b)
		whole := bytes.TrimRight(b.Bytes(), "\r\n")
		begin := bytes.Index(whole, []byte("first")) + len("first") + 2
		cut := whole[:begin+rng.IntN(len(whole)-begin-1)]
		m := Read(cut, Limits{})
		if m.Structure() == StructureOK {
			t.Fatalf("a cut mail is ok:\n%s", cut)
		}
		if len(m.Root.Children) == 0 || !strings.HasPrefix(m.Root.Children[0].Text(), "first") {
			t.Fatalf("the first part is lost:\n%s", cut)
		}
	}
}

// TestWritersAgree reads with the library of Go what is encoded here.
func TestWritersAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	letters := []rune("aF. \t=\nü€_?-\u00a0Z")
	for range 500 {
		text := make([]rune, rng.IntN(300))
		for i := range text {
			text[i] = letters[rng.IntN(len(letters))]
		}
		var coded, asIs bytes.Buffer
		writeQP(&coded, string(text))
		writeAsIs(&asIs, string(text))
		want := asIs.Bytes()
		got, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(coded.Bytes())))
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("quoted-printable %q reads %q (%v), want %q", coded.Bytes(), got, err, want)
		}
		for line := range bytes.Lines(coded.Bytes()) {
			if len(line) > 78 || bytes.HasPrefix(line, []byte("From ")) || line[0] == '.' || bytes.HasSuffix(line, []byte(" \r\n")) {
				t.Fatalf("a line that does not travel: %q", line)
			}
		}
		subject := cutRunes(string(text), maxSubject)
		if got, err := new(stdmime.WordDecoder).DecodeHeader(encodeText(subject)); err != nil || got != subject {
			t.Fatalf("subject %q is written %q and reads %q (%v)", subject, encodeText(subject), got, err)
		}
	}
}

// FuzzAddresses compares with net/mail where that reads a list and we find
// nothing strange.
func FuzzAddresses(f *testing.F) {
	for _, seed := range []string{"a@b.org", `"A, B" <a@b.org>, C <c@d.org>`, "T: a@b.org;", "a@b.org (x)", "=?utf-8?q?=C3=BC?= <a@b.org>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		h := Header{{Name: "From", Value: oneLine([]byte(value))}}
		list, ok := h.Addresses("From")
		for _, a := range list {
			if again, safe := cleanAddress(a.Addr); !safe || again != a.Addr || strings.ContainsAny(a.Addr, " <>\"\r\n,;") {
				t.Errorf("%q yields the unsafe %q", value, a.Addr)
			}
		}
		theirs, err := mail.ParseAddressList(h[0].Value)
		if err != nil || !ok || !isASCII([]byte(value)) {
			return
		}
		if len(theirs) != len(list) {
			t.Fatalf("%q: %d addresses, net/mail has %d", value, len(list), len(theirs))
		}
		for i, a := range theirs {
			if want, safe := cleanAddress(a.Address); !safe || list[i].Addr != want {
				t.Errorf("%q: %q, net/mail has %q", value, list[i].Addr, a.Address)
			}
		}
	})
}

// FuzzDate compares with net/mail where that reads a date of our time.
func FuzzDate(f *testing.F) {
	for _, seed := range []string{"Fri, 20 Nov 2026 10:08:07 +0100", "20 Nov 26 09:08 GMT", "Fri, 20 Nov 2026 10:08:07 +0100 (CET)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		ours, ok := parseDate(value)
		if ok && (ours.Year() < 1969 || ours.Year() > 10000) {
			t.Errorf("%q reads %v", value, ours)
		}
		theirs, err := mail.ParseDate(value)
		if err != nil || !ok || len(value) > 60 {
			return
		}
		if day := theirs.Sub(ours); day > 24*time.Hour || day < -24*time.Hour {
			t.Errorf("%q reads %v, net/mail has %v", value, ours, theirs)
		}
	})
}

// FuzzParams compares with mime.ParseMediaType where that finds no fault.
func FuzzParams(f *testing.F) {
	for _, seed := range []string{`text/plain; charset="utf-8"`, `a/b; x*0="a"; x*1=b`, `a/b; x*=utf-8''%C3%BC`, `multipart/mixed; boundary="a\"b;"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		ours := parseMedia(value)
		wantClean(t, fileName(ours.params["filename"]))
		for _, v := range ours.params {
			wantClean(t, v)
		}
		kind, params, err := stdmime.ParseMediaType(value)
		if err != nil || ours.malformed || ours.duplicate || !isASCII([]byte(value)) || strings.ContainsAny(value, "(\\%*\x00") {
			return
		}
		if ours.kind != kind || len(ours.params) != len(params) {
			t.Fatalf("%q: %q %v, the library has %q %v", value, ours.kind, ours.params, kind, params)
		}
		for name, v := range params {
			if ours.params[name] != v {
				t.Errorf("%q: %s is %q, the library has %q", value, name, ours.params[name], v)
			}
		}
	})
}
