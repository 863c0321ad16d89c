// Package importer takes the files that a branch sends, checks every row and
// accounts for all of them: rows in = accepted + updated + unchanged + duplicate
// + rejected. A file is applied as a whole or not at all.
package importer

import (
	"errors"
	"slices"
)

// Kinds are what a file may hold, in the order in which a branch imports them.
var Kinds = []string{"areas", "kader", "households", "visits", "payments", "roads"}

// Known tells whether kind is one of Kinds.
func Known(kind string) bool { return slices.Contains(Kinds, kind) }

// Why a whole file is refused.
var (
	ErrOlder = errors.New("older than what was imported before")
	ErrFile  = errors.New("file cannot be read")
)
