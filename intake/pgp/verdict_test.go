package pgp

import (
	"bytes"
	"strings"
	"testing"

	"tocsin/intake/mime"
	"tocsin/store"
)

func TestVerdictOrder(t *testing.T) {
	full := &certificate{accepted: true, addresses: []string{aliceAddress}}
	good := verdict{Signature: store.Signature{Status: statusGood, FromMatch: true}, cert: full, current: true}
	with := func(v verdict, change func(*verdict)) verdict { change(&v); return v }
	as := func(status string) verdict { return with(good, func(v *verdict) { v.Status = status }) }
	tests := map[string]struct {
		sigs              []verdict
		encrypted, closed bool
		structure         string
		leaves            [][]int
		want              string
	}{
		"nothing":                {want: "unsigned", leaves: [][]int{nil}},
		"good":                   {sigs: []verdict{good}, want: "verified", leaves: [][]int{{0}}},
		"good, unreadable":       {sigs: []verdict{good}, encrypted: true, closed: true, want: "unreadable", leaves: [][]int{{0}}},
		"bad, unreadable":        {sigs: []verdict{as("bad")}, encrypted: true, closed: true, want: "bad", leaves: [][]int{{0}}},
		"good and bad":           {sigs: []verdict{good, as("bad")}, want: "bad", leaves: [][]int{{0, 1}}},
		"good and no key":        {sigs: []verdict{good, as("no-key")}, want: "verified", leaves: [][]int{{0, 1}}},
		"partial":                {sigs: []verdict{good}, want: "signed", leaves: [][]int{{0}, nil}},
		"one each":               {sigs: []verdict{good, good}, want: "verified", leaves: [][]int{{0}, {1}}},
		"one each, one is weak":  {sigs: []verdict{good, as("weak")}, want: "signed", leaves: [][]int{{0}, {1}}},
		"ambiguous":              {sigs: []verdict{good}, structure: "ambiguous", want: "signed", leaves: [][]int{{0}}},
		"malformed":              {sigs: []verdict{good}, structure: "malformed", want: "signed", leaves: [][]int{{0}}},
		"lapsed":                 {sigs: []verdict{with(good, func(v *verdict) { v.current = false })}, want: "signed", leaves: [][]int{{0}}},
		"other sender":           {sigs: []verdict{with(good, func(v *verdict) { v.FromMatch = false })}, want: "signed", leaves: [][]int{{0}}},
		"signed but no leaf":     {sigs: []verdict{good}, want: "signed"},
		"not for us":             {sigs: []verdict{as("not-for-us")}, want: "signed", leaves: [][]int{{0}}},
		"encrypted and unsigned": {encrypted: true, want: "unsigned", leaves: [][]int{nil}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := &opener{sigs: tt.sigs, encrypted: tt.encrypted, closed: tt.closed, structure: tt.structure}
			if o.structure == "" {
				o.structure = mime.StructureOK
			}
			for _, sigs := range tt.leaves {
				o.leaves = append(o.leaves, leaf{&mime.Part{Path: "1", Type: "text/plain", Content: []byte("x")}, layer{sigs: sigs}})
			}
			p := o.protection()
			if p.Verdict != tt.want {
				t.Errorf("verdict is %s, want %s", p.Verdict, tt.want)
			}
			if p.Verdict != "verified" && p.ForUs {
				t.Error("for us without being verified")
			}
			if p.Signatures == nil || p.Parts == nil || p.Findings == nil {
				t.Error("an empty list is null in JSON")
			}
		})
	}
}

func TestStatusToShow(t *testing.T) {
	o := &opener{}
	for _, s := range []string{"no-key", "good", "bad", "weak"} {
		o.sigs = append(o.sigs, verdict{Signature: store.Signature{Status: s}})
	}
	for want, sigs := range map[string][]int{"": nil, "no-key": {0, 3}, "good": {0, 1, 3}, "bad": {1, 2}, "weak": {3, 0}} {
		if got := o.status(sigs); got != want {
			t.Errorf("of %v the status is %q, want %q", sigs, got, want)
		}
	}
}

func TestWorse(t *testing.T) {
	for _, tt := range [][3]string{{"ok", "ok", "ok"}, {"ok", "ambiguous", "ambiguous"}, {"malformed", "ambiguous", "malformed"}, {"", "ok", "ok"}} {
		if got := worse(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%s and %s make %s", tt[0], tt[1], got)
		}
	}
}

func TestSize(t *testing.T) {
	data := bytes.Repeat([]byte("x"), 3000)
	raw := mixedMail(aliceAddress, filePart("a.bin", data))
	m := mime.Read(raw, mime.Limits{})
	if got := size(m.Root.Children[0]); got < 2990 || got > 3010 {
		t.Errorf("3000 bytes in base64 are shown as %d", got)
	}
	if got := size(&mime.Part{Body: data, Content: []byte("abc")}); got != 3 {
		t.Errorf("3 bytes are shown as %d", got)
	}
}

func TestSpeaks(t *testing.T) {
	c := &certificate{accepted: true, addresses: []string{"a@x.example", "b@x.example"}}
	for from, want := range map[string]string{"b@x.example": "b@x.example", "c@x.example": "a@x.example", "": "a@x.example"} {
		if got := c.speaks(from); got != want {
			t.Errorf("to a mail from %q it speaks as %q", from, got)
		}
	}
	c.accepted = false
	if got := c.speaks("a@x.example"); got != "" {
		t.Errorf("not accepted, it speaks as %q", got)
	}
	var none *certificate
	if none.speaks("a@x.example") != "" {
		t.Error("no certificate speaks")
	}
}

func TestDetachedName(t *testing.T) {
	sig := detachedSignature(t, alice(), []byte("x"), nil)
	packet := signaturePacket(t, alice().entity.PrivateKey, []byte("x"), nil)
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"a.txt.asc", sig, "a.txt"}, {"a.txt.SIG", packet, "a.txt"}, {"a.txt", sig, ""}, {".asc", sig, ""},
		{"a.txt.asc", []byte("hello"), ""}, {"a.txt.asc", literalPacket(nil), ""}, {"a.txt.asc", []byte("see -----BEGIN PGP SIGNATURE-----"), ""},
	} {
		got, ok := detachedName(&mime.Part{Filename: tt.name, Content: tt.data})
		if ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%s with %.20q is for %q, %v", tt.name, tt.data, got, ok)
		}
	}
}

func TestWriteLines(t *testing.T) {
	for in, want := range map[string]string{
		"a\nb\n": "a\r\nb\r\n", "a\r\nb": "a\r\nb", "\n": "\r\n", "": "", "a\r\r\n\n": "a\r\r\n\r\n", "a \n": "a \r\n", "a\rb": "a\rb",
	} {
		h := &recorder{}
		writeLines(h, []byte(in))
		if h.String() != want {
			t.Errorf("%q is hashed as %q, want %q", in, h.String(), want)
		}
	}
}

// A recorder is a hash that keeps what it is fed.
type recorder struct{ bytes.Buffer }

func (*recorder) Sum([]byte) []byte { return nil }
func (*recorder) Reset()            {}
func (*recorder) Size() int         { return 0 }
func (*recorder) BlockSize() int    { return 1 }

func TestFindingsAreBounded(t *testing.T) {
	o := &opener{}
	for range 2 * maxFindings {
		o.found(foundUnparsable, "1", strings.Repeat("x\x1b", 10))
	}
	if len(o.findings) != maxFindings || strings.Contains(o.findings[0].Detail, "\x1b") {
		t.Errorf("%d findings, the first %q", len(o.findings), o.findings[0].Detail)
	}
}
