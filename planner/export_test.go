package planner

import (
	"maps"
	"slices"
)

// Codes are all codes, in the order of the alphabet.
func Codes() []Code { return slices.Sorted(maps.Keys(codes)) }
