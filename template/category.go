package template

import "strings"

// A wording maps phrases, as folded words, to a value of a vocabulary. A
// phrase matches whole words; "*" at its end any ending.
type wording struct {
	value   string
	phrases []string
}

// rsitWords map what people write under "type of incident" to the Reference
// Security Incident Taxonomy, version 1003: class/type.
var rsitWords = []wording{
	{"availability/ddos", []string{"ddos", "d dos", "distributed denial*"}},
	{"availability/dos", []string{"dos", "denial of service", "deni de service", "dienstverweigerung", "uberlastung*", "dienstblockade", "serviceverstoring"}},
	{"availability/outage", []string{"outage", "ausfall", "panne", "storing", "uitval", "indisponibilite"}},
	{"availability/sabotage", []string{"sabotage"}},
	{"availability/misconfiguration", []string{"misconfiguration", "fehlkonfiguration", "mauvaise configuration", "verkeerde configuratie"}},
	{"fraud/phishing", []string{"phishing", "hameconnage", "spear phishing", "spearphishing"}},
	{"fraud/masquerade", []string{"masquerade", "impersonation", "identity theft", "identitatsdiebstahl", "usurpation*", "identiteitsfraude", "spoofing", "ceo fraud", "faux ordres"}},
	{"fraud/copyright", []string{"copyright", "urheberrecht*", "droit d auteur", "auteursrecht*"}},
	{"fraud/unauthorised-use-of-resources", []string{"misuse of system*", "misuse of resources", "unauthori* use", "cryptomining", "crypto mining", "cryptojacking", "fraud", "betrug", "fraude", "computer facilitated fraud"}},
	{"abusive-content/spam", []string{"spam", "pourriel*", "unsolicited*", "mail bombing", "mail relay", "mailrelay"}},
	{"abusive-content/harmful-speech", []string{"harassment", "hate speech", "belastigung", "harcelement", "pesterij*", "cyberstalking"}},
	{"abusive-content/violence", []string{"child abuse", "child porn*", "csam", "kinderporn*", "pedoporn*"}},
	{"malicious-code/c2-server", []string{"c2", "c c server", "command and control", "botnet controller", "botnet server"}},
	{"malicious-code/malware-distribution", []string{"malware distribution", "malware hosting", "verteilung von schadsoftware", "distribution de logiciels malveillants"}},
	{"malicious-code/infected-system", []string{"malware", "malicious code", "malicious software", "ransomware", "ransonware", "rancongiciel*", "virus", "viren", "worm", "wurm", "ver informatique", "trojan*", "trojaner", "verschlusselungstrojaner", "kryptotrojaner", "erpressungstrojaner", "cheval de troie", "botnet", "bot", "schadsoftware", "schadcode", "logiciel malveillant", "logiciels malveillants", "kwaadaardige software", "gijzelsoftware", "spyware", "rootkit", "infection", "infektion", "infected*"}},
	{"information-gathering/scanner", []string{"scan", "scans", "scanning", "portscan*", "port scan*", "probe", "probes", "probing", "balayage", "sondage", "poortscan*"}},
	{"information-gathering/sniffing", []string{"sniffing", "eavesdropping", "abhoren", "ecoute", "interception*", "wiretap*", "afluisteren"}},
	{"information-gathering/social-engineering", []string{"social engineering", "ingenierie sociale"}},
	{"intrusion-attempts/brute-force", []string{"brute force*", "bruteforce*", "password guessing", "login attempts", "force brute", "passwort raten", "anmeldeversuche"}},
	{"intrusion-attempts/exploit", []string{"exploit attempt*", "attempted intrusion", "intrusion attempt*", "einbruchsversuch*", "eindringversuch*", "tentative d intrusion", "inbraakpoging*", "poging tot inbraak", "exploitation attempt*", "attack attempt*"}},
	{"intrusions/privileged-account-compromise", []string{"root compromise", "admin* account compromise*", "privileged account*"}},
	{"intrusions/unprivileged-account-compromise", []string{"account compromise*", "compromised account*", "account takeover", "kontoubernahme", "compte compromis", "gehackt account", "stolen credentials"}},
	{"intrusions/application-compromise", []string{"website compromise", "application compromise", "sql injection", "webshell*", "web shell*", "site web compromis*", "cross site scripting", "xss"}},
	{"intrusions/system-compromise", []string{"system compromise*", "compromise", "compromised", "unauthori* access", "intrusion", "break in", "hacked", "hacking", "hack", "einbruch", "eindringen", "kompromittierung", "kompromittiert*", "unberechtigter zugriff", "unbefugter zugriff", "acces non autorise", "systeme compromis", "inbraak", "ongeoorloofde toegang", "onbevoegde toegang", "backdoor"}},
	{"intrusions/burglary", []string{"burglary", "theft of device*", "stolen laptop", "lost laptop", "vol de materiel", "electronic theft"}},
	{"information-content-security/unauthorised-information-modification", []string{"defacement", "degacement", "website defac*", "defaced", "verunstaltung", "defacage", "defiguration", "bekladding", "data manipulation"}},
	{"information-content-security/data-leak", []string{"data leak*", "leak", "data breach", "datenleck", "datenpanne", "fuite de donnees", "fuite d informations", "datalek", "exfiltration", "datendiebstahl", "vol de donnees"}},
	{"information-content-security/data-loss", []string{"data loss", "loss of data", "datenverlust", "perte de donnees", "dataverlies"}},
	{"information-content-security/unauthorised-information-access", []string{"unauthori* access to information", "unauthori* access to data", "unauthori* disclosure"}},
	{"vulnerable/vulnerable-system", []string{"vulnerability", "vulnerable", "schwachstelle*", "sicherheitslucke*", "vulnerabilite*", "faille*", "kwetsbaarheid"}},
	{"vulnerable/ddos-amplifier", []string{"amplifier", "open resolver*"}},
	{"other/undetermined", []string{"unknown", "unbekannt", "inconnu", "onbekend", "undetermined"}},
}

