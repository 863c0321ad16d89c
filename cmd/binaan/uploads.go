package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"binaan/data"
	"binaan/data/builtin"
)

// uploads is the folder in which a serving program keeps files that are being
// imported, its own within the one of all programs. A lock tells that the program
// lives. Their sealed copies lie in one folder of all programs, which outlives them:
// an import that was broken off may go on.
type uploads struct {
	dir  string
	kept string
	lock *os.File
}

// keptFolder is the name of the folder of sealed copies.
const keptFolder = "kept"

// openUploads makes a folder within root, for this program's user alone, and
// removes those of programs that are gone, with all personal data in them.
func openUploads(root string) (*uploads, error) {
	if err := builtin.MakeFolder(filepath.Dir(root)); err != nil {
		return nil, fmt.Errorf("uploads: %w", err)
	}
	kept := filepath.Join(root, keptFolder)
	if err := os.MkdirAll(kept, 0o700); err != nil {
		return nil, fmt.Errorf("uploads: %w", err)
	}
	if err := clearUploads(root, 0); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(root, "")
	if err != nil {
		return nil, fmt.Errorf("uploads: %w", err)
	}
	lock, err := lockUploads(dir)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &uploads{dir, kept, lock}, nil
}

// sweepAfter is how old a sealed copy is before it is missed by nobody: one that is
// coming in stands in no table yet.
const sweepAfter = 30 * time.Minute

// sweep removes the sealed copies that no import may ask for.
func sweep(ctx context.Context, store *data.Store, kept string) error {
	left, err := os.ReadDir(kept)
	if err != nil || len(left) == 0 {
		return err
	}
	wanted, err := store.KeptUploads(ctx)
	if err != nil {
		return err
	}
	for _, entry := range left {
		info, err := entry.Info()
		if err != nil || wanted[entry.Name()] || time.Since(info.ModTime()) < sweepAfter {
			continue
		}
		if err := os.Remove(filepath.Join(kept, entry.Name())); err != nil {
			return fmt.Errorf("sealed uploads: %w", err)
		}
	}
	return nil
}

// clearUploads removes the folders that nobody holds and that were made so long ago:
// one that has just been made may be about to be held.
func clearUploads(root string, age time.Duration) error {
	left, err := os.ReadDir(root)
	if err != nil {
		return fmt.Errorf("uploads: %w", err)
	}
	for _, entry := range left {
		if entry.Name() == keptFolder {
			continue
		}
		dir := filepath.Join(root, entry.Name())
		if info, err := entry.Info(); err != nil || time.Since(info.ModTime()) < age {
			continue
		}
		lock, err := lockUploads(dir)
		if errors.Is(err, syscall.EWOULDBLOCK) {
			continue // of a program that lives
		}
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("uploads: %w", err)
		}
		if lock != nil {
			lock.Close()
		}
	}
	return nil
}

func lockUploads(dir string) (*os.File, error) {
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("uploads: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("uploads: %w", err), lock.Close())
	}
	return lock, nil
}

func (u *uploads) close() {
	if err := errors.Join(os.RemoveAll(u.dir), u.lock.Close()); err != nil {
		slog.Warn("remove uploads", "error", err)
	}
}
