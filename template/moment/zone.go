package moment

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"tocsin/template/word"
)

// A Zone is what a text says of a time zone. Go's own parser is of no use
// here: it reads "CEST", "EDT" and "IST" as offset 0 without an error.
type Zone struct {
	Text  string
	Loc   *time.Location // nil when unknown or doubtful
	Doubt bool           // a zone was named, but it may be one of several

	seasonal bool // loc was found by two offsets alone: the days of its changes are not sure
}

const hour = 60 // minutes

// zoneNames holds abbreviations that mean one zone everywhere, in minutes
// east of UTC.
var zoneNames = map[string]int{
	"UTC": 0, "GMT": 0, "Z": 0, "ZULU": 0, "UT": 0, "WET": 0, "WEST": hour, "WAT": hour, "CET": hour, "CEST": 2 * hour, "MEZ": hour, "MESZ": 2 * hour,
	"MET": hour, "MEST": 2 * hour, "EET": 2 * hour, "EEST": 3 * hour, "OEZ": 2 * hour, "OESZ": 3 * hour, "CAT": 2 * hour, "SAST": 2 * hour,
	"EAT": 3 * hour, "MSK": 3 * hour, "TRT": 3 * hour, "IDT": 3 * hour, "PKT": 5 * hour, "NPT": 5*hour + 45, "WIB": 7 * hour, "ICT": 7 * hour,
	"HKT": 8 * hour, "SGT": 8 * hour, "AWST": 8 * hour, "WITA": 8 * hour, "JST": 9 * hour, "KST": 9 * hour, "WIT": 9 * hour, "ACST": 9*hour + 30,
	"ACDT": 10*hour + 30, "AEST": 10 * hour, "AEDT": 11 * hour, "NZST": 12 * hour, "NZDT": 13 * hour, "EDT": -4 * hour, "CDT": -5 * hour,
	"MDT": -6 * hour, "PDT": -7 * hour, "PST": -8 * hour, "AKST": -9 * hour, "AKDT": -8 * hour, "HST": -10 * hour, "HNE": -5 * hour, "HAE": -4 * hour,
	"NST": -3*hour - 30, "NDT": -2*hour - 30, "BRT": -3 * hour, "ART": -3 * hour, "COT": -5 * hour, "PET": -5 * hour, "VET": -4 * hour, "BOT": -4 * hour, "UYT": -3 * hour,
	"SEČ": hour, "SELČ": 2 * hour, "VEČ": 2 * hour, "KÖZEI": hour, "МСК": 3 * hour, "TSİ": 3 * hour,
	"CLT": -4 * hour, "CLST": -3 * hour, "MYT": 8 * hour, "PHT": 8 * hour, "IRST": 3*hour + 30, "AFT": 4*hour + 30, "UZT": 5 * hour, "MMT": 6*hour + 30,
}

// doubtfulZones are abbreviations that mean several zones, with their offsets.
var doubtfulZones = map[string][]int{
	"IST": {5*hour + 30, hour, 2 * hour}, "CST": {-6 * hour, 8 * hour, -5 * hour}, "BST": {hour, 6 * hour, 11 * hour}, "EST": {-5 * hour, 10 * hour},
	"AST": {-4 * hour, 3 * hour}, "MST": {-7 * hour, 8 * hour, 6*hour + 30}, "ADT": {-3 * hour, 4 * hour}, "ECT": {-5 * hour, -4 * hour, hour},
	"GST": {4 * hour, -2 * hour}, "SST": {8 * hour, -11 * hour}, "ET": {-5 * hour, -4 * hour, 3 * hour}, "PT": {-8 * hour, -7 * hour, 0, hour},
	"CT": {-6 * hour, -5 * hour, 8 * hour}, "MT": {-7 * hour, -6 * hour}, "HEC": {hour, 2 * hour}, "BDT": {6 * hour, 8 * hour}, "WST": {8 * hour, 13 * hour},
}

// anyCase are the abbreviations that are no words, so that they need no
// capitals: "met" and "est" are words in the middle of a sentence.
var anyCase = word.Set("utc gmt zulu cet cest mez mesz eet eest jst kst edt pdt pst aest aedt msk sgt")

// militaryZone is the zone that a letter names between the figures of a
// military time, nil if it is none. J, without a place, is the local time.
func militaryZone(c byte) *Zone {
	switch {
	case c == 'Z' || c == 'z':
		return &Zone{Text: "Z", Loc: time.UTC}
	case c == 'J':
		return &Zone{Text: "J", Doubt: true}
	}
	east := 0
	switch {
	case c >= 'A' && c <= 'I':
		east = int(c-'A') + 1
	case c >= 'K' && c <= 'M':
		east = int(c-'K') + 10
	case c >= 'N' && c <= 'Y':
		east = -int(c-'N') - 1
	default:
		return nil
	}
	return &Zone{Text: string(c), Loc: time.FixedZone("", east*3600)}
}

// zonePairs name a region by its winter and summer time.
var zonePairs = map[string]string{
	"CET/CEST": "Europe/Brussels", "MEZ/MESZ": "Europe/Brussels", "MET/MEST": "Europe/Brussels", "WET/WEST": "Europe/Lisbon", "EET/EEST": "Europe/Athens",
	"GMT/BST": "Europe/London", "EST/EDT": "America/New_York", "CST/CDT": "America/Chicago", "MST/MDT": "America/Denver", "PST/PDT": "America/Los_Angeles",
	"AEST/AEDT": "Australia/Sydney", "HNE/HAE": "America/Toronto", "NZST/NZDT": "Pacific/Auckland",
	"SEČ/SELČ": "Europe/Prague", "GMT/IST": "Europe/Dublin", "AST/ADT": "America/Halifax", "AKST/AKDT": "America/Anchorage", "NST/NDT": "America/St_Johns", "ACST/ACDT": "Australia/Adelaide", "CLT/CLST": "America/Santiago",
}

