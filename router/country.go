package router

import "strings"

// generalPurpose lists country domains that are sold as words and say
// nothing about where a holder is.
const generalPurpose = " ac ag ai bz cc cd co eu fm ga gg gl gq im io la ly me ml nu pw sh st su tk to tv vc vu ws "

// domainCountry returns the country of a name's top level domain, "" if none.
func domainCountry(name string) string {
	tld := name[strings.LastIndexByte(name, '.')+1:]
	if strings.Contains(generalPurpose, " "+tld+" ") {
		return ""
	}
	if cc, ok := cleanCountry(tld); ok {
		return cc
	}
	return ""
}

// unreadable stands for a country that was given but not understood: it
// contradicts every other.
const unreadable = "?"

// countryNames are what people in our four languages write for a country.
const countryNames = `AT austria autriche österreich oostenrijk
BE belgium belgique belgien belgië belgie
BR brazil brésil brasilien brazilië
CA canada kanada
CH switzerland suisse schweiz zwitserland
CN china chine
CZ czechia tchéquie tschechien tsjechië
DE germany allemagne deutschland duitsland
DK denmark danemark dänemark denemarken
ES spain espagne spanien spanje españa
FI finland finlande finnland
FR france frankreich frankrijk
GB uk united-kingdom great-britain royaume-uni vereinigtes-königreich verenigd-koninkrijk
IE ireland irlande irland ierland
IT italy italie italien italië italia
JP japan japon
LU luxembourg luxemburg lëtzebuerg
NL netherlands the-netherlands pays-bas niederlande nederland
NO norway norvège norwegen noorwegen
PL poland pologne polen polska
PT portugal
RO romania roumanie rumänien roemenië
SE sweden suède schweden zweden
US usa united-states united-states-of-america états-unis vereinigte-staaten verenigde-staten`

// countryOf reads a country as a code or a name; unreadable when it is neither.
func countryOf(text string) string {
	if cc, ok := cleanCountry(text); ok {
		return cc
	}
	name := cleanSector(text)
	for line := range strings.Lines(countryNames) {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			if w == name {
				return words[0]
			}
		}
	}
	if i := strings.IndexByte(text, '('); i >= 0 && len(text) == i+4 && text[i+3] == ')' {
		return countryOf(text[i+1 : i+3])
	}
	return unreadable
}
