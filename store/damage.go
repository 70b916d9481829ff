package store

import "fmt"

// A damage is what a list had to leave out because it can't be read. One
// flipped bit must not hide what lies beside it: the list is given all the
// same, and the damage told of.
type damage struct {
	first error
	more  int // beside the first
}

// add takes note of one that can't be read.
func (d *damage) add(err error, what string, args ...any) {
	if d.first != nil {
		d.more++
		return
	}
	d.first = fmt.Errorf("store: %s is %w: %w", fmt.Sprintf(what, args...), ErrDamaged, err)
}

// err is nil if all was read, else an ErrDamaged.
func (d *damage) err() error {
	if d.more == 0 {
		return d.first
	}
	return fmt.Errorf("%w; and so are %d more", d.first, d.more)
}
