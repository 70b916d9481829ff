package router

import (
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

var (
	ref42 = store.MakeRef("TAG", 2026, 42)
	ref43 = store.MakeRef("TAG", 2026, 43)
)

// subject fills a pattern: R is the whole reference, N the number without its
// check character, C the check character, X a wrong one.
func subject(pattern string) string {
	n := strings.TrimPrefix(string(ref42), "TAG#")
	c := n[len(n)-1:]
	x := "A"
	if c == x {
		x = "B"
	}
	return strings.NewReplacer("«R»", string(ref42), "«N»", n[:len(n)-2], "«C»", c, "«X»", x,
		"«2»", string(ref43)).Replace(pattern)
}

func TestTagsReadLeniently(t *testing.T) {
	for _, s := range []string{
		"[«R»] hello", "Re: [«R»] hello", "re: «R»", "[ «R» ]", "(«R»)", "hello «R».", "hello,«R»,bye",
		"[tag#«N»-«C»]", "[Tag #«N»-«C»]", "[TAG # «N»-«C»]", "[TAG «N»-«C»] no mark",
		"［ＴＡＧ＃«N»－«C»］", "[TAG#2026–00042–«C»]", "[TAG#2026\u201100042\u2011«C»]", "[TAG\u00a0#\u00a0«N»-«C»]",
		"[TAG\r\n #«N»-«C»]", "[TA\u200bG#«N»-«C»]", "[TAG#2026\u221200042—«C»]", "Aw: WG: «R»: urgent", "«R»-urgent",
		"[CIRCL #1234567] [«R»]",
	} {
		ours, _, mistyped := readTags(subject(s), "TAG")
		if len(ours) != 1 || ours[0].Ref != ref42 || !ours[0].Checked || len(mistyped) != 0 {
			t.Errorf("readTags(%q) = %+v, mistyped %q, want a checked %s", subject(s), ours, mistyped, ref42)
		}
	}
}

func TestTagsWithoutCheckCharacterAreUnconfirmed(t *testing.T) {
	for _, s := range []string{"[TAG#«N»] x", "TAG#«N»", "TAG #«N»- x", "TAG#«N», x", "TAG#«N» - two hosts", "[TAG#«N» ]"} {
		ours, _ := Tags(subject(s), "TAG")
		if len(ours) != 1 || ours[0].Ref != ref42 || ours[0].Checked {
			t.Errorf("Tags(%q) = %+v, want an unchecked %s", subject(s), ours, ref42)
		}
	}
}

func TestTagsMistypedAreNoClaim(t *testing.T) {
	for _, s := range []string{
		"[TAG#«N»-«X»]", "TAG#2026-00043-«C»", "TAG#2026-00024-«C»", "TAG#2062-00042-«C»", "TAG#2026-000042-«C»",
		"TAG#«N»«C»", "TAG#«N»-«C»x", "TAG#2026-0042-«C»", "TAG#2026\r\n -00042-«C»", "TAG#2026-0\r\n 0042-«C»",
		"TAG#2026-00042\r\n -«C»", "TAG#2026-00042 3-«C»", "TAG#2026-99999999999-«C»", "TAG#20260004«C»", "TAG #12",
	} {
		ours, foreign, mistyped := readTags(subject(s), "TAG")
		if len(ours) != 0 || len(foreign) != 0 || len(mistyped) != 1 {
			t.Errorf("readTags(%q) = %+v %q, mistyped %q, want no claim and it reported", subject(s), ours, foreign, mistyped)
		}
	}
}

func TestTagsNotOurs(t *testing.T) {
	for _, s := range []string{
		"", "hello", "#42", "2026-00042", "FOLLOW UP #1", "SEGUIMIENTO #1", "STAG#«N»-«C»", "X-TAG", "TAG", "TAG#", "TAG 12",
		"RE: TAG", "a@TAG.example", "[EGI-20260101]", "[NOREPLY][Blocklist-16104]", "RT-0012", "TAG2026-00042-«C»",
	} {
		if ours, _, mistyped := readTags(subject(s), "TAG"); len(ours) != 0 || len(mistyped) != 0 {
			t.Errorf("readTags(%q) = %+v, mistyped %q, want none", subject(s), ours, mistyped)
		}
	}
	if ours, _ := Tags(subject("X-«R»"), "TAG"); len(ours) != 0 {
		t.Errorf("another team's tag that ends in ours was read as ours: %+v", ours)
	}
	if ours, _ := Tags(subject("«R»"), ""); len(ours) != 0 {
		t.Errorf("an empty tag claims %+v", ours)
	}
}

func TestTagsSeveral(t *testing.T) {
	ours, _ := Tags(subject("[TAG#«N»] [«R»] [«2»] [«R»]"), "TAG")
	if len(ours) != 2 || ours[0].Ref != ref42 || !ours[0].Checked || ours[1].Ref != ref43 {
		t.Errorf("got %+v, want both once, checked", ours)
	}
}

func TestTagsForeign(t *testing.T) {
	for s, want := range map[string]string{
		"[CIRCL #1234567] phishing":         "CIRCL#1234567",
		"Re: [CIRCL # 1234567 ]":            "CIRCL#1234567",
		"［CIRCL ＃1234567］":                  "CIRCL#1234567",
		"[CERT-Bund#2026012328000123] x":    "CERT-Bund#2026012328000123",
		"AW: CERT-Bund#2026012328000123":    "CERT-Bund#2026012328000123",
		"[RT-Tag #123]":                     "RT-Tag#123",
		"[INCIBE-CERT_IRIS #98765] FOLLOW":  "INCIBE-CERT_IRIS#98765",
		"[IRIS-CERT #4711] FOLLOW UP #1":    "IRIS-CERT#4711",
		"VRF#24-05-HGCRN":                   "VRF#24-05-HGCRN",
		"[rt.example.org #815] abuse":       "rt.example.org#815",
		"CERT#12345":                        "CERT#12345",
		"[OTHER-CERT#2026-00042-7]":         "OTHER-CERT#2026-00042-7",
		"[Ticket#2026112110000015] RE: x":   "Ticket#2026112110000015",
		"[X-TAG#2026-00042-7]":              "X-TAG#2026-00042-7",
		"[CIRCL #1234567] [CIRCL #1234567]": "CIRCL#1234567",
	} {
		ours, foreign := Tags(s, "TAG")
		if !slices.Equal(foreign, []string{want}) || len(ours) != 0 {
			t.Errorf("Tags(%q) = %+v %q, want foreign %q", s, ours, foreign, want)
		}
	}
	for _, s := range []string{"FOLLOW UP #1", "#1234567", "[#1234567]", "Ticket #123", "[Ticket #123]", "UP #1", "issue#1234",
		"VU#123456", "http://x.example/page.HTML#1234", "C#1234", "[CIRCL #12]", "CIRCL #1234567 loose", "[CIRCL #123 of 9]",
		"Order#12345", "[Update #123]", "1CIRCL#1234567", "[錯誤回報---(...)]"} {
		if _, foreign := Tags(s, "TAG"); len(foreign) != 0 {
			t.Errorf("Tags(%q) learnt %q, want nothing", s, foreign)
		}
	}
}

func TestTagged(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "[«R»]",
		"hello":                        "[«R»] hello",
		"Re: [«R»] hello":              "[«R»] Re: hello",
		"[«R»] [tag #«N»] hello («R»)": "[«R»] hello",
		"[«2»] hello":                  "[«R»] hello",
		"[TAG#«N»-«X»] hello":          "[«R»] hello",
		"[CIRCL #1234567] hello":       "[«R»] [CIRCL #1234567] hello",
		"[«R»] [CIRCL #1234567] hello": "[«R»] [CIRCL #1234567] hello",
		"a\r\nBcc: x@y\x00z":           "[«R»] a Bcc: x@y z",
		"TAG [«R»] «N»-«C»":            "[«R»]",
		"x\x00«R»":                     "[«R»] x",
		"bad \xff bytes":               "[«R»] bad \uFFFD bytes",
		"［ＴＡＧ＃«N»－«C»］ Störung":          "[«R»] Störung",
		"  many   blanks  ":              "[«R»] many blanks",
		"[GRÜN #1234] straße «R» (TAG#)": "[«R»] [GRÜN #1234] straße (TAG#)",
	} {
		if got := Tagged(subject(in), ref42); got != subject(want) {
			t.Errorf("Tagged(%q) = %q, want %q", subject(in), got, subject(want))
		}
	}
}

