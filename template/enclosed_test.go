package template

import "testing"

// TestUnclosedHints: the form of one team prints a hint with no parenthesis
// behind it, and mail programs wrap it where they like.
func TestUnclosedHints(t *testing.T) {
	const head = "FORTH CERT Incident Report form\n\n1. Name  Imke Petersen\n2. Organisation name  Harbour Works\n3. Size of the organisation  230\n"
	for what, lines := range map[string]string{
		"wrapped, below": "25. Impact (i.e. Loss/compromise of data, damage to systems, damage to intergrity\nof services/information. financila loss, unavailability of\nservices/information\nwe are on block lists\n",
		"four lines, beside": "25. Impact (i.e. Loss/compromise of data, damage to\nsystems, damage to intergrity of services/information.\n" +
			"financila loss, unavailability of\nservices/information  we are on block lists\n",
		"one line": "25. Impact (i.e. Loss/compromise of data, damage to systems, damage to intergrity of services/information. financila loss, unavailability of services/information  we are on block lists\n",
	} {
		readsFields(t, []fieldsCase{{what, head + lines + "26. Severity of attack (high, medium, low, unknown)\nhigh\n",
			map[string]string{"impact": "we are on block lists", "severity": "high"}, ""}})
	}
	readsFields(t, []fieldsCase{{"left empty", head + "25. Impact (i.e. Loss/compromise of data, ...\n26. Severity of attack (high, medium, low, unknown)\nhigh\n",
		map[string]string{"impact": "", "severity": "high"}, ""}})
}

// TestSlots: brackets printed for the answer hold it, and are no hint, where no
// colon parts them from the label.
func TestSlots(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"filled", `FORTH CERT Incident Report form

1. Name [ Imke Petersen ]
2. Organisation name [ Harbour Works ]
3. Size of the organisation [ 230 employees ]
7 . Email address [ imke@harbour.example ]
8. Telephone number [ +49 461 555 0199 ]
`, map[string]string{"contact_name": "Imke Petersen", "organisation": "Harbour Works", "organisation_size": "230 employees", "contact_phone": "+49 461 555 0199"}, ""},
		{"a hint in brackets", `FORTH CERT Incident Report form

1. Name [ if known ] Imke Petersen
2. Organisation name [ dd/mm/yyyy ]
Harbour Works
`, map[string]string{"contact_name": "Imke Petersen", "organisation": "Harbour Works"}, ""},
	})
}
