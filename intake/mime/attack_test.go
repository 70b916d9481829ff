package mime

import (
	"bytes"
	"strings"
	"testing"
)

// attacks are mails in which programs are known to see different things, so
// that one verifies what another shows. Of each, the structure must not be ok,
// or we must see what is given here: the types of the leaves, and the body.
var attacks = []struct {
	name      string
	mail      string
	structure string
	leaves    string
	body      string
}{
	{
		name: "two boundary parameters",
		mail: top + "Content-Type: multipart/mixed; boundary=a; boundary=b\n\n" +
			"--b\n\nshown by some\n--a\n\nshown by others\n--a--\n--b--\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "shown by others",
	},
	{
		name: "plain and extended boundary",
		mail: top + "Content-Type: multipart/mixed; boundary=a; boundary*=us-ascii''b\n\n" +
			"--b\n\nshown by some\n--a\n\nshown by others\n--a--\n--b--\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "shown by others",
	},
	{
		name: "boundary in pieces only",
		mail: top + "Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\n\n" +
			"--ab\n\nshown\n--ab--\n",
		structure: "ok",
		leaves:    "text/plain",
		body:      "shown",
	},
	{
		name:      "two Content-Types",
		mail:      top + "Content-Type: text/html\nContent-Type: text/plain\n\n<b>x</b>\n",
		structure: "ambiguous",
		leaves:    "text/html",
		body:      "x",
	},
	{
		name:      "two transfer encodings",
		mail:      top + "Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\nQUJD\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "QUJD\n",
	},
	{
		name: "blank before the colon",
		mail: top + "Content-Type : multipart/mixed; boundary=a\n\n" +
			"--a\n\ninside\n--a--\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "inside",
	},
	{
		name: "comment in the type",
		mail: top + "Content-Type: multipart/mixed (;boundary=b); boundary=a\n\n" +
			"--a\n\ninside\n--a--\n",
		structure: "ok",
		leaves:    "text/plain",
		body:      "inside",
	},
	{
		name: "quoted boundary with a quote",
		mail: top + "Content-Type: multipart/mixed; boundary=\"a\\\"b\"\n\n" +
			"--a\"b\n\ninside\n--a\"b--\n",
		structure: "ok",
		leaves:    "text/plain",
		body:      "inside",
	},
	{
		name: "unquoted boundary with a blank",
		mail: top + "Content-Type: multipart/mixed; boundary=a b\n\n" +
			"--a b\n\nshown\n--a b--\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "shown",
	},
	{
		name: "line break by a lone CR",
		mail: top + "Content-Type: multipart/mixed; boundary=a\n\n" +
			"--a\n\none\r--a\r\rtwo\n--a--\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "one\n--a\n\ntwo",
	},
	{
		name:      "header after a lone CR",
		mail:      top + "Subject: x\rContent-Type: text/html\n\n<b>x</b>\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "<b>x</b>\n",
	},
	{
		name:      "NUL in a name",
		mail:      top + "Content-\x00Type: text/html\n\n<b>x</b>\n",
		structure: "malformed",
		leaves:    "text/plain",
		body:      "Content-\ufffdType: text/html\n\n<b>x</b>\n",
	},
	{
		name: "end in the middle",
		mail: top + "Content-Type: multipart/mixed; boundary=a\n\n" +
			"--a\n\none\n--a--\n\n--a\n\ntwo\n--a--\n",
		structure: "ambiguous",
		leaves:    "text/plain text/plain",
		body:      "one\n\ntwo",
	},
	{
		name: "outer boundary inside an inner part",
		mail: top + "Content-Type: multipart/mixed; boundary=a\n\n" +
			"--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--a\n\ntwo\n--b--\n--a--\n",
		structure: "ok", // every reader ends the inner one at the outer boundary
		leaves:    "text/plain text/plain",
		body:      "one\n\ntwo\n--b--",
	},
	{
		name: "encoded multipart",
		mail: top + "Content-Type: multipart/mixed; boundary=a\nContent-Transfer-Encoding: quoted-printable\n\n" +
			"--a\n\n=41\n--a--\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "=41",
	},
	{
		name: "continuation by a line of blanks",
		mail: top + "Subject: x\n \nContent-Type: text/html\n\n<b>x</b>\n",
		// RFC 5322 section 4.2 has it so; it is named all the same.
		structure: "ok",
		leaves:    "text/html",
		body:      "x",
	},
	{
		name:      "unknown transfer encoding",
		mail:      top + "Content-Transfer-Encoding: base64x\n\nQUJD\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "QUJD\n",
	},
	{
		name:      "two encodings in one field",
		mail:      top + "Content-Transfer-Encoding: 7bit, base64\n\nQUJD\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "QUJD\n",
	},
	{
		name:      "type after a semicolon",
		mail:      top + "Content-Type: ; text/html\n\n<b>x</b>\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "<b>x</b>\n",
	},
	{
		name:      "two types in one field",
		mail:      top + "Content-Type: text/plain text/html\n\n<b>x</b>\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "<b>x</b>\n",
	},
	{
		name:      "type with a quote",
		mail:      top + "Content-Type: \"text/html\"\n\n<b>x</b>\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "<b>x</b>\n",
	},
	{
		name:      "two authors",
		mail:      top + "From: b@example.org\n\nx\n",
		structure: "ambiguous",
		leaves:    "text/plain",
		body:      "x\n",
	},
	{
		name: "delimiter glued to text",
		mail: top + "Content-Type: multipart/mixed; boundary=a\n\n" +
			"--a\n\none\n--ax\n\ntwo\n--a--\n",
		structure: "ok", // no other reader may take "--ax" for "--a"
		leaves:    "text/plain",
		body:      "one\n--ax\n\ntwo",
	},
	{
		name: "folded boundary",
		mail: top + "Content-Type: multipart/mixed;\n boundary\n =\n a\n\n" +
			"--a\n\none\n--a--\n",
		structure: "ok",
		leaves:    "text/plain",
		body:      "one",
	},
	{
		name: "blank lines before the header",
		mail: "\n\nContent-Type: text/html\n" + top + "\n<b>x</b>\n",
		// Others show the header as text.
		structure: "ambiguous",
		leaves:    "text/html",
		body:      "x",
	},
}

