package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"binaan/data"
	"binaan/data/datatest"
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
	if entries, err := os.ReadDir(root); err != nil || len(entries) != 1 || entries[0].Name() != keptFolder {
		t.Errorf("%d folders are left after the end: %v", len(entries), err)
	}
}

// A sealed copy outlives the programs, for as long as an import may ask for it.
func TestSealedCopiesGoThatNoImportAsksFor(t *testing.T) {
	_, app := datatest.DSN(t)
	store := datatest.Open(t, app, datatest.Clock())
	b, err := store.AddBranch(t.Context(), "9901", "Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	kept := t.TempDir()
	for _, name := range []string{"asked", "ended", "lost", "fresh"} {
		path := filepath.Join(kept, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if old := time.Now().Add(-2 * sweepAfter); name != "fresh" {
			if err := os.Chtimes(path, old, old); err != nil {
				t.Fatal(err)
			}
		}
		if name == "lost" || name == "fresh" {
			continue
		}
		i := data.Import{Kind: "households", File: name, AsOf: datatest.Today(), CreatedBy: "uji", Upload: data.Upload{Name: name, Key: "kunci"}}
		if i.ID, err = store.BeginImport(t.Context(), b.ID, i); err != nil {
			t.Fatal(err)
		}
		if err := store.FailImport(t.Context(), b.ID, i.ID, "putus", name == "asked"); err != nil {
			t.Fatal(err)
		}
	}
	if err := sweep(t.Context(), store, kept); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(kept, "*"))
	if err != nil || len(left) != 2 || filepath.Base(left[0]) != "asked" || filepath.Base(left[1]) != "fresh" {
		t.Errorf("left are %v: %v", left, err)
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
