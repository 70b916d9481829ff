package template

import (
	"strings"
	"testing"
)

// TestPartGuessed: where a dash parts the known labels of a sheet from their
// answers, it does so for those that are understood by their words.
func TestPartGuessed(t *testing.T) {
	const form = `Zgłoszenie incydentu

Nazwa szkoły - Liceum nr 3
Imię i nazwisko - Jan Grab
E-mail - biuro@lo3.example
Telefon - 58 555 01 77
Kiedy wykryto incydent - 2026-11-19 08:00 CET
Co się stało - Zaszyfrowano dysk - tak mówi nauczyciel.
Co zrobiono - odłączono serwer
`
	r := builtin(t).Parse(body(form))
	for name, want := range map[string]string{"organisation": "Liceum nr 3", "actions_taken": "odłączono serwer", "description": "Zaszyfrowano dysk - tak mówi nauczyciel."} {
		if got := r.Fields[name]; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if r.Time.Detected != "2026-11-19T08:00:00+01:00" {
		t.Errorf("detected %q", r.Time.Detected)
	}
	prose := "We met - all of us - on Monday.\nName - that is the question.\nWhat we did - nothing.\nWhere it came from - nobody knows.\nThe police - they know.\n"
	if r := builtin(t).Parse(body(prose)); len(r.Fields) > 1 || len(r.Hosts) > 0 {
		t.Errorf("prose: %v %v", r.Fields, r.Hosts)
	}
}

// TestProven: a single word is a label where its answer looks like one.
func TestProven(t *testing.T) {
	const form = "Tietoturvaloukkausilmoitus\n\nNimi: Aino Aalto\nOrganisaatio: Mylly Oy\nSähköposti: aino@mylly.example\nHavaittu: %s\nTapahtuman kuvaus: Tunnus varastettiin.\n"
	f := builtin(t)
	if r := f.Parse(body(strings.Replace(form, "%s", "2026-11-18 07:40 EET", 1))); r.Time.Detected != "2026-11-18T07:40:00+02:00" {
		t.Errorf("detected %q", r.Time.Detected)
	}
	if r := f.Parse(body(strings.Replace(form, "%s", "Trojan.Win32", 1))); r.Time.Detected != "" || r.Fields["detection_time"] != "" {
		t.Errorf("the name of a malware is no time: %q", r.Fields["detection_time"])
	}
	log := "found: 2026-11-18 07:40\nsource: 192.0.2.4\nvictim: 192.0.2.5\nfound: 2026-11-18 07:41\nsource: 192.0.2.4\nvictim: 192.0.2.6\n"
	if r := f.Parse(body(log)); len(r.Hosts) > 0 || len(r.Fields) > 1 {
		t.Errorf("a log: %v %v", r.Fields, r.Hosts)
	}
}

// TestCommonBelowDescription: a label of few words ends a description where it
// asks for another long answer, and it is dressed as the others are.
func TestCommonBelowDescription(t *testing.T) {
	const form = "事故報告書\n\n氏名：山田 花子\n会社名：水車株式会社\nメール：hanako@mill.example\n発見日時：2026年11月18日 16時40分 JST\n内容：端末で不審な画面が出ました。\n%s\n"
	f := builtin(t)
	if r := f.Parse(body(strings.Replace(form, "%s", "対応：端末を切り離した", 1))); r.Fields["actions_taken"] != "端末を切り離した" || strings.Contains(r.Fields["description"], "切り離した") {
		t.Errorf("%q", r.Fields)
	}
	if r := f.Parse(body(strings.Replace(form, "%s", "画面には ログ：エラー と出ていました。", 1))); r.Fields["actions_taken"] != "" || !strings.Contains(r.Fields["description"], "エラー") {
		t.Errorf("%q", r.Fields)
	}
}

// TestTitledReportIsShort: below a title that says what it is, four answers are a
// report where one is the machine; of an accident at work there is none.
func TestTitledReportIsShort(t *testing.T) {
	f := builtin(t)
	const report = "Incident report\n\nName: Jane Doe\nOrganisation: Site Example\nAffected host: 192.0.2.7\nWhat happened: somebody broke in\n"
	if r := f.Parse(body(report)); r.Fields["contact_name"] != "Jane Doe" || len(r.Hosts) != 1 || r.Hosts[0].Role != "target" {
		t.Errorf("%v %v", r.Fields, r.Hosts)
	}
	for _, text := range []string{
		strings.TrimPrefix(report, "Incident report\n\n"),
		"Incident report\n\nName: Jane Doe\nOrganisation: Site Example\nAffected: left hand\nWhat happened: fell off a ladder\n",
	} {
		if r := f.Parse(body(text)); len(r.Fields) != 1 || len(r.Hosts) > 0 {
			t.Errorf("%q: %v %v", text, r.Fields, r.Hosts)
		}
	}
}