// ReadZone reads the answer to a question about the zone.
func ReadZone(s string) Zone {
	z := Zone{Text: strings.TrimSpace(s)}
	if z.Text == "" || len(z.Text) > 200 {
		return z
	}
	if loc := region(z.Text); loc != nil {
		z.Loc = loc
		return z
	}
	p := word.Phrase(z.Text)
	if z.Loc = place(z.Text, p); z.Loc != nil {
		return z
	}
	if z.Doubt = word.ContainsAny(p, apart); z.Doubt {
		return z
	}
	names := zoneWords(z.Text)
	offsets := zoneOffsets(z.Text)
	for i := range names {
		for j := range names {
			if place := zonePairs[names[i]+"/"+names[j]]; place != "" {
				z.Loc = Location(place)
				return z
			}
		}
	}
	if z.Loc = seasons(z.Text, p, offsets); z.Loc != nil {
		z.seasonal = true
		return z
	}
	z.named(names, offsets)
	return z
}

// named settles what abbreviations and offsets that stand together mean.
func (z *Zone) named(names []string, offsets []int) {
	doubt := false
	stated := len(offsets)
	for _, n := range names {
		if meanings := doubtfulZones[n]; meanings != nil {
			doubt = true
			for _, m := range offsets[:stated] { // "EST (GMT-4)": people forget the summer
				z.Doubt = z.Doubt || !slices.Contains(meanings, m) && !slices.Contains(meanings, m-hour)
			}
			continue
		}
		if m := zoneNames[n]; len(offsets) == 0 || m != 0 || n == "Z" {
			offsets = append(offsets, m)
		}
	}
	z.Doubt = z.Doubt || doubt && len(offsets) == 0
	for _, m := range offsets {
		z.Doubt = z.Doubt || m != offsets[0]
	}
	if len(offsets) > 0 && !z.Doubt {
		z.Loc = time.FixedZone("", offsets[0]*60)
	}
}

// Could says whether a doubtful zone may be the one at a time: "EST" is no
// doubt in a form that is filled in at UTC-5.
func (z Zone) Could(other Zone, wall time.Time) bool {
	if !z.Doubt || other.Loc == nil {
		return false
	}
	t, _ := other.Local(wall)
	_, offset := t.Zone()
	names := zoneWords(z.Text)
	return len(names) == 1 && len(zoneOffsets(z.Text)) == 0 && slices.Contains(doubtfulZones[names[0]], offset/60)
}

// GoesBy says whether an abbreviation is that of the zone at a time, where it
// has one: "EST" in New York in winter, or "ET" at any time.
func (z Zone) GoesBy(text string, wall time.Time) bool {
	t, _ := z.Local(wall)
	name, _ := t.Zone()
	return name == text || name[0] == '+' || name[0] == '-' || len(text) == 2 && len(name) == 3 && text == name[:1]+name[2:]
}

// apart are words that set a time off from the zone that is named: "two hours
// ahead of UTC" is not UTC.
var apart = []string{" ahead ", " behind ", " hours ", " hour ", " stunde ", " stunden ", " heures ", " uren ", " avance ", " retard "}

// zoneWords returns the zone abbreviations in a text, each once.
func zoneWords(s string) []string {
	var list []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		u := strings.ToUpper(w)
		_, known := zoneNames[u]
		if (known || doubtfulZones[u] != nil) && (u == w || anyCase[strings.ToLower(w)]) && (len(list) == 0 || list[len(list)-1] != u) {
			list = append(list, u)
		}
	}
	return list
}

// zoneOffsets returns the numeric offsets in a text, in minutes east.
func zoneOffsets(s string) []int {
	var list []int
	for i := 0; i < len(s); i++ {
		if m, n := zoneOffset(s[i:]); n > 0 {
			list = append(list, m)
			i += n - 1
		}
	}
	return list
}

// zoneOffset reads "+0100", "+01:00", "-5", "+5:30", "−05:00" at the start of
// s; length 0 if there is none. Its sign is that of RFC 3339: east is plus.
func zoneOffset(s string) (minutes, length int) {
	sign, i := 0, 1
	switch {
	case strings.HasPrefix(s, "+"):
		sign = 1
	case strings.HasPrefix(s, "-"):
		sign = -1
	case strings.HasPrefix(s, "−"), strings.HasPrefix(s, "–"):
		sign, i = -1, 3
	default:
		return 0, 0
	}
	for i < len(s) && s[i] == ' ' {
		i++
	}
	start := i
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	n := 0
	for _, c := range []byte(s[start:i]) {
		n = min(n*10+int(c-'0'), 99999)
	}
	h, m := n, 0
	switch i - start {
	case 1, 2:
		if i+2 < len(s) && s[i] == ':' && word.IsDigit(s[i+1]) && word.IsDigit(s[i+2]) {
			m = int(s[i+1]-'0')*10 + int(s[i+2]-'0')
			i += 3
		}
	case 3, 4:
		h, m = n/100, n%100
	default:
		return 0, 0
	}
	if h > 14 || sign < 0 && h > 12 || !sharesHour(sign*h, m) {
		return 0, 0 // no zone is so far off
	}
	return sign * (h*60 + m), i
}

// sharesHour says whether there is a zone so many minutes apart from a whole hour.
func sharesHour(h, m int) bool {
	switch m {
	case 0:
		return true
	case 30:
		return h >= 3 && h <= 11 || h == -2 || h == -3 || h == -4 || h == -9
	case 45:
		return h == 5 || h == 8 || h == 12 || h == 13
	}
	return false
}
