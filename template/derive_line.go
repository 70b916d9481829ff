package template

import "strings"

// inlineBoxes parts a question from the choices that stand behind it on its own
// line: "Kind: [ ] theft [ ] loss". Without two of them it has none.
func inlineBoxes(text string) (question string, choices []string) {
	var at []int
	for i := 1; i < len(text); i++ {
		if text[i-1] == ' ' && boxAt(text[i:]) {
			at = append(at, i)
		}
	}
	if len(at) < 2 || boxAt(text) || !ends(strings.TrimRight(text[:at[0]], " ")) {
		return "", nil
	}
	for k, i := range at {
		end := len(text)
		if k+1 < len(at) {
			end = at[k+1]
		}
		choices = append(choices, strings.TrimRight(text[i:end], " "))
	}
	return text[:at[0]], choices
}

// boxedIn is the question of a line that stands in brackets as a whole, "" for
// any other: "[Name:]".
func boxedIn(text string) string {
	inner, open := strings.CutPrefix(text, "[")
	inner, shut := strings.CutSuffix(inner, "]")
	switch {
	case !open || !shut || boxAt(text) || strings.TrimSpace(inner) == "" || strings.ContainsAny(inner, "[]"):
		return ""
	case strings.Contains(inner, ":"):
		return inner
	}
	return inner + ":"
}

// unaside is a text without the parentheses at its end.
func unaside(text string) string {
	if open := strings.LastIndexByte(text, '('); open > 0 && strings.HasSuffix(text, ")") {
		return strings.TrimRight(text[:open], " ")
	}
	return text
}
