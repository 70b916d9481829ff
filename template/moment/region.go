package moment

import (
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zone rules in the binary: the host may have none
	"unicode"

	"tocsin/template/word"
)

// places are the names by which people call the time of a country: those of
// cities, of countries that have one time, and of what belongs to them. Those
// of Spain and Portugal are not among them: their islands have other times.
var places = word.Meanings(map[string]string{
	"Europe/Brussels":     "brussels bruxelles brussel brusseler brusselse belgium belgien belgique belgië belgia bélgica belgio belgian belge belgische belgisch",
	"Europe/Luxembourg":   "luxembourg luxemburg luxemburger luxembourgeoise luxemburgo lëtzebuerg",
	"Europe/Paris":        "paris parijs parigi pariser france frankreich francia frankrijk francja frankrike french française französische franse francese francesa",
	"Europe/Berlin":       "berlin berliner berlijn germany deutschland allemagne duitsland alemania germania niemcy tyskland alemanha německo german deutsche deutscher allemande duitse tedesca alemana",
	"Europe/Vienna":       "vienna wien wiener vienne austria österreich autriche oostenrijk rakousko austrian österreichische österreichischer",
	"Europe/Zurich":       "zurich zürich zuerich switzerland schweiz suisse svizzera zwitserland swiss schweizer",
	"Europe/Amsterdam":    "amsterdam amsterdamse nederland nederlandse dutch niederländische néerlandaise",
	"Europe/London":       "london londres londen londra uk england britain großbritannien british",
	"Europe/Dublin":       "dublin ireland éire irland irish",
	"Europe/Rome":         "rome roma rom italy italia italien italie italië włochy italian italiana italiano italienische italienne",
	"Europe/Madrid":       "madrid peninsular",
	"Europe/Lisbon":       "lisbon lisboa lissabon lisbonne",
	"Europe/Warsaw":       "warsaw warszawa warszawski polska poland polen pologne polonia polski polskiego polish",
	"Europe/Stockholm":    "stockholm sverige sweden schweden suède zweden szwecja svensk swedish",
	"Europe/Copenhagen":   "copenhagen københavn kopenhagen danmark denmark dänemark dansk danish",
	"Europe/Oslo":         "oslo norge norway norwegen norvège norsk norwegian",
	"Europe/Helsinki":     "helsinki suomi finland finnland finlande suomen finnish",
	"Europe/Prague":       "prague praha prag česko czechia tschechien české českého czech",
	"Europe/Bratislava":   "bratislava slovensko slovakia slowakei slovenské slovenského slovak",
	"Europe/Budapest":     "budapest magyarország hungary ungarn magyar magyarországi hungarian",
	"Europe/Athens":       "athens athen athènes greece griechenland ελλάδα ελλάδας ελλάδος greek",
	"Europe/Bucharest":    "bucharest bucurești românia româniei romania rumänien",
	"Europe/Sofia":        "sofia bulgaria bulgarien българия българско",
	"Europe/Zagreb":       "zagreb hrvatska hrvatsko croatia kroatien",
	"Europe/Ljubljana":    "ljubljana slovenija slovenia slowenien slovenskem",
	"Europe/Vilnius":      "vilnius lietuva lietuvos lithuania litauen",
	"Europe/Riga":         "riga latvija latvijas latvia lettland",
	"Europe/Tallinn":      "tallinn eesti estonia estland",
	"Europe/Moscow":       "moscow москва московское московскому",
	"Europe/Kyiv":         "kyiv київ києвом київський київським",
	"Europe/Istanbul":     "istanbul türkiye turkey türkei",
	"Asia/Tokyo":          "tokyo japan japanese japon 東京 日本 日本時間 日本標準時",
	"Asia/Seoul":          "seoul korea 한국 한국시간 한국표준시",
	"Asia/Singapore":      "singapore singapur singapour",
	"Asia/Hong_Kong":      "hongkong 香港 香港時間",
	"Asia/Taipei":         "taipei taiwan 台灣 臺灣 台北 臺北 台灣時間 臺灣時間 台北時間 臺北時間",
	"Asia/Shanghai":       "beijing 北京时间 北京時間 中国标准时间 中國標準時間",
	"Asia/Bangkok":        "bangkok thailand ไทย",
	"Asia/Dhaka":          "dhaka bangladesh",
	"Asia/Kolkata":        "india indian delhi mumbai kolkata",
	"Asia/Karachi":        "pakistan karachi",
	"Asia/Colombo":        "colombo lanka",
	"Asia/Bahrain":        "bahrain",
	"America/Bogota":      "bogotá colombia colombiana",
	"America/Lima":        "lima perú peruana",
	"America/Montevideo":  "montevideo uruguay",
	"America/Sao_Paulo":   "brasília",
	"America/Mexico_City": "cdmx",
})

