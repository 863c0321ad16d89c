package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestUploadsOfProgramsThatAreGoneAreRemovedAtTheStart(t *testing.T) {
	root := filepath.Join(t.TempDir(), "uploads")
	living, err := openUploads(root)
	if err != nil {
		t.Fatal(err)
	}
	kept, left := filepath.Join(living.dir, "upload-1"), filepath.Join(root, "mati", "upload-2")
	if err := os.Mkdir(filepath.Dir(left), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{kept, left, filepath.Join(root, "tersesat")} {
		if err := os.WriteFile(file, []byte("9901010611990001"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	another, err := openUploads(root)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the upload of a program that lives: %v", err)
	}
	if _, err := os.Stat(filepath.Dir(left)); !os.IsNotExist(err) {
		t.Errorf("the upload of a program that is gone is still there: %v", err)
	}
	for _, dir := range []string{root, living.dir, another.dir} {
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", dir, info.Mode(), err)
		}
	}
	living.close()
	another.close()
	if entries, err := os.ReadDir(root); err != nil || len(entries) > 0 {
		t.Errorf("%d folders are left after the end: %v", len(entries), err)
	}
}

// The folder of a program that serves another PostgreSQL must do for the private one
// later, which under root runs as another user.
func TestUploadsMakeTheDataFolderAsPostgreSQLNeedsIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	u, err := openUploads(filepath.Join(dir, "uploads"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.lock.Close() })
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := os.FileMode(0o700)
	if os.Geteuid() == 0 {
		want = 0o711
	}
	if info.Mode().Perm() != want {
		t.Errorf("data folder is %o, want %o", info.Mode().Perm(), want)
	}
}
