package intake

import "strings"

// delaySubjects are those of delivery reports after which delivery goes on.
var delaySubjects = []string{"warning: could not send message", "delivery delayed", "message delayed", "(delay)", "verzögert", "retardé"}

// autoSubjects begin the subjects of responders, in the languages in which
// they are met most; bounceSubjects those of delivery reports.
var (
	autoSubjects = []string{
		"auto:", "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "autoresponse", "automated response", "out of office", "out of the office", "away from my mail",
		"vacation reply", "vacation response", "vacation message", "vacation notice", "vacation:",
		"automatische antwort", "abwesenheit", "autom. antwort", "abwesend:",
		"réponse automatique", "réponse auto", "absence du bureau", "absent du bureau",
		"automatisch antwoord", "automatische reactie", "afwezig", "afwezigheid",
		"autosvar", "frånvaro", "automatiskt svar", "automatisk svar", "fravær",
		"respuesta automática", "fuera de la oficina", "ausencia",
		"risposta automatica", "fuori sede", "resposta automática", "ausência",
		"automatyczna odpowiedź", "poza biurem", "nieobecność", "automatická odpověď", "mimo kancelář",
		"odpowiedź automatyczna", "automatická odpoveď", "automaattinen vastaus", "automatikus válasz", "răspuns automat", "resposta automàtica",
		"автоматический ответ", "автоответ", "автоматична відповідь", "автоматичен отговор", "аутоматски одговор", "automatski odgovor",
		"samodejni odgovor", "automātisk", "automatinis atsakymas", "automaatvastus", "otomatik yanıt", "αυτόματη απάντηση",
		"תשובה אוטומטית", "رد تلقائي", "trả lời tự động", "balasan otomatis",
		"自動返信", "自動応答", "自动回复", "自动答复", "自動回覆", "자동 회신", "자동 응답",
	}
	bounceSubjects = []string{
		"undeliver", "delivery status notification", "delivery failure", "delivery failed", "mail delivery failed", "mail delivery subsystem", "returned mail", "failure notice",
		"message delivery failure", "undelivered mail", "nicht zustellbar", "unzustellbar", "non remis", "échec de la remise", "onbestelbaar", "no se puede entregar",
		"mancato recapito", "não entregue", "niedostarczon", "nedoručiteln", "olevererbart", "warning: could not send message",
		"delivery has failed", "could not be delivered", "not be delivered", "not delivered", "mail system error", "returned to sender", "nichtzustell", "non-remise",
	}
)

// maxTags bounds the "[External]" that are looked behind.
const maxTags = 4

// subjectHas reports whether a subject begins with one of the words, also
// behind or inside the tags that gateways put before it, or has one anywhere.
func subjectHas(subject string, list []string, anywhere bool) bool {
	s := strings.ToLower(strings.TrimSpace(subject))
	for range maxTags {
		inside := strings.TrimPrefix(s, "[")
		for _, word := range list {
			if strings.HasPrefix(s, word) || strings.HasPrefix(inside, word) || anywhere && strings.Contains(s, word) {
				return true
			}
		}
		_, rest, tagged := strings.Cut(s, "]")
		if !tagged || s[0] != '[' {
			break
		}
		s = strings.TrimSpace(rest)
	}
	return false
}

func bounceSubject(subject string) bool { return subjectHas(subject, bounceSubjects, true) }
