package intake

import (
	"slices"
	"strings"
	"testing"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/store"
)

// A notice in clear text must be the same whatever a ciphertext says: its
// priority follows from the answers of the form inside.
func TestPlainNoticeTellsNothingOfCiphertext(t *testing.T) {
	b := newBed(t, false)
	notice := func(text string) string {
		m, in := b.take(b.signedBy("alice@uni.example", "ransom", text, true))
		raw := b.protectAll(m.Key)["notice "+handler]
		ring, err := pgp.NewRing([]pgp.SecretKey{b.keys[team]}, nil)
		b.must(err)
		opened := pgp.Open(mime.Read(raw, mime.DefaultLimits()), ring, pgp.Options{Now: b.now})
		return strings.ReplaceAll(opened.Message.Body(), string(in.Ref), "REF")
	}
	calm := notice("Description: nothing much\n")
	urgent := notice("What should we do?\n[x] We have been compromised, help us now\nIs this notification mandatory or voluntary? mandatory\n")
	if calm != urgent || !strings.Contains(calm, "REF") {
		t.Errorf("the notices differ:\n%s\n%s", calm, urgent)
	}
}

// A handler with a key proves it by each mail; that an earlier one addressed
// them, or was theirs, makes no forged From of theirs a participant.
func TestHandlerWithKeyIsNoParticipantByAddress(t *testing.T) {
	b := newBed(t, false)
	b.line.cfg.Handlers = append(b.line.cfg.Handlers, Handler{Name: "Alice", Address: "alice@uni.example", Fingerprint: b.certificate("alice@uni.example").Fingerprint})
	b.must(b.line.Reload(b.Context(), b.line.readers.Load().directory))
	b.must(b.line.Reload(t.Context(), b.line.readers.Load().directory))
	_, in := b.take(b.mail("ines@shop.example", team, "break-in", reportText))
	tag := "[" + string(in.Ref) + "]"
	b.take(b.mail(handler, team+", abuse@isp.example, alice@uni.example", tag, "please look"))
	if m, _ := b.take(b.signedBy("alice@uni.example", tag, "mine", false)); m.Kind != store.KindHandler || !m.Confirmed {
		t.Errorf("her signed mail is filed as %s confirmed=%v: %s", m.Kind, m.Confirmed, m.Why)
	}
	m, in := b.take(b.mail("alice@uni.example", team, tag, "forged"))
	if m.Kind != store.KindFollowUp || m.Confirmed {
		t.Errorf("a forged mail is filed as %s confirmed=%v: %s", m.Kind, m.Confirmed, m.Why)
	}
	var got []string
	for _, p := range in.Participants {
		got = append(got, p.Address)
	}
	if want := []string{"ines@shop.example", "abuse@isp.example"}; !slices.Equal(got, want) {
		t.Errorf("participants %q, want %q", got, want)
	}
}

// A handler's key that is accepted for nobody, or for others, is no forger's.
func TestHandlerUnprovedSaysWhy(t *testing.T) {
	b := newBed(t, false)
	key := b.certificate("alice@uni.example")
	b.line.cfg.Handlers = []Handler{{Name: "Alice", Address: "alice@uni.example", Fingerprint: key.Fingerprint}}
	why := func(state string, addresses []string, raw []byte) string {
		b.must(b.line.cfg.Store.PutKey(t.Context(), key))
		b.must(b.line.cfg.Store.SetKeyState(t.Context(), key.Fingerprint, state, "ann", addresses))
		b.must(b.line.Reload(t.Context(), b.line.readers.Load().directory))
		m, _ := b.take(raw)
		for _, f := range m.Findings {
			if f.Code == "handler-unsigned" {
				return f.Detail
			}
		}
		return "nothing"
	}
	signed := func() []byte { return b.signedBy("alice@uni.example", "hello", "mine", false) }
	for _, c := range []struct{ got, want string }{
		{why(store.KeyAccepted, []string{"alice@uni.example"}, signed()), "nothing"},
		{why(store.KeyAccepted, []string{"alice@home.example"}, signed()), "accepted for other addresses only: accept it for alice@uni.example too"},
		{why(store.KeyCandidate, []string{"alice@uni.example"}, signed()), "which is not accepted: import and accept it"},
		{why(store.KeyAccepted, []string{"alice@uni.example"}, b.mail("alice@uni.example", team, "hello", "forged")), "only if signed by " + string(key.Fingerprint)},
	} {
		if !strings.HasSuffix(c.got, c.want) {
			t.Errorf("the finding says %q, want %q at its end", c.got, c.want)
		}
	}
}

// What is not confirmed changes nothing in the incident that it names.
func TestUnconfirmedAddsNoRelation(t *testing.T) {
	b := newBed(t, false)
	_, first := b.take(b.mail("ines@shop.example", team, "break-in", reportText))
	_, second := b.take(b.mail("leo@bakery.example", team, "scan", reportText))
	bare := func(r store.Ref) string { return string(r[:len(r)-2]) } // without the check character
	m, in := b.take(b.mail("ines@shop.example", team, bare(first.Ref)+" "+bare(second.Ref), "x"))
	if in.Ref != first.Ref || m.Confirmed || len(in.Related) != 0 {
		t.Errorf("in %s confirmed=%v, related %+v", in.Ref, m.Confirmed, in.Related)
	}
}

