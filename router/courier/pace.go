package courier

import (
	"context"
	"sync"
	"time"
)

// pace spreads mails evenly over the minute, for servers that count.
type pace struct {
	mu   sync.Mutex
	next time.Time
}

// wait returns when the next mail may go, or false when ctx ended before.
func (p *pace) wait(ctx context.Context, perMinute int) bool {
	if perMinute <= 0 {
		return true
	}
	t := time.NewTimer(p.take(time.Now(), time.Minute/time.Duration(perMinute)))
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (p *pace) take(now time.Time, step time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next.Before(now) {
		p.next = now
	}
	d := p.next.Sub(now)
	p.next = p.next.Add(step)
	return d
}