// titles are the full names of zones, as phrases.
var titles = []struct{ title, zone string }{
	{" us canada ", "America/New_York"}, {" us eastern ", "America/New_York"}, {" us central ", "America/Chicago"}, {" us pacific ", "America/Los_Angeles"},
	{" pacific time ", "America/Los_Angeles"}, {" central european ", "Europe/Brussels"}, {" mitteleuropaische ", "Europe/Brussels"}, {" stredoevropsk", "Europe/Brussels"}, {" stredoeuropsk", "Europe/Brussels"}, {" srednjoeuropsk", "Europe/Brussels"}, {" srednjeevropsk", "Europe/Brussels"}, {" kozep europai ", "Europe/Brussels"},
	{" europe centrale ", "Europe/Brussels"}, {" centraleuropeiska ", "Europe/Brussels"}, {" midden europese ", "Europe/Brussels"}, {" srodkowoeuropejski", "Europe/Brussels"},
	{" central europea ", "Europe/Brussels"}, {" dell europa centrale ", "Europe/Brussels"}, {" eastern european ", "Europe/Athens"}, {" osteuropaische ", "Europe/Athens"},
	{" universal ", "UTC"}, {" temps universel ", "UTC"}, {" weltzeit ", "UTC"}, {" greenwich ", "UTC"}, {" japan standard ", "Asia/Tokyo"},
}

// zoneUnsure are words of people who do not know their zone.
var zoneUnsure = []string{" ahnung ", " don t know ", " dont know ", " not sure ", " unsure ", " unknown ", " think ", " probably ", " maybe ", " perhaps ", " vermutlich ", " wohl ", " vielleicht ",
	" weiss nicht ", " unbekannt ", " glaube ", " sais pas ", " peut etre ", " weet niet ", " misschien ", " or ", " oder ", " ou ", " of ", " o "}

// place finds the zone that a text names by a place or in full: "Vienna time",
// "heure de Paris", "Sverige". It is nil where none or several are named, or
// where figures or abbreviations stand beside it.
func place(s, p string) *time.Location {
	if len(p) > 60 || word.Digits(p) > 0 || len(zoneWords(s)) > 0 || word.ContainsAny(p, zoneUnsure) {
		return nil
	}
	for _, t := range titles {
		if strings.Contains(p, t.title) && (t.title != " us canada " || strings.Contains(p, " eastern ")) {
			if named := seasonIn(p); named != 0 && t.zone == "Europe/Brussels" {
				return time.FixedZone("", named*hour*60)
			}
			return Location(t.zone)
		}
	}
	where := ""
	for w := range strings.FieldsSeq(p) {
		switch z := places[w]; {
		case z == "":
		case where != "" && where != z:
			return nil
		default:
			where = z
		}
	}
	if where == "" {
		return nil
	}
	return Location(where)
}

// seasonIn is the offset of Central Europe in the season that a phrase names,
// 0 where it names none.
func seasonIn(p string) int {
	switch {
	case word.ContainsAny(p, summers):
		return 2
	case word.ContainsAny(p, []string{" standard ", " winter", " vinter", " normal"}):
		return 1
	}
	return 0
}

// summers are the words for the time of the summer.
var summers = []string{" summer", " sommer", " sommar", " ete ", " d ete ", " zomer", " verano ", " verao ", " estate ", " estiva ", " legale ", " letni", " lato ", " lecie ", " leto ", " nyari ", " kesa", " dst ", " daylight "}

// seasons finds a zone by two offsets of which one is that of the summer:
// "GMT+0100, GMT+0200 from April to October". Only those of the north are known.
func seasons(s, p string, offsets []int) *time.Location {
	if len(offsets) != 2 || offsets[0] == offsets[1] {
		return nil
	}
	winter, summer := min(offsets[0], offsets[1]), max(offsets[0], offsets[1])
	region := map[int]string{0: "Europe/London", hour: "Europe/Brussels", 2 * hour: "Europe/Athens", -5 * hour: "America/New_York", -6 * hour: "America/Chicago",
		-7 * hour: "America/Denver", -8 * hour: "America/Los_Angeles"}[winter]
	if summer != winter+hour || region == "" || !word.ContainsAny(p, summers) && !aprilToOctober(s, summer) {
		return nil
	}
	return Location(region)
}

// aprilToOctober says whether a text gives an offset to the months from March
// or April to September or later.
func aprilToOctober(s string, summer int) bool {
	var list []int
	first := -1
	for i := 0; i < len(s); {
		n := word.Len(s[i:])
		if mon := months[word.Fold(s[i:i+n])]; n > 2 && mon > 0 {
			if first < 0 {
				first = i
			}
			list = append(list, mon)
		}
		i += max(n, 1)
	}
	if len(list) != 2 || list[0] != 3 && list[0] != 4 || list[1] < 9 || list[1] > 11 {
		return false
	}
	before, behind := zoneOffsets(s[:first]), zoneOffsets(s[first:])
	if len(before) > 0 {
		return before[len(before)-1] == summer
	}
	return behind[0] == summer
}

// changing says whether a day is one on which the countries of the north that
// change their clocks do not all have the same season.
func changing(wall time.Time) bool {
	switch m, d := wall.Month(), wall.Day(); m {
	case time.March:
		return d >= 8
	case time.October:
		return d >= 25
	case time.November:
		return d < 8
	}
	return false
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
	for end < len(s) && (s[end] < 0x80 && word.FoldByte(s[end]) != 0 || strings.IndexByte("/_+- ", s[end]) >= 0) {
		end++
	}
	switch strings.ToLower(s[start:slash]) {
	case "europe", "america", "asia", "africa", "australia", "atlantic", "pacific", "indian", "antarctica", "arctic", "etc":
	default:
		return nil
	}
	name := strings.TrimSpace(s[start:end])
	for name != "" {
		if loc := Location(strings.ReplaceAll(name, " ", "_")); loc != nil {
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

// Location finds a region by its IANA name, nil if there is none.
func Location(name string) *time.Location {
	if loc := commonZones()[name]; loc != nil {
		return loc
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}
