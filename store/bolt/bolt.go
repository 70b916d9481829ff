// Package bolt is the engine in one bbolt file, with blobs as files beside it.
package bolt

import (
	"errors"
	"time"

	"tocsin/store/kv"
)

// Options of Open; the zero value is right for production.
type Options struct {
	Timeout time.Duration // how long to wait for another process's lock; 0 = 2 s
	MaxSize int           // bytes that the file may have; 0 = no limit
	Now     func() time.Time
}

// An Engine is a kv.Engine on one file.
type Engine struct{ kv.Engine }

// Open opens or makes the file; its blobs lie in path + ".blobs".
func Open(path string, opt Options) (*Engine, error) { return nil, errors.New("bolt: " + path) }
