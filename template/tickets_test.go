package template

import "testing"

// TestTickets: the mail of a ticket system is a report where its category names
// a kind of attack and a machine or what was done; of a printer it is none.
func TestTickets(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"malware", `A ticket was assigned to your group.

Ticket: SD-48211
Queue: Security L2
Opened: 2026-03-04 09:12 UTC
Opened by: Mara Lindqvist
Requester email: mara.lindqvist@northpier.example
Category: Malware
Priority: 2 - High
CI: LT-FIN-0032 (10.20.4.31)
Short description: Antivirus found a trojan on a finance laptop
Business impact: Invoicing of two clerks stopped
Assigned to: Jonas Weil
Work note: Laptop isolated, scan running.
`, "reference_theirs: SD-48211\ncontact_name: Mara Lindqvist\ncontact_email: mara.lindqvist@northpier.example\nincident_type: Malware\nhost: target LT-FIN-0032 10.20.4.31\nimpact: Invoicing of two clerks stopped\nactions_taken: Laptop isolated, scan running."},
		{"quoted, in German", `Hallo, zur Kenntnis.

> Ticket: HD-2291
> Queue: IT-Sicherheit
> Erstellt am: 04.03.2026 09:12
> Melder: Ulrike Sand
> Telefon: 0541 555 012
> Kategorie: Phishing
> Priorität: hoch
> Betreff: Gefälschte Mail der Personalabteilung
> Betroffenes Asset: PC-HR-07
> Zugewiesen an: Team Sicherheit
> Arbeitsnotiz: Passwort zurückgesetzt, Absender gesperrt.
`, "contact_name: Ulrike Sand\ncontact_phone: 0541 555 012\nincident_type: Phishing\nhost: target PC-HR-07 \nactions_taken: Passwort zurückgesetzt, Absender gesperrt."},
		{"a printer", `Ticket: HD-2292
Queue: Helpdesk
Erstellt am: 04.03.2026 09:12
Melder: Ulrike Sand
Telefon: 0541 555 012
Kategorie: Drucker
Priorität: niedrig
Betreff: Drucker druckt nicht
Asset: PR-HR-07
Zugewiesen an: Team Betrieb
Arbeitsnotiz: Toner getauscht.
`, "form: none\nno: contact_name\nno: actions_taken"},
		{"a password", `Ticket: SD-48219
Queue: Service Desk L1
Opened: 2026-03-04 09:12 UTC
Opened by: Mara Lindqvist
Requester email: mara.lindqvist@northpier.example
Category: Account / password
Priority: 4 - Low
CI: LT-FIN-0032
Short description: User forgot her password
Business impact: none
Assigned to: Jonas Weil
Work note: Password reset done by phone.
`, "form: none\nno: contact_name\nno: impact"},
		{"a talk", "Topic: Ransomware\nSpeaker: Jane Doe\nWhen: 2026-11-20 10:00\nE-mail: jane@site.example\nLocation: Hall 2\n", "form: none\nno: incident_type"},
	} {
		c.run(t, f)
	}
}

