package router

import (
	"regexp"
	"slices"
	"strings"
)

// tlp reads every TLP mark of form, subject, answers and texts. The strictest
// counts; marks that differ or say nothing known hold as well.
func (r *routing) tlp() {
	var marks [len(colours)]string // where each stands
	set := func(c, where string) { marks[slices.Index(colours[:], c)] = where }
	if t := strings.ToUpper(strings.TrimSpace(r.q.Report.Disclosure.TLP)); t != "" && !isNegative(t) {
		set(colour(t, ""), disclosureField)
	}
	if c := answered(r.q.Report.Fields["tlp"]); c != "" {
		set(c, "form field tlp")
	}
	for _, text := range r.texts {
		if text.may&ofTLP == 0 {
			continue
		}
		for m := range tlpMark.all(text.text) {
			if c := m.colour(); c != "" {
				set(c, text.where)
			}
		}
	}
	for i, code := range [...]string{HeldTLPRed, HeldTLPAmber, HeldTLPAmber, HeldTLPUnclear} {
		if marks[i] != "" {
			r.bar(code, "tlp", colours[i], marks[i])
			return
		}
	}
	if marks[4] != "" && marks[5] != "" {
		r.bar(HeldTLPUnclear, "tlp", "GREEN and CLEAR", "form")
	}
}

// answered returns the label that the answer to the TLP question is, "?" if
// it is in free words, and "" if nothing was marked.
func answered(text string) string {
	if text = strings.TrimSpace(text); text == "" || isNegative(text) || isUnmarked(text) {
		return ""
	}
	text = normal(text)
	for _, mark := range [...]string{text, "tlp:" + text} {
		if m := tlpMark.shape.FindStringSubmatch(mark); m != nil && m[0] == mark {
			return find{groups: m}.colour()
		}
	}
	return "?"
}

func isUnmarked(text string) bool {
	return slices.Contains([]string{"unmarked", "not marked", "no tlp", "non marqué", "nicht markiert", "niet gemarkeerd"}, strings.Trim(normal(text), ".!"))
}

// colours are the labels of TLP 2.0 from the strictest; "?" is one that is
// none of them.
var colours = [...]string{"RED", "AMBER+STRICT", "AMBER", "?", "GREEN", "CLEAR"}

// colour returns the label that a mark found in a text means, "?" for one that
// is none of them, "" when it only looked like a mark.
func (m find) colour() string {
	if m.groups == nil {
		return "?"
	}
	part, word := m.groups[1], m.groups[2]
	c := colour(strings.ToUpper(word), m.groups[3])
	if sign := strings.ContainsAny(part, ":=") && !strings.Contains(part, ")"); c == "?" && (!sign || isNegative(word)) {
		return ""
	}
	return c
}

// colour returns the label of TLP 2.0 that a word in capitals means, "?" if none.
func colour(word, strict string) string {
	switch word = strings.TrimPrefix(word, "TLP:"); {
	case word == "AMBER" && strict != "" || word == "AMBER+STRICT":
		return "AMBER+STRICT"
	case word == "AMBER":
		return word
	}
	for i, words := range [...]string{0: " RED ROT ROUGE ROOD ", 2: " AMBRE GELB ORANGE ORANJE BERNSTEIN YELLOW ", 4: " GREEN GRÜN VERT GROEN ", 5: " CLEAR WHITE WEISS WEIß BLANC WIT "} {
		if strings.Contains(words, " "+word+" ") {
			return colours[i]
		}
	}
	return "?"
}

// filled takes the boxes of a form that nobody ticked out of a whole text, and
// the sign from a label with nothing behind it.
func filled(text string) string {
	lines, marked := strings.Split(text, "\n"), 0
	for i, l := range lines {
		if len(l) > maxLine || !strings.ContainsAny(l, "[(☐") && !strings.HasSuffix(strings.TrimSpace(l), ":") && !strings.HasSuffix(strings.TrimSpace(l), "=") {
			continue
		}
		if marked++; marked > maxTries {
			break
		}
		l = blankMark.ReplaceAllString(l, "$1")
		if at := box.FindStringIndex(l); at != nil {
			if head := strings.Trim(l[:at[0]], " \t>*|+-•"); head == "" || strings.HasSuffix(head, ":") {
				l = unticked.ReplaceAllString(l, "")
			}
		}
		lines[i] = l
	}
	return strings.Join(lines, "\n")
}

// maxLine is how many bytes a line of a form has at most.
const maxLine = 500

var (
	blankMark = regexp.MustCompile(`(?i)(\btlp\)?[^:=]*)[:=]\s*$`)
	box       = regexp.MustCompile(`\[.?\]|\( ?\)|[☐☑☒]`)
	unticked  = regexp.MustCompile(`(?i)(?:\[[ _]?\]|\( ?\)|☐)\s*(?:TLP\s*[:=]?\s*)?(?:RED|AMBER(?:\s*\+?\s*STRICT)?|GREEN|CLEAR|WHITE)\b`)
)

func (r *routing) disclosure() {
	d := r.q.Report.Disclosure
	if text := strings.TrimSpace(d.Text); text != "" && !isNegative(text) && !onlyTLP(text) {
		r.bar(HeldDisclosure, "disclosure", d.Text, disclosureField)
		return
	}
	share := r.q.Report.Fields["share_identity"]
	if d.ShareIdentity == "no" || !agrees(share) {
		if d.ShareIdentity == "no" {
			share = "no"
		}
		r.bar(HeldDisclosure, "disclosure", "identity: "+share, disclosureField)
		return
	}
	if phrase, where := r.says(confidential); phrase != "" {
		r.bar(HeldDisclosure, "disclosure", phrase, where)
	}
}

// agrees says whether the answer to whether others may hear who reports is
// missing, or a yes and nothing more.
func agrees(answer string) bool {
	answer = strings.Trim(normal(answer), " .!-_")
	return answer == "" || slices.Contains([]string{"yes", "y", "ja", "j", "oui", "o", "yes please", "ja gerne", "unknown", "ok"}, answer)
}

// onlyTLP says whether a text is a TLP mark and nothing more.
func onlyTLP(text string) bool {
	rest := strings.TrimSpace(tlpMark.shape.ReplaceAllString(normal(text), ""))
	return rest == "" || colour(strings.ToUpper(rest), "") != "?"
}
