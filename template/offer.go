package template

import (
	"slices"
	"strings"
	"unicode"

	"tocsin/template/indicator"
	"tocsin/template/moment"
	"tocsin/template/word"
)

// Answers to a question whose choices no definition gives, where the blank
// form's list of them was left standing beside the answer.

// taken is what was chosen of a list that stands in an answer, the answer
// itself where there is none. It is "" where there is a list and no choice.
func taken(text string) string {
	if t, ok := coded(text); ok {
		return t
	}
	if t, ok := besideList(text); ok {
		return t
	}
	if t, ok := shouted(text); ok {
		return t
	}
	return text
}

// singled is the choice that an answer sets off from the others of a list.
func (a *answer) singled() (choice string, ok bool) {
	if choice, ok = pointed(a.text); !ok && a.group == 0 && a.kind != kindContact {
		text := strings.ReplaceAll(strings.TrimSpace(a.text), "／", "/")
		if strings.IndexByte(text, '/') < 0 {
			return "", false
		}
		return setOff(strings.Split(text, "/"))
	}
	return choice, ok
}

// pointed is what is marked of a list of options, a line each, where no box is
// printed: "-> theft", "x theft", "theft <-", "theft ✔".
func pointed(text string) (choice string, ok bool) {
	if n := strings.Count(text, "\n") + 1; n < leastPointed || n > mostOptions {
		return "", false
	}
	lines := strings.Split(text, "\n")
	var chosen []string
	for _, l := range lines {
		l = strings.TrimSpace(l)
		o := plainOption(strings.TrimRight(l, "<-=←✓✔ "))
		marked := o.stressed || len(o.text) < len(l)
		if l == "" || len(l) > mostCell || !marked && (hasBox(l) || strings.IndexByte(".,:;", l[len(l)-1]) >= 0) {
			return "", false
		}
		if marked {
			chosen = append(chosen, strings.Trim(o.text, " *"))
		}
	}
	return strings.Join(chosen, ", "), len(chosen) > 0 && len(chosen) < len(lines)-1
}

// leastPointed is how many such options there are.
const leastPointed = 3

// A code is one choice of a list, and what stands for it.
type code struct{ sign, text string }

// leastCodes is how many choices a list has at least.
const leastCodes = 2

// coded reads an answer in code beside the list of codes: "4", and below it
// "1 = virus  2 = phishing  4 = burglary".
func coded(text string) (choice string, ok bool) {
	first := strings.IndexByte(text, '=')
	if first < 0 {
		return "", false
	}
	list, before := codesIn(text)
	if len(list) < leastCodes {
		return "", false
	}
	given := strings.FieldsFunc(strings.Trim(before, " \t\n(["), func(r rune) bool { return strings.ContainsRune(" ,;/+&\n", r) })
	var found []string
	for _, g := range given {
		i := slices.IndexFunc(list, func(c code) bool { return strings.EqualFold(c.sign, strings.Trim(g, ".:)")) })
		if i < 0 {
			if word.Digits(before) > 0 {
				return "", true // of another list
			}
			return strings.TrimSpace(before), true // "virus", in words
		}
		found = append(found, list[i].text)
	}
	return strings.Join(found, ", "), true
}

// codesIn lists the codes that a text explains, and what stands before them.
func codesIn(text string) (list []code, before string) {
	parts := strings.Split(text, "=")
	sign := ""
	for i, p := range parts {
		p = strings.Trim(p, " \t\n")
		at := strings.LastIndexAny(p, " \t\n(,;[") + 1
		next := p[at:]
		switch {
		case i == 0:
			before = p[:at]
		case i+1 == len(parts):
			list = append(list, code{sign, strings.Trim(p, " \t\n,;)]")})
		default:
			list = append(list, code{sign, strings.Trim(p[:at], " \t\n,;/|")})
		}
		if i+1 < len(parts) && !(len(next) == 1 && word.At(next) || len(next) == 2 && word.Digits(next) == 2) {
			return nil, ""
		}
		sign = next
	}
	return list, before
}

// besideList reads an answer with the list of choices in a parenthesis behind
// it, "fraud (delete as needed: fraud / theft / spam)", or on the line above.
// It must be one of them.
func besideList(text string) (choice string, ok bool) {
	t := strings.TrimSpace(text)
	list, choice, above := strings.Cut(t, "\n")
	if at := strings.IndexByte(t, '('); at > 0 && strings.HasSuffix(t, ")") && word.Closing(t, at) == len(t)-1 {
		choice, list = t[:at], t[at+1:len(t)-1]
		if colon := strings.IndexByte(list, ':'); colon >= 0 {
			list = list[colon+1:]
		}
	} else if !above {
		return "", false
	}
	cut := "/"
	if !strings.Contains(list, cut) {
		cut = ","
	}
	choice = strings.TrimSpace(choice)
	key, choices := word.Fold(choice), strings.Split(list, cut)
	return choice, len(choices) > 2 && slices.ContainsFunc(choices, func(s string) bool { return word.Fold(s) == key })
}

// mostShort are the letters of a name that is written in capitals everywhere.
const mostShort = 4

