package template

import (
	"strings"
	"testing"
)

func TestTLP(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"TLP:RED", "RED"},
		{"TLP: RED", "RED"},
		{"TLP RED", "RED"},
		{"tlp:red", "RED"},
		{"[TLP:RED]", "RED"},
		{"TLP-RED", "RED"},
		{"TLPRED", "RED"},
		{"ＴＬＰ：ＲＥＤ", "RED"},
		{"TLP:AMBER+STRICT", "AMBER+STRICT"},
		{"TLP AMBER STRICT", "AMBER+STRICT"},
		{"TLP:AMBER", "AMBER"},
		{"TLP:GREEN and TLP:AMBER", "AMBER"},
		{"TLP:AMBER, later TLP:GREEN", "AMBER"},
		{"TLP:CLEAR", "CLEAR"},
		{"TLP:WHITE", "CLEAR"},
		{"TLP v2: GREEN", "GREEN"},
		{"TLP:ROUGE", "RED"},
		{"TLP: grün", "GREEN"},
		{"TLP", ""},
		{"TLP: unknown", ""},
		{"red tlp", ""},
		{"the light was red", ""},
		{"PAP:RED", ""},
		{"TLP:REDACTED", ""},
	} {
		b := &builder{}
		b.heed(c.text)
		if got := tlps[b.tlp]; got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestForbids(t *testing.T) {
	for text, want := range map[string]bool{
		"Please do not share this.":                        true,
		"Do NOT forward outside your team":                 true,
		"** PLEASE DO NOT REDISTRIBUTE **":                 true,
		"This is strictly confidential.":                   true,
		"CONFIDENTIAL":                                     true,
		"not to be shared with the vendor":                 true,
		"must not be disclosed":                            true,
		"Bitte vertraulich behandeln":                      true,
		"Bitte nicht weitergeben":                          true,
		"Die Daten dürfen nicht weitergegeben werden":      true,
		"Merci de ne pas diffuser":                         true,
		"Information confidentielle":                       true,
		"ne doit pas être diffusé":                         true,
		"Gelieve dit niet te delen":                        true,
		"niet verspreiden a.u.b.":                          true,
		"vertrouwelijk":                                    true,
		"This is not confidential.":                        false,
		"nicht vertraulich":                                false,
		"You may share this.":                              false,
		"the confidentiality of the database was violated": false,
		"This e-mail and its attachments are confidential and intended solely for the addressee": false,
		"Please do not forward this message to anyone":                                           true,
		"file share \\\\server\\share":                                                           false,
		"":                                                                                       false,
	} {
		if got := forbids(text, vocab().speech.In(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestDisclosureAnswers(t *testing.T) {
	f := builtin(t)
	head := "Your name: Jane\nAffected host name and address: 198.51.100.1\nDescription of what happened: d\nWhat should we do? 1\n"
	for _, c := range []struct{ more, tlp, text, share string }{
		{"", "", "", "unknown"},
		{"Restrictions on passing this on: none", "", "", "unknown"},
		{"Restrictions on passing this on: no restrictions", "", "", "unknown"},
		{"Restrictions on passing this on: TLP:AMBER", "AMBER", "", "unknown"},
		{"Restrictions on passing this on: only to the police", "", "only to the police", "unknown"},
		{"Restrictions on passing this on: TLP:GREEN, not to the press", "GREEN", "TLP:GREEN, not to the press", "unknown"},
		{"Traffic light (TLP): amber", "AMBER", "", "unknown"},
		{"Traffic light (TLP):\n [ ] TLP:RED\n [x] TLP:GREEN", "GREEN", "", "unknown"},
		{"Traffic light (TLP):\n [ ] TLP:RED\n [ ] TLP:GREEN", "", "", "unknown"},
		{"May we tell others who you are? no", "", "", "no"},
		{"May we tell others who you are? [x] yes [ ] no", "", "", "yes"},
		{"May we tell others who you are? ask me", "", "", "unknown"},
	} {
		d := f.Parse(body(head + c.more + "\n")).Disclosure
		if d.TLP != c.tlp || d.Text != c.text || d.ShareIdentity != c.share {
			t.Errorf("%q: %+v, want %q %q %q", c.more, d, c.tlp, c.text, c.share)
		}
	}
}

func TestCategories(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ text, want string }{
		{"DDoS", "availability/ddos"},
		{"DoS", "availability/dos"},
		{"distributed denial of service", "availability/ddos"},
		{"Phishing", "fraud/phishing"},
		{"hameçonnage", "fraud/phishing"},
		{"ransomware", "malicious-code/infected-system"},
		{"Rançongiciel", "malicious-code/infected-system"},
		{"gijzelsoftware", "malicious-code/infected-system"},
		{"Schadsoftware", "malicious-code/infected-system"},
		{"C2 server", "malicious-code/c2-server"},
		{"port scan", "information-gathering/scanner"},
		{"portscan", "information-gathering/scanner"},
		{"brute force", "intrusion-attempts/brute-force"},
		{"attempted intrusion", "intrusion-attempts/exploit"},
		{"intrusion", "intrusions/system-compromise"},
		{"Unauthorised access", "intrusions/system-compromise"},
		{"unauthorized access", "intrusions/system-compromise"},
		{"Einbruch", "intrusions/system-compromise"},
		{"inbraak", "intrusions/system-compromise"},
		{"website defacement", "information-content-security/unauthorised-information-modification"},
		{"data leak", "information-content-security/data-leak"},
		{"fuite de données", "information-content-security/data-leak"},
		{"datalek", "information-content-security/data-leak"},
		{"spam", "abusive-content/spam"},
		{"spam, phishing", "fraud/phishing abusive-content/spam"},
		{"unknown intrusion", "intrusions/system-compromise"},
		{"undetermined", "other/undetermined"},
		{"something odd", ""},
		{"dosage problem", ""},
	} {
		r := f.Parse(body("Your name: J\nAffected host name and address: 198.51.100.1\nDescription of what happened: d\nKind of incident: " + c.text + "\n"))
		if got := strings.Join(r.Category, " "); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSectors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"education", "education"},
		{"Bildung", "education"},
		{"University of X", "education"},
		{"Energie", "energy"},
		{"Öffentliche Hand", "public-administration"},
		{"public safety", "public-administration"},
		{"Government (federal)", "public-administration"},
		{"overheid", "public-administration"},
		{"Gemeinde", "municipality"},
		{"commune", "municipality"},
		{"Banken", "banking"},
		{"hôpital", "health"},
		{"drinking-water", "drinking-water"},
		{"eau potable", "drinking-water"},
		{"Forschung", "research"},
		{"ISP", "digital-infrastructure"},
		{"transport", "transport"},
		{"private", "private"},
		{"critical infrastructure", "critical-infrastructure"},
		{"circus", "circus"},
	} {
		if got := sectorOf(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ text, sync, source, accuracy string }{
		{"", "unknown", "", ""},
		{"Is the clock of your logs synchronised? yes", "yes", "", ""},
		{"Is the clock of your logs synchronised? yes, ntp", "yes", "ntp", ""},
		{"Is the clock of your logs synchronised? no", "no", "", ""},
		{"Is the clock of your logs synchronised? not known", "unknown", "", ""},
		{"Is the clock of your logs synchronised? not synced", "no", "", ""},
		{"Clock is set by: NTP, stratum 2", "yes", "NTP, stratum 2", ""},
		{"Clock is set by: GPS", "yes", "GPS", ""},
		{"Clock is set by: by hand", "unknown", "by hand", ""},
		{"Accuracy of your clock: about 3 min fast", "unknown", "", "about 3 min fast"},
		{"Accuracy of your clock: +/- 2 s", "unknown", "", "+/- 2 s"},
	} {
		r := f.Parse(body("Your name: J\nAffected host name and address: 198.51.100.1\nDescription of what happened: d\nWhat should we do? 1\n" + c.text + "\n"))
		if got := r.Clock; got.Synchronised != c.sync || got.Source != c.source || got.Accuracy != c.accuracy {
			t.Errorf("%q: %+v", c.text, got)
		}
	}
}

func TestAssistanceInWords(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ text, want string }{
		{"nothing", "none"},
		{"for information only", "none"},
		{"nur zur Information", "none"},
		{"rien, pour information", "none"},
		{"please contact the other sites", "contact-sites"},
		{"how do we restore our systems?", "recover"},
		{"urgent help, we have been compromised", "urgent-help"},
		{"dringend!", "urgent-help"},
		{"notify the ISP and tell us how to recover", "recover,contact-sites"},
		{"bananas", ""},
	} {
		r := f.Parse(body("Your name: J\nAffected host name and address: 198.51.100.1\nDescription of what happened: d\nWhat should we do? " + c.text + "\n"))
		if got := strings.Join(r.Assistance, ","); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestColourAlone: a colour of TLP in capitals is a label wherever restrictions
// are asked for; the same word in a sentence is none.
func TestColourAlone(t *testing.T) {
	f := builtin(t)
	for answer, want := range map[string]string{"AMBER": "AMBER", "RED": "RED", "AMBER+STRICT": "AMBER+STRICT", "amber": "", "NONE": "", "the red team may know": ""} {
		r := f.Parse(body("Your name: Jane\nYour organisation: Site\nAffected host name and address: 198.51.100.1\nDescription of what happened: d\nRestrictions on passing this on: " + answer + "\n"))
		if r.Disclosure.TLP != want {
			t.Errorf("%q: TLP %q, want %q", answer, r.Disclosure.TLP, want)
		}
	}
}
