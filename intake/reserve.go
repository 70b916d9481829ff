package intake

import (
	"slices"
	"strings"

	"tocsin/intake/mime"
	"tocsin/router"
	"tocsin/store"
)

// foundSensitive is the finding about a mail that its sender marked as personal,
// private or confidential.
const foundSensitive = "sensitive"

// reservations are what the mail itself keeps from being passed on, whatever
// its report says.
func (r *Reading) reservations() []string {
	reasons := reserved(&r.Message)
	switch {
	case r.Class.Kind == Bounce:
		reasons = append(reasons, store.KindBounce)
	case r.Copied && r.Class.Kind == Human:
		reasons = append(reasons, store.KindCoordination) // sites that wrote to each other asked nothing of us
	}
	return reasons
}

// reserved is what of that the filed message tells as well: its sender marked
// it as sensitive, or a part of it was not read, and may restrict what the rest
// does not.
func reserved(m *store.Message) (reasons []string) {
	if found(m.Findings, foundSensitive) {
		reasons = append(reasons, router.HeldDisclosure)
	}
	if unread(m) {
		reasons = append(reasons, "unread")
	}
	return reasons
}

func found(list []store.Finding, codes ...string) bool {
	return slices.ContainsFunc(list, func(f store.Finding) bool { return slices.Contains(codes, f.Code) })
}

// hold turns a forward into a hold: what is not addressed to us as a report,
// or not for others, is nobody's to pass on by itself.
func hold(route *store.Decision, reason string) {
	if route.Decision == router.Forward || route.Decision == router.Split {
		route.Decision = router.Hold
	}
	if route.Decision == router.Hold && !slices.Contains(route.HeldFor, reason) {
		route.HeldFor = append(route.HeldFor, reason)
	}
}

// sensitive reports whether a Sensitivity field (RFC 2156 section 5.3.4) says
// personal, private, or company-confidential.
func (r *Reading) sensitive() bool {
	marks := slices.Concat(r.Mail.Header.All("Sensitivity"), r.Opened.Header.All("Sensitivity"))
	return slices.ContainsFunc(marks, func(s string) bool { s = strings.TrimSpace(s); return s != "" && !strings.EqualFold(s, "normal") })
}

// unread reports whether something lies beyond a limit, in a document that could
// not be read to its end, or in a ciphertext that stayed closed.
func unread(m *store.Message) bool {
	p := m.Protection
	return p.Encrypted && !p.Decrypted || found(slices.Concat(m.Findings, p.Findings), mime.FoundLimit, mime.FoundTextCut, foundDocument)
}
