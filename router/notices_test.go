package router

import (
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

const (
	keyHandler  = store.Fingerprint("AA")
	keyReporter = store.Fingerprint("BB")
)

var nrenKey = store.Fingerprint(strings.Repeat("A", 40))

// aNotice is a new plain report of a person that goes to nren-dk.
func aNotice(t *testing.T) Notice {
	return Notice{From: "incident@us.example", Own: []string{"incident@us.example", "Cert@us.example"},
		Message: &store.Message{Key: "k1", Kind: store.KindReport, From: "ann@a.example", To: []string{"cert@us.example"}, MessageID: "m@a.example",
			References: []string{"near@a.example", "far@a.example"}},
		Incident: &store.Incident{Ref: ref42, Route: store.Decision{Decision: Forward, Team: "nren-dk"}},
		New:      true, Sender: Sender{Address: "ann@a.example"}, Language: "fr", Now: november, Directory: danish(t),
		Handlers: []Handler{{Name: "H", Address: "h@us2.example", Fingerprint: keyHandler}, {Name: "P", Address: "p@us2.example"}},
		Usable:   func(store.Fingerprint) bool { return true },
		Derive:   func(parts ...string) string { return strings.Join(parts, "/") }}
}

func letters(list []Draft) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Letter+">"+d.Out.To)
	}
	return strings.Join(out, " ")
}

func pick(t *testing.T, list []Draft, letter string) Draft {
	t.Helper()
	i := slices.IndexFunc(list, func(d Draft) bool { return d.Letter == letter })
	if i < 0 {
		t.Fatalf("no %s among %s", letter, letters(list))
	}
	return list[i]
}

const toHandlers = "handler-new>h@us2.example handler-plain>p@us2.example"

func TestNoticesWhoHears(t *testing.T) {
	const all = "ack>ann@a.example forward>cert@nren-dk.example forwarded>ann@a.example " + toHandlers
	for name, c := range map[string]struct {
		set  func(*Notice)
		want string
	}{
		"a person's report": {func(n *Notice) {}, all},
		"ours":              {func(n *Notice) { n.Incident.Route = store.Decision{Decision: Ours, Team: "gov-dk"} }, "ack>ann@a.example " + toHandlers},
		"held, nobody known": {func(n *Notice) { n.Incident.Route = store.Decision{Decision: Hold, HeldFor: []string{HeldNoEvidence}} },
			"ack>ann@a.example handler-new>h@us2.example handler-plain>p@us2.example"},
		"held, ours": {func(n *Notice) {
			n.Incident.Route = store.Decision{Decision: Hold, Team: "gov-dk", HeldFor: []string{HeldTLPRed}}
		},
			"ack>ann@a.example handler-new>h@us2.example handler-plain>p@us2.example"},
		"split": {func(n *Notice) {
			n.Incident.Route = store.Decision{Decision: Split, Team: "nren-dk", HeldFor: []string{HeldSplit}}
		},
			"ack>ann@a.example handler-new>h@us2.example handler-plain>p@us2.example"},
		"no From":           {func(n *Notice) { n.Message.From = "" }, "forward>cert@nren-dk.example " + toHandlers},
		"our own address":   {func(n *Notice) { n.Message.From = "CERT@us.example" }, "forward>cert@nren-dk.example " + toHandlers},
		"automatic":         {func(n *Notice) { n.Message.Kind = store.KindAutomatic }, "forward>cert@nren-dk.example " + toHandlers},
		"a bounce":          {func(n *Notice) { n.Message.Kind = store.KindBounce }, toHandlers},
		"coordination copy": {func(n *Notice) { n.Message.Kind = store.KindCoordination }, toHandlers},
		"not addressed":     {func(n *Notice) { n.Message.To = []string{"list@x.example"} }, "forward>cert@nren-dk.example " + toHandlers},
		"addressed in Cc":   {func(n *Notice) { n.Message.To, n.Message.Cc = nil, []string{"incident@us.example"} }, all},
		"over budget":       {func(n *Notice) { n.AckBudget = func(string) bool { return false } }, strings.TrimPrefix(all, "ack>ann@a.example ")},
		"no handlers":       {func(n *Notice) { n.Handlers = nil }, strings.TrimSuffix(all, " "+toHandlers)},
		"handler is own":    {func(n *Notice) { n.Handlers = []Handler{{Address: "cert@us.example"}, {Address: ""}} }, strings.TrimSuffix(all, " "+toHandlers)},
		"a handler's report": {func(n *Notice) {
			n.Message.From, n.Sender.Handler, n.Message.Kind = "H@us2.example", true, store.KindHandler
		}, "forward>cert@nren-dk.example handler-plain>p@us2.example"},
		"handler's address, not proved": {func(n *Notice) { n.Message.From = "h@us2.example" },
			"forward>cert@nren-dk.example " + toHandlers},
		"loop": {func(n *Notice) {
			n.Incident.Route = store.Decision{Decision: Hold, Team: "nren-dk", HeldFor: []string{HeldLoop}}
		},
			"ack>ann@a.example handler-new>h@us2.example handler-plain>p@us2.example"},
		"unknown team": {func(n *Notice) { n.Incident.Route.Team = "nobody" }, "ack>ann@a.example " + toHandlers},
		"follow-up":    {func(n *Notice) { n.New, n.Message.Kind = false, store.KindFollowUp }, "handler-follow-up>h@us2.example handler-plain>p@us2.example"},
		"second report": {func(n *Notice) { n.New = false },
			"handler-follow-up>h@us2.example handler-plain>p@us2.example"},
		"copy that follows":      {func(n *Notice) { n.New, n.Message.Kind = false, store.KindCoordination }, "handler-follow-up>h@us2.example handler-plain>p@us2.example"},
		"handler writes":         {func(n *Notice) { n.New, n.Message.Kind, n.Sender.Handler = false, store.KindHandler, true }, ""},
		"bounce of ours":         {func(n *Notice) { n.New, n.Message.Kind = false, store.KindBounce }, ""},
		"automatic that follows": {func(n *Notice) { n.New, n.Message.Kind = false, store.KindAutomatic }, ""},
	} {
		n := aNotice(t)
		c.set(&n)
		if got := letters(Notices(n)); got != c.want {
			t.Errorf("%s: got  %s\nwant %s", name, got, c.want)
		}
	}
}

