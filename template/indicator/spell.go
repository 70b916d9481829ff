package indicator

import (
	"strings"

	"tocsin/template/word"
)

// Spell writes a line that names hosts in full: harmless forms undone, ends
// of addresses completed, a star for the last number as a network.
func Spell(l string) string {
	l = Refang(strings.TrimSpace(l))
	if strings.Count(l, " ") > 1 {
		for _, dot := range dotWords {
			l = strings.ReplaceAll(l, dot, ".")
		}
	}
	if strings.Contains(l, ".*") {
		fields := strings.Fields(l)
		for i, f := range fields {
			if head, ok := strings.CutSuffix(strings.TrimRight(f, ",;"), ".*"); ok && isIPv4(head+".0") {
				fields[i] = strings.Replace(f, ".*", ".0/24", 1)
			}
		}
		l = strings.Join(fields, " ")
	}
	return completed(l)
}

// dotWords are dots as only an answer that is a host may have them.
var dotWords = []string{" dot ", " DOT ", " punkt ", " . "}

// atWords and mailDots are what people write for the marks of a mail address to
// hide it from robots, as keys.
var (
	atWords  = word.Set("at a arroba arobase arobas chiocciola małpa snabela snabel собака собачка apenstaartje klammeraffe zavináč kukac arond равлик маймунско παπάκι")
	mailDots = word.Set("dot punkt point punto ponto punt kropka точка tečka bodka pont punct крапка точка točka τελεία piste nokta")
)

// Mail is the mail address that an answer spells out and is nothing but, "" for
// none: "jane (at) site (dot) example".
func Mail(s string) string {
	if len(s) > 120 {
		return ""
	}
	spelled := ""
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ()[]{}<>", r) }) {
		switch key := word.Fold(w); {
		case w == "＠" || atWords[key]:
			w = "@"
		case mailDots[key]:
			w = "."
		}
		spelled += strings.Replace(w, "＠", "@", 1)
	}
	found := ""
	Scan(spelled, func(t Token) {
		if t.Kind == "email" && len(t.Value) == len(spelled) {
			found = t.Value
		}
	})
	return found
}

// completed completes the ends of addresses: "192.0.2.1, .2" or "192.0.2.1/.2"
// names two, "192.0.2.1-.9" a range.
func completed(s string) string {
	if !shortened(s) {
		return s
	}
	b := make([]byte, 0, len(s)+16)
	base := ""
	for i := 0; i < len(s); {
		n := 0
		for i+n < len(s) && (word.IsDigit(s[i+n]) || s[i+n] == '.') {
			n++
		}
		run := s[i : i+n]
		switch {
		case n == 0:
			b = append(b, s[i])
			n = 1
		case isIPv4(run):
			base = run[:strings.LastIndexByte(run, '.')]
			b = append(b, run...)
		case base != "" && run[0] == '.' && isIPv4(base+run) && strings.IndexByte(" ,;/&-", s[i-1]) >= 0:
			if s[i-1] == '/' {
				b = append(b[:len(b)-1], ", "...)
			}
			b = append(append(b, base...), run...)
		default:
			b = append(b, run...)
		}
		i += n
	}
	return string(b)
}

// shortened is a quick look whether an end of an address may stand alone in a
// text: a dot behind what parts addresses.
func shortened(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] == '.' && strings.IndexByte(" ,;/&-", s[i-1]) >= 0 {
			return true
		}
	}
	return false
}

// Reserved says whether an address is nobody's: all zeros or a mask.
func Reserved(address string) bool {
	return address == "0.0.0.0" || strings.HasPrefix(address, "255.")
}

// Masked finds the addresses in a text of which somebody hid a part:
// "xxx.xxx.124.104", "10.x.x.x", and the one that stands for none.
func Masked(text string) []string {
	var list []string
	if text = Refang(text); strings.Count(text, ".") < 3 || !strings.ContainsAny(text, "xX*?#") && !strings.Contains(text, "0.0.0.0") {
		return nil
	}
	for f := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" \t\n,;/()[]", r) }) {
		address := strings.Trim(f, ".:")
		if strings.Count(address, ".") != 3 || isIPv4(address) && address != "0.0.0.0" {
			continue
		}
		parts, hidden := strings.Split(address, "."), 0
		for _, p := range parts {
			switch {
			case p != "" && (strings.Trim(p, "xX") == "" || strings.Trim(p, "*?#") == "" && len(parts[0]) > 0):
				hidden++
			case p == "" || word.Digits(p) != len(p) || len(p) > 3:
				hidden = -4
			}
		}
		if hidden > 0 && !strings.HasSuffix(f, ".*") || f == "0.0.0.0" {
			list = append(list, f)
		}
	}
	return list
}
