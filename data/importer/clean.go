package importer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"binaan/planner"
)

// clean is s as a person sees it: no space around it and only single ones in it,
// no invisible marks, digits and letters of full width made plain. The apostrophe
// that keeps a spreadsheet from counting is dropped. Good ASCII comes back as it is.
func clean(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch r = visible(r); {
		case r == ' ':
			space = b.Len() > 0
		case r >= 0:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return unquoted(norm.NFC.String(b.String()))
}

// plain tells that nothing in s needs cleaning.
func plain(s string) bool {
	if s == "" {
		return true
	}
	if s[0] <= ' ' || s[0] == '\'' || s[len(s)-1] <= ' ' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == ' ' && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// visible maps every kind of space to ' ', what cannot be seen to -1, and digits
// and letters of full width or other scripts' digits to ASCII.
func visible(r rune) rune {
	switch {
	case r > ' ' && r <= '~':
		return r
	case unicode.IsSpace(r):
		return ' '
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	case planner.Unseen(r) || r == unicode.ReplacementChar:
		return -1
	}
	return r
}

// unquoted drops the apostrophe that marks text in a spreadsheet, and that Safe
// puts there: before a number or what would begin a formula, not in 'Aisyah.
func unquoted(s string) string {
	if len(s) > 1 && (s[0] == '\'' || strings.HasPrefix(s, "’")) {
		rest := strings.TrimPrefix(strings.TrimPrefix(s, "'"), "’")
		if rest != "" && strings.ContainsAny(rest[:1], "0123456789=+-@") {
			return rest
		}
	}
	return s
}
