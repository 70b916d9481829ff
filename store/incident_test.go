package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"tocsin/store"
)

func TestIncidents(t *testing.T) {
	s := fresh(t)
	for n := 1; n <= 5; n++ {
		f := mail(n)
		f.Message.Received = begin.AddDate(0, 0, n)
		file(t, s, f, newIncident)
	}
	ref := func(n int) store.Ref { return store.MakeRef("CERT", 2026, n) }
	must(t, s.Change(ctx, ref(2), func(in *store.Incident) ([]store.Event, error) { in.Status = store.StatusClosed; return nil, nil }))
	for name, c := range map[string]struct {
		f    store.Filter
		want string
	}{
		"all, newest first": {store.Filter{}, "54321"},
		"a page":            {store.Filter{Limit: 2}, "54"},
		"the next page":     {store.Filter{Limit: 2, After: ref(4)}, "32"},
		"the last page":     {store.Filter{Limit: 2, After: ref(1)}, ""},
		"open":              {store.Filter{Status: store.StatusOpen}, "5431"},
		"closed":            {store.Filter{Status: store.StatusClosed}, "2"},
		"since":             {store.Filter{Since: begin.AddDate(0, 0, 4)}, "54"},
		"until":             {store.Filter{Until: begin.AddDate(0, 0, 2)}, "1"},
		"no such status":    {store.Filter{Status: "lost"}, ""},
		"negative limit":    {store.Filter{Limit: -1}, "54321"},
	} {
		got := ""
		for _, in := range get(s.Incidents(ctx, c.f))(t) {
			got += in.Subject[len("report "):]
		}
		same(t, name, got, c.want)
	}
	if _, err := s.Incident(ctx, ref(9)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such incident: %v", err)
	}
	if _, err := s.Messages(ctx, ref(9)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("messages of no incident: %v", err)
	}
}

// More than 99,999 incidents a year, and several years, stay in order.
func TestIncidentOrder(t *testing.T) {
	s := fresh(t)
	refs := []store.Ref{store.MakeRef("A", 2027, 1), store.MakeRef("A", 2026, 100_000), store.MakeRef("B", 2026, 99_999), store.MakeRef("A", 2026, 99_999), "odd"}
	for i, n := range []int{3, 0, 4, 2, 1} {
		file(t, s, mail(i), func(*store.Tx, *store.Message) store.Outcome {
			return store.Outcome{Incident: &store.Incident{Ref: refs[n]}}
		})
	}
	var got []store.Ref
	for _, in := range get(s.Incidents(ctx, store.Filter{}))(t) {
		got = append(got, in.Ref)
	}
	same(t, "order", fmt.Sprint(got), fmt.Sprint([]store.Ref{refs[0], refs[1], refs[3], refs[2], refs[4]}))
}

func TestChange(t *testing.T) {
	s := fresh(t)
	ref := file(t, s, mail(1), newIncident).Ref
	must(t, s.Change(ctx, ref, func(in *store.Incident) ([]store.Event, error) {
		same(t, "history at hand", whats(*in), []string{"filed"})
		in.Assignee = "bob"
		in.Events[0].What = "rewritten"
		in.Events = append(in.Events, store.Event{What: "assigned", Actor: "ann"})
		return []store.Event{{What: "note", Actor: "ann", Detail: "look at this"}}, nil
	}))
	in := incident(t, s, ref)
	same(t, "assignee", in.Assignee, "bob")
	same(t, "history is only added to", whats(in), []string{"filed", "assigned", "note"})
	same(t, "dated", in.Events[2].At.Equal(begin), true)
	wrong := errors.New("wrong")
	err := s.Change(ctx, ref, func(in *store.Incident) ([]store.Event, error) { in.Assignee = "carl"; return nil, wrong })
	same(t, "the function's error", errors.Is(err, wrong), true)
	err = s.Change(ctx, ref, func(in *store.Incident) ([]store.Event, error) { in.Ref = "other"; return nil, nil })
	same(t, "another reference", errors.Is(err, store.ErrState), true)
	err = s.Change(ctx, ref, func(in *store.Incident) ([]store.Event, error) { panic("out of range") })
	same(t, "panic", err != nil, true)
	same(t, "as it was", incident(t, s, ref).Assignee, "bob")
	err = s.Change(ctx, "none", nil)
	same(t, "no such incident", errors.Is(err, store.ErrNotFound), true)
}

