package courier

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

// A mood is a server that refuses, stalls and hangs up as dice say, until it
// has had enough; it remembers whom it told what.
type mood struct {
	mu      sync.Mutex
	dice    *rand.Rand
	calm    bool
	refused map[string]bool // told 5xx
	unclear map[string]int  // cut or stalled after the dot
}

func (m *mood) answer(r smtptest.Request) *smtptest.Answer {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.calm || m.dice.IntN(4) != 0 {
		return nil
	}
	if r.Stage == smtptest.AtGreeting || m.dice.IntN(5) == 0 {
		m.unclear[r.To] += count(r.Stage == smtptest.AtData)
		return &smtptest.Answer{Cut: true, Keep: m.dice.IntN(2) == 0}
	}
	switch m.dice.IntN(4) {
	case 0:
		m.refused[r.To] = m.refused[r.To] || r.Stage != smtptest.AtMail
		return &smtptest.Answer{Code: 554, Enhanced: smtp.EnhancedCode{5, 7, 1}, Message: "no"}
	case 1:
		m.unclear[r.To] += count(r.Stage == smtptest.AtData)
		return &smtptest.Answer{Delay: 20 * time.Minute}
	case 2:
		return &smtptest.Answer{Code: 421, Message: "bye"}
	}
	return &smtptest.Answer{Code: 451, Enhanced: smtp.EnhancedCode{4, 3, 0}, Message: "later"}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestMoodyServer: whatever a server does, each entry ends; what it took it
// took once, but for unclear ends; an acknowledgement is never tried after one;
// nothing fails but what was refused or unclear.
func TestMoodyServer(t *testing.T) {
	for seed := range uint64(25) {
		m := &mood{dice: rand.New(rand.NewPCG(seed, 1)), refused: map[string]bool{}, unclear: map[string]int{}}
		inTime(t, smtptest.Options{Answer: m.answer}, nil, func(w *world) {
			for i := range 20 {
				kind := []string{store.OutAck, store.OutForward, store.OutNotice}[i%3]
				w.queue.add(entry(fmt.Sprint(i), kind, fmt.Sprintf("r%d@d%d.test", i, i%4)))
			}
			w.wait(12 * time.Hour)
			m.mu.Lock()
			m.calm = true
			m.mu.Unlock()
			w.wait(48 * time.Hour)
			copies := map[string]int{}
			for _, mail := range w.sink.Mails() {
				copies[mail.To[0]]++
			}
			for i := range 20 {
				checkEnd(w, m, w.queue.get(fmt.Sprint(i)), copies)
			}
		})
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func checkEnd(w *world, m *mood, o store.Outgoing, copies map[string]int) {
	w.Helper()
	unclear := m.unclear[o.To]
	switch {
	case o.State == store.Sent && copies[o.To] == 0:
		w.Errorf("%s is sent, and nobody has it", o.ID)
	case o.State == store.Failed && !m.refused[o.To] && (o.Kind != store.OutAck || unclear == 0):
		w.Errorf("%s (%s) failed without a refusal: %s", o.ID, o.Kind, o.Error)
	case o.State != store.Sent && o.State != store.Failed:
		w.Errorf("%s is %s after days: %s", o.ID, o.State, o.Error)
	case copies[o.To] > 1+unclear:
		w.Errorf("%s went out %d times with %d unclear ends", o.ID, copies[o.To], unclear)
	case o.Kind == store.OutAck && copies[o.To] > 1:
		w.Errorf("acknowledgement %s went out %d times", o.ID, copies[o.To])
	case o.Kind == store.OutAck && unclear > 0 && !strings.Contains(o.Error, "unclear") && o.State == store.Failed && !m.refused[o.To]:
		w.Errorf("acknowledgement %s failed with %q", o.ID, o.Error)
	}
}
