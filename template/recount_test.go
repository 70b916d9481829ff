package template

import (
	"strings"
	"testing"
)

// retelling is a report whose labels no language knows, with what its story tells
// and the machine left open.
func retelling(story, machine string) string {
	return "Gpbn: Tobias Fennimore\nNttz tml: Lower Marsh Primary School\nRgdn rlk: 01632 960 552\nRkvn szl: 19/11/2026 08:20\nRlpnl: " + machine +
		"\nTgbg sd: " + story + "\nTkdp: both are off\n"
}

// TestRecounts takes a text for a report by what its answers tell, whatever it asks.
func TestRecounts(t *testing.T) {
	const attack = "Two teachers opened an attachment, now all files are encrypted and a red window asks for bitcoin."
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"a report", retelling(attack, "STAFF-07"), true},
		{"no attack", retelling("The paper jams on every third page, and the red lamp is lit although the tray is full of it.", "STAFF-07"), false},
		{"no machine", retelling(attack, "the big one"), false},
		{"nobody to reach", strings.Replace(strings.Replace(retelling(attack, "STAFF-07"), "01632 960 552", "soon", 1), "Tobias Fennimore", "here", 1), false},
		{"told in a few words", retelling("encrypted, bitcoin asked", "STAFF-07"), false},
		{"a mail's part", "Content-Type: text/plain\n" + retelling(attack, "STAFF-07"), false},
		{"lost in prose", strings.ReplaceAll(retelling(attack, "STAFF-07"), "\n", "\nWhat follows is of no matter here.\nIt goes on.\nAnd on, as prose does.\nUntil it ends.\n"), false},
	} {
		r := builtin(t).Parse(Document{Texts: []Text{{Text: c.text}}})
		if got := r.Fields["contact_phone"] == "01632 960 552"; got != c.want {
			t.Errorf("%s: read %v, want %v: %v", c.name, got, c.want, r.Fields)
		}
	}
}

// TestRecountsBeside takes the whole text's words where a story is short, if both
// who writes and how to reach them are told; news of several are none.
func TestRecountsBeside(t *testing.T) {
	text := retelling("all files are locked", "STAFF-07") + "Gtrd: a phishing page asked for the password\n"
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"told in two answers", text, true},
		{"without a name", strings.Replace(strings.Replace(text, "Tobias Fennimore", "here", 1), "Lower Marsh Primary School", "there", 1), false},
		{"the number of a bill", strings.Replace(text, "STAFF-07", "F-2026-11-00412", 1), false},
		{"a link", strings.Replace(text, "STAFF-07", "https://news.example/u", 1), false},
		{"news of several", text + "Rkvn szl: 12/11/2026\n", false},
	} {
		r := builtin(t).Parse(Document{Texts: []Text{{Text: c.text}}})
		if got := r.Fields["contact_phone"] == "01632 960 552"; got != c.want {
			t.Errorf("%s: read %v, want %v: %v", c.name, got, c.want, r.Fields)
		}
	}
}

// TestRecountsOwnMachine takes a machine asked for in words of their own for the one attacked.
func TestRecountsOwnMachine(t *testing.T) {
	const attack = "Two teachers opened an attachment, now all files are encrypted and a red window asks for bitcoin."
	for machine, want := range map[string]bool{"STAFF-07": true, "mail.lowermarsh.example": true, "mail.elsewhere.example": false} {
		text := retelling(attack, machine) + "Krzvs: office@lowermarsh.example\n"
		r := builtin(t).Parse(Document{Texts: []Text{{Text: text}}})
		if got := len(r.Hosts) == 1 && r.Hosts[0].Role == "target" && r.Hosts[0].Name == machine; got != want {
			t.Errorf("%s: %v, want %v: %v", machine, got, want, r.Hosts)
		}
	}
}

// TestStandsByBuilds takes lines for labels above answers of several builds, though
// most of them are in words of their own.
func TestStandsByBuilds(t *testing.T) {
	text := "Vessel\nMV Kestrel Star\n\nManager\nNorthquay Shipmanagement Ltd\n\nDrlk\nAnders Holt\n\nSatcom\n+870 773 555 018\n\nMailbox\nmate@kestrelstar.example\n\n" +
		"DTG\n191430Z NOV 26\n\nGlrk\nECDIS-2\n\nNarrative\nA window asks for bitcoin, and a virus scan on the spare laptop finds a trojan on the stick.\n\nMeasures\nunit isolated\n"
	r := builtin(t).Parse(Document{Texts: []Text{{Text: text}}})
	if r.Fields["contact_email"] != "mate@kestrelstar.example" || r.Fields["actions_taken"] != "unit isolated" {
		t.Errorf("%v", r.Fields)
	}
}

