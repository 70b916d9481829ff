package intake

import (
	"slices"
	"strings"

	"tocsin/intake/mime"
)

// Kinds of sender, as the header and the shape of a mail show them.
const (
	Human     = "human"
	Automatic = "automatic" // responders, lists, feeds: filed, never answered
	Bounce    = "bounce"    // a delivery report (RFC 3464)
	Own       = "own"       // our own mail coming back
)

// A Class says who wrote a message: a person or a machine. It decides only
// whether we may answer; incident reports are often automatic mail.
type Class struct {
	Kind   string
	Why    string // the rule that decided, "" for Human
	Answer bool   // an automatic answer is allowed as far as the header goes
}

// Classify tells a human message from automatic mail by the union of the
// rules that mail systems use (RFC 3834 section 2 and 5.1, RFC 3464, RFC 2369,
// RFC 5965, and the older marks of responders). loop is the value of our own
// X-Loop header; own are our addresses.
func Classify(m *mime.Message, own []string, loop string) Class {
	h := m.Header
	if why := ownMail(m, own, loop); why != "" {
		return Class{Kind: Own, Why: why}
	}
	if isDeliveryReport(m) {
		return Class{Kind: Bounce, Why: "delivery report"}
	}
	for _, rule := range automaticRules {
		if why := rule(m); why != "" {
			return Class{Kind: Automatic, Why: why}
		}
	}
	if h.Has("X-Auto-Response-Suppress") {
		return Class{Kind: Human, Why: "X-Auto-Response-Suppress"}
	}
	return Class{Kind: Human, Answer: true}
}

func ownMail(m *mime.Message, own []string, loop string) string {
	for _, v := range m.Header.All("X-Loop") {
		if loop != "" && strings.EqualFold(strings.TrimSpace(v), loop) {
			return "X-Loop is ours"
		}
	}
	if from, ok := m.From(); ok && slices.Contains(own, strings.ToLower(from.Addr)) {
		return "From is our own address"
	}
	return ""
}

func isDeliveryReport(m *mime.Message) bool {
	root := m.Root
	if root.Type == "multipart/report" && !strings.EqualFold(root.Params["report-type"], "delivery-status") && root.Params["report-type"] != "" {
		return false
	}
	if hasPart(root, "message/delivery-status") || hasPart(root, "message/global-delivery-status") {
		return true
	}
	return isDaemon(m) && (m.Header.Has("X-Failed-Recipients") || bounceSubject(m.Header.Text("Subject")))
}

// hasPart looks through the multiparts of a message for a leaf of a type; a
// message that is merely attached does not speak for the one it is in.
func hasPart(p *mime.Part, mediaType string) bool {
	if p.Type == mediaType {
		return true
	}
	return p.IsMultipart() && slices.ContainsFunc(p.Children, func(c *mime.Part) bool { return hasPart(c, mediaType) })
}

// The rules name what they saw, or return "" for nothing.
var automaticRules = []func(*mime.Message) string{
	returnPathRule, autoSubmittedRule, reportRule, fromRule, precedenceRule, listRule, markRule, subjectRule,
}

// returnPathRule looks at the topmost Return-Path only: that one our own
// server wrote.
func returnPathRule(m *mime.Message) string {
	if all := m.Header.All("Return-Path"); len(all) > 0 && isNull(all[0]) {
		return "null return path"
	}
	return ""
}

// isNull knows the address of nobody: <>, or the daemon's that some servers
// write in its place.
func isNull(path string) bool {
	inside, ok := strings.CutPrefix(strings.TrimSpace(path), "<")
	inside, _ = strings.CutSuffix(strings.TrimSpace(inside), ">")
	local, _, _ := strings.Cut(inside, "@")
	return ok && inside == "" || strings.EqualFold(local, "mailer-daemon")
}

func autoSubmittedRule(m *mime.Message) string {
	for _, v := range m.Header.All("Auto-Submitted") {
		word, _, _ := strings.Cut(v, ";")
		if word, _, _ = strings.Cut(word, "("); !strings.EqualFold(strings.TrimSpace(word), "no") {
			return "Auto-Submitted"
		}
	}
	return ""
}

