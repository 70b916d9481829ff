package template

import "testing"

// TestPolarity: yes and no of a question whose choices no definition gives.
func TestPolarity(t *testing.T) {
	plain, stated := &entry{inquiry: &inquiry{}}, &entry{inquiry: &inquiry{yes: "ongoing", no: "over"}}
	for _, c := range []struct {
		e          *entry
		text, want string
	}{
		{plain, "Oui", "yes"},
		{plain, "nee", "no"},
		{plain, "いいえ", "no"},
		{plain, "yes, but not my phone", "yes, but not my phone"},
		{plain, "yes / no", ""},
		{plain, "ja\nnein", ""},
		{plain, "red / green", "red / green"},
		{stated, "áno", "ongoing"},
		{stated, "nie", "over"},
		{stated, "since Monday", "since Monday"},
	} {
		if got := c.e.polarity(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestStage(t *testing.T) {
	for text, want := range map[string]string{"initial notification": "initial", "Final report": "final", "early warning": "early warning", "first or final": "first or final", "the first that we ever wrote": "the first that we ever wrote", "": ""} {
		if got := stage(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestPolarQuestions: the same in a form that nobody knows.
func TestPolarQuestions(t *testing.T) {
	r := builtin(t).Parse(body(`Votre nom : Zoé Petit
Votre adresse e-mail : zoe@moulin.example
Pouvons-nous dire à d'autres qui vous êtes ?
  [ ] oui
  [x] non
Adresse IP de la machine attaquée : 192.0.2.7
Date et heure de l'incident : 2026-11-20 14:30 UTC
Description de l'incident : une coupure
`))
	if r.Disclosure.ShareIdentity != "no" {
		t.Errorf("%+v", r.Disclosure)
	}
	for text, want := range map[string]string{"[x] yes\n[ ] no": "ongoing", "no": "over"} {
		r := builtin(t).Parse(body("Your name: Ada Byte\nE-mail: ada@mill.example\nIP address of the attacked machine: 192.0.2.7\nIs the incident ongoing?\n" + text + "\nDescription of the incident: water\n"))
		if got := r.Fields["status"]; got != want {
			t.Errorf("%q: status %q, want %q", text, got, want)
		}
	}
}

// TestOwnMachine: a machine whose system or use is asked is the reporter's,
// where nothing gives its role; no other is.
func TestOwnMachine(t *testing.T) {
	for lines, want := range map[string]string{
		"Host: 192.0.2.7\nOperating system: FreeBSD 14\n": "target FreeBSD 14",
		"Host: 192.0.2.7\n": "unknown ",
		"Attacker IP: 192.0.2.7\nOperating system: FreeBSD 14\n": "source ", // whose it is was not asked
	} {
		r := builtin(t).Parse(body("Reporter name: Ada Byte\nE-mail address: ada@mill.example\nDate and time of incident: 2026-11-20 14:30 UTC\n" + lines + "Description of the incident: water\nType of incident: scan\n"))
		if len(r.Hosts) != 1 || r.Hosts[0].Role+" "+r.Hosts[0].OS != want {
			t.Errorf("%q: %+v, want %q", lines, r.Hosts, want)
		}
	}
}

// TestPhoneAndFax: two numbers that were asked in one.
func TestPhoneAndFax(t *testing.T) {
	rest := "Your name: Ada Byte\nE-mail address: ada@mill.example\nTarget IP: 192.0.2.7\nDate and time of incident: 2026-11-20 14:30 UTC\nType of incident: scan\n"
	for line, want := range map[string]string{
		"Telephone/Fax: +32 2 555 0100 / +32 2 555 0101": "+32 2 555 0100|+32 2 555 0101",
		"Telephone/Fax: 02/555 01 00":                    "02/555 01 00|",
		"Telephone: 02 555 0100, 02 555 0101":            "02 555 0100, 02 555 0101|",
	} {
		f := builtin(t).Parse(body(line + "\n" + rest)).Fields
		if got := f["contact_phone"] + "|" + f["contact_fax"]; got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

// TestBoxesBelowLabel: boxes right below a label without a colon are its
// choices; a list of wishes of which none is ticked is no wish.
func TestBoxesBelowLabel(t *testing.T) {
	rest := "お名前：鈴木一郎\nメールアドレス：suzuki@minato.example.jp\n被害サーバのIPアドレス：192.0.2.10\n発生日時：2026年11月15日 08:20\n"
	r := builtin(t).Parse(body(rest + "インシデントの種類\n○ フィッシング\n● マルウェア感染\n○ 不正アクセス\n"))
	if got := r.Fields["incident_type"]; got != "マルウェア感染" {
		t.Errorf("type %q", got)
	}
	r = builtin(t).Parse(body(rest + "Che cosa dobbiamo fare?\n[ ] Nulla, solo informazione\n[ ] Aiutarci a contattare gli altri\n[ ] Consigli per il ripristino\n"))
	if len(r.Assistance) > 0 {
		t.Errorf("assistance %v", r.Assistance)
	}
}

// TestYesOrNoInWords: an answer that is yes or no as a whole is no other choice
// that it begins like.
func TestYesOrNoInWords(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"no problem": "yes", "kein Problem": "yes", "no, thank you": "no", "sure": "yes", "lieber nicht": "no", "not sure": "unknown", "yes / no": "unknown", "ask us first": "unknown",
	} {
		r := f.Parse(body("Your name: J\nAffected host name and address: 198.51.100.1\nDescription of what happened: d\nWhat should we do? 1\nMay we tell others who you are? " + text + "\n"))
		if r.Disclosure.ShareIdentity != want {
			t.Errorf("%q: %s, want %s", text, r.Disclosure.ShareIdentity, want)
		}
	}
}
