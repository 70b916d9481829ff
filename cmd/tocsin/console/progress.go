package console

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// Progress shows how far long work is: on a terminal one line that is drawn
// again, elsewhere a plain line now and then. It may be told from several
// goroutines. The zero number of things in total means that it is unknown.
type Progress struct {
	w      io.Writer
	screen Screen
	what   string // "filed"
	now    func() time.Time

	mu                 sync.Mutex
	start, shown       time.Time
	done, total, drawn int
}

// NewProgress starts the clock. What names the work as a participle: "filed".
func NewProgress(w io.Writer, s Screen, what string, now func() time.Time) *Progress {
	return &Progress{w: w, screen: s, what: what, now: now, start: now(), shown: now()}
}

// Report says that done of total things are done, and draws when it is time.
func (p *Progress) Report(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.total = done, total
	pause := 10 * time.Second
	if p.screen.Terminal {
		pause = 100 * time.Millisecond
	}
	if p.now().Sub(p.shown) < pause {
		return
	}
	p.shown = p.now()
	p.draw()
}

// End clears the line on a terminal. Elsewhere nothing is left to do.
func (p *Progress) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.screen.Terminal && p.drawn > 0 {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

func (p *Progress) draw() {
	p.drawn++
	if p.screen.Terminal {
		fmt.Fprint(p.w, "\r\x1b[K"+p.screen.Paint(Dim, p.line()))
		return
	}
	fmt.Fprintln(p.w, p.line())
}

// line gives "1,204 of 9,000 filed · 352/s · 22 s left".
func (p *Progress) line() string {
	text := Count(p.done)
	if p.total > 0 {
		text += " of " + Count(p.total)
	}
	text += " " + p.what
	spent := p.now().Sub(p.start).Seconds()
	if spent < 0.2 || p.done == 0 {
		return text
	}
	rate := float64(p.done) / spent
	if rate >= 10 {
		text += fmt.Sprintf(" · %.0f/s", rate)
	} else {
		text += fmt.Sprintf(" · %.1f/s", rate)
	}
	if p.total > p.done {
		text += " · " + Span(time.Duration(float64(p.total-p.done)/rate*float64(time.Second))) + " left"
	}
	return text
}

// Count writes a number with commas: 12,345.
func Count(n int) string {
	if n < 0 {
		return "-" + Count(-n)
	}
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", Count(n/1000), n%1000)
}

// Span writes a duration in one unit or two, for people: 45 s, 3 min, 2 h 5 min, 4 d.
func Span(d time.Duration) string {
	switch {
	case d < time.Second:
		return "1 s"
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
	return fmt.Sprintf("%.0f d", d.Hours()/24)
}

// Bytes writes a size for people: 812 B, 4.0 KiB, 25.1 MiB.
func Bytes(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}
