package template

import (
	"strings"
	"testing"

	"tocsin/store"
)

func TestProposeKind(t *testing.T) {
	for name, c := range map[string]struct {
		category, assistance, impact, obligation string
		kind, why                                string
	}{
		"nothing said":           {kind: KindUnclassified, why: "neither"},
		"a scan":                 {category: "information-gathering/scanner", kind: KindEvent, why: "information-gathering/scanner"},
		"an attempt":             {category: "intrusion-attempts/brute-force", kind: KindEvent},
		"a compromise":           {category: "intrusions/system-compromise", kind: KindIncident, why: "system-compromise"},
		"a scan, then malware":   {category: "information-gathering/scanner malicious-code/infected-system", kind: KindIncident, why: "category malicious-code/infected-system"},
		"undetermined":           {category: "other/undetermined", kind: KindUnclassified},
		"a scan that hurt":       {category: "information-gathering/scanner", impact: "Firewall down for two hours", kind: KindIncident, why: "impact on operations: Firewall down"},
		"a DDoS without harm":    {category: "availability/ddos", impact: "none so far", kind: KindEvent, why: "no impact"},
		"no harm, in German":     {category: "availability/ddos", impact: "Bisher keine", kind: KindEvent},
		"no harm known":          {impact: "Keine Auswirkungen bekannt", kind: KindEvent, why: "no impact"},
		"no harm, in Japanese":   {impact: "なし", kind: KindEvent},
		"what is not any more":   {impact: "No mail since Monday", kind: KindIncident},
		"not known yet":          {impact: "unknown at present", kind: KindUnclassified},
		"unknown, but":           {impact: "unknown, but the file server and both databases are encrypted", kind: KindIncident},
		"a call for help":        {assistance: "urgent-help", impact: "none", kind: KindIncident, why: "asks for help"},
		"a duty":                 {obligation: "mandatory", kind: KindIncident, why: "mandatory"},
		"phishing that got in":   {category: "fraud/phishing intrusions/unprivileged-account-compromise", kind: KindIncident},
		"a phishing mail":        {category: "fraud/phishing", kind: KindEvent},
		"what RSIT does not say": {category: "test/test", kind: KindUnclassified},
	} {
		r := &store.Report{Fields: map[string]string{"impact": c.impact, "obligation": c.obligation}, Category: strings.Fields(c.category)}
		if c.assistance != "" {
			r.Assistance = []string{c.assistance}
		}
		if kind, why := ProposeKind(r); kind != c.kind || !strings.Contains(why, c.why) || why == "" {
			t.Errorf("%s: %s (%s), want %s (%s)", name, kind, why, c.kind, c.why)
		}
	}
}
