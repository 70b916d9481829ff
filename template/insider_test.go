package template

import "testing"

// TestInsider: a machine called as only its own house calls it is the one that
// was attacked, where nothing asks for either side, and so is the address beside.
func TestInsider(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"a slip", "Reported by: Ada Quill       Phone: +44 1632 960 001\nDevice: LAB-PC07             IP: 192.0.2.7\nType of incident: malware\nDate and time of incident: 2026-11-18 10:20 UTC\nWhat happened: The mill stood still and the sails turned backwards for an hour.\n", "host: target LAB-PC07 192.0.2.7"},
		{"in French", "Nom : Ada Quill\nTéléphone : 05 55 01 55 01\nCourriel : ada@quill.example\nOrdinateur : CPT-14\nAdresse IP : 192.0.2.7\nType d'incident : hameçonnage\nDate de l'incident : 18/11/2026\n", "host: target CPT-14 192.0.2.7"},
		{"words before it", "Name: Ada Quill\nTelefon: +49 961 555 001\nGerät: Leitrechner SG3-LR\nIP-Adresse: 192.0.2.7\nArt des Vorfalls: Schadsoftware\nBeginn des Vorfalls: 18.11.2026 10:20\n", "host: target  192.0.2.7"},
		{"an address alone", "Name: Ada Quill\nPhone: +44 1632 960 001\nE-mail: ada@quill.example\nSystem: Webmail\nIP address: 198.51.100.7\nType of incident: phishing\nDate and time of incident: 2026-11-18 10:20 UTC\n", "host: unknown  198.51.100.7"},
		{"a product", "Name: Ada Quill\nPhone: +44 1632 960 001\nE-mail: ada@quill.example\nSystem: WINDOWS-10\nIP address: 198.51.100.7\nType of incident: scan\nDate and time of incident: 2026-11-18 10:20 UTC\n", "host: unknown  198.51.100.7"},
		{"far from it", "Name: Ada Quill\nPhone: +44 1632 960 001\nDevice: LAB-PC07\nE-mail: ada@quill.example\nType of incident: scan\nDate and time of incident: 2026-11-18 10:20 UTC\nIP address: 198.51.100.7\n", "host: unknown  198.51.100.7"},
	} {
		c.run(t, f)
	}
	for s, want := range map[string]bool{"LAB-AN09": true, "Leitrechner SG3-LR": true, "lab-an09": false, "LAB-AN": false, "CVE-2026-1": false, "18-11-2026": false, "": false} {
		if got := insider(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
