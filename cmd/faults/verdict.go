package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// verdict is what a kill did harm to.
type verdict struct{ lost, doubled, bad []string }

func (v verdict) harm() int { return len(v.lost) + len(v.doubled) + len(v.bad) }

func (v *verdict) join(w verdict) {
	v.lost, v.doubled, v.bad = append(v.lost, w.lost...), append(v.doubled, w.doubled...), append(v.bad, w.bad...)
}

func (v *verdict) wrong(format string, args ...any) {
	v.bad = append(v.bad, fmt.Sprintf(format, args...))
}

func (v verdict) String() string {
	text := ""
	for _, harm := range []struct {
		name string
		list []string
	}{{"LOST", v.lost}, {"DOUBLED", v.doubled}, {"BAD", v.bad}} {
		if len(harm.list) > 0 {
			text += "\n    " + harm.name + ": " + strings.Join(harm.list, "; ")
		}
	}
	return text
}

// hold compares a claim with how often what it claims is there. What was not
// acknowledged may be there, since the answer may have been lost, but not twice.
func (v *verdict) hold(c claim, times int) {
	switch {
	case times > 1:
		v.doubled = append(v.doubled, c.what)
	case times == 0 && c.acked:
		v.lost = append(v.lost, c.what)
	}
}

// judge looks, once everything runs again, at whatever was acknowledged so far, and at
// what must hold always.
func (h *house) judge(ctx context.Context) (v verdict) {
	err := look(ctx, h.dir, func(conn *pgx.Conn) error {
		for _, c := range h.claims {
			var n int
			if err := conn.QueryRow(ctx, c.sql, c.args...).Scan(&n); err != nil {
				return fmt.Errorf("%s: %w", c.what, err)
			}
			v.hold(c, n)
		}
		return h.whole(ctx, conn, &v)
	})
	if err != nil {
		v.wrong("look: %v", err)
	}
	return v
}

// whole looks at what no kill may break.
func (h *house) whole(ctx context.Context, conn *pgx.Conn, v *verdict) error {
	var known, rows int64
	if err := conn.QueryRow(ctx, "select coalesce(sum(arrears), 0)::bigint, count(*) from household").Scan(&known, &rows); err != nil {
		return err
	}
	if h.sums[known] == 0 || rows != families {
		v.wrong("%d families owe %d: of no file", rows, known)
	}
	var newest string
	if err := conn.QueryRow(ctx, "select file from import where kind = 'households' and state = 'done' order by id desc limit 1").Scan(&newest); err != nil {
		return err
	}
	if want := fmt.Sprintf("households-%d.csv", h.sums[known]); newest != want {
		v.wrong("families owe what %s says, and the newest import that is done is %s", want, newest)
	}
	for what, sql := range map[string]string{
		"import that is done and does not add up": "select count(*) from import where state = 'done' and rows <> accepted + updated + unchanged + duplicate + rejected",
		"done plan of territories without any":    "select count(*) from plan p where kind = 'territory' and state = 'done' and not exists (select from territory t where t.plan_id = p.id)",
		"plan that has ended with an open unit":   "select count(*) from plan p join plan_unit u on u.plan_id = p.id where p.state in ('done', 'failed', 'cancelled') and u.state in ('queued', 'running')",
		"done unit without its month":             "select count(*) from plan_unit u join plan p on p.id = u.plan_id where p.kind = 'route' and u.state = 'done' and not exists (select from route_month m where m.plan_id = u.plan_id and m.kader_id::text = u.unit)",
		"days on which two plans begin":           "select count(*) from (select published_from from plan where published_from is not null group by 1 having count(*) > 1) x",
		"families of blocks and of households":    "select abs((select sum(households) from block) - (select count(*) from household where cell <> 0 and arrears_status = 'aktif'))::bigint",
	} {
		var n int64
		if err := conn.QueryRow(ctx, sql).Scan(&n); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if n > 0 {
			v.wrong("%s: %d", what, n)
		}
	}
	return nil
}

// settles is how long work that goes on after a kill may take.
const settles = 3 * time.Minute

// calm waits until nothing is under way, and then verifies the audit and looks for
// files that should be gone.
func (h *house) calm(ctx context.Context) (v verdict) {
	var open string
	for end := time.Now().Add(settles); ; time.Sleep(300 * time.Millisecond) {
		err := look(ctx, h.dir, func(conn *pgx.Conn) error {
			return conn.QueryRow(ctx, `
				select coalesce(string_agg(what, ', '), '') from (
				  select format('import %s is %s', id, state) as what from import where state in ('queued', 'running')
				  union all select format('plan %s is %s', id, state) from plan where state in ('queued', 'running')) x`).Scan(&open)
		})
		if err == nil && open == "" {
			break
		}
		if time.Now().After(end) || ctx.Err() != nil {
			v.wrong("still under way: %s %v", open, err)
			break
		}
	}
	if _, err := must(ctx, h.binary, "", "audit", "verify", "--data-dir", h.dir); err != nil {
		v.wrong("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(h.dir, "uploads", "*", "upload-*")); len(left) > 0 {
		v.wrong("%d uploads are left", len(left))
	}
	if left, _ := os.ReadDir(filepath.Join(h.dir, "uploads")); len(left) > 2 { // and that of sealed copies
		v.wrong("%d folders of uploads for one server", len(left))
	}
	v.join(h.judge(ctx))
	return v
}
