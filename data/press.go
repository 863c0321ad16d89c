package data

import (
	"sync"
	"time"
)

// press counts what phones bring by the second.
type press struct {
	mu           sync.Mutex
	second       int64
	this, before int // in that second, and in the one before
}

// pressing is how many deliveries in a second make it worth while that plans wait for
// them: a branch's own kader never bring so many.
const pressing = 20

func (p *press) count(at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turn(at)
	p.this++
}

func (p *press) high(at time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turn(at)
	return max(p.this, p.before) >= pressing
}

// turn goes on to the second of a moment.
func (p *press) turn(at time.Time) {
	switch now := at.Unix(); now - p.second {
	case 0:
	case 1:
		p.second, p.this, p.before = now, 0, p.this
	default:
		p.second, p.this, p.before = now, 0, 0
	}
}

// Pressed tells whether thousands of phones are bringing to this program right now what
// their kader recorded: then what nobody waits for waits.
func (s *Store) Pressed() bool { return s.press.high(s.Now()) }
