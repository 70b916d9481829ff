//go:build !linux

package bolt

// unmap does nothing: where the pages of a map count as the process's memory
// is the system's own affair.
func (e *Engine) unmap() error { return nil }
