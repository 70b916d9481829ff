package template

import (
	"strings"

	"tocsin/store"
)

// mostIndicators bounds how many different indicators one report lists.
const mostIndicators = 10_000

// seek goes over all that was said: indicators, TLP marks, restrictions.
func (b *builder) seek(r *reading) {
	for i := range r.said {
		s := &r.said[i]
		if s.text == "" {
			continue
		}
		b.heed(s.text)
		if s.of != kindContact && len(b.report.Indicators) < mostIndicators {
			b.indicators(s)
		}
	}
	if len(b.report.Indicators) == mostIndicators {
		b.problem("needs-human", "indicators", 0, "more indicators than are listed here; the message itself has them all")
	}
}

// roleWindow is how many bytes around an address are searched for its role.
const roleWindow = 160

// indicators lists the observables of one line, each with its role.
func (b *builder) indicators(s *saying) {
	scanLine(s.text, func(t token) {
		if (t.kind == "email" || t.kind == "domain") && b.own.owns(t.value) {
			return
		}
		role := s.role.name()
		if role == "" && t.kind == "email" && isHeader(s.text) {
			role = store.RoleUnknown // "From:" is who wrote, not who attacked
		}
		if role == "" {
			at := min(t.at, len(s.text))
			from := max(0, at-roleWindow)
			role = nearRole(s.text[from:min(len(s.text), at+roleWindow)], at-from)
		}
		in, this := b.seen[t.value], roleBit(role)
		if in&this != 0 {
			return
		}
		b.seen[t.value] = in | this
		if cap(b.report.Indicators) == 0 {
			b.report.Indicators = make([]store.Indicator, 0, 16)
		}
		b.report.Indicators = append(b.report.Indicators, store.Indicator{Type: t.kind, Value: t.value, Role: role, Line: int(s.line) + 1})
	})
}

// A roleSet is a set of roles, one bit each.
type roleSet byte

func roleBit(role string) roleSet {
	switch role {
	case store.RoleSource:
		return 1
	case store.RoleTarget:
		return 2
	case store.RoleIntermediary:
		return 4
	}
	return 8
}

// name gives the role of a set of one, "" for none.
func (in roleSet) name() string {
	switch in {
	case 1:
		return store.RoleSource
	case 2:
		return store.RoleTarget
	case 4:
		return store.RoleIntermediary
	case 8:
		return store.RoleUnknown
	}
	return ""
}

// roleWords say on which side of an attack the address beside them stands.
var roleWords = map[string]string{
	"from": store.RoleSource, "attacker": store.RoleSource, "attackers": store.RoleSource, "attacking": store.RoleSource, "source": store.RoleSource, "sources": store.RoleSource,
	"src": store.RoleSource, "origin": store.RoleSource, "intruder": store.RoleSource, "scanner": store.RoleSource, "angreifer": store.RoleSource, "quelle": store.RoleSource,
	"herkunft": store.RoleSource, "attaquant": store.RoleSource, "depuis": store.RoleSource, "aanvaller": store.RoleSource, "bron": store.RoleSource, "vanaf": store.RoleSource,
	"target": store.RoleTarget, "targets": store.RoleTarget, "victim": store.RoleTarget, "victims": store.RoleTarget, "dst": store.RoleTarget, "destination": store.RoleTarget,
	"our": store.RoleTarget, "against": store.RoleTarget, "affected": store.RoleTarget, "compromised": store.RoleTarget, "ziel": store.RoleTarget, "opfer": store.RoleTarget, "unser": store.RoleTarget,
	"unsere": store.RoleTarget, "unseren": store.RoleTarget, "betroffen": store.RoleTarget, "cible": store.RoleTarget, "victime": store.RoleTarget, "notre": store.RoleTarget, "nos": store.RoleTarget,
	"contre": store.RoleTarget, "doel": store.RoleTarget, "slachtoffer": store.RoleTarget, "onze": store.RoleTarget, "ons": store.RoleTarget, "tegen": store.RoleTarget,
}

// leadsOn are those of them that speak of what follows only: "A was attacked
// from B" says nothing of A.
var leadsOn = map[string]bool{"from": true, "depuis": true, "vanaf": true, "against": true, "contre": true, "tegen": true, "our": true, "unser": true,
	"unsere": true, "unseren": true, "notre": true, "nos": true, "onze": true, "ons": true}

// roleHeads holds, for each letter, the lengths of the words in roleWords that
// begin with it, one bit each: most words need no closer look.
var roleHeads = func() (t [256]uint16) {
	for w := range roleWords {
		t[w[0]] |= 1 << len(w)
	}
	return t
}()

