package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Duration is a time span written as "90s", "1m", "2h".
type Duration time.Duration

// UnmarshalText reads the Go notation; a bare number is refused, for want of a unit.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil || v <= 0 {
		return fmt.Errorf("%q is no time span; write \"30s\", \"1m\" or \"2h\"", b)
	}
	*d = Duration(v)
	return nil
}

// Size is a number of bytes, written as "25MiB", "64 KiB", "1GB" or plain.
type Size int64

// UnmarshalText reads a number with a unit; MB and MiB are both 2^20.
func (s *Size) UnmarshalText(b []byte) error {
	text := strings.ToUpper(strings.ReplaceAll(string(b), "_", ""))
	digits := strings.TrimRight(text, " BIKMG")
	n, err := strconv.ParseInt(digits, 10, 40)
	units := map[string]int64{"": 1, "B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
	unit := strings.TrimSpace(text[len(digits):])
	if len(unit) > 1 {
		unit = strings.TrimSuffix(strings.TrimSuffix(unit, "B"), "I")
	}
	factor, ok := units[unit]
	if err != nil || n <= 0 || !ok || n > (1<<40)/factor {
		return fmt.Errorf("%q is no size; write \"25MiB\" or a number of bytes", b)
	}
	*s = Size(n * factor)
	return nil
}

// Keep is how long something is kept, in calendar units: days, weeks, months
// or years. The zero value keeps for ever.
type Keep struct {
	N    int
	Unit byte // d, w, m or y
}

// UnmarshalText reads 7d, 3w, 3m, 1y.
func (k *Keep) UnmarshalText(b []byte) error {
	text := string(b)
	if len(text) < 2 || !strings.ContainsRune("dwmy", rune(text[len(text)-1])) {
		return keepError(text)
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	if err != nil || n <= 0 || n > 10000 {
		return keepError(text)
	}
	*k = Keep{n, text[len(text)-1]}
	return nil
}

func keepError(text string) error {
	return fmt.Errorf("%q is no retention; write a number and d, w, m or y: \"7d\", \"3m\", \"1y\"", text)
}

// Before is the instant that things to be kept must not be older than. The
// zero value gives the zero time: nothing is too old.
func (k Keep) Before(now time.Time) time.Time {
	switch k.Unit {
	case 'd':
		return now.AddDate(0, 0, -k.N)
	case 'w':
		return now.AddDate(0, 0, -7*k.N)
	case 'm':
		return now.AddDate(0, -k.N, 0)
	case 'y':
		return now.AddDate(-k.N, 0, 0)
	}
	return time.Time{}
}
