package bolt

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tocsin/store/kv"
)

const temporary = "tmp-"

// PutBlob writes a file, syncs it, gives it its name and syncs the folder.
func (e *Engine) PutBlob(ctx context.Context, r io.Reader) (name string, size int64, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("bolt: writing a blob: %w", classify(err))
		}
	}()
	file, err := os.CreateTemp(e.blobs, temporary)
	if err != nil {
		return "", 0, err
	}
	digest := sha256.New()
	size, err = io.Copy(io.MultiWriter(file, digest), &reader{ctx, r})
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		name = hex.EncodeToString(digest.Sum(nil))
		err = e.place(file.Name(), name)
	}
	if err != nil {
		return "", 0, errors.Join(err, ignoreMissing(os.Remove(file.Name())))
	}
	return name, size, nil
}

// place renames a finished file to its name and makes the name durable.
func (e *Engine) place(from, name string) error {
	folder := filepath.Join(e.blobs, name[:2])
	switch err := os.Mkdir(folder, 0o700); {
	case err == nil:
		if err = syncFolder(e.blobs); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	if err := os.Rename(from, filepath.Join(folder, name)); err != nil {
		return err
	}
	return syncFolder(folder)
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// A reader stops when its context is done.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// blobPath refuses names that PutBlob never gave.
func (e *Engine) blobPath(name string) (string, error) {
	if len(name) != 2*sha256.Size || strings.Trim(name, "0123456789abcdef") != "" {
		return "", fmt.Errorf("bolt: %w: %q", kv.ErrNoBlob, name)
	}
	return filepath.Join(e.blobs, name[:2], name), nil
}

// OpenBlob opens a blob's file.
func (e *Engine) OpenBlob(ctx context.Context, name string) (io.ReadCloser, error) {
	path, err := e.blobPath(name)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("bolt: %w: %s is missing: restore it from a backup", kv.ErrNoBlob, path)
	}
	if err != nil {
		return nil, fmt.Errorf("bolt: %w", err)
	}
	return f, nil
}

// DeleteBlob removes a blob's file.
func (e *Engine) DeleteBlob(ctx context.Context, name string) error {
	path, err := e.blobPath(name)
	if err != nil {
		return nil
	}
	if err = os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("bolt: %w", err)
	}
	return nil
}

// SweepBlobs removes old files that keep does not claim.
func (e *Engine) SweepBlobs(ctx context.Context, before time.Time, keep func(string) (bool, error)) (removed int, err error) {
	err = filepath.WalkDir(e.blobs, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && d.IsDir() {
			return ctx.Err() // a file that went meanwhile, or a folder to look into
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil || !info.ModTime().Before(before) {
			return ctx.Err()
		}
		if !strings.HasPrefix(d.Name(), temporary) {
			if wanted, err := keep(d.Name()); err != nil || wanted {
				return err
			}
		}
		removed++
		return os.Remove(path)
	})
	if err != nil {
		return removed, fmt.Errorf("bolt: sweeping blobs: %w", err)
	}
	return removed, nil
}