// stresses are marks that people set one choice of a list off with.
const stresses = "><*_=→«»○◯◎●✓✔☑！!"

// setOff reads a list in which one choice alone has marks around or before it:
// ">> theft << / loss / other", "theft / ○loss / other".
func setOff(list []string) (choice string, ok bool) {
	for i, s := range list {
		if _, behind, hinted := strings.Cut(s, "）"); hinted && i == 0 && strings.HasPrefix(s, "（") {
			s = behind // "（○で囲む）"
		}
		s = strings.TrimSpace(s)
		switch t := strings.Trim(s, stresses+" \u3000-"); {
		case word.Len(t) < 2 || word.Digits(t) > 0:
			return "", false
		case t == strings.Trim(s, " \u3000-"):
		case choice != "":
			return "", false
		default:
			choice = t
		}
	}
	return choice, choice != "" && len(list) > 2
}

// shouted reads a list in which one choice was set off, or put into capitals:
// "phishing / ACCOUNT THEFT / spam", "yes / NO".
func shouted(text string) (choice string, ok bool) {
	t := strings.TrimSpace(text)
	if strings.IndexByte(t, '/') < 0 || strings.Contains(t, "//") || strings.IndexByte(t, '\n') >= 0 {
		return "", false
	}
	list := strings.Split(t, "/")
	answers := vocab().answers
	for _, s := range list {
		s = strings.TrimSpace(s)
		upper, lower := strings.ContainsFunc(s, unicode.IsUpper), strings.ContainsFunc(s, unicode.IsLower)
		polar := answers.Is(s) != ""
		switch {
		case word.Digits(s) > 0 || !upper && !lower:
			return "", false
		case !upper || lower:
		case choice != "":
			return "", false
		case !polar && len(s) <= mostShort: // "DDoS / APT / spam" is a list that chooses nothing
			return "", false
		default:
			choice = s
		}
	}
	return choice, choice != "" && (len(list) > 2 || len(list) == 2 && answers.Is(choice) != "")
}

// unlikely says whether an answer can't be what the field asks: a position on
// the sea is no job, a machine no person, a number no name, and a bare yes no
// deed. Said is the answer's term in the lexicon of those.
func unlikely(name, text, said string) bool {
	if asksWords(name) && text != "" && strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return true
	}
	switch name {
	case "contact_title":
		return word.Digits(text) > 3
	case "tlp":
		return holdsHost(text) && hostLike(text) // "Traffic to: 203.0.113.4"
	case "cost":
		return datedAt(strings.TrimSpace(text))
	case "organisation_address":
		return holdsAddress(text) && hostLike(text) || moment.Ongoing(text) || ticketStates[word.Fold(text)]
	case "organisation", "department":
		return holdsAddress(text) && hostLike(text) || dials(text)
	case "contact_name":
		return !strings.ContainsAny(text, " \t\n") && strings.IndexByte(text, '.') > 0 && (hostLike(text) || fileName(text)) || dials(text) || nameless[word.Fold(text)]
	case "actions_taken", "impact", "description", "reference_theirs", "contact_phone", "contact_email":
		return said == "yes" || said == "no"
	}
	return false
}

// ticketStates are what a ticket's "State" is, as keys: no part of an address.
var ticketStates = word.Set("new closed resolved fixed done inprogress workinprogress onhold pending assigned unassigned reopened cancelled canceled triage investigating awaitingreply")

// nameless are what those write who give no name, as keys.
var nameless = word.Set(`anonymous anon anonymously anonym anonyme anoniem anonimo anonima anonimowo anonimowy anonimowa anonymt anonyymi anonymni anonymne anonimno anonimen
	anonimas anonims anonuumne isimsiz 匿名 匿名希望 匿名報告 анонимно аноним анонимный анонім анонімно ανωνυμος ανωνυμα 익명 andanh anonim`)

// fileName says whether a word is the name of a file.
func fileName(s string) (found bool) {
	indicator.Scan(s, func(t indicator.Token) { found = found || t.Kind == "file" })
	return found
}

// leastAddress is how long an address is at least, in bytes: "State: NY" is none.
const leastAddress = 4

// untimely says whether no time stands where a label that no definition has was
// understood to ask for one, "Detected by: the watchman", and one does behind
// another.
func (b *builder) untimely(a *answer) bool {
	return a.kind == kindTime && a.e != nil && a.e.def.Union && !fits(a.name, a.text) && b.answered(a.name) == aptly
}

// unstopped takes the stop of a sentence off what somebody is called or reached
// by; that of a short form stays.
func unstopped(name, text string) string {
	t, stopped := strings.CutSuffix(text, ".")
	if stopped && (name != "organisation" && len(word.Last(t)) > mostShort || word.Digits(t) > 4) && strings.Count(text, ". ") == 0 {
		return t
	}
	return text
}

// given drops the parts of an answer that say there is nothing: "555 0100 / NA".
func given(text string) string {
	if !strings.Contains(text, " / ") {
		return text
	}
	list := strings.Split(text, " / ")
	left := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return voidOf(s, nil, false) != filled })
	if len(list) != 2 || len(left) != 1 {
		return text
	}
	return strings.TrimSpace(left[0])
}
