//go:build e2e

package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"tocsin/intake/mime"
)

// A gap is a report that lacks something, and how its reporter fills in the
// receipt: what is typed behind the lines that begin with a label.
type gap struct {
	title, from, text string
	typed             map[string]string
	// What the incident says after the answer.
	host, start string
	wanted      string
	forwarded   bool
}

func gaps() []gap {
	r := reporters()
	return []gap{
		{title: "with gaps", from: r[18], host: "158.64.77.5", start: "2026-11-19T22:00:00+01:00", wanted: "recover", forwarded: true,
			text: "Incident report form, tocsin-1\n\nYour name: Ada Lovelace\nYour e-mail address: " + r[18] + "\n" +
				"Affected host name and address:\nThe incident began on: 03/04/2026 22:00 +0100\nKind of incident: port scan\nDescription of what happened: Somebody scans us.\nTraffic light (TLP): TLP:GREEN\n",
			typed: map[string]string{"Affected host name": " 158.64.77.5", "The incident began on": " 2026-11-19 22:00 +0100", "[ ] Tell us how to recover": "x"}},
		{title: "with gaps, in German", from: r[19], host: "148.110.78.1", start: "2026-11-18T08:30:00+01:00", wanted: "urgent-help",
			text: "Meldeformular für Sicherheitsvorfälle, tocsin-1\n\nIhr Name: Konrad Zuse\nIhre E-Mail-Adresse: " + r[19] + "\n" +
				"Name und Adresse des betroffenen Rechners:\nDer Vorfall begann am: neulich\nArt des Vorfalls: Phishing\nBeschreibung des Geschehens: Ein Kennwort ist weg.\nAmpel (TLP): TLP:GREEN\n",
			typed: map[string]string{"Name und Adresse des betroffenen": " 148.110.78.1", "Der Vorfall begann am": " 18.11.2026 08:30 MEZ", "[ ] Wir sind": "x"}},
	}
}

// gapMails are those reports.
func gapMails(b *bag) {
	for _, g := range gaps() {
		b.put(letter{title: g.title, from: g.from, subject: "we were " + g.title, text: g.text, want: report})
	}
}

// gapOf finds the report with a gap among the mails that were sent.
func gapOf(mails []mail, g gap) mail {
	i := slices.IndexFunc(mails, func(m mail) bool { return m.title == g.title })
	return mails[i]
}

// receipt is the acknowledgement of a mail, nil while there is none.
func (h *house) receipt(m mail) []byte {
	h.Helper()
	for id, raw := range h.answered(m.from)[m.id] {
		if local(id) != "" {
			return raw
		}
	}
	return nil
}

// answerReceipts waits for the receipts and answers them as a mail client
// does: each line quoted, the answers typed behind the blank ones.
func answerReceipts(b *bag, first []mail) {
	for _, g := range gaps() {
		m := gapOf(first, g)
		b.h.until(60*time.Second, "the receipt of the mail "+g.title, func() bool { return b.h.receipt(m) != nil })
		asked := b.h.receipt(m)
		id, text := ids(field(asked, "Message-ID"))[0], mime.Read(asked, mime.DefaultLimits()).Body()
		subject := strings.TrimPrefix(mime.Read(asked, mime.DefaultLimits()).Header.Text("Subject"), "Re: ")
		b.put(letter{title: "answered receipt, " + g.title, from: g.from, subject: "Re: " + subject, want: joins,
			text: "On Friday the team wrote:\n" + b.h.typed(g, text), head: []string{"In-Reply-To: <" + id + ">", "References: <" + m.id + "> <" + id + ">"}})
	}
}

// typed quotes a receipt with its gaps filled in.
func (h *house) typed(g gap, text string) string {
	h.Helper()
	var b strings.Builder
	left, below := len(g.typed), false // the mark
	for l := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
		l = strings.TrimRight(l, "\n")
		below = below || strings.HasPrefix(l, "---")
		for label, answer := range g.typed {
			switch {
			case !below || !strings.Contains(l, label):
				continue
			case answer == "x":
				l = strings.Replace(l, "[ ]", "[x]", 1)
			default:
				l += answer
			}
			left--
		}
		b.WriteString("> " + l + "\n")
	}
	if left != 0 {
		h.Errorf("the receipt of the mail %s asks %d lines less than should be answered:\n%s", g.title, left, text)
	}
	return b.String()
}

// checkCorrected: the answers stand in the report of the incident, what was
// said before too, the history tells of it, and what now belongs to another
// team went there once.
func (h *house) checkCorrected(first []mail) {
	h.Helper()
	for _, g := range gaps() {
		m := gapOf(first, g)
		acks := h.answers([]mail{m})
		if len(acks) != 1 {
			h.Errorf("the mail %s has %d acknowledgements", g.title, len(acks))
			continue
		}
		var in struct {
			Report struct {
				Fields     map[string]string
				Hosts      []struct{ Addresses []string }
				Time       struct{ Start string }
				Assistance []string
			}
			Messages []message
			Events   []struct{ What, Detail string }
			Outbox   []struct{ Kind, To, State string }
		}
		if err := json.Unmarshal([]byte(h.tocsin("incident", "show", "-json", acks[0].ref)), &in); err != nil {
			h.Fatal(err)
		}
		r := in.Report
		if len(r.Hosts) != 1 || !slices.Equal(r.Hosts[0].Addresses, []string{g.host}) || r.Time.Start != g.start || !slices.Equal(r.Assistance, []string{g.wanted}) || r.Fields["contact_name"] == "" {
			h.Errorf("%s: after the answer the report is %+v", acks[0].ref, r)
		}
		events, forwards := map[string]int{}, 0
		for _, e := range in.Events {
			events[e.What]++
		}
		for _, o := range in.Outbox {
			forwards += count(o.Kind == "forward" && o.To == csirt && o.State == "sent")
		}
		if events["corrected"] < 3 || events["rerouted"] != 1 || forwards != count(g.forwarded) {
			h.Errorf("%s: events %v, %d forwards of %+v", acks[0].ref, events, forwards, in.Outbox)
		}
	}
}
