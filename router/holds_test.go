package router

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

// open is a question that the danish directory forwards to nren-dk.
func open() Question {
	return Question{Report: &store.Report{Hosts: hostsOf(store.RoleTarget, "130.225.1.2"), Fields: map[string]string{}},
		Sender: Sender{Address: "x@gmail.com"}, Now: november}
}

func TestTLP(t *testing.T) {
	d := danish(t)
	for _, c := range []struct{ tlp, subject, field, want string }{
		{"", "", "", ""},
		{"GREEN", "", "", ""},
		{"CLEAR", "", "", ""},
		{"WHITE", "", "", ""},
		{"white", "TLP:CLEAR", "", ""},
		{"none", "", "", ""},
		{"RED", "", "", HeldTLPRed},
		{"TLP:RED", "", "", HeldTLPRed},
		{"AMBER", "", "", HeldTLPAmber},
		{"AMBER+STRICT", "", "", HeldTLPAmber},
		{"PURPLE", "", "", HeldTLPUnclear},
		{"GREEN", "[TLP:AMBER] x", "", HeldTLPAmber},
		{"GREEN", "[TLP:CLEAR] x", "", HeldTLPUnclear},
		{"GREEN", "", "TLP:RED", HeldTLPRed},
		{"", "TLP RED", "", HeldTLPRed},
		{"", "TLPRED", "", HeldTLPRed},
		{"", "tlp-amber", "", HeldTLPAmber},
		{"", "tlp_amber_strict", "", HeldTLPAmber},
		{"", "TLP: AMBER + STRICT", "", HeldTLPAmber},
		{"", "TLP＝ＲＥＤ", "", HeldTLPRed},
		{"", "TLP:GREEN", "", ""},
		{"", "TLP:GREEEN", "", HeldTLPUnclear},
		{"", "TLP: none", "", ""},
		{"", "TLPT exercise", "", ""},
		{"", "the TLP says nothing", "", ""},
		{"", "HTLP:RED", "", ""},
		{"", "", "line one\nTLP:\nRED", HeldTLPRed},
		{"", "TLP:GREEN was TLP:RED", "", HeldTLPRed},
		{"", "tlp tlp tlp:amber", "", HeldTLPAmber},
		{"", "", "TLP :" + strings.Repeat(" ", 300) + "RED", HeldTLPRed},
		{"", "", "TLP:GREEN" + strings.Repeat(" many words", 300) + " tlp: red", HeldTLPRed},
	} {
		q := open()
		q.Report.Disclosure.TLP, q.Subject, q.Report.Fields["description"] = c.tlp, c.subject, c.field
		got := d.Route(q)
		if c.want == "" && got.Decision != Forward || c.want != "" && (got.Decision != Hold || !slices.Equal(got.HeldFor, []string{c.want})) {
			t.Errorf("%+v: got %s for %v", c, got.Decision, got.HeldFor)
		}
		if c.want != "" && (got.Trail[0].Rule != "hold."+c.want || got.Trail[0].Fact.Where == "" || got.Team != "nren-dk") {
			t.Errorf("%+v: the trail does not begin with the hold: %+v", c, got.Trail)
		}
	}
}

func TestDisclosure(t *testing.T) {
	d := danish(t)
	for text, held := range map[string]bool{
		"":                                    false,
		"none":                                false,
		"Keine.":                              false,
		" no ":                                false,
		"aucune":                              false,
		"TLP:GREEN":                           false,
		"green":                               false,
		"n/a":                                 false,
		"only with my consent":                true,
		"TLP:GREEN but ask first":             true,
		"do not share with the press":         true,
		"anonymised only":                     true,
		"Bitte nicht weitergeben":             true,
		"yes":                                 true,
		"none of this may leave your offices": true,
	} {
		q := open()
		q.Report.Disclosure.Text = text
		if got := d.Route(q); slices.Contains(got.HeldFor, HeldDisclosure) != held || held == (got.Decision == Forward) {
			t.Errorf("disclosure %q: %s for %v, want held %v", text, got.Decision, got.HeldFor, held)
		}
	}
	for text, held := range map[string]bool{
		"This is confidential.":                     true,
		"CONFIDENTIAL":                              true,
		"please don't forward":                      true,
		"please don’t\r\n  share":                   true,
		"I do not know. Do not\npass it on":         true,
		"DO NOT FORWARD":                            true,
		"not to be distributed":                     true,
		"Ne pas partager":                           true,
		"document confidentiel":                     true,
		"Vertrouwelijk":                             true,
		"niet doorsturen a.u.b.":                    true,
		"vertrauliche Daten":                        true,
		"wird nicht weitergegeben":                  true,
		"we lost confidentiality of the data":       false,
		"the firewall does not forward it":          false,
		"die Vertraulichkeit ist verletzt":          false,
		"users do not know about it; share drive X": false,
	} {
		q := open()
		q.Report.Logs = []string{"first", text}
		if got := d.Route(q); slices.Contains(got.HeldFor, HeldDisclosure) != held {
			t.Errorf("prose %q: held for %v, want disclosure %v", text, got.HeldFor, held)
		}
	}
	for share, held := range map[string]bool{"no": true, "yes": false, "unknown": false, "": false} {
		q := open()
		q.Report.Disclosure.ShareIdentity = share
		if got := d.Route(q); (got.Decision == Hold) != held {
			t.Errorf("share identity %q: %s", share, got.Decision)
		}
	}
}

