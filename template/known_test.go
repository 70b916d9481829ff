package template

import (
	"strings"
	"testing"
)

// The frames of forms that have a definition, with room for what is tried.
const (
	ofAgency = "US-CERT Federal Incident Notification\n\nAgency name: Lakes\nIncident Category Type (e.g., CAT 1, CAT 2): %\nSystem Function: laptop\nImpact to agency: none so far\nResolution: reimaged\n"
	ofNTT    = "NTT-CERT インシデント報告様式 ver. 1.1\n\n氏名: 雨宮 周平\n組織名: ひかり工房\n電話番号: 0595-55-0171\nインシデント種別: %\nインシデント発見のきっかけ: 電話\n"
	ofCCDC   = "# CU Cyber CCDC Incident Report\n\n## Contact Information\nTeam Number: 7\nReporter(s) Name(s): Jane Doe\nType of Attack: theft of passwords\n\nType of Incident:\n%\n\n## Mitigation Action Taken (if any)\nblocked\n"
	ofJPCERT = "インシデント報告様式 [Ver 3.02]\n1. 連絡先\n名前: 笠原 みどり\n組織名称: 北信農協\n電子メール: csirt@nouren.example\n\n2. この報告の目的 (記入が無い場合は情報提供として扱います):\n%\n\n昨夜、不正なログインがありました。\n"
	ofUiO    = "UiO-CERT incident report\n\nName: Jane Doe\nE-mail: jane@uni.example\nFaculty/institute/department/other: Museum\nEstimated summary of hosts (computers) involved: 2\ndescription of the activity (break-in/virus/data disclosure/other): %\n"
)

// TestOwnWords: a kind of incident stays in the words of the form that the
// reporter chose, and its category is what the definition says of them.
func TestOwnWords(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ form, answer, want string }{
		{ofAgency, "CAT 1", "incident_type: CAT 1\ncategory: intrusions/system-compromise"},
		{ofAgency, "cat 3 malicious code", "incident_type: cat 3 malicious code\ncategory: malicious-code/infected-system"},
		{ofAgency, "\n[ ] CAT 1\n[x] CAT 2\n[ ] CAT 3", "incident_type: CAT 2\ncategory: availability/dos"},
		{ofAgency, "CAT 6", "incident_type: CAT 6"},
		{ofAgency, "CAT 4 (improper usage) we think", "incident_type: CAT 4 (improper usage) we think"},
		{ofAgency, "phishing", "incident_type: phishing\ncategory: fraud/phishing"},
		{ofNTT, "不正侵入", "incident_type: 不正侵入\ncategory: intrusions/system-compromise"},
		{ofNTT, "\n  □ プローブ\n  ■ ウィルス・ワーム\n  □ その他", "incident_type: ウィルス・ワーム\ncategory: malicious-code/infected-system"},
		{ofNTT, "\n1. プローブ\n2. 不正中継\n3. 不正侵入\n\n3", "incident_type: 不正侵入\ncategory: intrusions/system-compromise"},
		{ofUiO, "virus", "incident_type: virus\ncategory: malicious-code/infected-system"},
		{ofUiO, "break-in / ~~virus~~ / ~~data disclosure~~ / ~~other~~", "incident_type: break-in\ncategory: intrusions/system-compromise"},
		{ofUiO, "-> data disclosure", "incident_type: data disclosure\ncategory: information-content-security/data-leak"},
		{ofCCDC, "- [ ] Outage\n- [x] DDoS\n- [ ] Recon", "category: availability/ddos"},
	} {
		reads{c.answer, strings.Replace(c.form, "%", c.answer, 1), c.want}.run(t, f)
	}
}

// TestChosenByNumber: the number of a choice is that in the list which stands
// beside it, else that of the definition.
func TestChosenByNumber(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ form, answer, want string }{
		{ofJPCERT, "2-1. 3\n1: 情報提供 2: 質問 3: 関係サイトへの連絡を希望", "assist: contact-sites\nsays: 昨夜"},
		{ofJPCERT, "2\n1: 情報提供\n2: 質問\n3: 関係サイトへの連絡を希望", "assist: recover"},
		{ofJPCERT, "1: 情報提供 2: 質問 3: 関係サイトへの連絡を希望\n2, 3", "assist: recover, contact-sites"},
		{ofJPCERT, "1: 情報提供\n2: 関係サイトへの連絡を希望\n\n2", "assist: contact-sites"},
		{ofJPCERT, "3", "assist: contact-sites"},
		{ofJPCERT, "1: 情報提供 2: 質問 3: 関係サイトへの連絡を希望", "assist: none"},
		{ofJPCERT, "2-1. 質問", "assist: recover"},
	} {
		reads{c.answer, strings.Replace(c.form, "%", c.answer, 1), c.want}.run(t, f)
	}
}
