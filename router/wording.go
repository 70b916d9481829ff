package router

import (
	"regexp"
	"strings"
)

// What a report's own words restrict or reveal, in our four languages.
var (
	// tlpMark has three groups: what parts the mark from its colour, the
	// colour, and whether AMBER is strict.
	tlpMark = phrases{
		ofTLP,
		[]string{"tlp", "t.l.p", "t. l. p", "traffic light", "traffic-light", "ampel", "verkeerslicht", "feu tricolore"},
		regexp.MustCompile(`\b(?:tlp|t\. ?l\. ?p\b\.?|traffic[ -]light(?:[ -]protocol)?|ampel(?:protokoll|farbe)?|verkeerslicht|feu tricolore)` +
			`(?:[ _-]*v?[12](?:\.[0-9])?\b)?(?:[ -]*(?:colou?r|level|marking|label|class(?:ification)?|status|rating|einstufung|stufe|farbe|niveau|couleur|kleur|code)\b)?` +
			`(?: (?:is|ist|est|was))?` +
			`((?:[\[(]x[\])]|[ :=_/)(\-*"'|.,~<>{\[])*)([a-zäöüß]+)([ _-]*\+?[ _-]*strict)?`)}

	// confidential has one group: words of property, which a "not" or a legal
	// footer lifts. The rest are demands.
	confidential = phrases{
		ofConfidential,
		[]string{"do not ", "don't ", "not to be ", "not for ", "cannot be ", "can not be ", "can't be ", "must not be ", "may not be ", "should not be ", "shall not be ",
			"never ", "no sharing", "refrain from ", "eyes only", "internal use", "strictly private", "keep this ", "keep it ", "treat ", "confidential", "strictly confidential",
			"diffusion restreinte", "strictement priv", "ne pas ", "ne le ", "ne la ", "ne les ", "ne l'", "ne transmet", "ne partag", "ne diffus", "ne divulgu", "ne communiqu", "pas être ", "confidentiel",
			"nicht weiter", "nicht an dritte", "nicht mit dritten", "vertraulich", "um vertraulichkeit", "strengste vertraulichkeit", "absolute vertraulichkeit",
			"geheim", "nur für ", "weitergabe ", "keine weitergabe",
			"niet ", "alleen voor intern", "delen is ", "vertrouwelijk", "strikt priv"},
		regexp.MustCompile(`\b(?:do not|don't|refrain from) (?:be |re)?(?:share|sharing|forward|distribut|disclos|pass|publish)|\bnever (?:be )?(?:share|disclos)` +
			`|\bnot (?:to be|for) (?:re)?(?:share|sharing|forward|distribut|disclos|pass|publi(?:sh|cation))` +
			`|\b(?:cannot|can not|can't|must not|may not|should not|shall not) be (?:re)?(?:share|forward|distribut|disclos|pass|publish)` +
			`|\bno sharing\b(?: restriction| limit)?|\beyes only\b|\binternal use only\b|\bkeep (?:this|it) (?:to yourself|to yourselves|between us|secret|private)|\btreat (?:this |it |the [a-z]+ )?as (?:a )?secret` +
			`|\b((?:strictly )?confidential(?:ly)?|strictly private)\b` +
			`|nicht weiter(?:geben|leiten|gegeben|geleitet|zugeben|zuleiten)|nicht (?:an|mit) dritten?\b|\bnur für (?:sie\b|den internen|den dienst|internen|interne)|\b(?:keine weitergabe|weitergabe (?:ist )?(?:untersagt|verboten|nicht (?:gestattet|erlaubt)))` +
			`|\b(?:um|strengste|absolute) vertraulichkeit|\b(vertraulich(?:e[rsnm]?)?|geheim(?:e[rsnm]?|haltung|halten|zuhalten)?)\b` +
			`|\bne pas (?:le |la |les |l')?(?:diffuser|transmettre|partager|divulguer|communiquer)|\bne (?:le |la |les |l')?(?:diffus|transmett|partag|divulgu|communiqu)ez\b|\bpas être (?:diffus|transmis|partag|divulgu|communiqu)|\bdiffusion restreinte|\bstrictement privée?` +
			`|\b(confidentiel(?:le|s|les)?)\b` +
			`|\bniet (?:te |verder )?(?:delen|doorsturen|verspreiden|doorgeven|gedeeld|verspreid|doorgestuurd|doorgegeven)|\bniet voor verspreiding|\bniet (?:aan|met) derden|\balleen voor intern|\bdelen is niet|\bgeheim ?(?:te )?houden` +
			`|\b(vertrouwelijke?|strikt privé)\b`)}

	minors = phrases{
		ofMinors,
		[]string{"csam", "child ", "kinderporn", "pédoporn", "pedoporn", "kindesmissbrauch", "kindermisbruik"},
		regexp.MustCompile(`\bcsam\b|child (sexual|abuse|porn)|kinderporn|p[ée]doporn|kindesmissbrauch|kindermisbruik`)}

	credentials = phrases{
		ofCredentials,
		[]string{"password", "passwort", "passwd", "mot de passe", "wachtwoord", "begin ", "pw", "login ", "login: "},
		regexp.MustCompile(`\b(password|passwort|passwd|mot de passe|wachtwoord)( is|\s*:|=)|\bpw ?[=:] ?\S|(?:^|[\s(:;,"'])login:? [^\s/]+/[^\s/]+( |$)|begin [a-z ]*private key`)}
)

// lifted says whether words that restrict do not here: they are denied ("not
// confidential"), or stand in the legal footer that mail systems put under
// every message.
func lifted(text string, m find) bool {
	before, after := text[max(0, m.at-200):m.at], text[m.at:min(len(text), m.at+240)]
	if strings.HasSuffix(m.groups[0], " restriction") || strings.HasSuffix(m.groups[0], " limit") {
		return true
	}
	if i := strings.LastIndex(before, ". "); i >= 0 && misdirected.MatchString(before[i:]) || i < 0 && misdirected.MatchString(before) {
		return true
	}
	property := strings.Join(m.groups[1:], "") != ""
	return property && (denied.MatchString(before) || footer.MatchString(before) && addressee.MatchString(after))
}

var (
	denied      = regexp.MustCompile(`\b(?:not|non|nicht|pas|niet|isn't)[ -]$`)
	footer      = regexp.MustCompile(`\b(?:this (?:e-?mail|message|communication|transmission)|contained in this|diese (?:e-?mail|nachricht|mail)|ce (?:message|courriel|mail)|cet e-?mail|dit (?:bericht|e-?mail)|deze e-?mail)`)
	addressee   = regexp.MustCompile(`\b(?:intended|addressee|recipient|adressat|empfänger|bestimmt|destinataire|destiné|intention|geadresseerde|bestemd|privileged)`)
	misdirected = regexp.MustCompile(`\bif you (?:are not|have received|received) (?:this|it|the)\b|\bnot the intended|\bnicht der (?:richtige|vorgesehene|beabsichtigte)|\bpas le destinataire|\bniet (?:de geadresseerde|voor u bestemd)`)
)
