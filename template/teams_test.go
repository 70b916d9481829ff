package template

import "testing"

// teams are forms of teams that nobody has defined, filled in by people in a
// hurry: each in the words and the layout of its own.
var teams = []reads{
	{"a university that asks for little", `Dear colleagues, this is the form of the campus CERT.

Your name:            Rosa Diaz
Your e-mail:          rosa.diaz@campus.example
Phone number:         (555) 0100, ext. 7
Department:           Physics

Date and time of the incident:   Nov 19, 2026 6:30 PM EST
Affected host name:              phys-12.campus.example
Source IP:                       198.51.100.77
Type of incident:                compromised account
What happened?
Somebody logged in from abroad with the account of a student,
sent about 4000 mails and left.

  - we locked the account
  - we told the student
`, `form: none
contact_name: Rosa Diaz
contact_email: rosa.diaz@campus.example
contact_phone: (555) 0100, ext. 7
department: Physics
host: target phys-12.campus.example
host: source  198.51.100.77
start: Nov 19, 2026 6:30 PM EST
doubt: zone-unknown incident_time
says: - we told the student
hosts: 2`},
	{"a bank with lettered questions", `PART A - REPORTING ENTITY
(a) Name of organisation: Example Bank plc
(b) Full name: Deirdre O'Neill
(c) Title / position: Head of Security
(d) Email address: deirdre@bank.example
(e) Telephone: +353 1 555 0100

PART B - INCIDENT
(a) Date and time of detection: 2026-11-12T07:45:00Z
(b) Start of the incident: 2026-11-12T03:10:00Z
(c) End of the incident: still ongoing
(d) Incident category: DDoS
(e) Severity: high
(f) Impact of the incident: online banking slow for all customers

PART C - SYSTEMS
(a) Destination IP: 203.0.113.10, 203.0.113.11
(b) Attacker IP: several thousand, list follows
(c) Operating system: appliance
`, `organisation: Example Bank plc
contact_name: Deirdre O'Neill
contact_title: Head of Security
contact_email: deirdre@bank.example
noticed: 2026-11-12T07:45:00Z
start: 2026-11-12T03:10:00Z
end: 
category: availability/ddos
severity: high
host: target  203.0.113.10
host: target  203.0.113.11
hosts: 2
doubt: unreadable host
says: several thousand, list follows`},
	{"a ministry in German, numbered in decimals", `MELDEFORMULAR

1.1 Organisation: Ministerium für Beispiele
1.2 Ansprechpartner: MR Dr. Jonas Weber
1.3 E-Mail-Adresse: jonas.weber@ministerium.example
1.4 Telefonnummer: +43 1 555 01-00

2.1 Datum und Uhrzeit des Vorfalls: 18.11.2026, 07:15 Uhr (MEZ)
2.2 Art des Vorfalls: Schadsoftware
2.3 Betroffene IP-Adresse: 192.0.2.17
2.4 IP-Adresse des Angreifers: nicht bekannt
2.5 Beschreibung des Vorfalls: Beim Start von Word wird ein Skript geladen.
Es kommt von http://dl.evil.example/a.ps1

3.1 Getroffene Maßnahmen: Rechner vom Netz genommen
3.2 Gewünschte Unterstützung: nur zur Kenntnisnahme
3.3 Vertraulichkeit: TLP:AMBER
`, `contact_name: MR Dr. Jonas Weber
contact_email: jonas.weber@ministerium.example
start: 2026-11-18T07:15:00+01:00
category: malicious-code/infected-system
host: target  192.0.2.17
actions_taken: Rechner vom Netz genommen
assist: none
tlp is: AMBER
says: http://dl.evil.example/a.ps1
language: de`},
	{"a hospital in French, with bullets", `Fiche de signalement

• Nom du déclarant : Yasmine Benali
• Nom de l'organisme : CHU d'Exemple
• Adresse électronique : y.benali@chu.example
• Numéro de téléphone : 01 55 00 10 20
• Secteur d'activité : santé

• Date et heure de détection : 14/11/2026 à 06h20
• Fuseau horaire : UTC+1
• Type d'incident : rançongiciel
• Machines concernées : srv-imagerie (192.0.2.40)
• Adresse IP source : 198.51.100.40
• Que s'est-il passé ? Les images ne s'ouvrent plus depuis ce matin.
• Mesures prises : serveur éteint
• Plainte déposée ? pas encore
• Que souhaitez-vous de nous ? de l'aide en urgence
`, `contact_name: Yasmine Benali
organisation: CHU d'Exemple
sector: health
noticed: 2026-11-14T06:20:00+01:00
category: malicious-code/infected-system
host: target srv-imagerie 192.0.2.40
host: source  198.51.100.40
actions_taken: serveur éteint
law_enforcement: pas encore
says: Les images ne s'ouvrent plus
language: fr`},
	{"a port in Dutch, answers in brackets below", `MELDING INCIDENT

Naam melder:
    Pieter Bakker
Naam organisatie:
    Haven Voorbeeld NV
E-mailadres:
    pieter.bakker@haven.example
Telefoonnummer:
    010 555 01 00
Soort incident:
    phishing
Datum en tijd van het incident:
    16-11-2026 09:05
Tijdzone:
    Europe/Amsterdam
Getroffen systemen:
    mail.haven.example
Bron-IP:
    198.51.100.12
Omschrijving van het incident:
    Medewerkers kregen een mail over hun loonstrook.
Gewenste hulp:
    geen
`, `contact_name: Pieter Bakker
organisation: Haven Voorbeeld NV
contact_phone: 010 555 01 00
category: fraud/phishing
start: 2026-11-16T09:05:00+01:00
host: target mail.haven.example
host: source  198.51.100.12
hosts: 2
assist: none
language: nl`},
	{"a hoster that reports for a customer, quoted twice", `Hi, another one from our customer, see below. We did not check it.

>> Reporter name: Max Power
>> Company: Power GmbH
>> Contact email: max@power.example
>> Phone: 030 555 0100
>>
>> Affected IP: 192.0.2.99
>> Attacking IP: 198.51.100.98
>> First seen: 2026-11-15 22:00 UTC
>> Last seen: 2026-11-15 22:40 UTC
>> Incident category: brute force
>> Log files:
>> Nov 15 22:00:01 srv sshd[77]: Failed password for root from 198.51.100.98 port 4711 ssh2
>> Nov 15 22:00:02 srv sshd[77]: Failed password for root from 198.51.100.98 port 4712 ssh2

Regards, the desk
`, `contact_name: Max Power
organisation: Power GmbH
contact_email: max@power.example
host: target  192.0.2.99
host: source  198.51.100.98
hosts: 2
start: 2026-11-15T22:00:00Z
end: 2026-11-15T22:40:00Z
category: intrusion-attempts/brute-force
log: port 4712 ssh2
indicator: ipv4 198.51.100.98 source
says: We did not check it.`},
	{"a form on the phone, typed by a desk", `CALL AT 14:20, DESK 3
Name                Frau Gerlinde Abel
Organisation        Abel Spedition
Telephone           +49 40 5550100
E-mail              info@abel.example
Type of incident    CEO fraud
Date of incident    2026-11-20
Description         invoice with a new bank account, 40000 EUR paid
Police informed?    yes, Hamburg
`, `contact_name: Frau Gerlinde Abel
contact_phone: +49 40 5550100
contact_email: info@abel.example
organisation: Abel Spedition
category: fraud/masquerade
start: 2026-11-20
doubt: ambiguous incident_time
law_enforcement: yes, Hamburg
says: 40000 EUR paid
hosts: 0`},
	{"two languages at once", `Name / Nom: Jean Muller
Organisation / Organisme: Commune d'Exemple
E-mail / Courriel: jean@commune.example
Phone / Téléphone: 26 55 01 00
Type of incident / Nature de l'incident: defacement
Date and time of incident: 2026-11-08 11:00 +0100
Source IP: 198.51.100.3
`, `contact_email: jean@commune.example
start: 2026-11-08T11:00:00+01:00
host: source  198.51.100.3
hosts: 1`},
	{"only the lines that matter", `Attacker IP: 198.51.100.200
Victim IP: 192.0.2.200
E-mail: a@site.example
Type of incident: port scan
Date and time of incident: 2026-11-21 00:00:01Z
`, `host: source  198.51.100.200
host: target  192.0.2.200
category: information-gathering/scanner
start: 2026-11-21T00:00:01Z`},
	{"signature with labels of its own", reporter + `Source IP: 198.51.100.1
-- 
Jane Doe
E-mail: other@elsewhere.example
Phone: 999
Company: Elsewhere Ltd
`, `contact_email: jane@site.example
organisation: Site Example
mute: Elsewhere
doubt: needs-human`},
	{"mail headers in the body", `From: Jane Doe <jane@site.example>
Sent: Friday, 20 November 2026 16:44
To: cert@team.example
Organization: Mail Provider Inc.
Subject: incident

` + reporter, `organisation: Site Example
contact_name: Jane Doe
says: Organization: Mail Provider Inc.`},
}

