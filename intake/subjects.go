package intake

import "strings"

// autoSubjects begin the subjects of responders, in the languages in which
// they are met most; bounceSubjects those of delivery reports.
var (
	autoSubjects = []string{
		"auto:", "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "autoresponse", "automated response", "out of office", "out of the office", "vacation",
		"automatische antwort", "abwesenheit", "autom. antwort", "abwesend:",
		"réponse automatique", "réponse auto", "absence du bureau", "absent du bureau",
		"automatisch antwoord", "automatische reactie", "afwezig", "afwezigheid",
		"autosvar", "frånvaro", "automatiskt svar", "automatisk svar", "fravær",
		"respuesta automática", "fuera de la oficina", "ausencia",
		"risposta automatica", "fuori sede", "resposta automática", "ausência",
		"automatyczna odpowiedź", "poza biurem", "nieobecność", "automatická odpověď", "mimo kancelář", "自動返信", "自动回复", "自動回覆",
	}
	bounceSubjects = []string{
		"undeliver", "delivery status notification", "delivery failure", "delivery failed", "mail delivery failed", "mail delivery subsystem", "returned mail", "failure notice",
		"message delivery failure", "undelivered mail", "nicht zustellbar", "unzustellbar", "non remis", "échec de la remise", "onbestelbaar", "no se puede entregar",
		"mancato recapito", "não entregue", "niedostarczon", "nedoručiteln", "olevererbart", "warning: could not send message",
	}
)

func subjectHas(subject string, list []string, anywhere bool) bool {
	s := strings.ToLower(strings.TrimSpace(subject))
	for _, word := range list {
		if strings.HasPrefix(s, word) || anywhere && strings.Contains(s, word) {
			return true
		}
	}
	return false
}

func bounceSubject(subject string) bool { return subjectHas(subject, bounceSubjects, true) }
