package template

import (
	"strings"
	"testing"
	"time"
)

// teamForms are filled in by hand in the manner of teams whose forms have no
// definition here, each with what it must give: fields, hosts, start, what is wanted.
var teamForms = []struct{ text, fields, hosts, start, wanted string }{
	{`AUSCERT INCIDENT REPORT FORM

CONTACT INFORMATION
Name:                   Rhys Calloway
Organisation:           Murrumbidgee Water
Position:               Network Administrator
E-mail:                 rcalloway@murrumbidgee.example
Phone (BH):             +61 2 5550 1111
Phone (AH):             +61 4 5550 2222
Fax:

INCIDENT INFORMATION
Date incident occurred: 17 November 2026
Time incident occurred: 02:15 AEDT
Date incident detected: 17 November 2026
Time incident detected: 08:40 AEDT
Is the incident still in progress? Yes

Affected host(s):
  Host name: scada-gw.murrumbidgee.example
  IP address: 192.0.2.77
  Operating system: Windows Server 2019
  Purpose of host: remote access gateway

Source of attack:
  Host name: unknown
  IP address: 198.51.100.99

Type of incident (tick all that apply)
[ ] Denial of service
[X] Unauthorised access
[ ] Malicious code
[ ] Scan / probe
[ ] Other

Description of incident:
Someone logged in over RDP with an old contractor's account and installed
a remote control tool.

Actions taken so far:
Account disabled, gateway taken off line.

May AusCERT pass on your details to other sites? No
Do you wish AusCERT to contact the source site? Yes
Has the incident been reported to police? No
`,
		`contact_name=Rhys Calloway
contact_title=Network Administrator
contact_phone=+61 2 5550 1111
organisation=Murrumbidgee Water
incident_type=Unauthorised access
share_identity=no
status=ongoing
law_enforcement=No
actions_taken=Account disabled, gateway taken off line.`,
		`target scada-gw.murrumbidgee.example 192.0.2.77
source 198.51.100.99`,
		"2026-11-16T15:15:00Z", "contact-sites"},
	{`Formulaire de déclaration d'incident - CERT-FR

1. Déclarant
Nom et prénom : Le Goff Yann
Fonction : RSSI
Entité : Conseil départemental des Abers
Courriel : yann.legoff@abers.example
Téléphone : 02 98 55 01 33

2. Incident
Date et heure de début de l'incident : 16/11/2026 à 04h30 (heure de Paris)
Date et heure de détection : 16/11/2026 à 07h50
L'incident est-il toujours en cours ? oui
Nature de l'incident : rançongiciel
Systèmes affectés : srv-fic01 (192.0.2.18), srv-fic02 (192.0.2.19)
Adresses IP malveillantes identifiées : 203.0.113.9, 203.0.113.10
Description : les partages de fichiers ont été chiffrés pendant la nuit,
une note de rançon est déposée dans chaque dossier.
Mesures prises : isolement des serveurs, coupure des VPN.
Impact : 400 agents sans accès aux fichiers
Dépôt de plainte : en cours
Souhaitez-vous une assistance ? oui, aide à la remédiation
Niveau de partage : TLP:AMBER
`,
		`contact_name=Le Goff Yann
contact_title=RSSI
organisation=Conseil départemental des Abers
incident_type=rançongiciel
status=ongoing
law_enforcement=en cours
impact=400 agents sans accès aux fichiers`,
		`target srv-fic01 192.0.2.18
target srv-fic02 192.0.2.19
source 203.0.113.9
source 203.0.113.10`,
		"2026-11-16T03:30:00Z", "recover"},
	{`MyCERT - Cyber999 Incident Reporting Form

Reporter's Information
Name             : Nur Aisyah binti Rahman
Email            : aisyah@kedaiku.example
Contact Number   : +60 12-555 0134
Organization     : KedaiKu Sdn Bhd
Type of sector   : Private
Incident Details
Type of Incident : Intrusion
Date of Incident : 15/11/2026
Time of Incident : 11:45 PM (GMT+8)
URL / Domain     : hxxp://shop.kedaiku[.]example/img/x.php
IP Address of Victim    : 192.0.2.141
IP Address of Attacker  : 203.0.113.88
Operating System : Ubuntu 20.04
Description      : Web shell uploaded through the image form, home page was
                   replaced at midnight.
Have you reported to any other party? : No
`,
		`contact_name=Nur Aisyah binti Rahman
contact_email=aisyah@kedaiku.example
organisation=KedaiKu Sdn Bhd
sector=private
incident_type=Intrusion
os=Ubuntu 20.04
other_sites=No`,
		`target 192.0.2.141
source 203.0.113.88`,
		"2026-11-15T15:45:00Z", ""},
	{`US-CERT INCIDENT REPORTING FORM (NIST SP 800-61)

Reporter's Contact Information
First Name: Dana
Last Name: Whitlock
Email Address: dwhitlock@agency.example
Telephone number: 202-555-0143
Are you reporting as part of an Information Sharing and Analysis Organization (ISAO)? No
What type of organization is reporting this incident? Federal Government
Organization name: Bureau of Example Statistics

Incident Details
When, approximately, did the incident start? 11/14/2026 03:20 UTC
When was this incident detected? 11/14/2026 13:05 UTC
From what timezone are you making this report? UTC-5
Please provide a short description of the incident and impact
Credential phishing of three staff; one mailbox was accessed from a
foreign address.
Was the confidentiality, integrity, and/or availability of your organization's information systems potentially compromised? Yes
How many systems are impacted? 1
How many users are impacted? 3
Attack vector: Email/Phishing
Source IP: 198.51.100.7
Destination IP: 192.0.2.30
Source port: 51234
Destination port: 443
Operating system of affected system: Windows 11
System function: mail server
How was the incident detected? User report
Mitigation actions: Password reset, sessions revoked
`,
		`contact_name=Dana Whitlock
contact_phone=202-555-0143
organisation=Bureau of Example Statistics
sector=public-administration
attack_method=Email/Phishing
detection_method=User report
host_count=1
user_count=3
timezone=UTC-5
actions_taken=Password reset, sessions revoked`,
		`source 198.51.100.7
target 192.0.2.30`,
		"2026-11-14T03:20:00Z", ""},
	{`CERT.br - Notificação de incidente

Nome do notificador: Joaquim Prates
E-mail: joaquim@provedor.example
Telefone: +55 51 5550-0110
Organização: Provedor Serrano
AS: 64511

Data/hora do incidente: 2026-11-18 22:10:05 -0300
Endereço IP de origem: 203.0.113.201
Porta de origem: 43122
Endereço IP de destino: 192.0.2.200
Porta de destino: 22/tcp
Tipo: varredura / força bruta
Logs:
Nov 18 22:10:05 gw sshd[991]: Failed password for root from 203.0.113.201 port 43122 ssh2
Nov 18 22:10:09 gw sshd[991]: Failed password for root from 203.0.113.201 port 43122 ssh2

Relógio sincronizado via NTP: sim
`,
		`contact_name=Joaquim Prates
contact_phone=+55 51 5550-0110
organisation=Provedor Serrano
incident_type=varredura / força bruta
clock_sync=sim`,
		`source 203.0.113.201
target 192.0.2.200`,
		"2026-11-19T01:10:05Z", ""},
	{`Meldung eines IT-Sicherheitsvorfalls an das BSI (Meldestelle)

Meldende Organisation: Stadtwerke Hinterwald GmbH
Ansprechpartner: Gundula Pfeiffer
Funktion: IT-Sicherheitsbeauftragte
Telefon: 07653 555-012
E-Mail: g.pfeiffer@sw-hinterwald.example
Meldungsart: Erstmeldung (Pflichtmeldung gem. § 8b BSIG)
Branche: Wasser

Zeitpunkt des Vorfalls: 19.11.2026, 04:10 Uhr (MEZ)
Zeitpunkt der Entdeckung: 19.11.2026, 06:30 Uhr (MEZ)
Art der Störung: Angriff
Vermutete Ursache: Phishing
Betroffene Systeme: Leitwarte LW-2 (10.1.4.22)
Angreifer-IP: 198.51.100.61
Auswirkungen auf die kritische Dienstleistung: keine
Beschreibung: Über einen Fernwartungszugang wurde ein Programm nachgeladen.
Ergriffene Maßnahmen: Fernwartung getrennt
Strafanzeige erstattet: nein
Weitergabe an Dritte: nur anonymisiert
`,
		`contact_name=Gundula Pfeiffer
contact_title=IT-Sicherheitsbeauftragte
organisation=Stadtwerke Hinterwald GmbH
sector=drinking-water
obligation=mandatory
incident_type=Angriff
disclosure=nur anonymisiert
law_enforcement=nein`,
		`target LW-2 10.1.4.22
source 198.51.100.61`,
		"2026-11-19T03:10:00Z", ""},
}

