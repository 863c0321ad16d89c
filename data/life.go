package data

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// life is the lifeline of this program's imports: a connection of its own that
// holds an advisory lock. PostgreSQL lets go of the lock as soon as the program is
// gone, however it went.
type life struct {
	mu     sync.Mutex
	id     string
	conn   *pgx.Conn
	looked time.Time
}

// lookAfter is how often a lifeline is looked after while it is used.
const lookAfter = 5 * time.Second

// lifeline holds the program's lifeline, anew where the connection was lost, and
// names it; it was looked after within a time.
func (s *Store) lifeline(ctx context.Context, within time.Duration) (string, error) {
	l := &s.life
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil && time.Since(l.looked) < within {
		return l.id, nil
	}
	if l.conn != nil && l.conn.Ping(ctx) == nil {
		l.looked = time.Now()
		return l.id, nil
	}
	if l.id == "" {
		l.id = "import " + uuid.NewString()
	}
	config := s.pool.Config().ConnConfig.Copy()
	for name, value := range aliveWithin {
		config.RuntimeParams[name] = value
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return "", fmt.Errorf("lifeline: %w", err)
	}
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(hashtextextended($1, 0))", l.id); err != nil {
		return "", errors.Join(fmt.Errorf("lifeline: %w", err), conn.Close(ctx))
	}
	l.conn, l.looked = conn, time.Now()
	return l.id, nil
}

// aliveWithin has PostgreSQL notice within a minute that a machine is gone.
var aliveWithin = map[string]string{"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}

// letGo ends the lifeline.
func (l *life) letGo() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		l.conn.Close(context.Background()) // the lock goes with the connection, however it ends
	}
}

const lostImport = "Program yang mengimpor berhenti atau sambungannya putus sebelum selesai. Data tidak berubah; lanjutkan, atau kirim lagi berkasnya."

// failLost ends the open imports of a transaction's branch whose program is gone.
// Others, also those of other programs, go on.
func failLost(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, `
		update import i set state = 'failed', error = $1, finished_at = moment()
		where state in ('queued', 'running') and not exists (
		  select from pg_locks k
		  where k.locktype = 'advisory' and k.objsubid = 1
		    and k.database = (select oid from pg_database where datname = current_database())
		    and (k.classid::bigint << 32) | k.objid::bigint = hashtextextended(i.life, 0))
		returning branch_id, id, created_by`, lostImport)
	if err != nil {
		return fmt.Errorf("imports of programs that are gone: %w", err)
	}
	type lost struct {
		Branch BranchID
		ID     ImportID
		By     string
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[lost])
	if err != nil {
		return fmt.Errorf("imports of programs that are gone: %w", err)
	}
	for _, l := range all {
		if err := recordRefusal(ctx, tx, l.Branch, l.ID, l.By, lostImport); err != nil {
			return err
		}
	}
	return nil
}

// FailLostImports ends the open imports of all branches whose program is gone.
func (s *Store) FailLostImports(ctx context.Context) error {
	branches, err := s.Branches(ctx)
	if err != nil {
		return err
	}
	for _, b := range branches {
		if err := s.InBranch(ctx, one(b.ID), func(tx pgx.Tx) error { return failLost(ctx, tx) }); err != nil {
			return fmt.Errorf("branch %s: %w", b.Code, err)
		}
	}
	return nil
}
