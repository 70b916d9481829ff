package courier

import (
	"math/rand/v2"
	"sync"
	"time"

	"tocsin/store"
)

const (
	giveUpAge     = 5 * 24 * time.Hour // RFC 5321 section 4.5.4.1: four to five days
	domainPatient = 3                  // temporary refusals in a row before a domain rests
	strikesOut    = 3                  // strikes in a row before everything rests
	mostDomains   = 4096               // remembered at a time
)

// pauseAfter is the wait after the n-th attempt of an entry (from 1): minutes
// at first, then hours, then a day; 13 attempts reach over five days.
func pauseAfter(attempt int) time.Duration {
	pauses := [...]time.Duration{
		1 * time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute,
		1 * time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 24 * time.Hour,
	}
	return pauses[max(0, min(attempt, len(pauses))-1)]
}

const lastAttempt = 13

// spent says whether an entry has had its tries. Both count: attempts alone
// may be lost to crashes, age alone to waiting for a handler's approval.
func spent(o store.Outgoing, now time.Time) bool {
	return o.Attempts >= lastAttempt && now.Sub(o.Created) >= giveUpAge
}

// doubling is base, 2·base, 4·base … for n = 1, 2, 3 …, up to most.
func doubling(base, most time.Duration, n int) time.Duration {
	d := base
	for i := 1; i < n && d < most; i++ {
		d *= 2
	}
	return min(d, most)
}

// jitter spreads d by a fifth to either side, so that what failed together
// does not come back together.
func jitter(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.8 + 0.4*rand.Float64()))
}

// A pause is a rest after failures in a row.
type pause struct {
	failures int
	until    time.Time
}

// rests remembers who is to be left alone: the server as a whole, and the
// domains that put us off. It lives in memory; entries carry theirs in Due.
type rests struct {
	mu      sync.Mutex
	all     pause
	domains map[string]*pause
}

// everything lets all submissions rest and returns until when.
func (r *rests) everything(now time.Time) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all.failures++
	r.all.until = now.Add(jitter(doubling(15*time.Second, 15*time.Minute, r.all.failures)))
	return r.all.until
}

// shortly lets all submissions rest for d, without counting a failure.
func (r *rests) shortly(now time.Time, d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if until := now.Add(d); until.After(r.all.until) {
		r.all.until = until
	}
}

func (r *rests) untilAll() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all.until
}

// domain counts a temporary refusal that holds for the whole domain.
func (r *rests) domain(name string, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.domains == nil || len(r.domains) >= mostDomains {
		r.domains = map[string]*pause{}
	}
	p := r.domains[name]
	if p == nil {
		p = &pause{}
		r.domains[name] = p
	}
	if p.failures++; p.failures >= domainPatient {
		p.until = now.Add(jitter(doubling(time.Minute, time.Hour, p.failures-domainPatient+1)))
	}
}

// untilDomain is when the domain may be tried again; zero or past: now.
func (r *rests) untilDomain(name string) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.domains[name]; p != nil {
		return p.until
	}
	return time.Time{}
}

// cleared forgets the failures of a domain, and of the server, which answers.
func (r *rests) cleared(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = pause{}
	delete(r.domains, name)
}