// TestFormsOfTeams reads them whole.
func TestFormsOfTeams(t *testing.T) {
	for _, f := range teamForms {
		title, _, _ := strings.Cut(f.text, "\n")
		r := builtin(t).Parse(body(f.text))
		for line := range strings.Lines(f.fields) {
			name, want, _ := strings.Cut(strings.TrimSpace(line), "=")
			if got := r.Fields[name]; got != want {
				t.Errorf("%s: %s %q, want %q", title, name, got, want)
			}
		}
		var hosts []string
		for _, h := range r.Hosts {
			hosts = append(hosts, strings.Join(strings.Fields(h.Role+" "+h.Name+" "+strings.Join(h.Addresses, " ")), " "))
		}
		if got := strings.Join(hosts, "\n"); got != f.hosts {
			t.Errorf("%s: hosts\n%s\nwant\n%s", title, got, f.hosts)
		}
		if at, err := time.Parse(time.RFC3339, r.Time.Start); err != nil || at.UTC().Format(time.RFC3339) != f.start {
			t.Errorf("%s: start %v, want %s", title, r.Time.Start, f.start)
		}
		if got := strings.Join(r.Assistance, " "); got != f.wanted {
			t.Errorf("%s: assistance %q, want %q", title, got, f.wanted)
		}
	}
}