// TestAnnounces keeps out what the subject calls news, whatever it tells.
func TestAnnounces(t *testing.T) {
	text := "Date: 18 November 2026\nContact: Julia Farrow\nPhone: +44 1632 960 660\nEmail: press@northhealth.example\n\n" +
		"The attack: On 9 November criminals encrypted servers of three hospitals.\nMeasures: Staff worked on paper; police are informed.\n"
	for subject, want := range map[string]bool{"Press release: hospitals recover from attack": false, "Pressemitteilung: Angriff überstanden": false, "servers attacked": true} {
		r := builtin(t).Parse(Document{Subject: subject, Texts: []Text{{Text: text}}})
		if got := r.Fields["contact_phone"] != ""; got != want {
			t.Errorf("%s: read %v, want %v: %v", subject, got, want, r.Fields)
		}
	}
}

// TestRecountsInFull takes the whole text's words, or its subject's, where no way
// to answer is told: a named reporter tells of machines on both sides, or the subject
// cries for help and more than four things are told.
func TestRecountsInFull(t *testing.T) {
	const lab = "Gpbn: Tobias Fennimore\nCompromised host: gpu4.physlab.example\nLogins came from: 203.0.113.150\nRkvn szl: 19/11/2026 08:20\nTkdp: one account was in use\n"
	const farm = "quick as i am in the combine\n\ncell 555-0188\nwhats wrong: it keeps printing weigh tickets with weights that cannot be right\nsince: this morning about 9\nwhich pc: scalehouse1\ntried: turned wifi off\nneed: someone to get it working again\n"
	for _, c := range []struct {
		name, subject, text string
		target              string // "" for no report
	}{
		{"machines on both sides", "GPU box", lab, "gpu4.physlab.example"},
		{"in other words", "odd thing", "Gpbn: Ilse Marchetti\nInfected PC: office-7.brightloom.example\nAttacker: 198.51.100.61\nRkvn szl: 2026-11-20 10:15\nTkdp: a trojan was found\n", "office-7.brightloom.example"},
		{"numbered", "odd thing", "1. Gpbn: Ilse Marchetti\n2. Victim machine: office-7.brightloom.example\n3. Attacking address: 198.51.100.61\n4. Rkvn szl: 2026-11-20 10:15\n5. Tkdp: our mailbox was hacked\n", "office-7.brightloom.example"},
		{"nobody named", "GPU box", strings.Replace(lab, "Tobias Fennimore", "here", 1), ""},
		{"no attacker", "GPU box", strings.Replace(lab, "Logins came from: 203.0.113.150\n", "", 1), ""},
		{"a way to be opened", "new rule", "Requester: Tobias Fennimore\nSource address: 192.0.2.7\nDestination address: 198.51.100.9\nFrom date: 19/11/2026 08:20\nReason: nightly copies of the ledger\n", ""},
		{"a plea", "hacked???", farm, "scalehouse1"},
		{"a plea in other words", "virus on our computer", farm, "scalehouse1"},
		{"no plea", "harvest", farm, ""},
		{"a plea with little told", "hacked???", strings.Replace(strings.Replace(farm, "tried: turned wifi off\n", "", 1), "need: someone to get it working again\n", "", 1), ""},
		{"a plea without a machine", "hacked???", strings.Replace(farm, "which pc: scalehouse1\n", "", 1), ""},
		{"a plea of a tracker", "[#118] hacked???", farm, ""},
	} {
		r := builtin(t).Parse(Document{Subject: c.subject, Texts: []Text{{Text: c.text}}})
		got := ""
		for _, h := range r.Hosts {
			if h.Role == "target" {
				got = h.Name
			}
		}
		if got != c.target {
			t.Errorf("%s: target %q, want %q: %v", c.name, got, c.target, r.Fields)
		}
	}
}
