package builtin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// heirEvery is how often a guest looks whether its host is gone.
const heirEvery = time.Second

// Inherit waits, as a guest, until the program that runs the server is gone, however it
// went, and runs it from then on: what serves for weeks may have been a guest of a
// command of a minute. It returns when the server runs as ours, with an error when it
// cannot, and when ctx ends. Of several heirs one inherits; the others stay guests.
func (s *Server) Inherit(ctx context.Context) error {
	for !s.ours() {
		if err := sleep(ctx, heirEvery); err != nil {
			return err
		}
		lock, err := s.folder.free()
		if err != nil {
			return err
		}
		if lock == nil {
			continue
		}
		if err := s.folder.announce(lock, ""); err != nil {
			return errors.Join(err, lock.Close())
		}
		s.mu.Lock()
		s.lock = lock
		s.mu.Unlock()
		s.log.Warn("the program that ran PostgreSQL is gone; this one runs it from now on")
		return s.host(ctx, s.pgBin)
	}
	return nil
}

// ours tells whether this program runs the server.
func (s *Server) ours() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lock != nil
}

// free takes the folder's lock if nobody has it; nil: somebody has.
func (f folder) free() (*os.File, error) {
	lock, err := os.OpenFile(f.lockFile(), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock data folder %s: %w", f.dir, err)
	}
	err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return lock, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, lock.Close()
	}
	return nil, errors.Join(fmt.Errorf("lock data folder %s: %w", f.dir, err), lock.Close())
}