func TestRoleAddressesGetNoAnswer(t *testing.T) {
	for _, local := range []string{"mailer-daemon", "MAILER-DAEMON", "postmaster", "no-reply", "noreply", "no_reply", "do-not-reply", "alerts-noreply", "noreply+x",
		"root", "nobody", "bounce", "bounces", "bounces+123", "list-bounces", "bounce-77", "owner-list", "list-owner", "list-request", "listserv", "majordomo"} {
		n := aNotice(t)
		n.Message.From = local + "@a.example"
		if got := letters(Notices(n)); strings.Contains(got, "ack>") || strings.Contains(got, "forwarded>") {
			t.Errorf("%s is answered: %s", n.Message.From, got)
		}
	}
	for _, local := range []string{"abuse", "security", "cert", "ann.bounce", "norbert", "reply", "rootkit", "postmanpat"} {
		n := aNotice(t)
		n.Message.From = local + "@a.example"
		if got := letters(Notices(n)); !strings.Contains(got, "ack>"+n.Message.From) {
			t.Errorf("%s is not answered: %s", n.Message.From, got)
		}
	}
}

// What an acknowledgement may say rests on what was proved (design section 5).
func TestAckDetail(t *testing.T) {
	verified := store.Protection{Encrypted: true, Decrypted: true, Verdict: "verified", Coverage: "full", ForUs: true}
	proved := Sender{Address: "ann@a.example", Fingerprint: keyReporter, Authenticated: true}
	with := func(p store.Protection, f func(*store.Protection)) store.Protection { f(&p); return p }
	for name, c := range map[string]struct {
		p       store.Protection
		s       Sender
		detail  string
		encrypt string
	}{
		"plain":                        {store.Protection{}, Sender{}, DetailNames, store.EncryptNever},
		"plain, proved":                {store.Protection{}, proved, DetailValues, store.EncryptNever},
		"encrypted":                    {store.Protection{Encrypted: true, Decrypted: true}, Sender{}, DetailNone, store.EncryptNever},
		"encrypted, unreadable":        {store.Protection{Encrypted: true, Verdict: "unreadable"}, Sender{}, DetailNone, store.EncryptNever},
		"encrypted, DKIM only":         {verified, Sender{Address: "ann@a.example", Authenticated: true}, DetailNone, store.EncryptNever},
		"encrypted and signed":         {verified, proved, DetailValues, store.EncryptPrefer},
		"signed for somebody else":     {with(verified, func(p *store.Protection) { p.ForUs = false }), proved, DetailNone, store.EncryptNever},
		"signed in part":               {with(verified, func(p *store.Protection) { p.Coverage = "partial" }), proved, DetailNone, store.EncryptNever},
		"badly signed":                 {with(verified, func(p *store.Protection) { p.Verdict = "bad" }), proved, DetailNone, store.EncryptNever},
		"signed, sender not convinced": {verified, Sender{Fingerprint: keyReporter}, DetailNone, store.EncryptNever},
	} {
		n := aNotice(t)
		n.Message.Protection, n.Sender = c.p, c.s
		d := pick(t, Notices(n), LetterAck)
		if d.Detail != c.detail || d.Out.Encrypt != c.encrypt {
			t.Errorf("%s: detail %s encrypt %s, want %s %s", name, d.Detail, d.Out.Encrypt, c.detail, c.encrypt)
		}
		if c.encrypt == store.EncryptPrefer && (d.Plain != LetterAck || !slices.Equal(d.Out.Keys, []store.Fingerprint{keyReporter})) {
			t.Errorf("%s: keys %v plain %q", name, d.Out.Keys, d.Plain)
		}
	}
}

