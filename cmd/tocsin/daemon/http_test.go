package daemon

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"tocsin/intake/mailbox"
)

func TestExposition(t *testing.T) {
	box, err := mailbox.New(mailbox.Config{URL: "imaps://team@mail.example/INBOX", Secret: func() (string, error) { return "", nil }}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var m exposition
	m.head("tocsin_x", "gauge", "What.")
	m.sample("tocsin_x", "mailbox", "a\"b\\c\nd", 1.5)
	m.boxes([]*mailbox.Box{box}, time.Unix(1000, 0))
	text := m.String()
	if !strings.HasPrefix(text, "# HELP tocsin_x What.\n# TYPE tocsin_x gauge\ntocsin_x{mailbox=\"a\\\"b\\\\c\\nd\"} 1.5\n") {
		t.Error(text)
	}
	sample := regexp.MustCompile(`^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="([^"\\]|\\.)*"\})? [0-9.e+-]+)$`)
	for line := range strings.Lines(text) {
		if !sample.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("not in the format: %s", line)
		}
	}
	if !strings.Contains(text, `tocsin_oldest_unfiled_seconds{mailbox="team@mail.example/INBOX"} 0`) {
		t.Error("no age of the oldest unfiled message")
	}
}

func TestSumming(t *testing.T) {
	var got [][2]int
	sum := summing(func(done, total int) { got = append(got, [2]int{done, total}) }, 2)
	sum(0, 1, 10)
	sum(1, 2, 5)
	sum(0, 3, 10)
	if last := got[len(got)-1]; len(got) != 3 || last != [2]int{5, 15} {
		t.Error(got)
	}
	summing(nil, 1)(0, 1, 1)
}
