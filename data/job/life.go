package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
)

// life is the lifeline of a process's workers: a connection of its own that holds
// an advisory lock. PostgreSQL lets go of the lock as soon as the process is gone,
// however it went, and whoever still lives puts its jobs back into the queue.
type life struct {
	store *data.Store
	id    string
	log   *slog.Logger
	hands *hands // of the process

	mu   sync.Mutex
	conn *pgx.Conn
}

// rescueEvery is how soon the jobs of a dead worker are seen.
const rescueEvery = 2 * time.Second

func newLife(ctx context.Context, store *data.Store, id string, log *slog.Logger) (*life, error) {
	l := &life{store: store, id: id, log: log}
	return l, l.hold(ctx)
}

// hold takes the lock.
func (l *life) hold(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, l.store.Pool().Config().ConnConfig)
	if err != nil {
		return fmt.Errorf("lifeline: %w", err)
	}
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(hashtextextended($1, 0))", l.id); err != nil {
		return errors.Join(fmt.Errorf("lifeline: %w", err), conn.Close(ctx))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn = conn
	return nil
}

// close lets go of the lock.
func (l *life) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.conn.Close(context.Background())
}

// rescue looks after the lifeline, and for jobs whose worker has lost its own,
// until ctx ends.
func (l *life) rescue(ctx context.Context) {
	tick := time.NewTicker(rescueEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := data.Calmly(func() error { return l.round(ctx) }); err != nil && ctx.Err() == nil {
			l.log.Error("rescue of jobs", "error", err)
		}
	}
}

func (l *life) round(ctx context.Context) error {
	l.mu.Lock()
	err := l.conn.Ping(ctx)
	l.mu.Unlock()
	if err != nil {
		if err := l.hold(ctx); err != nil {
			return err
		}
	}
	return l.requeue(ctx)
}

// requeue makes jobs available again that are marked as running by a worker without
// a lifeline, or by this process, which has put them down.
func (l *life) requeue(ctx context.Context) error {
	tag, err := l.store.Pool().Exec(ctx, `
		update river.river_job j
		set state = 'available', scheduled_at = now()
		where state = 'running' and kind = any($1) and (
		  attempted_by[array_upper(attempted_by, 1)] = $2 and attempted_at < now() - $3::interval and id <> all($4)
		  or not exists (
		  select from pg_locks k
		  where k.locktype = 'advisory' and k.objsubid = 1
		    and k.database = (select oid from pg_database where datname = current_database())
		    and (k.classid::bigint << 32) | k.objid::bigint = hashtextextended(j.attempted_by[array_upper(j.attempted_by, 1)], 0)))`,
		[]string{data.UnitJob{}.Kind(), data.ReplanJob{}.Kind(), data.ForgetJob{}.Kind()}, l.id, lately, l.hands.full())
	if err != nil {
		return fmt.Errorf("put jobs of dead workers back: %w", err)
	}
	if n := tag.RowsAffected(); n > 0 {
		l.log.Warn("jobs that nobody works are back in the queue", "jobs", n)
	}
	return nil
}
