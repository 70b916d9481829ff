package bolt

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// Backup writes a tar archive: the database as of one moment, then all blobs.
// Blobs only ever come and are deleted after what referred to them, so each
// blob that the copied database needs is in it. While it runs, pages freed by
// others are not used again and the file may grow.
func (e *Engine) Backup(ctx context.Context, w io.Writer) error {
	out := tar.NewWriter(w)
	err := e.db.View(func(t *bbolt.Tx) error {
		if err := entry(out, filepath.Base(e.path), t.Size(), e.now()); err != nil {
			return err
		}
		_, err := t.WriteTo(&writer{ctx, out})
		return err
	})
	if err == nil {
		err = e.backupBlobs(ctx, out)
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return fmt.Errorf("bolt: backup of %s: %w", e.path, classify(err))
	}
	return nil
}

func (e *Engine) backupBlobs(ctx context.Context, out *tar.Writer) error {
	return filepath.WalkDir(e.blobs, func(path string, d fs.DirEntry, err error) error {
		if path == e.blobs && err == nil {
			return out.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: filepath.Base(path) + "/", Mode: 0o700, ModTime: e.now(), Format: tar.FormatPAX})
		}
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), temporary) {
			return errors.Join(ignoreMissing(err), ctx.Err())
		}
		f, err := os.Open(path)
		if err != nil {
			return ignoreMissing(err)
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(filepath.Dir(e.path), path)
		if err != nil {
			return err
		}
		if err = entry(out, filepath.ToSlash(name), info.Size(), info.ModTime()); err != nil {
			return err
		}
		_, err = io.Copy(&writer{ctx, out}, f)
		return err
	})
}

// ignoreMissing passes over a file that was removed while the backup ran.
func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func entry(out *tar.Writer, name string, size int64, at time.Time) error {
	return out.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: at, Format: tar.FormatPAX})
}

// A writer stops when its context is done.
type writer struct {
	ctx context.Context
	w   io.Writer
}

func (w *writer) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.w.Write(p)
}
