package template

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template/word"
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

// deniesHarm says whether an answer is that there was none: it is made up of
// denials and neutral words. Any other word may be what is not there any more:
// "no mail since Monday".
func deniesHarm(text string) bool {
	x, p := vocab().harm, word.AppendPhrase(nil, text)
	denied, at := false, 1
	x.Meet(p, func(m word.Meeting) {
		value := x.Terms[m.Term].Value
		if m.From == at && value != "unsure" {
			at = m.To
			denied = denied || value == "denial"
		}
	})
	return denied && at >= len(p)
}

// unsureWords is how many words an answer has at most that says nothing yet.
const unsureWords = 6

// knownNot says whether an answer begins with words that say nothing yet, and
// has few others.
func knownNot(text string) bool {
	x, p := vocab().harm, word.AppendPhrase(nil, text)
	unsure := false
	x.Meet(p, func(m word.Meeting) { unsure = unsure || m.From == 1 && x.Terms[m.Term].Value == "unsure" })
	return unsure && bytes.Count(p, []byte(" ")) <= unsureWords+1
}
