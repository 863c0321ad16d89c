package main

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// What every command pays before it begins is paid by the shortest one too: no package
// may hash a password or open a database when it is loaded.
func TestTheVersionHashesNoPasswordAndOpensNoDatabase(t *testing.T) {
	const hash = 46 << 20 // bytes that one hash of a password takes
	dir := filepath.Join(t.TempDir(), "data")
	t.Setenv("GODEBUG", "inittrace=1")
	t.Setenv("BINAAN_DATA_DIR", dir)
	t.Setenv("BINAAN_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")
	cmd, said := program(t, "version")
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	loaded := regexp.MustCompile(`^init (\S+) @.* (\d+) bytes, \d+ allocs$`)
	sum, packages, told := 0, 0, ""
	for lines := bufio.NewScanner(strings.NewReader(said.String())); lines.Scan(); {
		if init := loaded.FindStringSubmatch(lines.Text()); init != nil {
			n, _ := strconv.Atoi(init[2])
			sum, packages = sum+n, packages+1
		} else if strings.HasPrefix(lines.Text(), "binaan ") {
			told = lines.Text()
		}
	}
	if packages == 0 || sum >= hash {
		t.Errorf("%d packages took %d bytes before the command began, a hash is %d", packages, sum, hash)
	}
	if !strings.HasSuffix(told, runtime.Version()+" "+runtime.GOOS+"/"+runtime.GOARCH) {
		t.Errorf("told %q", told)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("a data folder was made: %v", err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if out, err := binaan(t, "version"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n >= hash {
		t.Errorf("the command took %d bytes, a hash is %d", n, hash)
	}
}
