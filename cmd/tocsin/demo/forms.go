package demo

const englishForm = `Incident report form, tocsin-1

1. You
Your name: Ines Muller
Your organisation: Shop Example
Sector of your organisation: private
Your e-mail address: ines@shop.example
Your telephone: +352 621 000 111
Your own reference: SHOP-77
Is this notification mandatory or voluntary? voluntary

2. Affected host
Affected host name and address: www.ministry.example 148.110.3.7
What the affected host is for: web shop
Its operating system and version: Debian 12
Time zone of the affected host: UTC+1

3. Source of the attack
Attacking host name and address: 45.155.205.10
Have you contacted this source? no

4. When
The incident began on: 2026-11-20 03:14 +0100
It was noticed on: 2026-11-20 08:30 +0100
Is the clock of your logs synchronised? yes
Clock is set by: NTP
Accuracy of your clock: +/- 1 s

5. What happened
Kind of incident: web server compromised
Description of what happened: Somebody uploaded a PHP shell by way of the
image upload and sent mail with it.

6. What you want of us
What should we do?
[ ] Nothing, this is for your information
[ ] Help us to contact the other sites
[x] Tell us how to recover
[ ] We have been compromised, help us now

7. What we may pass on
Traffic light (TLP): TLP:GREEN
May we tell others who you are? yes

8. Extracts of your logs
Log extracts, as they stand:
45.155.205.10 - - [20/Nov/2026:03:14:07 +0100] "POST /up.php HTTP/1.1" 200
`

const signedForm = `Your name: Alice Weber
Your organisation: Ministry of Examples
Sector of your organisation: public administration
Your e-mail address: alice@ministry.example

Affected host name and address: 148.110.20.0/24
Attacking host name and address: 148.110.9.44
The incident began on: 2026-11-21 07:00 +0100
Kind of incident: port scan
Description of what happened: One of our own workstations scans its neighbours.
What should we do? Nothing, for information
Traffic light (TLP): TLP:GREEN
`

const encryptedForm = `Your name: Alice Weber
Your organisation: Ministry of Examples
Your e-mail address: alice@ministry.example
Is this notification mandatory or voluntary? mandatory

Affected host name and address: files.ministry.example, 148.110.8.12
The incident began on: 2026-11-21 02:00 +0100
Is the clock of your logs synchronised? yes
Kind of incident: ransomware
Description of what happened: All shares are encrypted, a note asks for money.
What should we do? We have been compromised, help us now
Traffic light (TLP): TLP:AMBER
May we tell others who you are? no
`

const strangerForm = `I was sent a list of passwords of ministry staff. It is on a paste site,
posted this morning. Whom should I talk to? Please do not tell anybody who I am.
`

const incompleteForm = `Your name: Leo
Your e-mail address: leo@bakery.example
Affected host name and address:
The incident began on: 03/04/2026 10:15
Description of what happened: my computer wants bitcoins
What should we do? We have been compromised, help us now
`

const germanForm = `Meldeformular für Sicherheitsvorfälle, tocsin-1

Ihr Name: Dr. Jens Groß
Ihre Organisation: Praxis am Markt
Sektor Ihrer Organisation: Gesundheit
Ihre E-Mail-Adresse: jens@praxis.example
Ihr Fax: +352 26 11 22

Betroffener Rechner
Name und Adresse des betroffenen Rechners: 148.110.77.5
Aufgabe des betroffenen Rechners: Praxisserver
Zeitzone der folgenden Zeiten: MEZ
Der Vorfall begann am: 20.11.2026 22:10
Art des Vorfalls: Phishing
Beschreibung des Geschehens: Eine Mitarbeiterin hat ihr Kennwort auf einer
gefälschten Seite eingegeben.
Was sollen wir tun? Helfen Sie uns, die anderen Stellen zu erreichen
Ampel (TLP): TLP:GREEN
`

const misroutedForm = `Your name: Lab office
Your organisation: University of Examples
Sector of your organisation: education
Your e-mail address: lab@university.example

Affected host name and address: mail.university.example 158.64.10.5
The incident began on: 2026-11-20 11:00 +0100
Kind of incident: spam
Description of what happened: Our mail server sends spam, a password was stolen.
What should we do? Tell us how to recover
Traffic light (TLP): TLP:GREEN
`

const redForm = `TLP:RED

Your name: The dean
Your organisation: University of Examples
Sector of your organisation: education
Your e-mail address: dean@university.example

Affected host name and address: exams.university.example 158.64.44.2
The incident began on: 2026-11-19 18:00 +0100
Kind of incident: data leak
Description of what happened: Exam papers were copied. Keep this to yourselves.
`
