package template

import "testing"

func TestNumbersGoOn(t *testing.T) {
	for _, c := range []struct {
		next, last string
		want       bool
	}{
		{"4", "3", true}, {"A.4", "A.3", true}, {"1.10", "1.9", true}, {"2b", "2a", true}, {"3a", "2c", true}, {"3", "2d", true},
		{"三", "二", true}, {"十一", "十", true}, {"二十一", "二十", true}, {"⑩", "⑨", true}, {"二", "三", false}, {"二", "1", false}, {"三", "一", false},
		{"5", "3", false}, {"B.4", "A.3", false}, {"2c", "2a", false}, {"2a", "2b", false}, {"4a", "2c", false}, {"3b", "2c", false}, {"", "", false}, {"a", "1", false},
	} {
		if succeeds(c.next, c.last) != c.want {
			t.Errorf("%q after %q: %v", c.next, c.last, !c.want)
		}
	}
}

func TestEnclosedLetters(t *testing.T) {
	for s, want := range map[string]string{
		"(一)事業者名": "一", "（十二）実施した対策": "十二", "（3）氏名": "3", "（１）氏名": "１", "(가) 이름": "가", "①氏名": "①",
		"(株)白帆": "", "（注）氏名": "", "(一)": "", "(二〇二六)年": "", "（": "",
	} {
		off, number := unnumbered(s)
		if number != want || want != "" && off < len(want) {
			t.Errorf("%q has the number %q, want %q", s, number, want)
		}
	}
}

// TestAlphabetNumber: words of the radio alphabet count labels.
func TestAlphabetNumber(t *testing.T) {
	for s, want := range map[string]string{
		"ALPHA.   UNIT: x":  "A UNIT: x",
		"Bravo) Unit: x":    "B Unit: x",
		"XRAY. UNIT: x":     "X UNIT: x",
		"MIKE: x":           " MIKE: x",
		"Mike Quill. x":     " Mike Quill. x",
		"INDIA.":            " INDIA.",
		"DELTA.x":           " DELTA.x",
		"ALPHABET. x":       " ALPHABET. x",
		"ALPHA. 1. UNIT: x": "A 1. UNIT: x",
	} {
		off, number := unnumbered(s)
		if got := number + " " + s[off:]; got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestSlashed: where label and answer begin behind slashes.
func TestSlashed(t *testing.T) {
	for s, want := range map[string]string{
		"C/POSITION/WATCH OFFICER": "POSITION~WATCH OFFICER",
		"C1/POSITION/OFFICER/TWO":  "POSITION~OFFICER/TWO",
		"and/or/whatever":          "",
		"c/position/officer":       "",
		"A/B/C":                    "",
		"A/POSITION":               "",
		"A/POSITION/":              "",
		"/usr/bin/env":             "",
		"1/2026/11":                "",
		"http://quill.example":     "",
		"":                         "",
	} {
		got := ""
		if label, answer := slashed(s); label > 0 {
			got = s[label:answer-1] + "~" + s[answer:]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestSignals: forms as they are sent by radio and telex are read as others.
func TestSignals(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"slashes", "MARINE CYBER SIGNAL\nA/COMPANY/QUILL LINES LTD\nB/NAME/ADA QUILL\nC/PHONE/+44 1632 960 001\nD/E-MAIL/ADA@QUILL.EXAMPLE\nE/INCIDENT START/2026-11-18 10:20Z\nF/INCIDENT TYPE/THEFT\nG/DESCRIPTION/THE BRIDGE SCREENS WENT BLACK\nAND STAYED SO.\n",
			"organisation: QUILL LINES LTD\ncontact_name: ADA QUILL\ncontact_phone: +44 1632 960 001\nstart: 2026-11-18T10:20:00Z\nincident_type: THEFT\nsays: AND STAYED SO."},
		{"words of the alphabet", "SITREP\n\nALPHA.   NAME: ADA QUILL\nBRAVO.   PHONE: +44 1632 960 001\nCHARLIE. INCIDENT START: 181020ZNOV26\nDELTA.   INCIDENT TYPE: THEFT\nECHO.    DESCRIPTION: THE BRIDGE SCREENS\n         WENT BLACK.\nFOXTROT. ACTION TAKEN: NONE YET\n",
			"contact_name: ADA QUILL\nstart: 2026-11-18T10:20:00Z\nincident_type: THEFT\nactions_taken: NONE YET"},
		{"paths", "We have seen these:\nA/TEXT/one\nB/TEXT/two\nA/TEXT/three\n", "form: none\nsays: B/TEXT/two"},
	} {
		c.run(t, f)
	}
}