// covers lists findings that a more exact one makes redundant.
var covers = map[string]string{
	"fraud/masquerade": "fraud/unauthorised-use-of-resources", "fraud/phishing": "fraud/unauthorised-use-of-resources",
	"availability/ddos": "availability/dos", "intrusions/application-compromise": "intrusions/system-compromise",
	"intrusions/unprivileged-account-compromise": "intrusions/system-compromise", "intrusions/privileged-account-compromise": "intrusions/unprivileged-account-compromise",
	"intrusion-attempts/exploit": "intrusions/system-compromise", "malicious-code/c2-server": "malicious-code/infected-system",
	"malicious-code/malware-distribution": "malicious-code/infected-system", "information-content-security/unauthorised-information-access": "intrusions/system-compromise",
}

// sectorList is the vocabulary of sectors: those of the NIS2 directive, and
// what a directory needs besides.
var sectorList = []wording{
	{"energy", []string{"energy", "energie", "electricity", "strom", "gas", "oil", "elektrizitat*", "electricite"}},
	{"transport", []string{"transport", "transportation", "verkehr", "vervoer", "railway*", "aviation", "transports", "bahn"}},
	{"banking", []string{"banking", "bank", "banks", "banken", "banque*", "bankwesen", "bankwezen"}},
	{"financial", []string{"financial*", "finance*", "finanz*", "insurance", "versicherung*", "assurance*", "financien", "verzekering*"}},
	{"health", []string{"health*", "hospital*", "gesundheit*", "krankenhaus", "sante", "hopital*", "gezondheid*", "ziekenhuis", "zorg", "medical"}},
	{"drinking-water", []string{"drinking water", "trinkwasser*", "eau potable", "drinkwater", "water", "wasser"}},
	{"waste-water", []string{"waste water", "abwasser*", "eaux usees", "afvalwater"}},
	{"digital-infrastructure", []string{"digital infrastructure", "digitale infrastruktur", "infrastructure numerique", "digitale infrastructuur", "telecom*", "isp", "internet service provider", "internet provider"}},
	{"ict-services", []string{"ict service*", "it service*", "managed service*", "ikt dienst*", "services tic", "ict diensten", "ict dienst*", "it dienst*"}},
	{"public-administration", []string{"public administration", "government*", "public safety", "offentliche hand", "offentliche verwaltung", "oeffentliche hand", "oeffentliche verwaltung", "verwaltung", "behorde", "ministry", "ministere", "ministerium", "administration publique", "administration", "gouvernement*", "secteur public", "openbaar bestuur", "overheid*", "public sector", "regierung"}},
	{"space", []string{"space", "weltraum", "raumfahrt", "espace", "ruimtevaart"}},
	{"courier", []string{"courier", "postal*", "post", "kurier*", "services postaux", "koerier*"}},
	{"waste-management", []string{"waste management", "abfall*", "dechets", "afval*"}},
	{"chemical", []string{"chemical*", "chemie", "chimie", "chimique*", "chemische industrie"}},
	{"food", []string{"food", "lebensmittel", "alimentation", "agroalimentaire", "voeding*", "levensmiddelen"}},
	{"manufacturing", []string{"manufacturing", "industry", "industrie", "produktion", "herstellung", "fabrication", "productie", "maakindustrie"}},
	{"digital-providers", []string{"digital provider*", "online marketplace", "search engine", "social network", "fournisseur* numerique*", "anbieter digitaler dienste", "digitale aanbieder*"}},
	{"research", []string{"research", "forschung", "recherche", "onderzoek"}},
	{"education", []string{"education*", "university", "universitat", "universite", "universiteit", "school", "schule", "ecole", "onderwijs", "bildung", "enseignement", "hochschule", "academic", "college"}},
	{"municipality", []string{"municipality", "municipalities", "municipal", "gemeinde", "kommune", "commune", "gemeente", "stadt", "local government"}},
	{"individual", []string{"individual", "private person", "privatperson", "particulier", "citizen", "burger", "privat"}},
	{"critical-infrastructure", []string{"critical infrastructure", "kritische infrastruktur", "kritis", "infrastructure critique", "kritieke infrastructuur"}},
	{"private", []string{"private", "private sector", "privatwirtschaft", "secteur prive", "prive", "privesector", "entreprise", "unternehmen", "company"}},
}

