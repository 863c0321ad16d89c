package importer

import "strings"

// nothings are what people and programs write into a cell to say that they have
// nothing to say, in small letters without spaces: the errors of spreadsheets,
// the words of databases, and what is put into a form that wants to be filled.
var nothings = wordSet(
	"-", "--", "---", "–", "—", ".", "..", "...", "?", "??", "???", "*", "/", "_", "x", "xx", "xxx",
	"null", "(null)", "<null>", "nan", "none", "nil", "n/a", "na", "n.a.", "#n/a", "#na", "nat", "undefined", "void",
	"#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#field!", "#blocked!", "#busy!", "#getting_data", "#nv",
	"kosong", "(kosong)", "tidakada", "tdkada", "takada", "tidakadadata", "belumada", "tidakdiketahui", "tidaktahu", "(blank)", "blank", "empty",
)

func wordSet(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// longestNothing is more letters than any of nothings has, spaces between them and all.
const longestNothing = 24

// nothingBegins tells with which letters and signs a nothing may begin, or a cell
// that has to be cleaned before anything can be said of it.
var nothingBegins = func() (begins [256]bool) {
	for word := range nothings {
		begins[word[0]] = true
		begins[strings.ToUpper(word)[0]] = true
	}
	for c := range begins {
		begins[c] = begins[c] || c <= ' ' || c > '~' || c == '\''
	}
	return begins
}()

// saysNothing tells that a cell, whatever its column, is as good as empty. A row
// of signs is what a spreadsheet shows of a column that is too narrow.
func saysNothing(s string) bool {
	if s == "" {
		return true
	}
	if !nothingBegins[s[0]] || len(s) > longestNothing && s[0] > ' ' && s[0] != '#' {
		return false
	}
	s = clean(s)
	switch {
	case s == "" || len(s) > 2 && strings.Trim(s, "#") == "":
		return true
	case len(s) > longestNothing:
		return false
	case strings.HasPrefix(s, "Err:"):
		return digitsOnly(s[len("Err:"):])
	}
	var word [longestNothing]byte
	n := 0
	for i := range len(s) {
		if c := s[i]; c != ' ' {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			word[n] = c
			n++
		}
	}
	return nothings[string(word[:n])]
}
