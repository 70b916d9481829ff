package machine

import "strings"

// rsitTypes are the types of the Reference Security Incident Taxonomy,
// version 1003, by class.
var rsitTypes = map[string]string{
	"abusive-content": "spam harmful-speech violence", "malicious-code": "infected-system c2-server malware-distribution malware-configuration",
	"information-gathering": "scanner sniffing social-engineering", "intrusion-attempts": "ids-alert brute-force exploit",
	"intrusions":                   "privileged-account-compromise unprivileged-account-compromise application-compromise system-compromise burglary",
	"availability":                 "dos ddos misconfiguration sabotage outage",
	"information-content-security": "unauthorised-information-access unauthorised-information-modification data-loss data-leak",
	"fraud":                        "unauthorised-use-of-resources copyright masquerade phishing",
	"vulnerable":                   "weak-crypto ddos-amplifier potentially-unwanted-accessible information-disclosure vulnerable-system",
}

// rsitClasses are the classes by their types.
var rsitClasses = func() map[string]string {
	classes := map[string]string{}
	for class, types := range rsitTypes {
		for _, t := range strings.Fields(types) {
			classes[t] = class
		}
	}
	return classes
}()

// words are what the formats and their users call the kinds of incidents, by
// key: report types of X-ARF, feedback types of ARF, services of those who
// ban, types of older taxonomies (eCSIRT.net mkVI), names of feeds.
var words = map[string]string{
	// mail
	"abuse": "", "spam": "abusive-content/spam", "bulkmessaging": "abusive-content/spam", "smsspam": "abusive-content/spam", "whatsappspam": "abusive-content/spam",
	"socialspam": "abusive-content/spam", "voipspam": "abusive-content/spam", "spamvertised": "abusive-content/spam", "spamtrap": "abusive-content/spam",
	"regbot": "abusive-content/spam", "commentspam": "abusive-content/spam", "forumspam": "abusive-content/spam", "mailrelay": "abusive-content/spam",
	"phishing": "fraud/phishing", "spearphishing": "fraud/phishing", "phish": "fraud/phishing", "fraud": "", "identitytheft": "fraud/masquerade",
	"masquerade": "fraud/masquerade", "impersonation": "fraud/masquerade", "spoofing": "fraud/masquerade",
	"copyright": "fraud/copyright", "p2p": "fraud/copyright", "cyberlocker": "fraud/copyright", "streaming": "fraud/copyright", "linksite": "fraud/copyright",
	"ugcplatform": "fraud/copyright", "usenet": "fraud/copyright", "infringement": "fraud/copyright", "dmca": "fraud/copyright",
	"mining": "fraud/unauthorised-use-of-resources", "cryptojacking": "fraud/unauthorised-use-of-resources",
	"harassment": "abusive-content/harmful-speech", "ncii": "abusive-content/harmful-speech", "hatespeech": "abusive-content/harmful-speech",
	"childabuse": "abusive-content/violence", "csam": "abusive-content/violence", "csem": "abusive-content/violence", "childsexualabusematerial": "abusive-content/violence",
	// malware
	"botnet": "malicious-code/infected-system", "bot": "malicious-code/infected-system", "bots": "malicious-code/infected-system", "botnetdrone": "malicious-code/infected-system", "drone": "malicious-code/infected-system",
	"infectedhost": "malicious-code/infected-system", "infection": "malicious-code/infected-system", "infected": "malicious-code/infected-system", "ircbot": "malicious-code/infected-system",
	"malwareinfection": "malicious-code/infected-system", "sinkhole": "malicious-code/infected-system", "trojan": "malicious-code/infected-system",
	"worm": "malicious-code/infected-system", "virus": "malicious-code/infected-system", "ransomware": "malicious-code/infected-system", "zombie": "malicious-code/infected-system",
	"cc": "malicious-code/c2-server", "c2": "malicious-code/c2-server", "c2server": "malicious-code/c2-server", "cnc": "malicious-code/c2-server", "commandandcontrol": "malicious-code/c2-server", "candc": "malicious-code/c2-server",
	"malware": "malicious-code/malware-distribution", "malwareattack": "malicious-code/malware-distribution", "malwareurl": "malicious-code/malware-distribution", "malwaredistribution": "malicious-code/malware-distribution",
	"malwarehosting": "malicious-code/malware-distribution", "malurl": "malicious-code/malware-distribution", "exploitkit": "malicious-code/malware-distribution",
	// attacks
	"loginattack": "intrusion-attempts/brute-force", "authfailure": "", "bruteforce": "intrusion-attempts/brute-force", "bruteforcelogin": "intrusion-attempts/brute-force",
	"sshattack": "intrusion-attempts/brute-force", "rdpattack": "intrusion-attempts/brute-force", "ssh": "intrusion-attempts/brute-force", "sshd": "intrusion-attempts/brute-force",
	"imap": "intrusion-attempts/brute-force", "pop3": "intrusion-attempts/brute-force", "ftp": "intrusion-attempts/brute-force", "sip": "intrusion-attempts/brute-force",
	"courier": "intrusion-attempts/brute-force", "dovecot": "intrusion-attempts/brute-force", "vsftpd": "intrusion-attempts/brute-force", "proftpd": "intrusion-attempts/brute-force",
	"telnet": "intrusion-attempts/brute-force", "loginattempts": "intrusion-attempts/brute-force", "sasl": "intrusion-attempts/brute-force", "postfixsasl": "intrusion-attempts/brute-force",
	"asterisk": "intrusion-attempts/brute-force", "wordpress": "intrusion-attempts/brute-force", "apacheauth": "intrusion-attempts/brute-force", "nginxhttpauth": "intrusion-attempts/brute-force",
	"exploit": "intrusion-attempts/exploit", "sqlinjection": "intrusion-attempts/exploit", "exploitattempt": "intrusion-attempts/exploit", "exploitation": "intrusion-attempts/exploit",
	"webattack": "intrusion-attempts/exploit", "rfiattack": "intrusion-attempts/exploit", "hackattack": "intrusion-attempts/exploit", "idsalert": "intrusion-attempts/ids-alert", "apacheddos": "availability/ddos",
	"portscan": "information-gathering/scanner", "scanner": "information-gathering/scanner", "scan": "information-gathering/scanner", "scanning": "information-gathering/scanner",
	"reconnaissance": "information-gathering/scanner", "vulnscanning": "information-gathering/scanner", "vulnerabilityscan": "information-gathering/scanner", "probe": "information-gathering/scanner",
	"recon": "information-gathering/scanner", "portflood": "information-gathering/scanner", "harvesting": "abusive-content/spam",
	"ddos": "availability/ddos", "ddosamplification": "availability/ddos", "dos": "availability/dos", "outage": "availability/outage",
	// compromise
	"potentiallycompromisedaccount": "intrusions/unprivileged-account-compromise", "compromisedaccount": "intrusions/unprivileged-account-compromise",
	"compromisedserver": "intrusions/system-compromise", "compromised": "intrusions/system-compromise", "remotecompromise": "intrusions/system-compromise", "compromise": "intrusions/system-compromise",
	"backdoor": "intrusions/system-compromise", "systemcompromise": "intrusions/system-compromise", "compromisedwebsite": "intrusions/application-compromise", "webhack": "intrusions/application-compromise",
	"defacement": "information-content-security/unauthorised-information-modification", "deface": "information-content-security/unauthorised-information-modification", "exposeddata": "information-content-security/data-leak", "leak": "information-content-security/data-leak",
	"dropzone": "information-content-security/unauthorised-information-access", "leakedcredentials": "information-content-security/data-leak",
	// weak services
	"openservice": "vulnerable/potentially-unwanted-accessible", "open": "vulnerable/potentially-unwanted-accessible", "accessible": "vulnerable/potentially-unwanted-accessible",
	"openresolver": "vulnerable/ddos-amplifier", "amplifier": "vulnerable/ddos-amplifier", "cve": "vulnerable/vulnerable-system", "vulnerability": "vulnerable/vulnerable-system",
	"vulnerableservice": "vulnerable/vulnerable-system", "vulnerable": "vulnerable/vulnerable-system", "blacklist": "", "test": "test/test", "other": "other/other",
	"weakcrypto": "vulnerable/weak-crypto", "sslpoodle": "vulnerable/weak-crypto", "sslfreak": "vulnerable/weak-crypto",
}

// categoryOf maps a foreign word to RSIT "class/type", "" for what is not
// known. RSIT's own words, bare or in a machine tag, are known.
func categoryOf(text string) string {
	text = strings.ToLower(clean(text))
	if text == "" || len(text) > 100 {
		return ""
	}
	if _, value, ok := strings.Cut(text, "="); ok { // rsit:class="type"
		text = strings.Trim(value, `"`)
	}
	bare := strings.ReplaceAll(strings.ReplaceAll(text, " ", "-"), "_", "-")
	bare = bare[strings.LastIndexAny(bare, "/.:")+1:]
	if class := rsitClasses[bare]; class != "" {
		return class + "/" + bare
	}
	if c, ok := words[key(text)]; ok {
		return c
	}
	if cut := strings.IndexAny(text, "-_ "); cut > 0 && categoryWord[text[:cut]] { // "content-phishing" of early XARF 4
		return words[key(text[cut:])]
	}
	return ""
}

// categoryWord are the categories of XARF 4.
var categoryWord = map[string]bool{"messaging": true, "connection": true, "content": true, "infrastructure": true, "copyright": true, "vulnerability": true, "reputation": true}