// Mails with one Message-ID whose difference lies where reading stopped, or
// in the header or the name of something attached, are different mails.
func TestContentTellsMailsApart(t *testing.T) {
	mixed := func(part string) string {
		return "From: a@x.example\r\nMessage-ID: <1@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + part + "\r\n--b--\r\n"
	}
	many := strings.Repeat("--b\r\n\r\nx\r\n", 1000)
	for name, pair := range map[string][2]string{
		"beyond the limit of parts": {mixed(many + "--b\r\n\r\none"), mixed(many + "--b\r\n\r\ntwo")},
		"header within":             {mixed("--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: one\r\n\r\nx"), mixed("--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: two\r\n\r\nx")},
		"name":                      {mixed("--b\r\nContent-Type: a/b; name=one\r\n\r\nx"), mixed("--b\r\nContent-Type: a/b; name=two\r\n\r\nx")},
	} {
		digest := func(raw string) string { return contentOf(mime.Read([]byte(raw), mime.DefaultLimits())) }
		if digest(pair[0]) == digest(pair[1]) {
			t.Errorf("%s: different mails have the same content", name)
		}
		if digest(pair[0]) != digest("Received: by y\r\n"+pair[0]) {
			t.Errorf("%s: a trace field changes the content", name)
		}
	}
}

// Two mails too large to be read are two, though their headers look alike.
func TestOversizedMailsAreNoCopies(t *testing.T) {
	b := newBed(t, false)
	head := b.mail("ines@shop.example", team, "logs", "")
	one, two := append([]byte("Received: by a\r\n"), head...), append([]byte("Received: by b\r\n"), head...)
	for i, raw := range [][]byte{one, two} {
		a := Arrival{Raw: raw, Size: 90 << 20, Header: true, Delivery: store.Delivery{Mailbox: "box", UIDValidity: 1, UID: uint32(i + 1)}}
		for _, err := range b.line.Take(t.Context(), []Arrival{a})() {
			b.must(err)
		}
		if m, err := b.line.cfg.Store.Message(t.Context(), store.KeyOf(raw)); err != nil || m.Key != store.KeyOf(raw) {
			t.Errorf("mail %d is filed as %s: %v", i, m.Key, err)
		}
	}
}

// What nobody read, or what its sender marked, is not passed on by itself.
func TestReservedMailIsHeld(t *testing.T) {
	b := newBed(t, false)
	form := strings.ReplaceAll(otherTeamForm, "\n", "\r\n")
	mixed := "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + form
	for name, c := range map[string]struct{ raw, want string }{
		"beyond a limit": {"From: lab@uni.example\r\nTo: " + team + "\r\n" + mixed + strings.Repeat("\r\n--b\r\n\r\nx", 1000) + "\r\n--b\r\n\r\nTLP:RED\r\n--b--\r\n", "unread"},
		"closed ciphertext": {"From: lab@uni.example\r\nTo: " + team + "\r\n" + mixed +
			"\r\n--b\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nwV4DAAAA\r\n-----END PGP MESSAGE-----\r\n--b--\r\n", "unread"},
		"marked": {string(b.mail("lab@uni.example", team, "spam", form, "Sensitivity: Company-Confidential")), "disclosure"},
		"normal": {string(b.mail("lab@uni.example", team, "spam", form, "Sensitivity: normal")), ""},
	} {
		m, in := b.take([]byte(c.raw))
		_, entries := b.outbox(m.Key)
		if got := slices.Contains(in.Route.HeldFor, c.want); got != (c.want != "") {
			t.Errorf("%s: held for %q, want %q", name, in.Route.HeldFor, c.want)
		}
		if f := forwardOf(entries); (f.State == store.Due) != (c.want == "") {
			t.Errorf("%s: the forward is %q", name, f.State)
		}
	}
}

// A forged From makes no flood by spelling one mailbox in many ways.
func TestBudgetCountsMailboxes(t *testing.T) {
	b := newBed(t, false)
	acks := 0
	for _, from := range []string{"ann@x.example", "Ann@x.example", "ANN@X.example", "ann+a@x.example", "ann+b@x.example", "aNn+c@x.example", "anN@x.example"} {
		m, _ := b.take(b.mail(from, team, "x", "x"))
		for _, line := range first(b.outbox(m.Key)) {
			if strings.HasPrefix(line, "ack ") {
				acks++
			}
		}
	}
	if acks != 5 {
		t.Errorf("%d acknowledgements to one mailbox, want 5", acks)
	}
}

// A number that stands only inside a ciphertext brings its sender into an
// incident where he takes part. Anybody else is answered as if it were not
// there, lest silence tell what was decrypted (design, section 5).
func TestNumberInsideCiphertext(t *testing.T) {
	b := newBed(t, false)
	alice := "alice@uni.example"
	hers, _ := b.take(b.signedBy(alice, "help", "We were attacked.", true))
	others, _ := b.take(b.mail("bob@far.example", team, "help", "We were attacked."))
	if got, _ := b.take(b.signedBy(alice, "["+string(hers.Ref)+"] more", "More of it.", true)); got.Ref != hers.Ref || !got.Confirmed {
		t.Errorf("a participant's: %s confirmed %v, %s", got.Ref, got.Confirmed, got.Why)
	}
	got, in := b.take(b.signedBy(alice, "["+string(others.Ref)+"] more", "More of that.", true))
	if got.Ref == others.Ref || len(in.Related) == 0 {
		t.Errorf("a stranger's: in %s, %s, related %+v", got.Ref, got.Why, in.Related)
	}
	if lines, _ := b.outbox(got.Key); !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "ack "+alice) }) {
		t.Errorf("a stranger is not answered: %q", lines)
	}
}
