package bolt

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// resident is how many KiB of a file's map are in this process's memory.
func resident(t *testing.T, path string) (kib int) {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	_, entry, ok := strings.Cut(string(maps), path+"\n")
	_, rss, found := strings.Cut(entry, "Rss:")
	if _, err = fmt.Sscan(rss, &kib); err != nil || !ok || !found {
		t.Fatalf("%s is not mapped: %v", path, err)
	}
	return kib
}

// What was read of the file does not stay in memory beyond a few commits.
func TestUnmap(t *testing.T) {
	e := fresh(t, Options{})
	for i := range 8 {
		if err := put(e, fmt.Sprint(i), make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		for i := range 8 {
			if got := get(t, e, fmt.Sprint(i)); len(got) != 1<<20 {
				t.Fatalf("%d bytes", len(got))
			}
		}
		if kib := resident(t, e.path); kib < 8<<10 {
			t.Errorf("what was read is not mapped: %d KiB", kib)
		}
		for range unmapEach {
			if err := put(e, "k", nil); err != nil {
				t.Fatal(err)
			}
		}
		if kib := resident(t, e.path); kib > 1<<10 {
			t.Errorf("still mapped after %d commits: %d KiB", unmapEach, kib)
		}
	}
}