func TestContentHolds(t *testing.T) {
	d := danish(t)
	for name, c := range map[string]struct {
		set  func(*Question)
		want []string
	}{
		"nothing":                        {func(q *Question) {}, []string{}},
		"mandatory":                      {func(q *Question) { q.Obligation = "mandatory" }, []string{HeldMandatory}},
		"voluntary":                      {func(q *Question) { q.Obligation = "voluntary" }, []string{}},
		"automatic":                      {func(q *Question) { q.Automatic = true }, []string{HeldAutomatic}},
		"severity high":                  {func(q *Question) { q.Report.Fields["severity"] = "high" }, []string{}},
		"severity Notfall":               {func(q *Question) { q.Report.Fields["severity"] = " Notfall " }, []string{HeldCritical}},
		"vulnerability":                  {func(q *Question) { q.Report.Category = []string{"other/other", "vulnerable/weak-crypto"} }, []string{HeldVulnerability}},
		"police no":                      {func(q *Question) { q.Report.Fields["law_enforcement"] = "Nein" }, []string{}},
		"police not yet":                 {func(q *Question) { q.Report.Fields["law_enforcement"] = "no, not yet" }, []string{}},
		"police, in French":              {func(q *Question) { q.Report.Fields["law_enforcement"] = "Non; plus tard" }, []string{}},
		"police, and not":                {func(q *Question) { q.Report.Fields["law_enforcement"] = "notified, case 12" }, []string{HeldLawEnforcement}},
		"police":                         {func(q *Question) { q.Report.Fields["law_enforcement"] = "case 12" }, []string{HeldLawEnforcement}},
		"begin to begin rsa private key": {func(q *Question) { q.Report.Logs = []string{"we begin -----BEGIN OPENSSH PRIVATE KEY-----"} }, []string{HeldUnverified}},
		"private key":                    {func(q *Question) { q.Report.Logs = []string{"-----BEGIN RSA PRIVATE KEY-----"} }, []string{HeldUnverified}},
		"mot de passe":                   {func(q *Question) { q.Report.Fields["description"] = "le mot de passe : x" }, []string{HeldUnverified}},
		"password policy":                {func(q *Question) { q.Report.Fields["description"] = "password policy" }, []string{}},
		"credentials, proved":            {func(q *Question) { q.Report.Logs, q.Sender.Authenticated = []string{"Passwort: x"}, true }, []string{}},
		"several": {func(q *Question) {
			q.Obligation, q.Automatic, q.Report.Logs = "mandatory", true, []string{"kinderpornografisch"}
		},
			[]string{HeldMandatory, HeldAutomatic, HeldMinors}},
	} {
		q := open()
		c.set(&q)
		got := d.Route(q)
		if !slices.Equal(got.HeldFor, c.want) || (got.Decision == Forward) != (len(c.want) == 0) {
			t.Errorf("%s: %s for %v, want %v", name, got.Decision, got.HeldFor, c.want)
		}
	}
}