func TestAckIsAnAnswer(t *testing.T) {
	d := pick(t, Notices(aNotice(t)), LetterAck)
	o := d.Out
	if !o.Auto || o.Kind != store.OutAck || o.State != store.Due || len(o.HeldFor) != 0 || o.From != "incident@us.example" || o.Ref != ref42 || o.Cause != "k1" ||
		o.Language != "fr" || o.Digest != "" || o.Attach != "" || !o.Due.Equal(november) || !o.Created.Equal(november) {
		t.Errorf("got %+v", o)
	}
	if o.InReplyTo != "m@a.example" || !slices.Equal(o.References, []string{"far@a.example", "near@a.example", "m@a.example"}) {
		t.Errorf("answers %q, references %q", o.InReplyTo, o.References)
	}
	if o.MessageID != o.ID+"@us.example" || o.ID == "" {
		t.Errorf("id %q message id %q", o.ID, o.MessageID)
	}
	n := aNotice(t)
	n.Message.MessageID = ""
	if o := pick(t, Notices(n), LetterAck).Out; o.InReplyTo != "" || len(o.References) != 0 {
		t.Errorf("an answer to no id: %+v", o)
	}
}

// Deciding again gives the same ids, and no two entries share one.
func TestNoticesAreDerived(t *testing.T) {
	n := aNotice(t)
	n.Incident.Route = store.Decision{Decision: Hold, Team: "nren-dk", HeldFor: []string{HeldTLPRed}}
	first, second := Notices(n), Notices(n)
	seen := map[string]bool{}
	for i, d := range first {
		if d.Out.ID != second[i].Out.ID || seen[d.Out.ID] {
			t.Errorf("%s has the id %q (seen %v, again %q)", d.Letter, d.Out.ID, seen[d.Out.ID], second[i].Out.ID)
		}
		seen[d.Out.ID] = true
	}
	if len(seen) < 5 {
		t.Errorf("only %s", letters(first))
	}
	n.Message.Key = "k2"
	if again := Notices(n); again[0].Out.ID == first[0].Out.ID {
		t.Error("another cause has the same id")
	}
}

