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

// saysNothing tells that a cell, whatever its column, is as good as empty. A row
// of signs is what a spreadsheet shows of a column that is too narrow.
func saysNothing(s string) bool {
	if s == "" {
		return true
	}
	if c := s[0]; c >= '0' && c <= '9' || len(s) > longestNothing && c > ' ' && c != '#' {
		return false
	}
	s = clean(s)
	if s == "" || len(s) > 2 && strings.Trim(s, "#") == "" {
		return true
	}
	if len(s) > longestNothing {
		return false
	}
	if strings.HasPrefix(s, "Err:") {
		return digitsOnly(s[len("Err:"):])
	}
	return nothings[strings.ToLower(strings.ReplaceAll(s, " ", ""))]
}