// initials are the bytes that the words of a phrase begin with, by their low
// five bits: most wordings begin with none of them.
func initials(p string) (set uint32) {
	for i := 1; i < len(p); i++ {
		if p[i-1] == ' ' {
			set |= 1 << (p[i] & 31)
		}
	}
	return set
}

// finds says whether the phrase p holds one of a wording's phrases; first are
// its initials.
func (w *wording) finds(p string, first uint32) bool {
	for _, x := range w.phrases {
		if first&(1<<(x[0]&31)) == 0 {
			continue
		}
		if star := strings.IndexByte(x, '*'); star >= 0 && star < len(x)-1 {
			if hasWords(p, x[:star], true) && hasWords(p, x[star+2:], false) {
				return true
			}
			continue
		}
		x, open := strings.CutSuffix(x, "*")
		if hasWords(p, x, open) {
			return true
		}
	}
	return false
}

// hasWords says whether a phrase holds x as whole words; open lets the last
// one go on.
func hasWords(p, x string, open bool) bool {
	for from := 0; ; {
		i := strings.Index(p[from:], x)
		if i < 0 {
			return false
		}
		i += from
		if i > 0 && p[i-1] == ' ' && (open || p[i+len(x)] == ' ') {
			return true
		}
		from = i + 1
	}
}

// sectorOf maps an answer to the vocabulary; words it does not know stay.
func sectorOf(text string) string {
	for i := range sectorList {
		if strings.EqualFold(text, sectorList[i].value) {
			return sectorList[i].value
		}
	}
	p := phrase(text)
	first := initials(p)
	for i := range sectorList {
		if sectorList[i].finds(p, first) {
			return sectorList[i].value
		}
	}
	return text
}

