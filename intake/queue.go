package intake

import "sync"

// ahead is how many messages may be begun and not settled: as many as one
// commit takes, and those that are read for the next one meanwhile.
const ahead = 384

// queues keep the messages of each mailbox in their order. The zero value is
// ready.
type queues struct {
	mu   sync.Mutex
	last map[string]<-chan struct{} // closed when all of a mailbox are in line
}

// join gives the next message of a mailbox its place: turn is closed when all
// before it are in line, and queued says that it is itself; it may be called
// more than once.
func (q *queues) join(mailbox string) (turn <-chan struct{}, queued func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.last == nil {
		q.last = map[string]<-chan struct{}{}
	}
	turn = q.last[mailbox]
	if turn == nil {
		free := make(chan struct{})
		close(free)
		turn = free
	}
	next := make(chan struct{})
	q.last[mailbox] = next
	return turn, sync.OnceFunc(func() { close(next) })
}

// settled lets the next message of the mailbox come, also where this one was
// not filed: after those before it.
func (a *Arrival) settled() {
	<-a.turn
	a.queued()
}
