package api

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"golang.org/x/sync/singleflight"

	"binaan/data"
)

// memo remembers what was made of a branch's data until they change. However many
// ask for the same at once, it is made once.
type memo[V any] struct {
	most   int // kept at a time; more, and all are forgotten
	mu     sync.Mutex
	kept   map[memoKey]V
	flight singleflight.Group
}

// memoKey names a view of a branch's data in one version.
type memoKey struct {
	branch  data.BranchID
	version int64
	view    string
}

// of is the view of a branch, made by do where nobody has asked for it in this
// version. Whoever asked first may go away: do works for the others too.
func (m *memo[V]) of(ctx context.Context, b data.Branch, view string, do func(context.Context) (V, error)) (V, error) {
	key := memoKey{b.ID, b.Version, view}
	if v, ok := m.find(key); ok {
		return v, nil
	}
	made, err, _ := m.flight.Do(fmt.Sprint(key), func() (any, error) {
		if v, ok := m.find(key); ok {
			return v, nil
		}
		v, err := do(context.WithoutCancel(ctx))
		if err == nil {
			m.keep(key, v)
		}
		return v, err
	})
	v, _ := made.(V)
	return v, err
}

func (m *memo[V]) find(key memoKey) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.kept[key]
	return v, ok
}

// keep remembers a view and forgets those of older versions.
func (m *memo[V]) keep(key memoKey, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.kept, func(k memoKey, _ V) bool { return k.branch == key.branch && k.version < key.version })
	if len(m.kept) >= m.most || m.kept == nil {
		m.kept = map[memoKey]V{}
	}
	m.kept[key] = v
}
