package template

import (
	"slices"
	"testing"

	"tocsin/store"
)

// senses are labels beside a form in their language, what they ask, and the answer.
var senses = []struct{ lang, text, name, want string }{
	// A word of the language is not what the same letters are everywhere.
	{"da", "Hvad vil I have af os: et opkald", "assistance", "et opkald"},
	{"pt", "Sobre os atacantes: 203.0.113.9", "os", ""},
	// Who may see it, and may we say who it was.
	{"en", "Who may read this: only you", "disclosure", "only you"},
	{"fr", "Qui peut le lire : vous seuls", "disclosure", "vous seuls"},
	{"de", "Wer darf das lesen: nur Sie", "disclosure", "nur Sie"},
	{"sv", "Vem får läsa detta: bara ni", "disclosure", "bara ni"},
	{"en", "May we say who you are: no", "share_identity", "no"},
	{"de", "Dürfen wir sagen, wer Sie sind: nein", "share_identity", "no"},
	{"nl", "Mogen wij zeggen wie u bent: nee", "share_identity", "no"},
	{"en", "Who may attend: everybody", "disclosure", ""},
	// What a sentence answers asks for no time, and a yes or no for no end.
	{"fr", "Constat : les écrans des caisses affichaient tous la même demande de rançon ce jour-là", "detection_time", ""},
	{"it", "Già terminato: non ancora sotto controllo", "incident_end", ""},
	{"en", "Has it ended: no, they are still in", "status", "no, they are still in"},
	{"pt", "Já acabou: ainda não", "incident_end", ""},
	{"en", "It ended: 2026-11-20 10:00 UTC", "incident_end", "2026-11-20 10:00 UTC"},
	{"de", "Behoben: dauert an", "incident_end", "dauert an"},
	{"en", "Noticed: last night around ten", "detection_time", ""},
	// How many, of whom nothing else is said.
	{"sv", "Antal drabbade: omkring 200", "user_count", "omkring 200"},
	{"de", "Zahl der Betroffenen: 41", "user_count", "41"},
	{"en", "Number affected: 41", "user_count", "41"},
	{"de", "Zahl der betroffenen Rechner: 41", "user_count", ""},
	{"ja", "被害台数: 41", "user_count", ""},
	// A word of several senses is not what its answer can't be.
	{"fr", "Poste : www.moulin.example", "contact_title", ""},
	{"fr", "Poste : chef d'atelier", "contact_title", "chef d'atelier"},
	{"nl", "Kleur: AMBER", "tlp", "AMBER"},
	{"nl", "Kleur: lichtgrijs", "tlp", ""},
}

func TestNativeSenses(t *testing.T) {
	f := builtin(t)
	for _, c := range senses {
		r := f.Parse(body(evidence(f, c.lang) + "Tel.: 555 0100\n" + c.text + "\n"))
		if got := r.Fields[c.name]; got != c.want {
			t.Errorf("%s %q: %s = %q, want %q", c.lang, c.text, c.name, got, c.want)
		}
	}
}

// TestSensesBesideOthers: what stands behind the next label on the line is no doubt
// of the first.
func TestSensesBesideOthers(t *testing.T) {
	f := builtin(t)
	for _, text := range []string{
		"Name: Ada Quill  E-mail: ada@quill.example\nOrganisation: Quill Mills  Telephone: +44 1632 960 311\nType of incident: phishing  Severity: high\nDetected: 2026-11-20 10:00 UTC  Police: no\nDescription of the incident: mail to all guests\n",
		"Nom : Ada Quill / Courriel : ada@quill.example\nOrganisation : Quill Mills / Téléphone : +44 1632 960 311\nType d'incident : phishing / Gravité : haute\nDétecté le : 2026-11-20 10:00 UTC / Police : non\nDescription de l'incident : courriel à tous\n",
		"Name: Ada Quill  E-Mail: ada@quill.example\nOrganisation: Quill Mills  Telefon: +44 1632 960 311\nArt des Vorfalls: Phishing  Schweregrad: hoch\nEntdeckt am: 2026-11-20 10:00 UTC  Polizei: nein\nBeschreibung des Vorfalls: Mail an alle\n",
	} {
		r := f.Parse(body(text))
		if r.Fields["contact_name"] != "Ada Quill" || r.Fields["organisation"] != "Quill Mills" || r.Fields["contact_email"] != "ada@quill.example" {
			t.Errorf("%q: %v", text, r.Fields)
		}
	}
	r := f.Parse(body("Your name: 2026-11-20 09:14:07 UTC\n" + evidence(f, "en")))
	if got := r.Fields["contact_name"]; got != "Jane Doe" {
		t.Errorf("contact_name %q", got)
	}
}

// TestSidesOfWho: whose machine it is by who says so.
func TestSidesOfWho(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ lang, text, role string }{
		{"de", "Bei uns: 198.51.100.40", "target"},
		{"nl", "Bij ons: 198.51.100.40", "target"},
		{"no", "Hos oss: 198.51.100.40", "target"},
		{"da", "Vores server: 198.51.100.40", "target"},
		{"pl", "Nasze adresy: 198.51.100.40", "target"},
		{"de", "Wer griff uns an: 198.51.100.40", "source"},
		{"fr", "Qui nous attaque : 198.51.100.40", "source"},
		{"sv", "Vem angriper oss: 198.51.100.40", "source"},
		{"de", "Bei uns gemeldet von: 198.51.100.40", ""},
		{"en", "Who told us: 198.51.100.40", ""},
	} {
		r := f.Parse(body(evidence(f, c.lang) + "Tel.: 555 0100\n" + c.text + "\n"))
		is := func(h store.Host) bool { return h.Role == c.role && slices.Contains(h.Addresses, "198.51.100.40") }
		if found := slices.ContainsFunc(r.Hosts, is); found != (c.role != "") {
			t.Errorf("%s %q: hosts %+v", c.lang, c.text, r.Hosts)
		}
	}
}
