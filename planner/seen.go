package planner

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
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

// SeenIn is JSON whose texts and names are as they are Seen, numbers as they were
// written. What is no JSON is left to whoever reads it.
func SeenIn(text []byte) []byte {
	if bytes.IndexFunc(text, Unseen) < 0 && !bytes.Contains(text, []byte(`\u`)) && !bytes.Contains(text, []byte(`\b`)) {
		return text // no letter is spelt by its number, and none deletes the one before
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var value any
	if d.Decode(&value) != nil || d.More() {
		return text
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(seen(value)) != nil {
		return text
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

// seen is a value of JSON as it is Seen. Of names that look alike the last counts, as of
// names that are alike.
func seen(value any) any {
	switch v := value.(type) {
	case string:
		return Seen(v)
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			inner := seen(v[name])
			delete(v, name)
			v[Seen(name)] = inner
		}
	case []any:
		for i, inner := range v {
			v[i] = seen(inner)
		}
	}
	return value
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
