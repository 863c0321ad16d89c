package data

import (
	"fmt"
	"runtime/debug"
)

// Calmly makes an error of a panic: what a goroutine stumbles over must not take the
// whole program down, with everybody else's work.
func Calmly(do func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v\n%s", fault, debug.Stack())
		}
	}()
	return do()
}
