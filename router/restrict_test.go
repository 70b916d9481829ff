package router

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

// heldFor routes a report that is free but for what set does.
func heldFor(t *testing.T, set func(*Question)) []string {
	t.Helper()
	q := open()
	set(&q)
	got := danish(t).Route(q)
	if (got.Decision == Forward) != (len(got.HeldFor) == 0) {
		t.Errorf("%s for %v", got.Decision, got.HeldFor)
	}
	return got.HeldFor
}

// is makes the list of one code, none of "".
func is(code string) []string {
	if code == "" {
		return []string{}
	}
	return []string{code}
}

func TestSpellingsOfTLP(t *testing.T) {
	for text, want := range map[string]string{
		"TLP 2.0: RED":                        HeldTLPRed,
		"TLP is RED":                          HeldTLPRed,
		"TLP colour: RED":                     HeldTLPRed,
		"TLP level: AMBER-STRICT":             HeldTLPAmber,
		"Traffic Light Protocol: RED":         HeldTLPRed,
		"Traffic Light Protocol (TLP): RED":   HeldTLPRed,
		"T.L.P. RED":                          HeldTLPRed,
		"TLP:&nbsp;RED":                       HeldTLPRed,
		"TLP&#58;RED":                         HeldTLPRed,
		"T\u200bL\u00adP:R\ufeffED":           HeldTLPRed,
		"ТLР:RЕD":                             HeldTLPRed, // Cyrillic T, P, E
		"ΤLΡ:ΑΜΒΕR":                           HeldTLPAmber,
		"TLP–RED":                             HeldTLPRed,
		"**TLP:** RED":                        HeldTLPRed,
		"TLP: [x] RED":                        HeldTLPRed,
		"TLP \"RED\"":                         HeldTLPRed,
		"Ampel: rot":                          HeldTLPRed,
		"Feu tricolore : rouge":               HeldTLPRed,
		"Verkeerslicht: oranje":               HeldTLPAmber,
		"TLP:grün":                            "",
		"TLP: none":                           "",
		"the TLP is not known":                "",
		"the traffic light at the gate":       "",
		"for example: red":                    "",
		"Traffic Light Protocol: see website": HeldTLPUnclear,
		strings.Repeat("tlp ", 5000):          HeldTLPUnclear,
	} {
		for where, set := range map[string]func(*Question){
			"answer": func(q *Question) { q.Report.Fields["description"] = text },
			"text":   func(q *Question) { q.Texts = []string{"first", "Dear all\n\n-- \n" + text + "\n"} },
		} {
			if got := heldFor(t, set); !slices.Equal(got, is(want)) {
				t.Errorf("%s %.40q: held for %v, want %q", where, text, got, want)
			}
		}
	}
}

func TestRestrictionsInWords(t *testing.T) {
	for _, text := range []string{
		"For your eyes only", "internal use only", "strictly private", "Keep this to yourself", "this cannot be shared", "never share this", "No sharing!", "please refrain from sharing",
		"treat as secret", "treat this as secret", "CONFIDENTIAL: do not forward", "must not be disclosed", "vertraulich", "Wir bitten um Vertraulichkeit", "streng geheim", "nur für den internen Gebrauch",
		"Nur für Sie", "Weitergabe untersagt", "nicht an Dritte", "ne pas le transmettre", "Ne le transmettez pas", "ne transmettez pas", "Ne partagez pas", "diffusion restreinte", "strictement privé",
		"mag niet gedeeld worden", "niet voor verspreiding", "geheim houden", "alleen voor intern gebruik", "delen is niet toegestaan", "d\u043e not share", "do&nbsp;not share",
		"This message is confidential and intended only for the addressee. Please do not forward it.",
		"The database of this message board is confidential",
		strings.Repeat("confidentiality ", 5000),
	} {
		if got := heldFor(t, func(q *Question) { q.Texts = []string{text} }); !slices.Equal(got, is(HeldDisclosure)) {
			t.Errorf("%.60q: held for %v", text, got)
		}
		if got := heldFor(t, func(q *Question) { q.Report.Fields["tlp"] = "TLP:GREEN but " + text }); !slices.Contains(got, HeldDisclosure) {
			t.Errorf("behind a label, %.60q: held for %v", text, got)
		}
	}
	for _, text := range []string{
		"may be shared freely", "this is not confidential", "nicht vertraulich", "pas confidentiel", "niet vertrouwelijk", "no sharing restrictions", "die Vertraulichkeit ist verletzt",
		"the file share is never available", "keep it running", "le serveur ne communique pas", "niet gezien", "nur für Windows",
		"This e-mail is confidential and intended only for the addressee. If you are not the intended recipient, please do not disclose it.",
		"Diese E-Mail enthält vertrauliche Informationen. Sie ist nur für den Adressaten bestimmt.",
		"Ce message est confidentiel et destiné à ses seuls destinataires.", "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
	} {
		if got := heldFor(t, func(q *Question) { q.Texts = []string{text} }); len(got) > 0 {
			t.Errorf("%q: held for %v", text, got)
		}
	}
}

