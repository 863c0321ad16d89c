package main

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A few kills, of works that are quick, so that every run of the tests has some; make
// faults has two hundred, of all works. Then harm is done on purpose, and seen.
func TestAFewKillsDoNoHarmAndHarmIsSeen(t *testing.T) {
	root := t.TempDir()
	if err := os.Chmod(filepath.Dir(root), 0o711); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(root, "binaan")
	if out, err := exec.Command("go", "build", "-o", binary, "binaan/cmd/binaan").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	h, err := settle(t.Context(), binary, root)
	if err != nil {
		t.Fatal(err)
	}
	defer h.end()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for n, w := range works {
		if strings.Contains("upload import plan absence sync payments backup", w.name) {
			v, told, _ := h.try(t.Context(), w, n, rng)
			t.Log(w.name, told)
			if v.harm() > 0 {
				t.Errorf("%s: %s%v", w.name, told, v)
			}
		}
	}
	if v := h.calm(t.Context()); v.harm() > 0 {
		t.Errorf("at last: %v", v)
	}
	h.claims = append(h.claims, claim{what: "gone", sql: "select 0", acked: true}, claim{what: "never there", sql: "select 0"}, claim{what: "twice", sql: "select 2"})
	do := func(sql string) {
		t.Helper()
		err := look(t.Context(), h.dir, func(conn *pgx.Conn) error {
			_, err := conn.Exec(context.Background(), sql)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	do("update household set arrears = arrears + 1 where id = (select min(id) from household)")
	v := h.judge(t.Context())
	if len(v.lost) != 1 || len(v.doubled) != 1 || len(v.bad) == 0 || v.lost[0] != "gone" || v.doubled[0] != "twice" {
		t.Errorf("harm that was done: %v", v)
	}
	var sum tally
	sum.add(v)
	if sum.survived != 0 || sum.harm() < 3 {
		t.Errorf("counted as %+v", sum)
	}
}
