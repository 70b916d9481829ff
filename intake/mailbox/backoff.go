package mailbox

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

const (
	backoffMin   = 5 * time.Second
	backoffMax   = 15 * time.Minute
	backoffLogin = time.Minute // after a refused login, doubled each time
	suggestedMax = time.Hour   // we obey no server longer than this
)

// errThrottled is a server's wish to be left alone for a while.
type errThrottled struct {
	delay time.Duration
	err   error
}

func (e *errThrottled) Error() string {
	return fmt.Sprintf("the server asks to wait %s: %v", e.delay, e.err)
}
func (e *errThrottled) Unwrap() error { return e.err }

// isThrottle tells a wish to wait from an answer about a message.
func isThrottle(err error) bool {
	var t *errThrottled
	return errors.As(err, &t)
}

// backoff is how long to wait after the n-th failure in a row, n ≥ 1.
func backoff(n int, err error) time.Duration {
	var wish *errThrottled
	if errors.As(err, &wish) {
		return wish.delay + spread(wish.delay/10)
	}
	least := backoffMin
	var login *LoginError
	if errors.As(err, &login) {
		least = backoffLogin
	}
	d := least << min(n-1, 10)
	return max(least, min(d, backoffMax)/2+spread(min(d, backoffMax)/2))
}

// spread is a random duration in [0, d), so that many clients don't come back together.
func spread(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	return rand.N(d)
}

// suggestedDelay finds the wait that a throttling server asks for, as Exchange
// does: "Request is throttled. Suggested Backoff Time: 201317 milliseconds".
func suggestedDelay(text string) (time.Duration, bool) {
	const mark = "suggested backoff time:"
	_, rest, found := strings.Cut(strings.ToLower(text), mark)
	if !found {
		return 0, false
	}
	rest = strings.TrimLeft(rest, " ")
	digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	n, err := strconv.ParseInt(digits, 10, 64)
	if digits == "" {
		return 0, false
	}
	unit := time.Millisecond
	if strings.HasPrefix(strings.TrimLeft(rest[len(digits):], " "), "sec") {
		unit = time.Second
	}
	if err != nil || n > int64(suggestedMax/unit) {
		return suggestedMax, true
	}
	return time.Duration(n) * unit, true
}

// throttled marks err as a wish to wait if its text, or the server's parting
// words, say so.
func throttled(err error, parting string) error {
	if err == nil {
		return nil
	}
	for _, text := range []string{err.Error(), parting} {
		if d, ok := suggestedDelay(text); ok {
			return &errThrottled{delay: max(d, backoffMin), err: err}
		}
	}
	return err
}

// goodbye makes an error of a BYE.
func goodbye(text string) error {
	err := fmt.Errorf("the server said goodbye: %s", shorten(strings.TrimSpace(text)))
	return throttled(err, "")
}
