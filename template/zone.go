package template

import (
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zone rules in the binary: the host may have none
	"unicode"
)

// A zone is what a text says of a time zone. Go's own parser is of no use
// here: it reads "CEST", "EDT" and "IST" as offset 0 without an error.
type zone struct {
	text  string
	loc   *time.Location // nil when unknown or doubtful
	doubt bool           // a zone was named, but it may be one of several
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
	"NST": -3*hour - 30, "NDT": -2*hour - 30, "BRT": -3 * hour, "ART": -3 * hour,
}

// doubtfulZones are abbreviations that mean several zones.
var doubtfulZones = map[string]bool{"IST": true, "CST": true, "BST": true, "EST": true, "AST": true, "MST": true, "ADT": true, "ECT": true, "GST": true, "SST": true, "ET": true, "PT": true, "CT": true, "MT": true, "HEC": true}

// militaryZone is the zone that a letter names between the figures of a
// military time, nil if it is none. J, without a place, is the local time.
func militaryZone(c byte) *zone {
	switch {
	case c == 'Z' || c == 'z':
		return &zone{text: "Z", loc: time.UTC}
	case c == 'J':
		return &zone{text: "J", doubt: true}
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
	return &zone{text: string(c), loc: time.FixedZone("", east*3600)}
}

// zonePairs name a region by its winter and summer time.
var zonePairs = map[string]string{
	"CET/CEST": "Europe/Brussels", "MEZ/MESZ": "Europe/Brussels", "MET/MEST": "Europe/Brussels", "WET/WEST": "Europe/Lisbon", "EET/EEST": "Europe/Athens",
	"GMT/BST": "Europe/London", "EST/EDT": "America/New_York", "CST/CDT": "America/Chicago", "MST/MDT": "America/Denver", "PST/PDT": "America/Los_Angeles",
	"AEST/AEDT": "Australia/Sydney", "HNE/HAE": "America/Toronto", "NZST/NZDT": "Pacific/Auckland",
}

// readZone reads the answer to a question about the zone.
func readZone(s string) zone {
	z := zone{text: strings.TrimSpace(s)}
	if z.text == "" || len(z.text) > 200 {
		return z
	}
	if loc := region(z.text); loc != nil {
		z.loc = loc
		return z
	}
	p := phrase(z.text)
	if z.loc = cityZone(p); z.loc != nil {
		return z
	}
	if z.doubt = containsAny(p, apart); z.doubt {
		return z
	}
	names := zoneWords(z.text)
	offsets := zoneOffsets(z.text)
	for i := range names {
		for j := range names {
			if place := zonePairs[names[i]+"/"+names[j]]; place != "" {
				z.loc = location(place)
				return z
			}
		}
	}
	known, doubt := 0, false
	for _, n := range names {
		if doubtfulZones[n] {
			doubt = true
			continue
		}
		known++
		if m := zoneNames[n]; len(offsets) == 0 || m != 0 || n == "Z" {
			offsets = append(offsets, m)
		}
	}
	z.doubt = doubt && len(offsets) == 0
	for _, m := range offsets {
		z.doubt = z.doubt || m != offsets[0]
	}
	if len(offsets) > 0 && !z.doubt {
		z.loc = time.FixedZone("", offsets[0]*60)
	}
	return z
}

// apart are words that set a time off from the zone that is named: "two hours
// ahead of UTC" is not UTC.
var apart = []string{" ahead ", " behind ", " hours ", " hour ", " stunde ", " stunden ", " heures ", " uren ", " avance ", " retard "}

// cities are names by which people call the time of their country.
var cities = map[string]string{
	"brussels": "Europe/Brussels", "bruxelles": "Europe/Brussels", "brussel": "Europe/Brussels", "brusseler": "Europe/Brussels", "brusselse": "Europe/Brussels",
	"luxembourg": "Europe/Luxembourg", "luxemburg": "Europe/Luxembourg", "luxemburger": "Europe/Luxembourg", "paris": "Europe/Paris", "parijs": "Europe/Paris",
	"berlin": "Europe/Berlin", "berliner": "Europe/Berlin", "berlijn": "Europe/Berlin", "vienna": "Europe/Vienna", "wien": "Europe/Vienna", "wiener": "Europe/Vienna",
	"vienne": "Europe/Vienna", "zurich": "Europe/Zurich", "zuerich": "Europe/Zurich", "amsterdam": "Europe/Amsterdam", "amsterdamse": "Europe/Amsterdam",
	"london": "Europe/London", "londres": "Europe/London", "londen": "Europe/London",
}

// cityZone finds the zone in "Vienna time" or "heure de Paris", nil where no
// city or several zones are named.
func cityZone(p string) *time.Location {
	place := ""
	for _, w := range strings.Fields(p) {
		switch c := cities[w]; {
		case c == "":
		case place != "" && place != c:
			return nil
		default:
			place = c
		}
	}
	if place == "" || digits(p) > 0 || len(zoneWords(p)) > 0 {
		return nil
	}
	return location(place)
}

// region finds an IANA name such as "Europe/Vienna" or "Asia/Hong Kong".
func region(s string) *time.Location {
	slash := strings.IndexByte(s, '/')
	if slash < 2 {
		return nil
	}
	start := slash
	for start > 0 && unicode.IsLetter(rune(s[start-1])) {
		start--
	}
	end := slash + 1
	for end < len(s) && (s[end] < 0x80 && asciiFold[s[end]] != 0 || strings.IndexByte("/_+- ", s[end]) >= 0) {
		end++
	}
	switch strings.ToLower(s[start:slash]) {
	case "europe", "america", "asia", "africa", "australia", "atlantic", "pacific", "indian", "antarctica", "arctic", "etc":
	default:
		return nil
	}
	name := strings.TrimSpace(s[start:end])
	for name != "" {
		if loc := location(strings.ReplaceAll(name, " ", "_")); loc != nil {
			return loc
		}
		cut := strings.LastIndexByte(name, ' ')
		if cut < 0 {
			break
		}
		name = name[:cut]
	}
	return nil
}

// commonZones are the regions that reports come from most; loading one anew
// costs more than reading the rest of a form.
var commonZones = sync.OnceValue(func() map[string]*time.Location {
	list := []string{"UTC", "Europe/Brussels", "Europe/Luxembourg", "Europe/Paris", "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Amsterdam", "Europe/London",
		"Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Rome", "Europe/Prague", "Europe/Warsaw", "Europe/Athens", "Europe/Helsinki", "Europe/Stockholm",
		"America/New_York", "America/Toronto", "America/Chicago", "America/Denver", "America/Los_Angeles", "Asia/Tokyo", "Asia/Singapore", "Australia/Sydney"}
	zones := map[string]*time.Location{}
	for _, name := range list {
		if loc, err := time.LoadLocation(name); err == nil {
			zones[name] = loc
		}
	}
	return zones
})

// location finds a region by its IANA name, nil if there is none.
func location(name string) *time.Location {
	if loc := commonZones()[name]; loc != nil {
		return loc
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}

// zoneWords returns the zone abbreviations in a text, each once.
func zoneWords(s string) []string {
	var list []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		u := strings.ToUpper(w)
		_, known := zoneNames[u]
		if (known || doubtfulZones[u]) && (len(u) > 2 || u == w) && (len(list) == 0 || list[len(list)-1] != u) {
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
		if i+2 < len(s) && s[i] == ':' && isDigit(s[i+1]) && isDigit(s[i+2]) {
			m = int(s[i+1]-'0')*10 + int(s[i+2]-'0')
			i += 3
		}
	case 3, 4:
		h, m = n/100, n%100
	default:
		return 0, 0
	}
	if h > 14 || sign < 0 && h > 12 || m%15 != 0 || m > 45 {
		return 0, 0 // no zone is so far off
	}
	return sign * (h*60 + m), i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
