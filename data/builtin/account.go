package builtin

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the operating system's user that PostgreSQL runs as: ourselves, or
// under root, whom PostgreSQL refuses, another one.
type account struct {
	name     string
	uid, gid int
	other    bool // not ourselves
}

// runAs chooses the account for a folder: under root the owner of an existing
// server folder, else postgres, else nobody.
func runAs(f folder) (account, error) {
	if os.Geteuid() != 0 {
		return ourselves()
	}
	a, err := firstUser("postgres", "nobody")
	if owner, ok := ownerOf(f.pg()); ok && owner != 0 {
		u, lookErr := user.LookupId(strconv.Itoa(owner))
		if lookErr != nil {
			return account{}, fmt.Errorf("owner of %s: %w", f.pg(), lookErr)
		}
		a, err = accountOf(u)
	}
	if err != nil {
		return account{}, err
	}
	a.other = true
	return a, enterable(f.dir, a)
}

func ourselves() (account, error) {
	u, err := user.Current()
	if err != nil {
		return account{}, fmt.Errorf("PostgreSQL needs a named user to run as: %w", err)
	}
	return accountOf(u)
}

func firstUser(names ...string) (account, error) {
	for _, name := range names {
		if u, err := user.Lookup(name); err == nil {
			return accountOf(u)
		}
	}
	return account{}, fmt.Errorf("PostgreSQL refuses to run as root, and there is none of the users %v to run it as", names)
}

func accountOf(u *user.User) (account, error) {
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return account{}, fmt.Errorf("user %s: %w", u.Username, err)
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return account{}, fmt.Errorf("user %s: %w", u.Username, err)
	}
	return account{name: u.Username, uid: uid, gid: gid}, nil
}

// attr lets a command run as the account.
func (a account) attr() *syscall.SysProcAttr {
	if !a.other {
		return &syscall.SysProcAttr{}
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}}
}

// give makes the account the owner of path.
func (a account) give(path string) error {
	if !a.other {
		return nil
	}
	return os.Chown(path, a.uid, a.gid)
}

func ownerOf(path string) (int, bool) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return int(stat.Uid), ok
}

// enterable checks that the account may walk to dir, and names the folder that
// stops it.
func enterable(dir string, a account) error {
	for at := dir; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil {
			return fmt.Errorf("data folder: %w", err)
		}
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok || !mayEnter(info.Mode(), int(stat.Uid), int(stat.Gid), a) {
			return fmt.Errorf("PostgreSQL runs as user %s under root, and that user may not enter %s: "+
				"choose another --data-dir (the default is /var/lib/binaan) or allow it with \"chmod o+x %s\"", a.name, at, at)
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}

func mayEnter(mode os.FileMode, uid, gid int, a account) bool {
	switch {
	case uid == a.uid:
		return mode&0o100 != 0
	case gid == a.gid:
		return mode&0o010 != 0
	}
	return mode&0o001 != 0
}
