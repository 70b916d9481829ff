package template

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/store"
)

// Kinds of a case by ISO/IEC 27000: an event indicates a possible breach, an
// incident is one or more unwanted events that are likely to compromise
// operations. What says neither stays unclassified.
const (
	KindEvent        = "event"
	KindIncident     = "incident"
	KindUnclassified = "unclassified"
)

// eventClasses are the RSIT classes, or class/type, whose reports tell of an
// attempt or a weakness: what happened compromised nothing by itself. All
// other types did.
var eventClasses = []string{
	"information-gathering/scanner", "information-gathering/social-engineering", "intrusion-attempts/", "abusive-content/spam",
	"vulnerable/", "availability/misconfiguration", "fraud/phishing", "fraud/copyright",
}

// vagueClasses say nothing either way.
var vagueClasses = []string{"other/", "test/"}

// ProposeKind says whether a report tells of an event or of an incident, and
// why, by what it says of itself: a call for help, the impact, the categories.
// A handler has the last word.
func ProposeKind(r *store.Report) (kind, why string) {
	var events, incidents []string
	for _, c := range r.Category {
		switch {
		case anyPrefix(c, vagueClasses):
		case anyPrefix(c, eventClasses):
			events = append(events, c)
		default:
			incidents = append(incidents, c)
		}
	}
	impact, harmless := impactOf(r)
	switch {
	case slices.Contains(r.Assistance, "urgent-help"):
		return KindIncident, "the reporter was compromised and asks for help"
	case len(incidents) > 0 && harmless:
		return KindEvent, fmt.Sprintf("category %s, but the report states no impact", strings.Join(incidents, ", "))
	case len(incidents) > 0:
		return KindIncident, "category " + strings.Join(incidents, ", ")
	case impact != "":
		return KindIncident, "impact on operations: " + clip(impact)
	case r.Fields["obligation"] == "mandatory":
		return KindIncident, "the notification is mandatory"
	case len(events) > 0:
		return KindEvent, "category " + strings.Join(events, ", ")
	case harmless:
		return KindEvent, "the report states no impact"
	}
	return KindUnclassified, "neither category nor impact is stated"
}

func anyPrefix(s string, list []string) bool {
	return slices.ContainsFunc(list, func(p string) bool { return strings.HasPrefix(s, p) })
}

// impactOf is what a report says of harm done, or that it says there is none.
func impactOf(r *store.Report) (text string, harmless bool) {
	text = r.Fields["impact"]
	switch {
	case text == "" || knownNot(text):
		return "", false
	case deniesHarm(text):
		return "", true
	}
	return text, false
}

// denials and neutral words make up an answer that there was no harm. Any other
// word may be what is not there any more: "no mail since Monday".
var denials = []string{
	"none", "no", "nothing", "nil", "keine", "keiner", "kein", "nichts", "aucun", "aucune", "rien", "geen", "niets", "sin", "ninguno", "ninguna",
	"ningun", "nada", "sem", "nenhum", "nenhuma", "nessuno", "nessuna", "nessun", "brak", "zaden", "zadne", "ingen", "inga", "inget", "なし",
}

var neutral = strings.Fields(`impact impacts damage damages effect effects harm known visible so far yet to date at all the moment for now on operations
	auswirkung auswirkungen schaden bekannt bisher derzeit bislang consequence consequences dommage dommages degat degats connu connus a ce jour pour l instant
	gevolg gevolgen schade bekend tot nu toe impacto impactos dano danos conocido conhecido hasta ahora ate agora impatto danno danni noto per ora
	wplywu skutkow dopad skada kand kanda`)

// deniesHarm says whether an answer is that there was none.
func deniesHarm(text string) bool {
	list := words(text)
	denies := func(w string) bool { return slices.Contains(denials, w) }
	return slices.ContainsFunc(list, denies) && !slices.ContainsFunc(list, func(w string) bool { return !denies(w) && !slices.Contains(neutral, w) })
}

// unsure are the first words of an answer that says nothing yet.
var unsure = []string{
	"unknown", "unclear", "unbekannt", "unklar", "inconnu", "inconnue", "onbekend", "onduidelijk", "desconocido", "desconocida",
	"desconhecido", "sconosciuto", "nieznany", "okant", "不明", "tbd",
}

func knownNot(text string) bool {
	list := words(text)
	return len(list) > 0 && len(list) <= 4 && slices.Contains(unsure, list[0])
}
