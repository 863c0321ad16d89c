package api

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// mostNested is deeper than anything that a phone writes; encoding/json gives up at
// 10,000 and takes the whole body with it.
const mostNested = 64

// broken stands where a value was that cannot be read: a text that nothing takes.
const broken = `"\ufffd"`

// markValues is JSON with broken in the place of every value that spoils what stands
// beside it: a number beyond float64 or a word that JSON has not (1e400, NaN), and what
// is nested deeper than mostNested. Text that ends too early stays so.
func markValues(text []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(text))
	depth := 0
	for at := 0; at < len(text); {
		end := tokenEnd(text, at)
		token := text[at:end]
		at = end
		switch opens, closes := token[0] == '{' || token[0] == '[', token[0] == '}' || token[0] == ']'; {
		case opens:
			if depth++; depth == mostNested+1 {
				out.WriteString(broken)
			}
			if depth > mostNested {
				continue
			}
		case closes:
			if depth--; depth >= mostNested {
				continue
			}
		case depth > mostNested:
			continue
		case isWord(token[0]) && !readable(token):
			out.WriteString(broken)
			continue
		}
		out.Write(token)
	}
	return out.Bytes()
}

// tokenEnd is where the token ends that begins at: a text with its quotes, a word or
// number, or one byte of anything else.
func tokenEnd(text []byte, at int) int {
	end := at + 1
	switch {
	case text[at] == '"':
		for end < len(text) && text[end] != '"' {
			if text[end] == '\\' {
				end++
			}
			end++
		}
		return min(end+1, len(text))
	case isWord(text[at]):
		for end < len(text) && isWord(text[end]) {
			end++
		}
	}
	return end
}

// isWord reports whether a byte may be of a number, of true, false and null, or of a
// word like them.
func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.' || c == '_'
}

// readable reports whether a word is a value of JSON that a reader can hold.
func readable(word []byte) bool {
	if !json.Valid(word) {
		return false
	}
	if word[0] != '-' && (word[0] < '0' || word[0] > '9') {
		return true
	}
	_, err := strconv.ParseFloat(string(word), 64)
	return err == nil
}
