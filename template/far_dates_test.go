package template

import "testing"

// TestFarMonths: months by their names in languages that forms of ours are not in.
func TestFarMonths(t *testing.T) {
	f := builtin(t)
	const form = "Name: Ada Quill\nE-mail: ada@quill.example\nOrganisation: Quill\nType of incident: scan\nDate and time of detection: "
	for said, want := range map[string]string{
		"18 ноября 2026 10:00 UTC":     "2026-11-18T10:00:00Z",
		"18 листопада 2026 10:00 UTC":  "2026-11-18T10:00:00Z",
		"18 Kasım 2026 10:00 UTC":      "2026-11-18T10:00:00Z",
		"18. detsember 2026 10:00 UTC": "2026-12-18T10:00:00Z",
		"18 noiembrie 2026 10:00 UTC":  "2026-11-18T10:00:00Z",
		"18.11.2026 ob 12:15 CET":      "2026-11-18T12:15:00+01:00",
		"18 Νοεμβρίου 2026 10:00 UTC":  "2026-11-18T10:00:00Z",
		"18 hats 2026 10:00 UTC":       "18 hats 2026 10:00 UTC",
	} {
		if got := f.Parse(body(form + said + "\n")).Time.Detected; got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}