// towards says whether a word parts where something came from and where it went.
func towards(word string) bool {
	switch word {
	case "to", "nach", "vers", "naar":
		return true
	}
	return false
}

// nearRole is the role that the nearest word before a place in the line
// tells, or else the nearest behind it.
func nearRole(s string, at int) string {
	before, after := "", ""
	var buf [16]byte
	for i := 0; i < len(s) && after == ""; {
		n := 0
		for i+n < len(s) && asciiFold[s[i+n]] > '9' {
			if n < len(buf) {
				buf[n] = asciiFold[s[i+n]]
			}
			n++
		}
		if n < len(buf) && roleHeads[buf[0]]&(1<<n) != 0 {
			role := roleWords[string(buf[:n])]
			switch {
			case role == "":
			case i < at:
				before = role
			case !leadsOn[string(buf[:n])]:
				after = role
			}
		}
		if n >= 2 && n <= 4 && i < at && before == store.RoleSource && towards(string(buf[:n])) {
			before = store.RoleTarget
		}
		i += n + 1
		if i > at && before != "" {
			break
		}
	}
	switch {
	case before != "":
		return before
	case after != "":
		return after
	}
	return store.RoleUnknown
}

// tlps are the labels of TLP 2.0 and how they are written, strictest last.
var tlps = []string{"", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"}

var tlpWords = map[string]int{"clear": 1, "white": 1, "blanc": 1, "weiss": 1, "green": 2, "vert": 2, "grun": 2, "gruen": 2, "groen": 2,
	"amber": 3, "ambre": 3, "orange": 3, "amberstrict": 4, "ambrestrict": 4, "red": 5, "rouge": 5, "rot": 5, "rood": 5}

// heed looks for a TLP label and for words that forbid passing on in a line.
// The strictest of several labels holds.
func (b *builder) heed(s string) {
	labelled, stem := stemmed(s)
	if labelled {
		b.tlp = max(b.tlp, tlpIn(s))
	}
	if stem && len(s) < 2000 && len(b.marks) < 20 && forbids(s) {
		b.marks = append(b.marks, strings.TrimSpace(s))
	}
}

// tlpIn returns the strictest label that a line names behind "TLP".
func tlpIn(s string) int {
	list := words(s)
	strictest := 0
	for i, w := range list {
		rest, ok := strings.CutPrefix(w, "tlp")
		if !ok {
			continue
		}
		next := list[i+1 : min(len(list), i+4)]
		if rest != "" {
			next = append([]string{rest}, next...)
		}
		if len(next) > 1 && (next[0] == "v2" || next[0] == "2" || next[0] == "level") {
			next = next[1:]
		}
		if len(next) == 0 {
			continue
		}
		n := tlpWords[next[0]]
		if n == 3 && len(next) > 1 && next[1] == "strict" {
			n = 4
		}
		strictest = max(strictest, n)
	}
	return strictest
}

// forbidStems are how words begin that are in every phrase that forbids
// passing on; that keeps the closer look to few lines.
var forbidStems = map[string]bool{"confi": true, "vertr": true, "share": true, "discl": true, "weite": true, "diffu": true, "versp": true, "distr": true,
	"redis": true, "forwa": true, "divul": true, "delen": true, "teile": true, "doors": true, "doorg": true, "ander": true, "dritt": true, "derde": true,
	"deel": true, "commu": true, "veroe": true, "verof": true, "ffent": true, "gedee": true, "openb": true, "parta": true, "trans": true, "repro": true, "publi": true, "pass": true}

// stemHeads holds, for each letter, the letters that may follow it at the
// start of "tlp" and the stems, one bit each.
var stemHeads = func() (t [256]uint32) {
	enter := func(w string) {
		t[w[0]] |= 1 << (w[1] & 31)
		t[w[0]-'a'+'A'] = t[w[0]]
	}
	enter("tlp")
	for w := range forbidStems {
		enter(w)
	}
	return t
}()

// forbidding are phrases that restrict what may be passed on.
var forbidding = []string{" do not share ", " don t share ", " dont share ", " not to be shared ", " not be shared ", " not share ", " do not forward ", " not be forwarded ", " do not distribute ",
	" do not redistribute ", " not for distribution ", " not for redistribution ", " not be redistributed ", " do not disclose ", " not be disclosed ", " do not publish ", " do not pass on ", " do not pass this on ",
	" confidential ", " confidentially ", " vertraulich ", " nicht weitergeben ", " nicht weiterleiten ", " nicht weitergegeben ", " nicht weitergeleitet ", " nicht teilen ", " keine weitergabe ",
	" nicht an dritte ", " nicht an andere ", " nicht mit anderen teilen ", " nicht mit dritten teilen ", " nicht veroffentlichen ", " ne pas diffuser ", " ne pas partager ", " ne pas divulguer ", " ne pas transmettre ", " ne transmettez pas ", " ne diffusez pas ", " ne partagez pas ", " ne divulguez pas ", " ne publiez pas ", " ne communiquez pas ", " ne pas communiquer ", " ne pas publier ", " pas diffuser ", " pas etre diffuse", " pas etre partage", " pas etre transmis", " confidentiel ",
	" confidentielle ", " confidentielles ", " niet verspreiden ", " niet verder verspreiden ", " niet delen ", " niet met derden ", " niet aan derden ", " deel dit niet ", " niet openbaar maken ", " niet publiceren ", " vertrouwelijk ", " niet doorsturen ", " niet doorgeven ", " niet gedeeld "}

// allowing are phrases around a forbidding word that lift it.
var allowing = []string{" not confidential ", " non confidential ", " nicht vertraulich ", " pas confidentiel", " niet vertrouwelijk ", " non confidentiel", " un confidential "}

// boilerplate marks the footers that mail systems put under every message.
var boilerplate = []string{" this e mail ", " this email ", " this message ", " diese e mail ", " diese nachricht ", " ce message ", " ce courriel ", " dit bericht ", " deze e mail ", " attachments ", " intended solely "}

// forbids says whether a line restricts what may be passed on.
func forbids(s string) bool {
	p := phrase(s)
	if !containsAny(p, forbidding) || containsAny(p, allowing) {
		return false
	}
	return !containsAny(p, boilerplate) || containsAny(p, []string{" do not ", " nicht ", " ne pas ", " niet "}) && !strings.Contains(p, " intended ")
}

func containsAny(s string, list []string) bool {
	for _, x := range list {
		if strings.Contains(s, x) {
			return true
		}
	}
	return false
}

// stemmed says whether a line names TLP, and whether a word of it begins like
// one that forbids.
func stemmed(s string) (tlp, stem bool) {
	for i := 0; i < len(s); i++ {
		start := i
		for i < len(s) && asciiFold[s[i]] != 0 {
			i++
		}
		if i-start >= 3 && stemHeads[s[start]] != 0 {
			if stemHeads[s[start]]&(1<<(s[start+1]&31)) != 0 {
				var buf [5]byte
				key := appendFold(buf[:0], s[start:min(i, start+len(buf))])
				tlp = tlp || string(key[:3]) == "tlp"
				stem = stem || forbidStems[string(key)]
			}
		} else if i < len(s) && s[i] == fullwidth[0] {
			tlp = tlp || strings.HasPrefix(s[i:], fullwidth)
		}
	}
	return tlp, stem
}

// fullwidth is TLP as an East Asian keyboard writes it.
const fullwidth = "ＴＬＰ"

// disclose settles what may be passed on: the field, then what prose says.
func (b *builder) disclose() {
	d := &b.report.Disclosure
	f := b.report.Fields
	b.tlp = max(b.tlp, tlpWords[foldText(f["tlp"])], tlpIn(f["disclosure"]), tlpIn(f["tlp"]))
	d.TLP = tlps[b.tlp]
	if b.tlp > 0 && f["tlp"] != "" {
		f["tlp"] = d.TLP
	}
	text := f["disclosure"]
	if p := phrase(text); unrestricted(p) {
		text = ""
	}
	parts := b.marks
	if text != "" && !(tlpIn(text) > 0 && len(words(text)) <= 3) {
		parts = []string{text}
		for _, m := range b.marks {
			if !strings.Contains(text, m) {
				parts = append(parts, m)
			}
		}
	}
	d.Text = strings.Join(parts, "\n")
	if s := f["share_identity"]; s == "yes" || s == "no" {
		d.ShareIdentity = s
	}
}

// unrestricted says whether an answer lifts all restrictions.
func unrestricted(p string) bool {
	switch strings.TrimSpace(p) {
	case "none", "no", "no restrictions", "no restriction", "unrestricted", "keine", "keine einschrankungen", "keine einschrankung", "nein", "aucune", "aucune restriction",
		"non", "geen", "geen beperkingen", "nee", "public", "free", "frei", "libre":
		return true
	}
	return false
}
