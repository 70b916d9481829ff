package mime

import (
	"strings"

	"tocsin/store"
)

// Codes of what was odd about a message. They are stable: handlers filter by
// them and tests name them.
const (
	// Harmless: every reader takes such a mail in the same way.
	FoundMboxFrom        = "mbox-from"          // an mbox "From " line before the header was skipped
	FoundMixedEOL        = "mixed-eol"          // some lines end in LF, some in CRLF
	FoundDuplicateField  = "duplicate-field"    // a field that RFC 5322 allows once stands twice; the first counts
	FoundBlankFold       = "blank-continuation" // a line of blanks inside the header was read as a continuation
	FoundEncodedMessage  = "encoded-message"    // a message/rfc822 came in base64 or quoted-printable
	FoundTransferJunk    = "transfer-junk"      // base64, quoted-printable or uuencoded text had faults that were passed over
	FoundTransferName    = "transfer-name"      // Content-Transfer-Encoding was misspelt or has a comment
	FoundCharsetUnknown  = "charset-unknown"    // charset not known: read as UTF-8 or windows-1252
	FoundCharsetWrong    = "charset-wrong"      // text does not fit its charset: wrong bytes read as windows-1252
	FoundTextCut         = "text-cut"           // the readable text was longer than Limits.Text
	FoundTNEF            = "tnef"               // an Outlook winmail.dat that is not opened
	FoundUUEncoded       = "uuencoded"          // the part is transfer-encoded with uuencode
	FoundAddressUnusual  = "from-unreadable"    // From is missing, twice there, or names not exactly one address
	FoundFindingsCut     = "findings-cut"       // more findings than are kept
	FoundPartialMessage  = "message-partial"    // one piece of a split message (RFC 2046 section 5.2.2)
	FoundInnerUnclosed   = "inner-unclosed"     // a multipart within a multipart ends where its parent's next part begins
	FoundExternalContent = "external-body"      // the content lies elsewhere (RFC 2046 section 5.2.3)

	// Ambiguous: other readers see another structure than we do.
	FoundBOM                = "bom"                 // a byte order mark before the header was skipped
	FoundLeadingBlank       = "leading-blank"       // blank lines before the header were skipped
	FoundDuplicateHeader    = "duplicate-header"    // Content-*, From, Sender or Subject stands twice; the first counts
	FoundBareCR             = "bare-cr"             // a CR without LF
	FoundNUL                = "nul"                 // a NUL byte
	FoundBlankBeforeColon   = "blank-before-colon"  // "Content-Type :" or the like
	FoundContentType        = "content-type"        // Content-Type against the grammar of RFC 2045; read as far as it goes
	FoundDuplicateParameter = "duplicate-parameter" // a parameter stands twice; the first counts
	FoundTransferUnknown    = "transfer-unknown"    // Content-Transfer-Encoding not known; taken as it stands
	FoundBoundaryReused     = "boundary-reused"     // a multipart within a multipart has the same boundary
	FoundBoundaryJunk       = "boundary-junk"       // text after the boundary on its line
	FoundAfterClose         = "after-close"         // parts after the closing boundary line; they were read
	FoundEncodedMultipart   = "encoded-multipart"   // a multipart with a transfer encoding
	FoundFieldCut           = "field-cut"           // a header field was longer than Limits.FieldBytes

	// Malformed: the structure had to be guessed or is not whole.
	FoundHeaderJunk       = "header-junk"       // a line inside the header that is no field was skipped
	FoundHeaderUnended    = "header-unended"    // no blank line between header and body
	FoundHeaderMissing    = "header-missing"    // no field that mail knows; all of it was read as text
	FoundCROnly           = "cr-only"           // all lines end in CR alone
	FoundBoundaryGuessed  = "boundary-guessed"  // boundary missing or not found; taken from the text
	FoundBoundaryUnclosed = "boundary-unclosed" // the outermost multipart has no closing boundary line
	FoundMultipartEmpty   = "multipart-empty"   // a multipart without any boundary line; read as text
	FoundLimit            = "limit"             // a limit was hit; the detail names it
)

// maxFindings bounds what is filed about one message.
const maxFindings = 100

// Answers of Message.Structure.
const (
	StructureOK        = "ok"
	StructureAmbiguous = "ambiguous"
	StructureMalformed = "malformed"
)

// Structure says how far the tree of parts can be trusted: "ok" when every
// reader sees the same one, "ambiguous" when readers are known to differ,
// "malformed" when it was guessed or is not whole. Only a signature over an
// "ok" structure can cover a whole message. What is odd inside an embedded
// message does not count, since the part that holds it is one piece, unless it
// reaches out: limits, and boundaries of the multiparts around it.
func (m *Message) Structure() string {
	worst := StructureOK
	for _, f := range m.Findings {
		if f.Code != FoundLimit && f.Code != FoundBoundaryReused && m.isEmbedded(f.Part) {
			continue
		}
		switch severity(f.Code) {
		case StructureMalformed:
			return StructureMalformed
		case StructureAmbiguous:
			worst = StructureAmbiguous
		}
	}
	return worst
}

// isEmbedded reports whether the part at path lies inside an embedded message.
func (m *Message) isEmbedded(path string) bool {
	found := false
	m.Root.Walk(func(p *Part) bool {
		found = found || embeds(p.Type) && len(path) > len(p.Path) && strings.HasPrefix(path, p.Path+".")
		return !found && strings.HasPrefix(path, p.Path)
	})
	return found
}

// severity tells what a finding does to the structure.
func severity(code string) string {
	switch code {
	case FoundHeaderJunk, FoundHeaderUnended, FoundHeaderMissing, FoundCROnly, FoundBoundaryGuessed,
		FoundBoundaryUnclosed, FoundMultipartEmpty, FoundLimit:
		return StructureMalformed
	case FoundBOM, FoundLeadingBlank, FoundDuplicateHeader, FoundBareCR, FoundNUL, FoundBlankBeforeColon, FoundContentType,
		FoundDuplicateParameter, FoundTransferUnknown, FoundBoundaryReused, FoundBoundaryJunk,
		FoundAfterClose, FoundEncodedMultipart, FoundFieldCut, FoundFindingsCut:
		return StructureAmbiguous
	}
	return StructureOK
}

// note files a finding once for each code and part. When there are too many,
// the last place says so: its severity is "ambiguous", as the lost one's may be.
func (m *Message) note(code, part, detail string) {
	if m == nil || len(m.Findings) >= maxFindings {
		return
	}
	for _, f := range m.Findings {
		if f.Code == code && f.Part == part {
			return
		}
	}
	if len(m.Findings) == maxFindings-1 {
		code, part, detail = FoundFindingsCut, "", "more was odd than is listed"
	}
	if len(detail) > 120 {
		detail = detail[:120]
	}
	m.Findings = append(m.Findings, store.Finding{Code: code, Part: part, Detail: Sanitize(detail)})
}

// exceed files that a limit was hit; the first one names the message's.
func (m *Message) exceed(limit, part string) {
	m.note(FoundLimit, part, limit)
	if m.Exceeded == "" {
		m.Exceeded = limit
	}
}

func (p *Part) note(code, detail string) { p.message.note(code, p.Path, detail) }