func TestTeams(t *testing.T) {
	f := builtin(t)
	for _, c := range teams {
		c.run(t, f)
	}
}

// nobodies are texts that are no forms: nothing may be filled in of them.
var nobodies = []reads{
	{"a newsletter", `This week in security
Name of the week: Heartbleed
Contact: editor@news.example
Phone: 555 0100
Description: what everybody should know
Unsubscribe: http://news.example/u
`, ""},
	{"a bounce", `This is the mail system at host mx.site.example.
<nobody@site.example>: host 192.0.2.5 said: 550 5.1.1 User unknown
Reporting-MTA: dns; mx.site.example
Final-Recipient: rfc822; nobody@site.example
Action: failed
Status: 5.1.1
`, ""},
	{"an invoice", `Invoice 4711
Name: Jane Doe
Company: Site Example
Address: Main street 1
Phone: 555 0100
E-mail: jane@site.example
Date: 2026-11-20
Total: 100 EUR
`, ""},
	{"an application for a job", `Name: Jane Doe
E-mail: jane@site.example
Phone: 555 0100
Position: security analyst
Education: MSc
`, ""},
	{"an absence", `I am out of office until 2026-12-01.
In urgent cases: John Roe
Phone: 555 0101
E-mail: john@site.example
`, ""},
	{"an advisory", `Title: Buffer overflow in libexample
Severity: High
CVE: CVE-2026-12345
Description: a crafted packet of 192.0.2.1 crashes the server
Status: fixed
`, ""},
	{"prose about an attack", `Dear team, our web server www.site.example (192.0.2.7) was attacked by
198.51.100.9 yesterday. Name of our admin: Jane. Please call: 555 0100.
`, ""},
	{"a signature", "Best regards\n\nJane Doe\nHead of IT\nPhone: 555 0100\nFax: 555 0101\nE-mail: jane@site.example\nAddress: Main street 1\n", ""},
	{"headers only", "From: a@site.example\nTo: b@site.example\nSubject: x\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nOrganization: Site\n", ""},
	{"nothing", "", ""},
	{"blank lines", "\n\n \n\t\n", ""},
}

func TestNobodies(t *testing.T) {
	f := builtin(t)
	for _, c := range nobodies {
		r := f.Parse(body(c.text))
		for name, v := range r.Fields {
			if name != "description" {
				t.Errorf("%s: %s = %q", c.name, name, v)
			}
		}
		if len(r.Hosts)+len(r.Assistance)+len(r.Category) > 0 || r.Time.Start != "" || r.Form != formNone {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}
