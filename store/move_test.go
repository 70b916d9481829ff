package store_test

import (
	"errors"
	"fmt"
	"testing"

	"tocsin/store"
)

// reported decides as the line does: the report of the message that opens an
// incident is the incident's.
func reported(tx *store.Tx, m *store.Message) store.Outcome {
	o := join(tx, m)
	if m.Kind != store.KindFollowUp {
		o.Incident.Report, m.Report = *m.Report, nil
	}
	return o
}

// reportMail is a mail with a report; one that refers to another follows it up.
func reportMail(n int, to string) store.Filing {
	f := mail(n)
	f.Message.Report = &store.Report{Form: "form", Fields: map[string]string{"what": fmt.Sprint("attack ", n)}}
	if to != "" {
		f.Message.References = []string{to}
	}
	return f
}

func what(r store.Report) string { return r.Fields["what"] }

// TestMoveTakesTheReport: what opened an incident takes its report along.
func TestMoveTakesTheReport(t *testing.T) {
	s := fresh(t)
	one := file(t, s, reportMail(1, ""), reported)
	two := file(t, s, reportMail(2, "1@site.example"), reported)
	other := file(t, s, reportMail(3, ""), reported)
	same(t, "joined", two.Ref, one.Ref)
	split := get(s.Move(ctx, one.Key, "", "ann"))(t)
	same(t, "the new incident's", what(incident(t, s, split).Report), "attack 1")
	same(t, "the old one's stays", what(incident(t, s, one.Ref).Report), "attack 1")
	same(t, "the message's is the incident's", get(s.Message(ctx, one.Key))(t).Report == nil, true)

	must(t, second(s.Move(ctx, one.Key, other.Ref, "ann")))
	same(t, "among others it has its own", what(*get(s.Message(ctx, one.Key))(t).Report), "attack 1")
	same(t, "and theirs is as it was", what(incident(t, s, other.Ref).Report), "attack 3")
	again := get(s.Move(ctx, one.Key, "", "ann"))(t)
	same(t, "out again", what(incident(t, s, again).Report), "attack 1")

	own := get(s.Move(ctx, two.Key, "", "ann"))(t)
	same(t, "a follow-up has its own", what(incident(t, s, own).Report), "attack 2")
}

// TestMoveOfWhatOpenedNothing: the incident's report is not another message's.
func TestMoveOfWhatOpenedNothing(t *testing.T) {
	s := fresh(t)
	one := file(t, s, reportMail(1, ""), reported)
	f := reportMail(2, "1@site.example")
	f.Message.Report = nil
	two := file(t, s, f, reported)
	must(t, second(s.Move(ctx, one.Key, "", "ann")))
	ref := get(s.Move(ctx, two.Key, "", "ann"))(t)
	same(t, "report", what(incident(t, s, ref).Report), "")
	same(t, "all have left", len(incident(t, s, one.Ref).Messages), 0)
}

// TestMoveThereAndBack moves twenty messages about, each there and back, and
// finds everything as it was.
func TestMoveThereAndBack(t *testing.T) {
	s := fresh(t)
	home := file(t, s, mail(1), forwarded).Ref
	away := file(t, s, mail(2), forwarded).Ref
	keys := []store.Key{store.KeyOf(mail(1).Raw)}
	for n := 3; n < 22; n++ {
		f := mail(n)
		f.Message.References = []string{"1@site.example"}
		keys = append(keys, file(t, s, f, join).Key)
	}
	before := incident(t, s, home)
	for _, k := range keys {
		same(t, "away", get(s.Move(ctx, k, away, "ann"))(t), away)
	}
	same(t, "left", len(incident(t, s, home).Messages), 0)
	same(t, "there", len(incident(t, s, away).Messages), 21)
	for _, k := range keys {
		same(t, "home", get(s.Move(ctx, k, home, "ann"))(t), home)
	}
	after := incident(t, s, home)
	same(t, "messages", after.Messages, before.Messages)
	same(t, "events", len(after.Events), len(before.Events)+2*len(keys))
	before.Events, after.Events = nil, nil
	same(t, "all but the history", after, before)
	for _, k := range keys {
		if m := get(s.Message(ctx, k))(t); m.Ref != home {
			t.Errorf("%s is in %s", m.Subject, m.Ref)
		}
	}
}

func TestMoveFromAPurgedIncident(t *testing.T) {
	s := fresh(t)
	one := file(t, s, mail(1), newIncident)
	two := file(t, s, mail(2), newIncident)
	must(t, s.Purge(ctx, one.Ref, "ann"))
	for _, to := range []store.Ref{"", two.Ref, one.Ref} {
		if _, err := s.Move(ctx, one.Key, to, "ann"); !errors.Is(err, store.ErrState) {
			t.Errorf("to %q: %v", to, err)
		}
	}
	if _, err := s.Move(ctx, two.Key, one.Ref, "ann"); !errors.Is(err, store.ErrState) {
		t.Errorf("into a purged one: %v", err)
	}
	same(t, "no number was lost", file(t, s, mail(3), newIncident).Ref, store.MakeRef("CERT", 2026, 3))
}