func TestDestinationHolds(t *testing.T) {
	const directory = `self = "us"
[[team]]
id = "us"
mail = "i@us.example"
[[team]]
id = "x"
cidrs = ["130.225.0.0/16"]
`
	key := "keys = [\"" + strings.Repeat("A", 40) + "\"]\n"
	usable := func(store.Fingerprint) bool { return true }
	for name, c := range map[string]struct {
		team     string
		set      func(*Question)
		decision string
		want     []string
	}{
		"default asks":          {"mail = \"a@x.example\"", nil, Forward, []string{HeldDestinationAsks}},
		"auto":                  {"mail = \"a@x.example\"\nforward = \"auto\"", nil, Forward, []string{}},
		"never":                 {"mail = \"a@x.example\"\nforward = \"never\"", nil, Hold, []string{HeldDestinationNever}},
		"hold":                  {"mail = \"a@x.example\"\nforward = \"auto\"\nhold = true", nil, Hold, []string{HeldDestinationHold}},
		"no mail":               {"forward = \"auto\"", nil, Hold, []string{HeldNoAddress}},
		"our domain":            {"mail = \"a@us.example\"\nforward = \"auto\"", nil, Hold, []string{HeldLoop}},
		"stale":                 {"mail = \"a@x.example\"\nforward = \"auto\"\nreviewed = 2026-01-01\nreview_every = \"180d\"", nil, Hold, []string{HeldDestinationStale}},
		"fresh":                 {"mail = \"a@x.example\"\nforward = \"auto\"\nreviewed = 2026-11-01\nreview_every = \"180d\"", nil, Forward, []string{}},
		"requires, no key":      {"mail = \"a@x.example\"\nforward = \"auto\"\nencrypt = \"require\"", func(q *Question) { q.Usable = usable }, Hold, []string{HeldNoKey}},
		"requires, key unknown": {"mail = \"a@x.example\"\nforward = \"auto\"\nencrypt = \"require\"\n" + key, nil, Hold, []string{HeldNoKey}},
		"requires, key":         {"mail = \"a@x.example\"\nforward = \"auto\"\nencrypt = \"require\"\n" + key, func(q *Question) { q.Usable = usable }, Forward, []string{}},
		"encrypted, no key":     {"mail = \"a@x.example\"\nforward = \"auto\"", func(q *Question) { q.Encrypted = true }, Hold, []string{HeldEncryptedNoKey}},
		"encrypted, key":        {"mail = \"a@x.example\"\nforward = \"auto\"\n" + key, func(q *Question) { q.Encrypted, q.Usable = true, usable }, Forward, []string{}},
		"sender is it":          {"mail = \"a@x.example\"\nforward = \"auto\"", func(q *Question) { q.Sender.Team = "x" }, Hold, []string{HeldLoop}},
		"sender of its domain":  {"mail = \"a@x.example\"\nforward = \"auto\"", func(q *Question) { q.Sender.Address = "b@X.example" }, Hold, []string{HeldLoop}},
		"asks and no key":       {"mail = \"a@x.example\"", func(q *Question) { q.Encrypted = true }, Hold, []string{HeldEncryptedNoKey, HeldDestinationAsks}},
	} {
		d, _ := ReadDirectory("", File{Name: "d.toml", Data: []byte(directory + c.team)})
		q := open()
		if c.set != nil {
			c.set(&q)
		}
		got := d.Route(q)
		if got.Decision != c.decision || !slices.Equal(got.HeldFor, c.want) || got.Team != "x" {
			t.Errorf("%s: %s %q for %v, want %s for %v", name, got.Decision, got.Team, got.HeldFor, c.decision, c.want)
		}
	}
}

func TestRouteNothing(t *testing.T) {
	empty, _ := ReadDirectory("")
	for name, got := range map[string]store.Decision{
		"no report":    danish(t).Route(Question{}),
		"no directory": empty.Route(open()),
	} {
		if got.Decision != Hold || got.Team != "" || !slices.Equal(got.HeldFor, []string{HeldNoEvidence}) || got.Trail == nil || got.Lost == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestConstituentsInTheirTime(t *testing.T) {
	d, problems := ReadDirectory("", File{Name: "d.toml", Data: []byte(base + "[[constituent]]\norg = \"X\"\ndomains = [\"x.lu\"]\nsince = 2026-03-01\nuntil = 2026-06-01\n")})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for at, want := range map[string]string{"2026-02-28": Hold, "2026-03-01": Ours, "2026-05-31": Ours, "2026-06-01": Hold} {
		now, _ := time.Parse(time.DateOnly, at)
		q := Question{Report: &store.Report{Hosts: hostsOf(store.RoleTarget, "x.lu")}, Now: now}
		if got := d.Route(q); got.Decision != want {
			t.Errorf("on %s: %s, want %s", at, got.Decision, want)
		}
	}
}

func TestSendersKey(t *testing.T) {
	key := strings.Repeat("C", 40)
	d, problems := ReadDirectory("", File{Name: "d.toml", Data: []byte(base + "[[constituent]]\norg = \"X\"\nkeys = [\"" + key + "\"]\n")})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	q := Question{Report: &store.Report{}, Sender: Sender{Address: "any@where.example", Fingerprint: store.Fingerprint(key), Authenticated: true}, Now: november}
	if got := d.Route(q); got.Decision != Ours || got.Trail[0].Rule != "constituent.sender" || got.Trail[0].Tier != 1 {
		t.Errorf("a registered key: %+v", got)
	}
	q.Sender.Authenticated = false
	if got := d.Route(q); got.Decision != Hold {
		t.Errorf("a key that proved nothing: %+v", got)
	}
}