func TestMove(t *testing.T) {
	s := fresh(t)
	one := file(t, s, mail(1), forwarded)
	two := file(t, s, mail(2), forwarded)
	asked := 100
	check := func(what string, in store.Ref, messages int, sharing ...store.Ref) {
		t.Helper()
		m := get(s.Message(ctx, one.Key))(t)
		same(t, what, []any{m.Ref, m.Confirmed, m.Why}, []any{in, true, "moved by ann"})
		same(t, what+": raw", string(get(s.Raw(ctx, one.Key))(t)), string(mail(1).Raw))
		same(t, what+": messages", len(incident(t, s, in).Messages), messages)
		must(t, s.Change(ctx, in, func(*store.Incident) ([]store.Event, error) { return nil, nil }))
		asked++
		file(t, s, mail(asked), func(tx *store.Tx, m *store.Message) store.Outcome {
			ref, _, _ := tx.ByMessageID("1@site.example")
			same(t, what+": found", ref, in)
			same(t, what+": sharing", tx.Sharing("192.0.2.1", 50), sharing)
			return store.Outcome{}
		})
	}
	same(t, "to", get(s.Move(ctx, one.Key, two.Ref, "ann"))(t), two.Ref)
	check("moved", two.Ref, 2, two.Ref)
	same(t, "left", len(incident(t, s, one.Ref).Messages), 0)
	same(t, "back", get(s.Move(ctx, one.Key, one.Ref, "ann"))(t), one.Ref)
	check("moved back", one.Ref, 1, two.Ref, one.Ref)
	three := get(s.Move(ctx, one.Key, "", "ann"))(t)
	same(t, "new", three, store.MakeRef("CERT", 2026, 3))
	check("new incident", three, 1, three, two.Ref)
	in := incident(t, s, three)
	same(t, "whose it is", []any{in.Route.Decision, in.Route.HeldFor}, []any{"hold", []string{"approval"}})
	same(t, "as the message says", []any{in.Subject, in.Reporter, in.Participants[0].Address}, []any{"report 1", "ann@site.example", "ann@site.example"})
	same(t, "history", whats(incident(t, s, one.Ref)), []string{"filed", "moved", "moved", "moved"})
	for name, c := range map[string]struct {
		key  store.Key
		to   store.Ref
		want error
	}{
		"where it is":      {one.Key, three, store.ErrState},
		"no such message":  {"none", two.Ref, store.ErrNotFound},
		"no such incident": {one.Key, "none", store.ErrNotFound},
	} {
		if _, err := s.Move(ctx, c.key, c.to, "ann"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMerge(t *testing.T) {
	s := fresh(t)
	refs := []store.Ref{}
	for n := 1; n <= 3; n++ {
		f := mail(n)
		f.Message.From = fmt.Sprint(n, "@site.example")
		refs = append(refs, file(t, s, f, newIncident).Ref)
	}
	must(t, s.Merge(ctx, refs[0], refs[1], "ann"))
	in, into := incident(t, s, refs[0]), incident(t, s, refs[1])
	same(t, "merged", []any{in.MergedInto, in.Status, len(in.Messages), len(into.Participants)}, []any{refs[1], store.StatusClosed, 1, 2})
	same(t, "histories", append(whats(in), whats(into)...), []string{"filed", "merged", "filed", "merged"})
	must(t, s.Merge(ctx, refs[1], refs[2], "ann"))
	for name, c := range map[string]struct {
		from, into store.Ref
		want       error
	}{
		"twice":        {refs[0], refs[2], store.ErrState},
		"into itself":  {refs[2], refs[2], store.ErrState},
		"in a circle":  {refs[2], refs[0], store.ErrState},
		"into nothing": {refs[2], "none", store.ErrNotFound},
		"not merged":   {refs[2], "", store.ErrState},
		"from nothing": {"none", refs[2], store.ErrNotFound},
	} {
		if err := s.Merge(ctx, c.from, c.into, "ann"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, s.Merge(ctx, refs[0], "", "bob"))
	in, into = incident(t, s, refs[0]), incident(t, s, refs[1])
	same(t, "undone", []any{in.MergedInto, in.Status, len(into.Participants)}, []any{store.Ref(""), store.StatusOpen, 1})
	same(t, "last event", in.Events[2].What+" by "+in.Events[2].Actor, "unmerged by bob")
}

func TestPurge(t *testing.T) {
	s := fresh(t)
	large := largeMail()
	large.Message.References = []string{"1@site.example"}
	one := file(t, s, mail(1), forwarded)
	file(t, s, large, join)
	two := file(t, s, mail(2), forwarded)
	must(t, s.Purge(ctx, one.Ref, "ann"))
	in := incident(t, s, one.Ref)
	same(t, "tombstone", []any{in.Status, in.Subject, in.Reporter, in.Kind, len(in.Participants)}, []any{store.StatusPurged, "", "", "incident", 0})
	same(t, "history", whats(in), []string{"purged"})
	for _, f := range []store.Filing{mail(1), large} {
		key := store.KeyOf(f.Raw)
		if _, err := s.Raw(ctx, key); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("raw: %v", err)
		}
		m := get(s.Message(ctx, key))(t)
		same(t, "message", []any{m.Ref, m.From, m.Text}, []any{one.Ref, "", ""})
		same(t, "comes again", file(t, s, f, newIncident).Outcome, store.FiledDuplicate)
	}
	same(t, "outbox", len(get(s.Outbox(ctx, store.OutFilter{Ref: one.Ref}))(t)), 0)
	ids, _ := claim(t, s, begin, 10)
	same(t, "only the other's is due", len(ids), 26)
	same(t, "sweep finds nothing", get(s.Sweep(ctx, -time.Hour))(t), 0)
	ask(t, s, 50, func(tx *store.Tx) {
		_, ok := tx.Incident(one.Ref)
		same(t, "not there for Decide", ok, false)
		same(t, "sharing", tx.Sharing("192.0.2.1", 50), []store.Ref{two.Ref})
		ref, _, _ := tx.ByMessageID("1@site.example")
		same(t, "known still", ref, one.Ref)
	})
	for name, err := range map[string]error{
		"again":  s.Purge(ctx, one.Ref, "ann"),
		"change": s.Change(ctx, one.Ref, nil),
		"merge":  s.Merge(ctx, one.Ref, two.Ref, "ann"),
	} {
		if !errors.Is(err, store.ErrState) {
			t.Errorf("%s: %v", name, err)
		}
	}
	same(t, "others", incident(t, s, two.Ref).Subject, "report 2")
	same(t, "counted", get(s.Stats(ctx, begin, begin))(t).Now["status/purged"], 1)
}