func reportRule(m *mime.Message) string {
	for _, t := range []string{"multipart/report", "message/disposition-notification", "message/feedback-report"} {
		if hasPart(m.Root, t) {
			return t
		}
	}
	return ""
}

func isDaemon(m *mime.Message) bool {
	from, _ := m.From()
	local, _, _ := strings.Cut(strings.ToLower(from.Addr), "@")
	return local == "mailer-daemon" || local == "postmaster" || local == "" || isExchange(local)
}

// isExchange knows the address that Exchange sends its reports from: its name
// and a number.
func isExchange(local string) bool {
	number, ok := strings.CutPrefix(local, "microsoftexchange")
	return ok && len(number) == 32
}

func fromRule(m *mime.Message) string {
	from, ok := m.From()
	if !ok {
		list, _ := m.Header.Addresses("From")
		if len(list) == 0 {
			return "From without an address"
		}
		from = list[0]
	}
	local, _, _ := strings.Cut(strings.ToLower(from.Addr), "@")
	switch local {
	case "mailer-daemon", "postmaster", "root", "nobody", "listserv", "majordomo", "mailman", "donotreply", "autoreply", "auto-reply", "daemon", "bounce", "bounces":
		return "From " + local
	}
	squeezed := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' {
			return -1
		}
		return r
	}, local)
	if strings.Contains(squeezed, "noreply") || strings.Contains(squeezed, "donotreply") {
		return "From no-reply address"
	}
	if strings.HasPrefix(local, "owner-") || strings.HasSuffix(local, "-request") || strings.HasSuffix(local, "-bounces") ||
		strings.HasSuffix(local, "-bounce") || isExchange(local) {
		return "From list or bounce address"
	}
	for _, prefix := range []string{"bounce+", "bounces+", "bounce-", "bounces-"} {
		if strings.HasPrefix(local, prefix) {
			return "From list or bounce address"
		}
	}
	return ""
}

func precedenceRule(m *mime.Message) string {
	for _, v := range m.Header.All("Precedence") {
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "bulk", "junk", "list", "auto_reply", "auto-reply":
			return "Precedence"
		}
	}
	return ""
}

func listRule(m *mime.Message) string {
	for _, f := range m.Header {
		if begins(f.Name, "list-") || strings.EqualFold(f.Name, "mailing-list") || strings.EqualFold(f.Name, "x-mailing-list") {
			return f.Name
		}
	}
	return ""
}

// begins reports whether a field name has a prefix, whatever its case.
func begins(name, prefix string) bool {
	return len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix)
}

func markRule(m *mime.Message) string {
	for _, f := range m.Header {
		name := strings.ToLower(f.Name)
		switch {
		case name == "delivered-to" && strings.EqualFold(f.Value, "autoresponder"): // of Postfix.Admin and Plesk
			return f.Name
		case !strings.HasPrefix(name, "x-") || strings.EqualFold(f.Value, "no") || strings.EqualFold(f.Value, "false"):
		case strings.HasSuffix(name, "-loop") || saysAutomatic(name):
			return f.Name
		}
	}
	return ""
}

// saysAutomatic knows the marks of responders and other programs by the words
// in their names, however these are joined.
func saysAutomatic(name string) bool {
	switch name {
	case "x-failed-recipients", "x-rt-loop-prevention", "x-ms-exchange-generated-message-source", "x-cron-env":
		return true
	case "x-auto-response-suppress": // says what is not wanted in return
		return false
	}
	joined := strings.NewReplacer("-", "", "_", "").Replace(name)
	for _, words := range []string{"autorepl", "autorespon", "autosubmitted", "autogenerated", "holidayreply", "machinegenerated"} {
		if strings.Contains(joined, words) {
			return true
		}
	}
	return false
}

func subjectRule(m *mime.Message) string {
	if subjectHas(m.Header.Text("Subject"), autoSubjects, false) {
		return "subject of a responder"
	}
	return ""
}
