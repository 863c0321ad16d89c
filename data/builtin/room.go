package builtin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// What PostgreSQL needs to go on: room for two segments of its log, and a few files.
const (
	leastRoom  = 32 << 20
	leastFiles = 64
)

// readOnly is the flag of a mounted file system that nobody may write to.
const readOnly = 1

// Room reports whether a folder has room to write, and can be written to. ENOSPC: no
// bytes or no files are left, or hardly any; EROFS: it may only be read.
func Room(dir string) error {
	if err := space(dir); err != nil {
		return err
	}
	return try(dir)
}

// DataRoom is Room of a data folder, and of the file systems of PostgreSQL's tables and
// of its log where those are others.
func DataRoom(dir string) error {
	err := Room(dir)
	for _, part := range []string{"pg", filepath.Join("pg", "pg_wal")} {
		if lack := space(filepath.Join(dir, part)); !errors.Is(lack, fs.ErrNotExist) {
			err = errors.Join(err, lack)
		}
	}
	return err
}

// try writes a file: a file system that has given up after a fault of its disk refuses
// that and says nothing of it in its flags.
func try(dir string) error {
	path := filepath.Join(dir, ".room")
	err := os.WriteFile(path, make([]byte, 4096), 0o600)
	if gone := os.Remove(path); !errors.Is(gone, fs.ErrNotExist) { // another program tries too
		err = errors.Join(err, gone)
	}
	if err != nil {
		return fmt.Errorf("room in %s: %w", dir, err)
	}
	return nil
}

// space reports whether the file system of a folder has room.
func space(dir string) error {
	var is syscall.Statfs_t
	if err := syscall.Statfs(dir, &is); err != nil {
		return fmt.Errorf("room in %s: %w", dir, err)
	}
	switch free := is.Bavail * uint64(is.Bsize); {
	case uint64(is.Flags)&readOnly != 0:
		return fmt.Errorf("%s: %w", dir, syscall.EROFS)
	case free < leastRoom:
		return fmt.Errorf("%s has %d MB left: %w", dir, free>>20, syscall.ENOSPC)
	case is.Files > 0 && is.Ffree < leastFiles: // some file systems do not count files
		return fmt.Errorf("%s has room for %d more files: %w", dir, is.Ffree, syscall.ENOSPC)
	}
	return nil
}

// noRoom is the errno that PostgreSQL ended over, as its words tell; 0: another reason.
func noRoom(said string) syscall.Errno {
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS} {
		// PostgreSQL runs with LC_ALL=C: it says what strerror does, which Go writes in lower case.
		if strings.Contains(strings.ToLower(said), errno.Error()) {
			return errno
		}
	}
	return 0
}

// lastWords are what PostgreSQL said of its own end: the last line that tells a fault
// of its own, with its details, not those after it which only say that it ends.
func lastWords(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if !tellsFault(lines[i]) {
			continue
		}
		end := i + 1
		for end < len(lines) && (strings.Contains(lines[end], "DETAIL:") || strings.Contains(lines[end], "HINT:")) {
			end++
		}
		return strings.Join(lines[i:end], "; ")
	}
	return lastLines(said, 3)
}

// tellsFault holds for a line of a fault of the server's, not for one that a client
// was sent while it starts, stops or recovers.
func tellsFault(line string) bool {
	if !strings.Contains(line, "PANIC:") && !strings.Contains(line, "FATAL:") {
		return false
	}
	for _, client := range []string{"terminating", "the database system is", "canceling", "role \"", "database \"", "too many", "Peer authentication"} {
		if strings.Contains(line, client) {
			return false
		}
	}
	return true
}
