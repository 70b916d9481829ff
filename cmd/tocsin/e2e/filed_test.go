//go:build e2e

package e2e

import "encoding/json"

// An incident is what we read of `tocsin incident show -json`.
type incident struct {
	Ref      string
	Messages []message
}

type message struct {
	Key, Direction, Kind, From, Subject string
	Confirmed                           bool
	Protection                          struct {
		Encrypted, Decrypted bool
		Verdict              string
	}
}

// filed are the messages that came in by key: those of all incidents and, by
// their key alone, those of the quarantine.
func (h *house) filed() map[string][]message {
	h.Helper()
	found := map[string][]message{}
	for _, row := range lines[struct{ Ref string }](h, h.tocsin("incident", "list", "-json")) {
		var i incident
		if err := json.Unmarshal([]byte(h.tocsin("incident", "show", "-json", row.Ref)), &i); err != nil {
			h.Fatal(err)
		}
		for _, m := range i.Messages {
			if m.Direction == "in" {
				found[m.Key] = append(found[m.Key], m)
			}
		}
	}
	for _, q := range lines[message](h, h.tocsin("quarantine", "list", "-json")) {
		found[q.Key] = append(found[q.Key], q)
	}
	return found
}

// checkFiled: each mail that we sent is filed once, as what it is; a copy by a
// second route is the same message.
func (h *house) checkFiled(mails []mail) {
	h.Helper()
	received, filed := h.received(), h.filed()
	for _, m := range mails {
		var as []message
		for _, key := range received[m.number] {
			as = append(as, filed[key]...)
		}
		if len(as) != 1 {
			h.Errorf("mail %d (%s): filed %d times, want once (%d copies came)", m.number, m.title, len(as), len(received[m.number]))
			continue
		}
		h.checkOpened(m, as[0])
	}
	all := 0
	for _, as := range filed {
		all += len(as)
	}
	if all != len(received) {
		h.Errorf("%d messages are filed, want one for each of the %d sent", all, len(received))
	}
}

// checkOpened: what gpg made is opened and judged as it should be.
func (h *house) checkOpened(m mail, as message) {
	h.Helper()
	p := as.Protection
	if m.verdict != "" && p.Verdict != m.verdict {
		h.Errorf("mail %d (%s): verdict %q, want %q", m.number, m.title, p.Verdict, m.verdict)
	}
	if m.sealed && !(p.Encrypted && p.Decrypted) {
		h.Errorf("mail %d (%s): encrypted %v, decrypted %v", m.number, m.title, p.Encrypted, p.Decrypted)
	}
	if m.want == joins && as.Kind == report {
		h.Errorf("mail %d (%s): filed as a report of its own", m.number, m.title)
	}
}