// What Tagged writes, Tags reads: this reference, checked, and no other of
// ours, whatever stood in the subject.
func FuzzTags(f *testing.F) {
	for _, s := range []string{"hello", "Re: [«R»] x", "TAG [«R»] «N»-«C»", "［ＴＡＧ＃«N»", "[CIRCL #1234567]", "TATAG#«N»G#«N»",
		"-«C»", "]\u200b[", "TAG#2026-00042\r\n -«C»", "x\x00«R»"} {
		f.Add(subject(s), 42)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		r := store.MakeRef("TAG", 2026, n&0xffffff)
		tagged := Tagged(s, r)
		ours, _, mistyped := readTags(tagged, "TAG")
		if len(ours) != 1 || ours[0].Ref != r || !ours[0].Checked {
			t.Fatalf("Tags(%q) = %+v, want %s alone", tagged, ours, r)
		}
		if again := Tagged(tagged, r); again != tagged {
			t.Fatalf("Tagged(%q) = %q, want it unchanged", tagged, again)
		}
		if strings.ContainsAny(tagged, "\r\n\x00") || len(mistyped) != 0 {
			t.Fatalf("Tagged(%q) = %q holds what must not be in a header", s, tagged)
		}
		Tags(s, "TAG")
	})
}

func TestStrict(t *testing.T) {
	for ref, want := range map[store.Ref]bool{
		store.MakeRef("T", 2026, 42): true, store.MakeRef("CERT-X.y_1", 2026, 1234567): true, store.MakeRef("T U", 2026, 1): false,
		store.MakeRef("Tä", 2026, 1): false, store.MakeRef("T", 12026, 1): false, "T#2026-00042-X": false, "T#2026-42-7": false, "": false,
	} {
		if strict(ref) != want {
			t.Errorf("strict(%q) is %v", ref, !want)
		}
		if ours, _ := Tags("["+string(ref)+"] ", ref.Tag()); want && (len(ours) != 1 || ours[0].Ref != ref) {
			t.Errorf("[%s] is read as %v", ref, ours)
		}
	}
}
