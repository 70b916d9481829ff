package template

import (
	"strings"
	"testing"
)

// foreignForms are filled in like forms of incidents and are about other things:
// an order, a leave, a lift that is stuck.
var foreignForms = []string{
	`Reserva confirmada

Titular: Iñaki Zubero
Correo electrónico: inaki@zubero.example
Teléfono: +34 600 555 012
Entrada: 04/12/2026 15:00
Salida: 07/12/2026 11:00
Habitación: doble, 214
Importe: 286,00 EUR
Observaciones: llegada tardía
`,
	`Störungsmeldung Aufzug

Objekt: Rathaus, Aufzug 2
Melder: Hausmeister Kolb
Telefon: 07653 555-090
Störung seit: 19.11.2026, 08:15 Uhr
Art der Störung: Tür schließt nicht
Personen eingeschlossen: nein
Techniker verständigt: ja
`,
	`INVOICE

Bill to:      Harbour Museum Trust
Attention:    Keziah Lund
Phone:        +44 1632 960 410
Email:        keziah@harbourmuseum.example
Invoice date: 2026-11-16
Due date:     2026-12-16
Server rental, host vm-203 (192.0.2.203): 49.00
Backup service: 12.00
Total: 61.00
`,
	`Bewerbung als Systemadministratorin

Name: Friederike Anhalt
Anschrift: Lindenweg 4, 99999 Musterstadt
Telefon: 0170 5550123
E-Mail: f.anhalt@mail.example
Geburtsdatum: 14.03.1994
Abschluss: B.Sc. Informatik
Eintrittstermin: 01.02.2027
Gehaltsvorstellung: 58.000 EUR
Bemerkungen: Führerschein vorhanden
`,
	`LEAVE REQUEST

Employee name:     Tomasz Wrona
Department:        Night shift, hall 2
Position:          Fork lift driver
Phone:             555-0117
Start of leave:    2026-12-21
End of leave:      2027-01-03
Reason:            family visit
Approved by:       M. Okoye
`,
	`SCHEDULED MAINTENANCE NOTICE

Customer:        All colocation customers
Contact:         NOC, noc@colo.example, +1 555 0140
Start:           2026-11-28 01:00 UTC
End:             2026-11-28 05:00 UTC
Affected:        router core2.colo.example (192.0.2.1)
Impact:          up to 10 minutes without connectivity
Reason:          new line cards
Reference:       CHG-20917
`,
	`Compte rendu de réunion

Date : 17 novembre 2026, 14 h
Lieu : salle B12
Présents : Anne Le Goff, Yves Martin
Excusés : Paul Durand
Rédacteur : Anne Le Goff (anne.legoff@ville.example, 02 98 55 01 90)
Ordre du jour : budget 2027, sécurité informatique
Décisions : achat de deux pare-feu
Prochaine réunion : 8 décembre 2026
`,
	`***** Monitoring *****

Notification Type: PROBLEM
Service: HTTP
Host: www3.site.example
Address: 192.0.2.80
State: CRITICAL
Date/Time: Fri Nov 20 04:11:09 UTC 2026
Additional Info: CRITICAL - Socket timeout after 10 seconds
Contact: ops@site.example
`,
	`Thank you for your order

Order number: 100-44871
Customer: Linnea Barkman
Company: Northlight Lamps Ltd
Telephone: +44 1632 960 211
E-mail: linnea@northlight.example
Ordered on: 18 November 2026 09:12 UTC
Delivery date: 23 November 2026
Item: desk lamp, brass
Quantity: 4
Price: GBP 212.00
Remarks: please leave at the back door
`,
	`Customer survey, November 2026

1. Your name: Oleander Price
2. Your organisation: Price & Daughters
3. How did you hear about us? a colleague
4. How satisfied are you with our help desk? very
5. Would you recommend us? yes
6. What could we do better? answer the phone faster
7. May we contact you again? yes
8. Your e-mail: oleander@price.example
`,
	`Vulnerability report

Product: Sprocket Mail 4.2
Vendor: Sprocket Software Inc
Reporter: Ife Adeyemi
Contact: ife@research.example
Class: stored cross-site scripting
CVSS: 6.1
Found on: 2026-11-02
Disclosure date: 2027-02-01
Steps to reproduce: open a message with an SVG attachment
Proof of concept: on request
`,
}

// TestForeignFormsAreNone: whoever reads them gets the text, and no field,
// machine or time of an incident that nobody reported.
func TestForeignFormsAreNone(t *testing.T) {
	f := builtin(t)
	for _, text := range foreignForms {
		title, _, _ := strings.Cut(text, "\n")
		for _, way := range []string{text, "> " + strings.ReplaceAll(text, "\n", "\n> "), strings.ToUpper(text), "Hello,\n\nplease see below.\n\n" + text + "\nKind regards\nJane\n"} {
			r := f.Parse(body(way))
			for name, answer := range r.Fields {
				if name != "description" {
					t.Errorf("%s: %s is %q", title, name, answer)
				}
			}
			if r.Form != formNone || len(r.Category) > 0 || len(r.Assistance) > 0 || r.Time.Start+r.Time.End+r.Time.Detected != "" {
				t.Errorf("%s: read as %s, %v %v %+v", title, r.Form, r.Category, r.Assistance, r.Time)
			}
			for _, h := range r.Hosts {
				if h.Role != "unknown" {
					t.Errorf("%s: a machine with a role, %+v", title, h)
				}
			}
		}
	}
}