// TestAlarms: the alarm of one machine tells what it runs, who called and what
// was done, and asks nobody.
func TestAlarms(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"in English", `Detection ID: ldt:4471:99120
Severity: High
Host: WS-ENG-114
Host address: 10.31.7.114
OS: Windows 11 Pro 23H2
User: m.okafor
Role: Workstation
First behaviour: 2026-03-05T07:41:18Z
Last behaviour: 2026-03-05T07:43:02Z
Technique: T1059.001 PowerShell
Remote address: 203.0.113.77:443
Action taken: Process killed, file quarantined
Status: New
`, "host: target WS-ENG-114 10.31.7.114 =Workstation os=Windows 11 Pro 23H2\nhost: source  203.0.113.77\nstart: 2026-03-05T07:41:18Z\nend: 2026-03-05T07:43:02Z\nno: contact_title\nactions_taken: Process killed, file quarantined"},
		{"in German", `Gerät: NB-VERTRIEB-08
IP des Geräts: 10.8.3.44
Betriebssystem: Windows 10
Benutzer: k.brandt
Schweregrad: Kritisch
Erkannt: Trojaner Emotet
Erstes Verhalten: 05.03.2026 08:41:18 MEZ
Letztes Verhalten: 05.03.2026 08:43:02 MEZ
Entfernte Adresse: 198.51.100.23:8080
Durchgeführte Maßnahme: Prozess beendet
`, "host: target NB-VERTRIEB-08 10.8.3.44 os=Windows 10\nhost: source  198.51.100.23\nstart: 2026-03-05T08:41:18+01:00\nactions_taken: Prozess beendet"},
		{"in Spanish", `Nombre del equipo: CONTA-05
IP del equipo: 192.168.7.55
Sistema operativo: Windows 10
Usuario: lgarcia
Función: estación de trabajo
Severidad: Alta
Primera detección: 2026-03-05 10:11:12 UTC
Última detección: 2026-03-05 10:15:40 UTC
Dirección remota: 203.0.113.40:4444
Acción realizada: Archivo en cuarentena
`, "host: target CONTA-05 192.168.7.55 os=Windows 10\nhost: source  203.0.113.40\nend: 2026-03-05T10:15:40Z\nnoticed: 2026-03-05T10:11:12Z"},
		{"a session", "User: m.okafor\nHost: WS-ENG-114\nOS: Windows 11\nRemote address: 203.0.113.77\nStart: 2026-03-05 07:41 UTC\nEnd: 2026-03-05 07:43 UTC\nBytes: 4117\n", "form: none\nhosts: 0"},
	} {
		c.run(t, f)
	}
}

// TestWebForms: what a content system mails of a form has its own words above,
// then label, answer and a blank line by turns.
func TestWebForms(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"in Italian", `Inviato il 3 marzo 2026 alle 10:42
Inviato da utente anonimo
I valori inviati sono:

Cognome
Ferri

Nome
Luisa

Ente
Comune di Valdarsa

Posta elettronica
l.ferri@valdarsa.example

Di cosa si tratta
Phishing

Data e ora del fatto
2 marzo 2026, 15:20

Cosa è successo
Una collega ha inserito le credenziali in una pagina falsa.

Provvedimenti adottati
Reimpostata la password.
`, "contact_email: l.ferri@valdarsa.example\norganisation: Comune di Valdarsa\nincident_type: Phishing\nactions_taken: Reimpostata la password."},
		{"in Dutch", `Verzonden op do, 05-03-2026 - 09:14
Verzonden door: Anoniem
De ingezonden waarden zijn:

Uw naam
Kees Vermeer

Bedrijf
Bakkerij Vermeer BV

E-mailadres
kees@bakkerijvermeer.example

Waar gaat het over?
Phishing

Wat is er gebeurd?
Klanten kregen een sms met een link naar http://vermeer-betaal.example/

Wanneer?
4 maart 2026 om 18:00

Heeft u er iets aan gedaan?
Nee, nog niet
`, "contact_name: Kees Vermeer\nincident_type: Phishing\norganisation: Bakkerij Vermeer BV\nactions_taken: Nee, nog niet"},
	} {
		c.run(t, f)
	}
}

// TestQuestionsInColumns: a question in a column of labels is one of them, and the
// second half of a question no answer.
func TestQuestionsInColumns(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"Italian", `Scheda di segnalazione incidente

Ente                      Comune di Montelago
Referente                 Dott. Ugo Bassi
Posta elettronica         u.bassi@montelago.example
Data e ora di rilevazione 18-11-2026, 14:25 (UTC)
Tipo di incidente         phishing
Sistema colpito           posta.montelago.example
Descrizione               Un messaggio falso è arrivato a tutti gli uffici.
Misure adottate           password cambiate
Serve aiuto dal CSIRT?    No, solo per conoscenza
`, "actions_taken: password cambiate\nassist: none"},
		{"English, in two parts", `Security incident report

1. Organisation
Quill Savings
2. Name
Ada Quill
3. Email
ada@quill.example
4. Type of incident
phishing
5. Describe the incident
Members got a false mail.
6. Was law enforcement notified? If yes, which agency?
Yes, the sheriff
`, "law_enforcement: Yes, the sheriff"},
	} {
		c.run(t, f)
	}
}
