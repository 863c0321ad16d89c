package data

import "strings"

// AsText keeps a spreadsheet from taking a cell for a formula: text that begins like
// one is led by an apostrophe, which the importer takes away again.
func AsText(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") {
		return "'" + s
	}
	return s
}
