package template

import (
	"strings"
	"testing"
)

// TestDeniedKinds: a kind that an answer says it is not is none of its categories.
func TestDeniedKinds(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"Not a phishing, but a data leak": "information-content-security/data-leak", "kein Phishing, sondern ein Datenleck": "information-content-security/data-leak",
		"no es phishing": "", "ce n'est pas du phishing": "", "to nie jest phishing": "", "フィッシングではなく、情報漏えい": "information-content-security/data-leak",
		"не фишинг": "", "不是网络钓鱼": "", "phishing değil": "", "geen phishing": "",
		"phishing, not spam": "fraud/phishing", "Phishing: no, Spam: yes": "fraud/phishing, abusive-content/spam",
		"website not reachable, denial of service": "availability/dos",
	} {
		r := f.Parse(body(strings.Replace(reporter, "scan", text, 1)))
		if got := strings.Join(r.Category, ", "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
