package store_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tocsin/store"
)

// lineMail is a report as it comes in numbers: of a sender of its own, with a
// log of its own.
func lineMail(n int) store.Filing {
	var log strings.Builder
	for i := 0; log.Len() < 3700; i++ {
		fmt.Fprintf(&log, "2026-11-%02d 10:%02d:%02d sshd[%d]: Failed password for root from 45.155.%d.%d port %d\n", 1+i%28, i%60, n%60, 1000+i, n>>8&255, n&255, 20000+i)
	}
	f := mail(n)
	m := &f.Message
	m.From, m.FromRaw = fmt.Sprintf("r%d@site%d.example", n, n%997), fmt.Sprintf("Reporter %d <r%d@site%d.example>", n, n, n%997)
	m.To, m.Text = []string{"incident@cert.example"}, log.String()
	f.Raw = append(f.Raw, strings.ReplaceAll(m.Text, "\n", "\r\n")...)
	m.Content = string(store.KeyOf(f.Raw))
	m.Protection = store.Protection{Structure: "ok", Coverage: "none", Verdict: "unsigned"}
	m.Report = &store.Report{
		Form: "tocsin", Language: "en", Assistance: []string{"recover"}, Logs: []string{m.Text},
		Fields:     map[string]string{"contact_name": fmt.Sprint("Reporter ", n), "email": m.From, "organisation": fmt.Sprint("Site ", n%997), "description": "somebody tries passwords"},
		Hosts:      []store.Host{{Role: store.RoleTarget, Name: fmt.Sprintf("www%d.ministry.example", n), Addresses: []string{fmt.Sprintf("148.110.%d.%d", n>>8&255, n&255)}}},
		Indicators: []store.Indicator{{Type: "ipv4", Value: fmt.Sprintf("45.155.%d.%d", n>>8&255, n&255), Role: "source", Line: 12}},
	}
	return f
}

// decideLine decides as the line does on a report from a stranger.
func decideLine(tx *store.Tx, m *store.Message) store.Outcome {
	tx.ByMessageID(m.MessageID)
	tx.ByAncestor(m.MessageID)
	o := newIncident(tx, m)
	in, report := o.Incident, m.Report
	m.Report = nil
	in.Report, in.Reporter = *report, m.From
	in.Route = store.Decision{Decision: "ours", Team: "cert", Trail: []store.Step{{Rule: "constituent", Tier: 2, Match: "148.110.0.0/16", Team: "cert", Source: "directory.toml:7"}}}
	for _, what := range []string{"filed", "kind", "ours"} {
		in.Events = append(in.Events, store.Event{At: m.Received, Actor: "tocsin", What: what, Detail: "opened by " + m.From + ": nothing leads to an incident", Key: m.Key})
	}
	host := report.Hosts[0]
	o.Values = []string{m.From, host.Name, host.Addresses[0], report.Indicators[0].Value}
	for _, v := range o.Values {
		tx.Sharing(v, 52)
	}
	hour, day := store.Limit{Per: time.Hour, Most: 10}, store.Limit{Per: 24 * time.Hour, Most: 50}
	_, domain, _ := strings.Cut(m.From, "@")
	tx.Spend("ack/address/"+m.From, begin, hour, day)
	tx.Spend("ack/domain/"+domain, begin, store.Limit{Per: time.Hour, Most: 1e6})
	tx.Spend("ack/all", begin, store.Limit{Per: time.Hour, Most: 1e6})
	o.Outgoing[0].Text = "Thank you.\n" + strings.Repeat("We understood what you reported, and will write again.\n", 18)
	return o
}

// BenchmarkMail is what one plain mail costs from its filing until its
// acknowledgement is settled, when many come: processor time of each step.
func BenchmarkMail(b *testing.B) {
	const together = 512
	s, e := countingStore(b)
	mails := make([]store.Filing, b.N)
	for i := range mails {
		mails[i] = lineMail(i + 1)
	}
	e.commits.Store(0)
	b.ReportAllocs()
	b.ResetTimer()
	used := map[string]float64{}
	step := func(name string, do func()) {
		before := cpuTime(b)
		do()
		used[name] += cpuTime(b) - before
	}
	for list := range slices.Chunk(mails, together) {
		step("file", func() { fileLine(b, s, list) })
		for {
			var out []store.Outgoing
			step("claim", func() { out = get(s.Claim(ctx, begin, 256, time.Minute))(b) })
			if len(out) == 0 {
				break
			}
			step("settle", func() { must(b, s.Settle(ctx, allSent(out)...)) })
		}
	}
	for name, cpu := range used {
		b.ReportMetric(cpu/1000/float64(b.N), name+"-cpu-µs/op")
	}
	b.ReportMetric(float64(e.commits.Load())/float64(b.N), "commits/op")
}

// fileLine files mails as the line does, in their order.
func fileLine(b *testing.B, s *store.Store, mails []store.Filing) {
	var filed sync.WaitGroup
	for _, f := range mails {
		r := get(s.Prepare(ctx, f, decideLine))(b)
		filed.Add(1)
		r.Join(func(_ store.Filed, err error) {
			defer filed.Done()
			if err != nil {
				b.Error(err)
			}
		})
	}
	filed.Wait()
}

func allSent(list []store.Outgoing) (done []store.Settlement) {
	for _, o := range list {
		done = append(done, store.Settlement{ID: o.ID, Attempt: o.Attempts, State: store.Sent, Response: "250 2.0.0 Ok: queued as 4F2A1", At: begin})
	}
	return done
}
