package courier

import (
	"context"
	"time"
)

// idleLife is how long an idle connection is kept for what comes next.
const idleLife = 10 * time.Second

// session is the parked connection, or a new one.
func (c *Courier) session(ctx context.Context) (*session, error) {
	c.mu.Lock()
	s := c.parked
	c.parked = nil
	c.mu.Unlock()
	if s != nil && c.cfg.Now().Sub(s.idle) < idleLife {
		return s, nil
	}
	s.quit()
	return c.connect(ctx)
}

// park keeps a connection for the next round.
func (c *Courier) park(s *session) {
	if s == nil {
		return
	}
	s.idle = c.cfg.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parked = s
}

// hangUp ends the parked connection.
func (c *Courier) hangUp() {
	c.mu.Lock()
	s := c.parked
	c.parked = nil
	c.mu.Unlock()
	s.quit()
}

// linger returns a context that ends d after its parent did.
func linger(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		t := time.AfterFunc(d, cancel)
		context.AfterFunc(ctx, func() { t.Stop() })
	})
	return ctx, func() { stop(); cancel() }
}
