package intake

import (
	"strings"
	"testing"

	"tocsin/store"
)

// noticed takes a report and returns what a handler with a key is told of it.
func (b *bed) noticed(text string) (in store.Incident, told string, forward store.Outgoing) {
	b.Helper()
	b.line.cfg.Handlers = []Handler{{Name: "Hanna", Address: handler, Fingerprint: b.certificate("alice@uni.example").Fingerprint}}
	b.must(b.line.Reload(b.Context(), b.line.readers.Load().directory))
	m, in := b.take(b.mail("ines@shop.example", team, "break-in", text))
	_, entries := b.outbox(m.Key)
	var notices int
	for _, o := range entries {
		if o.To == handler {
			told, notices = o.Text, notices+1
			if o.Plain == "" || strings.Contains(o.Plain, "tlp") {
				b.Errorf("the notice without content says\n%s", o.Plain)
			}
		}
	}
	if notices != 1 {
		b.Errorf("%d letters to the handler, want 1", notices)
	}
	return in, told, forwardOf(entries)
}

// A handler hears once of a new incident, and is sent to the outbox only when
// something waits there.
func TestHandlersHearWhatWaits(t *testing.T) {
	const kept = "nothing waits in the outbox"
	for name, c := range map[string]struct {
		host, tlp, decision string
		says                []string
		mute                []string
	}{
		"ours, held":       {"148.110.7.7", "RED", "hold home", []string{"stays here: tlp-red.", kept}, []string{"outbox approve"}},
		"ours":             {"148.110.7.7", "GREEN", "ours home", nil, []string{"outbox"}},
		"another's, held":  {"158.64.10.5", "RED", "hold nren", []string{"decision: tlp-red.", "tocsin outbox approve"}, []string{kept}},
		"another's":        {"158.64.10.5", "GREEN", "forward nren", nil, []string{"outbox"}},
		"nobody's":         {"45.10.20.30", "GREEN", "hold ", []string{"stays here: no-evidence.", kept}, []string{"outbox approve"}},
		"several, divided": {"148.110.7.7, 158.64.10.5", "GREEN", "split ", []string{"stays here: split", kept}, []string{"outbox approve"}},
	} {
		b := newBed(t, false)
		form := strings.NewReplacer("158.64.10.5", c.host, "TLP:GREEN", "TLP:"+c.tlp).Replace(otherTeamForm)
		in, told, forward := b.noticed(form)
		if got := in.Route.Decision + " " + in.Route.Team; !strings.HasPrefix(got, c.decision) {
			t.Errorf("%s: %s for %v", name, got, in.Route.HeldFor)
		}
		if waits := forward.State == store.Held; waits != strings.Contains(told, "outbox approve") {
			t.Errorf("%s: forward %q, told\n%s", name, forward.State, told)
		}
		for _, want := range c.says {
			if !strings.Contains(told, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, told)
			}
		}
		for _, word := range c.mute {
			if strings.Contains(told, word) {
				t.Errorf("%s: %q stands in\n%s", name, word, told)
			}
		}
	}
}

// Nothing leaves for a ciphertext that came before: no forward, and nothing
// that would wait for one.
func TestReplayForwardsNothing(t *testing.T) {
	b := newBed(t, true)
	raw := b.signedBy("alice@uni.example", "stolen", otherTeamForm, true)
	b.take(raw)
	m, in := b.take(append([]byte("Received: by x\r\n"), strings.Replace(string(raw), "alice@uni.example", "eve@evil.example", 1)...))
	_, entries := b.outbox(m.Key)
	for _, o := range entries {
		if o.Kind == store.OutForward || o.After != "" {
			t.Errorf("a replay in %s made %s to %s, held for %v", in.Ref, o.Kind, o.To, o.HeldFor)
		}
	}
	if len(entries) == 0 {
		t.Error("no handler hears of a replay")
	}
}
