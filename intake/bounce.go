package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin/intake/mime"
	"tocsin/store"
)

// Undelivered says who hears that an entry failed before the destination's
// server had taken it: the handlers, of a forward, as they do of one that comes
// back. It runs inside the transaction that settles the entry.
func (l *Line) Undelivered(tx *store.Tx, o store.Outgoing) (told []store.Outgoing) {
	if o.Kind != store.OutForward {
		return nil
	}
	in, ok := tx.Incident(o.Ref)
	if !ok {
		return nil
	}
	defer func() { // the outcome must be kept, whatever the letter does
		if fault := recover(); fault != nil {
			told = nil
			l.cfg.Log.Error("handlers can't be told of a forward that failed", "entry", o.ID, "incident", o.Ref, "fault", fault)
		}
	}()
	m := &store.Message{ // in place of the report that nobody sent us; a retry that fails is another
		Key: store.Key(fmt.Sprint(o.ID, " ", o.Attempts)), Ref: in.Ref, Kind: store.KindBounce, From: l.own[0],
		Subject: "Undelivered: " + in.Subject, Why: "our " + o.Kind + " to " + o.To + " failed: " + o.Error,
	}
	d := &decision{line: l, tx: tx, m: m, r: &Reading{Message: *m, Report: in.Report}, in: in, now: o.Settled, undelivered: true}
	d.write()
	for i := range d.out.Outgoing {
		d.out.Outgoing[i].Cause = o.Cause
	}
	return d.out.Outgoing
}

// A deliveryReport says what became of messages that we sent (RFC 3464).
type deliveryReport struct {
	ids       []string // Message-IDs of the returned message
	failed    bool     // Action: failed; delayed and delivered are only events
	recipient string
	status    string // "5.1.1", with the server's diagnostic
	told      bool   // what became of it for a recipient
}

// readDeliveryReport collects the delivery fields and the ids of the returned
// message or header. Where a server sends no machine-readable part, only the
// ids are known, and the report counts as a failure.
func readDeliveryReport(m *mime.Message) deliveryReport {
	r := deliveryReport{failed: !subjectHas(m.Header.Text("Subject"), delaySubjects, true)}
	m.Root.Walk(func(p *mime.Part) bool {
		switch p.Type {
		case "message/delivery-status", "message/global-delivery-status":
			r.readStatus(string(p.Decode()))
		case "message/rfc822", "message/global":
			for _, c := range p.Children {
				r.ids = append(r.ids, c.Header.MessageIDs("Message-ID")...)
			}
			return false
		case "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
			returned := mime.Read(slices.Concat(p.Decode(), []byte("\r\n\r\n")), mime.DefaultLimits())
			r.ids = append(r.ids, returned.Header.MessageIDs("Message-ID")...)
		}
		return true
	})
	if len(r.ids) == 0 {
		r.ids = slices.Concat(m.Header.MessageIDs("In-Reply-To"), idsInText(m.Body()))
	}
	return r
}

// readStatus reads the fields of a message/delivery-status part: some of the
// message, then a group for each recipient (RFC 3464 section 2.1). The first
// recipient for whom it failed counts, else the first of all.
func (r *deliveryReport) readStatus(text string) {
	for group := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		one := readRecipient(group, r.failed)
		if one.told && (!r.told || one.failed && !r.failed) {
			one.ids = r.ids
			*r = one
		}
	}
}

// readRecipient reads what became of the message for one recipient, told if
// it says so; failed is taken for a group that names no action.
func readRecipient(group string, failed bool) deliveryReport {
	r := deliveryReport{failed: failed}
	action, diagnostic := "", ""
	for line := range strings.Lines(group) {
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = mime.Sanitize(strings.TrimSpace(value))
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "final-recipient", "original-recipient":
			if _, address, typed := strings.Cut(value, ";"); typed && r.recipient == "" {
				r.recipient = strings.TrimSpace(address)
			}
		case "action":
			if action == "" || strings.EqualFold(value, "failed") {
				action = strings.ToLower(value)
			}
		case "status":
			r.status = cmp.Or(r.status, value)
		case "diagnostic-code":
			diagnostic = cmp.Or(diagnostic, value)
		}
	}
	if action != "" {
		r.failed = action == "failed"
	}
	r.told = action != "" || r.recipient != ""
	r.status = strings.TrimSpace(r.status + " " + diagnostic)
	return r
}

// idsInText finds "Message-ID: <…>" lines in the text of an old-style bounce.
func idsInText(text string) []string {
	var ids []string
	for line := range strings.Lines(text) {
		trimmed := strings.TrimLeft(line, " \t>")
		if len(ids) == 5 {
			break
		}
		if len(trimmed) > 12 && strings.EqualFold(trimmed[:11], "message-id:") {
			if _, rest, ok := strings.Cut(trimmed, "<"); ok {
				if id, _, closed := strings.Cut(rest, ">"); closed && id != "" && len(id) <= 400 {
					ids = append(ids, id)
				}
			}
		}
	}
	return ids
}
