package api

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/singleflight"

	"binaan/data"
)

// memo remembers what was made of a branch's data until they change. However many
// ask for the same at once, it is made once. What is too much goes where it was last
// asked for longest ago.
type memo[V any] struct {
	most   int         // weight kept at a time
	weigh  func(V) int // nil: each weighs one
	mu     sync.Mutex
	kept   map[memoKey]*view[V]
	weight int
	asked  int // how often
	flight singleflight.Group
}

// view is what is kept, and when it was last asked for.
type view[V any] struct {
	v             V
	weight, asked int
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

func (m *memo[V]) find(key memoKey) (v V, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.kept[key]
	if !ok {
		return v, false
	}
	m.asked++
	k.asked = m.asked
	return k.v, true
}

// keep remembers a view and forgets those of older versions.
func (m *memo[V]) keep(key memoKey, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[memoKey]*view[V]{}
	}
	for k := range m.kept {
		if k.branch == key.branch && k.version < key.version || k == key {
			m.forget(k)
		}
	}
	weight := 1
	if m.weigh != nil {
		weight = m.weigh(v)
	}
	for len(m.kept) > 0 && m.weight+weight > m.most {
		m.forget(m.oldest())
	}
	m.asked++
	m.weight += weight
	m.kept[key] = &view[V]{v, weight, m.asked}
}

func (m *memo[V]) forget(key memoKey) {
	m.weight -= m.kept[key].weight
	delete(m.kept, key)
}

// oldest is what was last asked for longest ago.
func (m *memo[V]) oldest() (key memoKey) {
	least := m.asked + 1
	for k, v := range m.kept {
		if v.asked < least {
			key, least = k, v.asked
		}
	}
	return key
}
