package bolt

import "syscall"

// unmap takes the file's pages out of this process's memory, where the map of
// the file would otherwise keep each page that was ever read. They stay in the
// system's cache, and come back when they are read again, by those too who
// read meanwhile. As long as a transaction runs, the map stays where it is.
func (e *Engine) unmap() error {
	t, err := e.begin(false)
	if err != nil {
		return err
	}
	_, _, failed := syscall.Syscall(syscall.SYS_MADVISE, e.db.Info().Data, uintptr(t.bolt.Size()), syscall.MADV_DONTNEED)
	if err = t.bolt.Rollback(); failed != 0 {
		return failed
	}
	return err
}