// categorise reads the incident type into RSIT. Prose does not count: a
// description names many things that did not happen.
func (b *builder) categorise() {
	var found []string
	for _, name := range []string{"incident_type", "incident_type_other"} {
		text := b.report.Fields[name]
		if text == "" {
			continue
		}
		p := phrase(text)
		first := initials(p)
		for i := range rsitWords {
			if w := &rsitWords[i]; w.finds(p, first) || strings.Contains(text, w.value) {
				found = appendNew(found, w.value)
			}
		}
	}
	for _, c := range found {
		covered := len(found) > 1 && c == "other/undetermined"
		for _, other := range found {
			covered = covered || covers[other] == c
		}
		if !covered {
			b.report.Category = append(b.report.Category, c)
		}
	}
}

func appendNew(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}

// assistWords read wishes in the reporter's own words.
var assistWords = []wording{
	{"urgent-help", []string{"urgent*", "we have been compromised", "immediate*", "emergency", "sofort*", "dringend*", "notfall", "spoed*", "immediat*", "d urgence"}},
	{"recover", []string{"recover*", "restore", "how to recover", "wiederherstell*", "retablir", "restaurer", "remettre", "herstel*", "clean up", "bereinig*", "advice"}},
	{"contact-sites", []string{"contact other*", "contact the*", "contact site*", "notify*", "contact the site*", "kontakt*", "benachrichtig*", "informieren sie die", "contacter", "prevenir", "contacteren", "contact opnemen", "verwittigen"}},
	{"none", []string{"nothing", "none", "no", "for information*", "information only", "informational", "fyi", "nichts", "keine", "zur information", "nur information", "nur zur kenntnis*", "zur kenntnis*", "rien", "aucune", "pour information", "niets", "geen", "ter informatie", "ter kennisgeving"}},
}

// assist reads what the team is asked for.
func (b *builder) assist(a *answer) {
	var values []string
	if a.e != nil && len(a.e.picks) > 0 {
		c := a.e.choose(a.text)
		if len(c.values) == 0 && allInstruction(b.main, c.rest) {
			return
		}
		values = c.values
	}
	if len(values) == 0 {
		p := phrase(a.text)
		first := initials(p)
		for i := range assistWords {
			if w := &assistWords[i]; w.finds(p, first) && (w.value != "none" || len(values) == 0) {
				values = append(values, w.value)
			}
		}
	}
	if len(values) == 0 {
		b.problem("needs-human", a.name, a.line, "what is wanted was not understood: "+clip(a.text))
		b.report.Fields["assistance"] = a.text
	}
	for _, v := range values {
		b.report.Assistance = appendNew(b.report.Assistance, v)
	}
	if len(b.report.Assistance) > 1 {
		list := b.report.Assistance[:0]
		for _, v := range b.report.Assistance {
			if v != "none" {
				list = append(list, v)
			}
		}
		b.report.Assistance = list
	}
}

// clock reads how far the reporter's times can be trusted.
func (b *builder) clock() {
	c, f := &b.report.Clock, b.report.Fields
	c.Accuracy, c.Source = f["clock_accuracy"], f["clock_source"]
	text := f["clock_sync"]
	if text == "" {
		text = c.Source
	}
	p := phrase(text)
	first := firstWord(strings.TrimSpace(p))
	switch {
	case text == "":
	case first == "unknown" || first == "unbekannt" || first == "inconnu" || first == "onbekend" || strings.Contains(p, " drift "):
	case containsAny(p, []string{" no ", " not ", " nein ", " nicht ", " non ", " pas ", " nee ", " niet ", " kein ", " keine ", " geen ", " never ", " unsynchronised "}):
		c.Synchronised = "no"
	case containsAny(p, []string{" yes ", " ja ", " oui ", " ntp", " gps", " ptp", " dcf77", " chrony", " synchron", " synced", " gesynchroniseerd", " gestellt"}):
		c.Synchronised = "yes"
	}
	if c.Source == "" && c.Synchronised == "yes" && len(words(text)) > 1 {
		c.Source = text
	}
}
