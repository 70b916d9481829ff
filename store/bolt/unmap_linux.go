package bolt

import (
	"syscall"

	"go.etcd.io/bbolt"
)

// unmap takes the file's pages out of this process's memory, where the map of
// the file would otherwise keep each page that was ever read. They stay in the
// system's cache, and come back when they are read again. As long as a
// transaction runs, the map stays where it is.
func (e *Engine) unmap() error {
	return e.db.View(func(t *bbolt.Tx) error {
		_, _, failed := syscall.Syscall(syscall.SYS_MADVISE, e.db.Info().Data, uintptr(t.Size()), syscall.MADV_DONTNEED)
		if failed != 0 {
			return failed
		}
		return nil
	})
}
