package intake

import (
	"slices"
	"sync"
)

// ahead is how many messages may be begun and not settled: those of one
// commit, and those that are read for the next one meanwhile. More of them
// take memory and bring no more speed.
const ahead = 160

// queues keep the messages of each mailbox in their order. The zero value is
// ready.
type queues struct {
	mu sync.Mutex
	of map[string]*queue
}

// A queue holds the places of one mailbox whose message has not come yet, and
// of those behind them.
type queue struct {
	mu     sync.Mutex
	places []*place
}

// A place is one message's in the order of its mailbox.
type place struct {
	in   *queue
	come func() // nil as long as its message has not come
}

// join gives the next message of a mailbox its place.
func (q *queues) join(mailbox string) *place {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.of == nil {
		q.of = map[string]*queue{}
	}
	if q.of[mailbox] == nil {
		q.of[mailbox] = &queue{}
	}
	p := &place{in: q.of[mailbox]}
	p.in.mu.Lock()
	defer p.in.mu.Unlock()
	p.in.places = append(p.in.places, p)
	return p
}

// take says that the message of this place has come: f is called as soon as
// all before it have come as well, one after the other. It must not block. A
// message without a place waits for nobody.
func (p *place) take(f func()) {
	if p == nil {
		f()
		return
	}
	p.in.mu.Lock()
	defer p.in.mu.Unlock()
	p.come = f
	n := 0
	for ; n < len(p.in.places) && p.in.places[n].come != nil; n++ {
		p.in.places[n].come()
		p.in.places[n].come = nil // what it holds need not stay for the rest of its batch
	}
	p.in.places = slices.Delete(p.in.places, 0, n)
}

// nothing is what a message does in its place that is not filed.
func nothing() {}