func TestForward(t *testing.T) {
	for name, c := range map[string]struct {
		set     func(*Notice)
		state   string
		held    []string
		encrypt string
		keys    []store.Fingerprint
	}{
		"plain, no key there": {func(n *Notice) {}, store.Due, []string{}, store.EncryptNever, nil},
		"plain, key there":    {func(n *Notice) { n.Incident.Route.Team = "nren-se" }, store.Due, []string{}, store.EncryptPrefer, []store.Fingerprint{nrenKey}},
		"plain, key not usable": {func(n *Notice) { n.Incident.Route.Team, n.Usable = "nren-se", nil },
			store.Due, []string{}, store.EncryptNever, nil},
		"encrypted, key there": {func(n *Notice) { n.Incident.Route.Team, n.Message.Protection.Encrypted = "nren-se", true },
			store.Due, []string{}, store.EncryptRequire, []store.Fingerprint{nrenKey}},
		"encrypted, no key there": {func(n *Notice) {
			n.Message.Protection.Encrypted = true
			n.Incident.Route = store.Decision{Decision: Hold, Team: "nren-dk", HeldFor: []string{HeldEncryptedNoKey}}
		}, store.Held, []string{HeldEncryptedNoKey}, store.EncryptRequire, nil},
		"team requires, key not usable": {func(n *Notice) {
			n.Usable = nil
			n.Incident.Route = store.Decision{Decision: Hold, Team: "nren-no", HeldFor: []string{HeldNoKey}}
		}, store.Held, []string{HeldNoKey}, store.EncryptRequire, []store.Fingerprint{store.Fingerprint(strings.Repeat("B", 40))}},
		"destination asks": {func(n *Notice) {
			n.Incident.Route = store.Decision{Decision: Forward, Team: "national-se", HeldFor: []string{HeldDestinationAsks}}
		}, store.Held, []string{HeldDestinationAsks}, store.EncryptNever, nil},
		"held": {func(n *Notice) {
			n.Incident.Route = store.Decision{Decision: Hold, Team: "nren-dk", HeldFor: []string{HeldTLPRed, HeldMandatory}}
		}, store.Held, []string{HeldTLPRed, HeldMandatory}, store.EncryptNever, nil},
		"held without a reason": {func(n *Notice) { n.Incident.Route = store.Decision{Decision: Hold, Team: "nren-dk"} },
			store.Held, []string{HeldApproval}, store.EncryptNever, nil},
	} {
		n := aNotice(t)
		c.set(&n)
		d := pick(t, Notices(n), LetterForward)
		o := d.Out
		if o.State != c.state || !slices.Equal(o.HeldFor, c.held) || o.Encrypt != c.encrypt || !slices.Equal(o.Keys, c.keys) {
			t.Errorf("%s: state %s %v encrypt %s %v", name, o.State, o.HeldFor, o.Encrypt, o.Keys)
		}
		if o.Kind != store.OutForward || o.Attach != "k1" || o.Auto || o.Plain != "" || d.Detail != DetailValues || o.InReplyTo != "" {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func TestForwardedWaitsForDelivery(t *testing.T) {
	proved := Sender{Address: "ann@a.example", Fingerprint: keyReporter, Authenticated: true}
	for name, c := range map[string]struct {
		encrypted bool
		sender    Sender
		held      []string
		encrypt   string
		keys      int
		detail    string
	}{
		"plain":                       {false, Sender{}, []string{store.HeldForDelivery}, store.EncryptNever, 0, DetailNone},
		"plain, proved":               {false, proved, []string{store.HeldForDelivery}, store.EncryptPrefer, 1, DetailValues},
		"encrypted, proved":           {true, proved, []string{store.HeldForDelivery}, store.EncryptRequire, 1, DetailValues},
		"encrypted, nobody":           {true, Sender{}, []string{store.HeldForDelivery, HeldSenderUnverified}, store.EncryptRequire, 0, DetailNone},
		"encrypted, key not of a man": {true, Sender{Fingerprint: keyReporter}, []string{store.HeldForDelivery, HeldSenderUnverified}, store.EncryptRequire, 1, DetailNone},
	} {
		n := aNotice(t)
		n.Message.Protection.Encrypted, n.Sender = c.encrypted, c.sender
		list := Notices(n)
		d, forward := pick(t, list, LetterForwarded), pick(t, list, LetterForward)
		o := d.Out
		if o.After != forward.Out.ID || o.State != store.Held || !slices.Equal(o.HeldFor, c.held) || o.Encrypt != c.encrypt || len(o.Keys) != c.keys || d.Detail != c.detail {
			t.Errorf("%s: %+v detail %s", name, o, d.Detail)
		}
		if o.Kind != store.OutNotice || o.To != "ann@a.example" || !o.Auto || o.InReplyTo != "m@a.example" {
			t.Errorf("%s: no answer to the reporter: %+v", name, o)
		}
	}
}

func TestHandlersHearEncryptedOrNothing(t *testing.T) {
	n := aNotice(t)
	for _, d := range Notices(n) {
		o := d.Out
		switch o.To {
		case "h@us2.example":
			if o.Encrypt != store.EncryptPrefer || o.Keys[0] != keyHandler || d.Plain != LetterHandlerPlain || d.Detail != DetailValues || o.Digest == "" || o.Auto {
				t.Errorf("with a key: %+v", d)
			}
		case "p@us2.example":
			if o.Encrypt != store.EncryptNever || d.Letter != LetterHandlerPlain || d.Detail != DetailNone || d.Plain != "" || o.Digest == "" {
				t.Errorf("without a key: %+v", d)
			}
		}
	}
}

// A correction that routes its incident anew forwards the first message, as
// well protected as either came; it is not acknowledged.
func TestNoticesOfACorrection(t *testing.T) {
	n := aNotice(t)
	n.New, n.Message.Kind = false, store.KindFollowUp
	if got := letters(Notices(n)); got != "handler-follow-up>h@us2.example handler-plain>p@us2.example" {
		t.Errorf("any follow-up: %s", got)
	}
	n.Report = &store.Message{Key: "k0", Kind: store.KindReport, Protection: store.Protection{Encrypted: true}}
	list := Notices(n)
	if got := letters(list); got != "forward>cert@nren-dk.example forwarded>ann@a.example handler-follow-up>h@us2.example handler-plain>p@us2.example" {
		t.Errorf("a correction: %s", got)
	}
	forward, forwarded := pick(t, list, LetterForward).Out, pick(t, list, LetterForwarded).Out
	if forward.Attach != "k0" || forward.Cause != "k1" || forward.Encrypt != store.EncryptRequire || forwarded.Encrypt != store.EncryptRequire || !slices.Contains(forwarded.HeldFor, HeldSenderUnverified) {
		t.Errorf("forward %+v\nforwarded %+v", forward, forwarded)
	}
	n.Report.Kind = store.KindCoordination
	if got := letters(Notices(n)); strings.Contains(got, "forward>") {
		t.Errorf("sites that wrote to each other: %s", got)
	}
}
