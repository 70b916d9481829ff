package template

import "testing"

// TestInstructionsLeftIn reads forms as their teams publish them, with all that
// stands above the questions, wrapped as there: none of it is the reporter's.
func TestInstructionsLeftIn(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"above the numbers", `version 4.3.3
Dec. 15, 1997

                         CERT* Coordination Center
                          Incident Reporting Form

CERT/CC has developed the following form in an effort to gather incident
information. If you believe you are involved in an incident, we would
appreciate your completing the form below in as much detail as possible. If
you do not believe you are involved in an incident, but have a question,
send email to:

   cert@cert.org

The information is optional, but from our experience we have found that
having the answers to all the questions enables us to provide the best
assistance. Completing the form also helps avoid delays while we get back to
you requesting the information we need in order to help you.

Note that our policy is to keep any information specific to your site
confidential unless we receive your permission to release that information.

Feel free to duplicate any section as required. Return this form to:

   cert@cert.org

If you are unable to email this form, please send it by FAX. The CERT/CC FAX
number is:

   +1 412 268 6989

We would appreciate any feedback or comments you have on this Incident
Reporting Form. Please send your comments to:

   cert@cert.org

Please mark any section that does not apply to the incident as "N/A". Thank
you for your cooperation and help.

----------------------------------------------------------------------------

1  General Information

   1.1  Incident number (to be assigned by CERT/CC, e.g.
        CERT#xxxxx)...........................................: 

   1.2  Reporting site information

      1.2.1  Name (e.g., CERT Coordination Center)............: Quarry Works
      1.2.2  Domain Name (e.g., cert.org).....................: quarry.example
      1.2.3  Brief description of the organization............: stone cutters
      1.2.4  Is your site an Internet Service Provider(Yes/No): No

2  Contact Information

   2.1  Your contact information

      2.1.1  Name.............................................: Jane Roe
      2.1.2  Email address....................................: jane@quarry.example
      2.1.3  Telephone number.................................: +1 412 555 0100
`, map[string]string{"description": "", "organisation": "Quarry Works", "contact_name": "Jane Roe", "is_isp": "no"}, ""},
		{"in German", `version 0.7 Juni 2008

CERT.at Sicherheitsvorfallsbericht

Beachten Sie bitte, dass laut unseren internen Richtlinien alle Vorfälle
bezüglich Ihrer IT Anlagen geheim gehalten werden, ausser Sie geben uns
explizit die Erlaubnis, diese Informationen weiter zu verteilen.

Wir freuen uns über Feedback zu diesem Formular unter:
team@cert.at

Schicken Sie bitte das ausgefüllte Formular an:
reports@cert.at

Falls kein email verfügbar ist, können Sie das Formular auch an
+43 1 5056416 79 faxen.

Kontaktinfos und Informationen zu Ihrer Organisation:

1. Name........................: Max Muster
2. Organisationsname...........: Molkerei Musterdorf
3. Sektor (zB Banking, Bildung, Energie oder
   öffentliche Hand)..........: Lebensmittel
4. Email Adress................: max@molkerei.example
5. Telefon ....................: +43 1 5550100
6. Sonstiges...................:

Betroffene Rechner
7. Hostname und IP.............: mx.molkerei.example 203.0.113.5
8. Timezone....................: MESZ
9. Verwendungszeck des Rechners (bitte so genau als
   möglich)...................: Mailserver

Herkunft der Attacken (bitte mehrfache Quellen anführen)
10. Hostname oder IP...........: 198.51.100.7
11. Timezone...................: UTC
12. Schon Kontakt aufgenommen?.: nein

13. Geschätzte Kosten für die Behebung
    falls bekannt ............: 500 Euro

14. Beschreibung des Vorfalls (bitte führen Sie Zeiten, Datum,
    Methoden der Intrusion, Intrusion Werkzeuge, Softwareversionen
    und patch level, log files, Details zur ausgenützten
    Sicherheitslücke, oder sonstige relevanten Informationen an)

Seit 2. Juni 2026 14:00 wird unser Mailserver als Relay missbraucht.

15. Geschätzter Schweregrad (Einschätzung "Normal", "Eskalation" oder "Notfall")

  - Normal -- ein normaler Vorfall beeinträchtigt keine kritischen
    Komponenten ist aber alsbald möglich zu beheben.
  - Eskalation -- ein solcher Vorfall betrifft kritische
    Produktionssystme.
  - Notfall -- beeinträchtigt die Gesundheit oder Sicherheit von
    Menschen, oder betrifft ähnlich sensible Bereiche.

Eskalation
`, map[string]string{
			"description": "Seit 2. Juni 2026 14:00 wird unser Mailserver als Relay missbraucht.", "contact_phone": "+43 1 5550100", "severity": "escalation", "cost": "500 Euro"}, ""},
		{"without a title, labels wrapped", `The following form has been developed to ease gathering incident
information. If you believe you have been involved in an incident,
please complete - as much as possible - the following form,
and send it to
our support team here.
For the time being our form is under constraction. If you
have anything you need to report then please contact us through
email, fax, or phone.
The information you submit will be treated confidentially,
as stated in our Information Disclosure Policy .
This form is an adaptation of CERT/CC's incident reporting
form, version 5.2.
Your contact and organizational information
1. Name
Imke Petersen
2. Organisation name
Harbour Works
3. Size of the organisation
230
4 . Location/Site of incident
Flensburg
5 . Are you a FORTH CERT member?
no
6 . If no:
sector type (such as banking, education, energy or public
safety)
energy
7 . Email address
imke@harbour.example
8 . Telephone number
+49 461 555 0199
9 . Other (fax)
+49 461 555 0198
Affected Machine(s) (duplicate for each host)
10 . Hostname and IP
mail2.harbour.example 198.51.100.77
11 . Timezone
CET
12 . Purpose or function of the host (please be as specific
as possible)
mail relay
Source(s) of the Attack (duplicate for each host)
13. Hostname or IP
203.0.113.199
14. Timezone
UTC
15. Been in contact?
no
Description of the incident (duplicate in case of
multiple incidents)
16. Date and time of incident
2026-06-03 04:11
17. Type of incident (i.e. DoS, Unauthorised access, Website
degacement, Malicious code, Misuse of system, Electronic theft,
Computer facilitated fraud, Interception of telecommunication
data)
Malicious code
Other (Please specify):
18. How did you detect this?
queue alarm
19. Methods of intrusion
guessed password
20. Tools involved
web shell
21. Software versions
postfix 3.7
22. Operating system/version
Debian 12
23. Intruder tool output
none
24. Vulnerabilities exploited
weak password
25. Impact (i.e. Loss/compromise of data, damage to systems,
damage to intergrity
of services/information. financila loss, unavailability of
services/information
we are on block lists
26. Severity of attack (high, medium, low, unknown)
medium
27. Sensitivity of data (high, medium, low, unknown)
low
28. Has the incident been resolved? Details
no
29. Steps taken to resolve the incident (i.e. patches, reinstallation
passwords changed
`, map[string]string{
			"description": "", "constituent": "no", "sector": "energy", "impact": "we are on block lists", "incident_type": "Malicious code", "actions_taken": "passwords changed"}, ""},
	})
}

// TestInstructionsOfOthers keeps what a reporter writes above the form, short
// lines too, and lines that only begin as an instruction does.
func TestInstructionsOfOthers(t *testing.T) {
	readsFields(t, []fieldsCase{{"above the form", `We send this by FAX too.
Return this form to our night desk, whose
number is: 4711.

version 4.3.3
CERT* Coordination Center
Incident Reporting Form

1.2.1  Name (e.g., CERT Coordination Center)............: Quarry Works
1.2.2  Domain Name (e.g., cert.org).....................: quarry.example
2.1.1  Name.............................................: Jane Roe
`, map[string]string{"organisation": "Quarry Works"}, "We send this by FAX too.\nReturn this form to our night desk, whose\nnumber is: 4711."}})
}