func TestAnswersInFreeWords(t *testing.T) {
	for answer, want := range map[string]string{
		"": "", "GREEN": "", "TLP:GREEN": "", "tlp: clear": "", "white": "", "none": "", "Keine.": "", "aucune": "", "unmarked": "", "-": "",
		"RED": HeldTLPRed, "rouge": HeldTLPRed, "TLP:AMBER": HeldTLPAmber, "amber+strict": HeldTLPAmber, "AMBER STRICT": HeldTLPAmber,
		"nothing may be passed on": HeldTLPUnclear, "Only for you": HeldTLPUnclear, "R": HeldTLPUnclear, "?": HeldTLPUnclear, "TLP:GREEN, ask me first": HeldTLPUnclear, "unknown": HeldTLPUnclear,
	} {
		if got := heldFor(t, func(q *Question) { q.Report.Fields["tlp"] = answer }); !slices.Equal(got, is(want)) {
			t.Errorf("TLP %q: held for %v, want %q", answer, got, want)
		}
	}
	for answer, want := range map[string]string{
		"": "", "yes": "", "Ja.": "", " oui ": "", "-": "", "rather not": HeldDisclosure, "n": HeldDisclosure, "only with consent": HeldDisclosure, "yes, but only to police": HeldDisclosure, "no": HeldDisclosure,
	} {
		if got := heldFor(t, func(q *Question) { q.Report.Fields["share_identity"] = answer }); !slices.Equal(got, is(want)) {
			t.Errorf("identity %q: held for %v, want %q", answer, got, want)
		}
	}
}

// The blank form restricts nothing, whatever it offers.
func TestBoxesOfWholeTexts(t *testing.T) {
	options := "  [ ] TLP:RED\n  [ ] TLP:AMBER+STRICT\r\n  [ ] TLP:AMBER\n  [ ] TLP:GREEN\n  [ ] TLP:CLEAR\n"
	for text, want := range map[string]string{
		"Traffic light (TLP):\n" + options + "May we tell others who you are?": "",
		"Ampel (TLP):\n> " + strings.ReplaceAll(options, "\n", "\n> "):         "",
		"TLP:\nMay we tell others?":                                            "",
		"TLP:\nRED":                                                            HeldTLPRed,
		"TLP: [ ] RED [ ] AMBER [x] GREEN":                                     "",
		"Traffic light (TLP): ( ) TLP:RED (x) TLP:GREEN":                       "",
		strings.Replace(options, "[ ] TLP:RED", "[x] TLP:RED", 1):              HeldTLPRed,
		"TLP:GREEN [ ] TLP:RED [x]":                                            HeldTLPRed, // boxes stand behind
	} {
		if got := heldFor(t, func(q *Question) { q.Texts = []string{text} }); !slices.Equal(got, is(want)) {
			t.Errorf("%q: held for %v, want %q", text, got, want)
		}
	}
}

func TestCredentialsInWords(t *testing.T) {
	for text, want := range map[string]string{"pw=secret": HeldUnverified, "the pw : x": HeldUnverified, "login root/toor": HeldUnverified, "login: a/b now": HeldUnverified,
		"POST /login HTTP/1.1": "", "pwd=/root": "", "login failed": ""} {
		if got := heldFor(t, func(q *Question) { q.Report.Logs = []string{text} }); !slices.Equal(got, is(want)) {
			t.Errorf("%q: held for %v, want %q", text, got, want)
		}
	}
}

// What a report is full of costs little, and is held where it was not all read.
func TestFullReportsAreHeld(t *testing.T) {
	begin := time.Now()
	words := strings.Repeat("tlp ", 500_000)
	if got := heldFor(t, func(q *Question) { q.Report.Fields["description"] = words }); !slices.Equal(got, is(HeldTLPUnclear)) {
		t.Errorf("full of marks: %v", got)
	}
	var names strings.Builder
	for i := range 50_000 {
		names.WriteString("130.225.1." + string(rune('0'+i%10)) + " h" + strings.Repeat("x", i%60) + ".ku.dk ")
	}
	for name, hosts := range map[string][]store.Host{
		"one answer":      {{Role: store.RoleTarget, Name: names.String()}},
		"an answer each":  slices.Repeat(hostsOf(store.RoleTarget, "130.225.1.2"), maxFacts+1),
		"names beside it": {{Role: store.RoleTarget, Name: "130.225.1.2 " + strings.Repeat("a.ku.dk ", maxNames+1)}},
	} {
		q := open()
		q.Report.Hosts = hosts
		if got := danish(t).Route(q); got.Decision != Hold || !slices.Equal(got.HeldFor, is(HeldTooMany)) || len(got.Trail)+len(got.Lost) > 3*maxSteps {
			t.Errorf("%s: %s for %v, %d steps", name, got.Decision, got.HeldFor, len(got.Trail)+len(got.Lost))
		}
	}
	if got := heldFor(t, func(q *Question) { q.Report.Indicators = make([]store.Indicator, maxIndicators+1) }); !slices.Equal(got, is(HeldTooMany)) {
		t.Errorf("indicators: %v", got)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}
