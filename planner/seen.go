package planner

import (
	"strings"
	"unicode"
)

// Seen is text as whoever reads it sees it: without what turns the direction of writing,
// has no width, is blank without being a space, or is nobody's letter. Two texts that look
// alike are alike then, and none looks like another. Lines, tabs and spaces stay. A joiner
// between two emoji goes too: they stand side by side.
func Seen(text string) string {
	if strings.IndexFunc(text, Unseen) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if Unseen(r) {
			return -1
		}
		return r
	}, text)
}

// Unseen reports whether nobody sees a character, nor the gap that a space leaves.
func Unseen(r rune) bool {
	switch {
	case r >= ' ' && r <= '~':
		return false
	case unicode.IsSpace(r):
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Cc, unicode.Co) || strings.ContainsRune(blanks, r)
}

// blanks are letters and signs that are drawn as nothing (Unicode's
// Default_Ignorable_Code_Point, and the braille cell without dots).
const blanks = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
