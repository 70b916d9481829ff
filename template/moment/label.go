package moment

import (
	"strings"

	"tocsin/template/word"
)

// AskedZone is the zone that stands in brackets in a label, alone or beside a
// remark: "(24-hour clock, UTC+8)"; but "(e.g. 14:30, CET)" asks for any. Else
// it is the one among the words outside of all brackets: "UTC time of start".
func AskedZone(label string) Zone {
	for i := len(label) - 1; i >= 0; i-- {
		if label[i] != '(' && label[i] != '[' {
			continue
		}
		end := strings.IndexAny(label[i:], ")]")
		if end < 0 {
			continue
		}
		if z := pieceZone(label[i+1 : i+end]); z.Text != "" {
			return z
		}
	}
	within := 0
	for w := range strings.FieldsSeq(label) {
		if within += strings.Count(w, "(") - strings.Count(w, ")"); within == 0 && (w == "UTC" || w == "GMT") {
			return ReadZone(w)
		}
	}
	return Zone{}
}

// pieceZone reads a text that is a zone, or of whose pieces one is and none
// tells of an example.
func pieceZone(s string) Zone {
	z := bareZone(s)
	if z.Text != "" || strings.IndexByte(s, ',') < 0 || word.Digits(s) > 6 || word.ContainsAny(word.Phrase(s), exampleWords) {
		return z
	}
	for piece := range strings.SplitSeq(s, ",") {
		switch more := bareZone(piece); {
		case more.Text == "":
		case z.Text != "" && z.Doubt == more.Doubt:
			return Zone{}
		case z.Text == "" || z.Doubt: // "IST, UTC+5:30"
			z = more
		}
	}
	return z
}

// exampleWords are beside a zone that stands for any, or for one of several.
var exampleWords = []string{" e g ", " eg ", " example ", " such ", " like ", " or ", " z b ", " zb ", " beispiel ", " wie ", " oder ", " exemple ", " p ex ", " comme ", " ou ", " bijv ", " bv ", " zoals ", " of ",
	" p ej ", " ejemplo ", " como ", " o ", " esempio ", " es ", " np ", " lub ", " t ex ", " f eks ", " if ", " si ", " falls ", " wenn "}

// bareZone reads a text that is a zone and nothing else, but for words such as
// "all times in" before it and "time" behind it.
func bareZone(s string) Zone {
	c := cursor{s: strings.TrimSpace(s)}
	for zoneLead[c.peek()] {
		c.word()
		c.skip(" :")
	}
	text := c.rest()
	if head, tail, ok := strings.Cut(text, " "); ok && zoneLead[word.Fold(tail)] && ZoneLen(head) == len(head) {
		text = head
	}
	if text == "" || ZoneLen(text) != len(text) {
		return Zone{}
	}
	return ReadZone(text)
}

// zoneLead are words beside a zone in a label, as keys.
var zoneLead = word.Set("in en em w i all times time zone tz timezone alle zeiten zeit zeitzone uhrzeit heure fuseau hora ora fuso tijd tijdzone czas strefa tid tidszon čas")
