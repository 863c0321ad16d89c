package builtin

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// oldest is the first major version whose SQL Binaan speaks.
const oldest = 15

// ErrNoBinaries tells that no PostgreSQL server programs were found.
var ErrNoBinaries = errors.New("no PostgreSQL server programs (initdb, postgres, version 15 or newer): " +
	"looked at --pg-bin, pg_config --bindir, /usr/lib/postgresql/*/bin and npm's @embedded-postgres; " +
	"on Debian \"apt-get install postgresql\" brings them")

// Binaries are the server programs of one PostgreSQL.
type Binaries struct {
	Dir   string // holds initdb and postgres
	Major int
}

// Find lists the PostgreSQL programs of this machine, most wanted first: pgBin
// alone when given, else those of pg_config, of Debian newest first, and of
// npm's @embedded-postgres beside or above the working folder or the program.
func Find(ctx context.Context, pgBin string) []Binaries {
	dirs := []string{pgBin}
	if pgBin == "" {
		dirs = slices.Concat(pgConfigDirs(ctx), debianDirs("/usr/lib/postgresql"), npmDirs())
	}
	var found []Binaries
	for _, dir := range dirs {
		major, err := majorOf(ctx, dir, nil)
		if err == nil && major >= oldest && !slices.ContainsFunc(found, func(b Binaries) bool { return b.Dir == dir }) {
			found = append(found, Binaries{Dir: dir, Major: major})
		}
	}
	return found
}

func pgConfigDirs(ctx context.Context) []string {
	out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output()
	if err != nil {
		return nil
	}
	return []string{strings.TrimSpace(string(out))}
}

// debianDirs lists root/MAJOR/bin, newest first: 18 before 9.6.
func debianDirs(root string) []string {
	dirs, _ := filepath.Glob(filepath.Join(root, "*", "bin"))
	version := func(dir string) float64 {
		v, _ := strconv.ParseFloat(filepath.Base(filepath.Dir(dir)), 64)
		return v
	}
	slices.SortFunc(dirs, func(a, b string) int {
		switch va, vb := version(a), version(b); {
		case va > vb:
			return -1
		case va < vb:
			return 1
		}
		return strings.Compare(a, b)
	})
	return dirs
}

// npmDirs lists where npm puts @embedded-postgres for this platform: in web or
// here, from the working folder and from the program's own folder upwards.
func npmDirs() []string {
	arch := map[string]string{"amd64": "x64", "386": "ia32"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	sub := filepath.Join("node_modules", "@embedded-postgres", runtime.GOOS+"-"+arch, "native", "bin")
	var dirs []string
	for _, from := range startFolders() {
		for dir := from; ; dir = filepath.Dir(dir) {
			dirs = append(dirs, filepath.Join(dir, "web", sub), filepath.Join(dir, sub))
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return dirs
}

func startFolders() []string {
	var dirs []string
	if wd, err := os.Getwd(); err == nil {
		dirs = append(dirs, wd)
	}
	if exe, err := os.Executable(); err == nil {
		dirs = append(dirs, filepath.Dir(exe))
	}
	return dirs
}

// majorOf asks the postgres of dir for its major version, as the account as when
// that is not nil.
func majorOf(ctx context.Context, dir string, as *account) (int, error) {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0, fmt.Errorf("PostgreSQL programs: %w", err)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version")
	cmd.Dir, cmd.Env = "/", environment()
	if as != nil {
		cmd.SysProcAttr = as.attr()
	}
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("%s --version: %w", cmd.Path, err)
	}
	return parseMajor(string(out))
}

// parseMajor reads the 15 of "postgres (PostgreSQL) 15.18 (Debian 15.18-0)"; of
// "18beta4" it is 18.
func parseMajor(version string) (int, error) {
	_, rest, ok := strings.Cut(version, "(PostgreSQL) ")
	end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if !ok || end <= 0 {
		return 0, fmt.Errorf("postgres --version says %q", version)
	}
	return strconv.Atoi(rest[:end])
}

// binaries chooses the programs for the folder: those of its own major version
// if it has been made already, else the most wanted ones.
func (s *Server) binaries(ctx context.Context, pgBin string) (Binaries, error) {
	found := Find(ctx, pgBin)
	if ctx.Err() != nil {
		return Binaries{}, fmt.Errorf("find PostgreSQL: %w", ctx.Err())
	}
	if len(found) == 0 && pgBin != "" {
		return Binaries{}, fmt.Errorf("no PostgreSQL server programs of version %d or newer in %s (--pg-bin)", oldest, pgBin)
	}
	if len(found) == 0 {
		return Binaries{}, ErrNoBinaries
	}
	chosen := found[0]
	if made := s.folder.major(); made != 0 {
		i := slices.IndexFunc(found, func(b Binaries) bool { return b.Major == made })
		if i < 0 {
			return Binaries{}, fmt.Errorf("data folder %s belongs to PostgreSQL %d, but only version %s is installed: "+
				"install PostgreSQL %d, or take a backup with it and restore into a new folder",
				s.folder.dir, made, majors(found), made)
		}
		chosen = found[i]
	}
	return s.readable(ctx, chosen)
}

func majors(found []Binaries) string {
	var names []string
	for _, b := range found {
		names = append(names, strconv.Itoa(b.Major))
	}
	return strings.Join(slices.Compact(names), ", ")
}

// readable returns programs that the account may run: bin itself, or a copy in
// the data folder when they lie where only root may go.
func (s *Server) readable(ctx context.Context, bin Binaries) (Binaries, error) {
	if _, err := majorOf(ctx, bin.Dir, &s.as); err == nil || !s.as.other {
		return bin, nil
	}
	copied := filepath.Join(s.folder.dir, fmt.Sprintf("pgsql-%d", bin.Major))
	own := Binaries{Dir: filepath.Join(copied, "bin"), Major: bin.Major}
	if _, err := majorOf(ctx, own.Dir, &s.as); err == nil {
		return own, nil
	}
	s.log.Info("copying PostgreSQL into the data folder", "from", bin.Dir, "because", "user "+s.as.name+" cannot run it there")
	if err := copyPrograms(filepath.Dir(bin.Dir), copied); err != nil {
		return Binaries{}, fmt.Errorf("copy PostgreSQL for user %s: %w", s.as.name, err)
	}
	if _, err := majorOf(ctx, own.Dir, &s.as); err != nil {
		return Binaries{}, fmt.Errorf("copy of PostgreSQL for user %s: %w", s.as.name, err)
	}
	return own, nil
}

// copyPrograms copies bin, lib and share of a PostgreSQL prefix, all or nothing.
func copyPrograms(prefix, to string) error {
	half := to + ".half"
	for _, dir := range []string{half, to} {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	for _, part := range []string{"bin", "lib", "share"} {
		from := filepath.Join(prefix, part)
		if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := copyTree(from, filepath.Join(half, part)); err != nil {
			return err
		}
	}
	return os.Rename(half, to)
}

// copyTree copies files and links; everybody may read the copy.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case entry.IsDir():
			return errors.Join(os.MkdirAll(target, 0o755), os.Chmod(target, 0o755))
		case entry.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		}
		return copyFile(path, target)
	})
}

func copyFile(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	mode := info.Mode().Perm() | 0o444
	if mode&0o100 != 0 {
		mode |= 0o111
	}
	return errors.Join(os.WriteFile(to, content, mode), os.Chmod(to, mode))
}
