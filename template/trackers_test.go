package template

import (
	"testing"

	"tocsin/store"
)

// trackers are reports as teams write them in the trackers and templates of their
// own, where the reporter goes without saying. An empty field must stay empty.
var trackers = map[string]struct {
	text string
	want map[string]string
	host string // "role name", "none" for no host at all
}{
	"the number of an incident in place of a title": {
		text: "- Incident ID: IR-000318\n- Severity: SEV 2\n- What happened: the file server was encrypted at night\n- Impact: no invoices in two shops\n- Affected systems: files.quill.example\n- Evidence: a ransom note in each folder\n",
		want: map[string]string{"reference_theirs": "IR-000318", "impact": "no invoices in two shops"},
		host: "target files.quill.example",
	},
	"a title and who found it": {
		text: "# Incident Report\n\n**Incident ID:** IR-7\n**Title:** suspected malware on the tills\n**Reported by:** Ada Quill\n**Date/time discovered:** 2026-11-04T11:20Z\n**Severity:** High\n\n## Summary\nThree tills call out to 198.51.100.140 every minute.\n",
		want: map[string]string{"contact_name": "Ada Quill", "detection_time": "2026-11-04T11:20Z", "contact_title": ""},
	},
	"the title of the incident": {
		text: "Security incident report\n\nReported by: Ada Quill\nDate/Time (UTC): 2026-11-15 02:17\n\nTitle: Credential dumping on a jump host\nSeverity: High\nDescription: memory was read by an unknown program\nAffected systems: jump01.quill.example\n",
		want: map[string]string{"contact_name": "Ada Quill", "contact_title": "", "severity": "High"},
	},
	"when it was passed on": {
		text: "Security incident report\n\n- Source IP: 203.0.113.77\n- Affected host: vpn.quill.example\n- First observed: 2026-11-12 23:58 UTC\n- Last observed: 2026-11-13 01:12 UTC\n- Containment performed: 2026-11-13 01:15 UTC\n- Severity: High\n- Summary: somebody tried 4,000 passwords and one gave way\n- Reported by: Ada Quill\n\nEscalation\n- Escalated to: Marek Dobos\n- Date/Time: 2026-11-13 00:20 UTC\n",
		want: map[string]string{"incident_start": "2026-11-12 23:58 UTC", "incident_time": "", "actions_taken": ""},
	},
	"a choice of sources": {
		text: "- Ticket ID: T-10445\n- Analyst: Ada Quill\n- Source (IDS/EDR/User report): EDR\n- Severity: P2\n- Affected hosts: web03.quill.example\n- Incident description: a web shell was dropped and used twice\n- Actions taken: shell removed\n",
		want: map[string]string{"severity": "P2"},
		host: "target web03.quill.example",
	},
	"questions of many words": {
		text: "Employee name: Ada Quill\nIP address: 192.0.2.7\nHow was the incident discovered? the firewall gave an alarm\nDate/Time the computer was removed from the network: 2026-11-11 15:20 UTC\nDescribe the type of attack: phishing\nDid the e-mail contain an attachment or URL? yes\nOperating system: Windows 11\nActions taken: cable pulled\n",
		want: map[string]string{"detection_method": "the firewall gave an alarm"},
	},
	"a marked heading below an answer": {
		text: "| Field | Value |\n|-------|-------|\n| Reported by | Ada Quill |\n| Date/Time (UTC) | 2026-11-15 02:17 |\n| Detection source | EDR alert |\n\n| Field | Value |\n|-------|-------|\n| Severity | High |\n| Description | memory was read |\n| Affected hosts | 192.0.2.7 |\n\n## Actions Taken\n\nHost isolated; waiting for images.\n\n## Notifications\n\nLegal informed by phone.\n\n## Evidence\n\nmemory image\n",
		want: map[string]string{"contact_name": "Ada Quill", "actions_taken": "Host isolated; waiting for images."},
	},
	"what heads the columns of a table": {
		text: "Security incident report\n\n| Field | Value |\n|-------|-------|\n| Incident ID | INC-41 |\n| Severity | SEV-2 |\n| Reported by | Ada Quill |\n| Affected host | web03.quill.example |\n| Incident type | phishing |\n\n### Timeline\n\n| Date/Time | Event | Responsible |\n|-----------|-------|-------------|\n| 13:40 UTC | seen | us |\n",
		want: map[string]string{"contact_name": "Ada Quill", "incident_time": ""},
	},
	"who can be reached, behind what heads a block elsewhere": {
		text: "单位名称：江南数据有限公司\n报告人：周晓岚\n联系方式：0571-5550-1290，zhou@quill.example\n事件发现时间：2026年10月24日 09:15\n事件类型：勒索病毒\n受影响系统：192.0.2.111\n",
		want: map[string]string{"contact_name": "周晓岚", "contact_email": "zhou@quill.example", "contact_phone": "0571-5550-1290"},
	},
}

func TestTrackers(t *testing.T) {
	f := builtin(t)
	for name, c := range trackers {
		r := f.Parse(Document{Texts: []Text{{Text: c.text}}})
		for field, want := range c.want {
			if got := r.Fields[field]; got != want {
				t.Errorf("%s: %s is %q, want %q", name, field, got, want)
			}
		}
		for _, h := range r.Hosts {
			if got := h.Role + " " + h.Name; c.host != "" && got != c.host && h.Role != store.RoleUnknown {
				t.Errorf("%s: host %q, want %q", name, got, c.host)
			}
		}
		if len(r.Hosts) == 0 && c.host != "" {
			t.Errorf("%s: no host", name)
		}
	}
}