// TestAttacks reads the attacks.
func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			m := Read(crlf(a.mail), Limits{})
			if got := m.Structure(); got != a.structure {
				t.Errorf("structure %s, want %s; findings %v", got, a.structure, m.Findings)
			}
			var leaves []string
			for _, p := range m.Root.Leaves() {
				leaves = append(leaves, p.Type)
			}
			if got := strings.Join(leaves, " "); got != a.leaves {
				t.Errorf("leaves %s, want %s", got, a.leaves)
			}
			if got := m.Body(); got != a.body {
				t.Errorf("body %q, want %q", got, a.body)
			}
		})
	}
}

// TestUncoveredText lets a verifier find text that stands outside of all
// parts, wherever an attacker can put it.
func TestUncoveredText(t *testing.T) {
	for name, mail := range map[string]string{
		"preamble":           mixed + "seen?\n--b\n\none\n--b--\n",
		"epilogue":           mixed + "--b\n\none\n--b--\nseen?\n",
		"behind the close":   mixed + "--b\n\none\n--b--\nseen?\n--b--\n",
		"between close, new": mixed + "--b\n\none\n--b--\nseen?\n--b\n\ntwo\n--b--\n",
		"inner preamble": mixed + "--b\nContent-Type: multipart/mixed; boundary=c\n\nseen?\n--c\n\none\n--c--\n" +
			"\n--b--\n",
		"behind the boundary": mixed + "--b seen?\n\none\n--b--\n",
		"behind the end":      mixed + "--b\n\none\n--b-- seen?\n",
	} {
		m := Read(crlf(mail), Limits{})
		var outside []byte
		m.Root.Walk(func(p *Part) bool {
			outside = append(append(outside, p.Preamble...), p.Epilogue...)
			return true
		})
		if !bytes.Contains(outside, []byte("seen?")) && m.Structure() == StructureOK {
			t.Errorf("%s: the text outside is nowhere to be seen", name)
		}
		if strings.Contains(m.Body(), "seen?") {
			t.Errorf("%s: body %q", name, m.Body())
		}
	}
}

// TestSeverity fixes what each finding does to the structure.
func TestSeverity(t *testing.T) {
	want := map[string][]string{
		StructureOK: {
			FoundMboxFrom, FoundMixedEOL, FoundDuplicateField, FoundBlankFold,
			FoundEncodedMessage, FoundTransferJunk, FoundTransferName, FoundCharsetUnknown, FoundCharsetWrong,
			FoundTextCut, FoundTNEF, FoundUUEncoded, FoundAddressUnusual, FoundPartialMessage, FoundExternalContent,
			FoundInnerUnclosed,
		},
		StructureAmbiguous: {
			FoundDuplicateHeader, FoundBareCR, FoundNUL, FoundBlankBeforeColon, FoundContentType, FoundBOM, FoundLeadingBlank,
			FoundDuplicateParameter, FoundTransferUnknown, FoundBoundaryReused, FoundBoundaryJunk, FoundAfterClose,
			FoundEncodedMultipart, FoundFieldCut, FoundFindingsCut,
		},
		StructureMalformed: {
			FoundHeaderJunk, FoundHeaderUnended, FoundHeaderMissing, FoundCROnly, FoundBoundaryGuessed, FoundBoundaryUnclosed,
			FoundMultipartEmpty, FoundLimit,
		},
	}
	seen := map[string]bool{}
	for structure, list := range want {
		for _, code := range list {
			m := Read(crlf(top+"\nx\n"), Limits{})
			m.note(code, "", "")
			if m.Structure() != structure || seen[code] {
				t.Errorf("%s makes a structure %s, want %s", code, m.Structure(), structure)
			}
			seen[code] = true
		}
	}
	m := Read(crlf(top+"\nx\n"), Limits{})
	for i := range 2 * maxFindings {
		m.note(FoundTNEF, join("", i+1), strings.Repeat("ü", 100))
	}
	if len(m.Findings) != maxFindings || m.Structure() != StructureAmbiguous {
		t.Errorf("%d findings, structure %s", len(m.Findings), m.Structure())
	}
}
