package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// errText marks text that no column can hold: broken UTF-8 or a NUL.
var errText = errors.New("text is no UTF-8, or has a NUL in it")

func sound(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// soundAddress refuses a path or query with text that no column can hold.
func soundAddress(c *gin.Context) {
	ok := sound(c.Request.URL.Path)
	for name, values := range c.Request.URL.Query() {
		ok = ok && sound(name)
		for _, v := range values {
			ok = ok && sound(v)
		}
	}
	if !ok {
		abort(c, errText)
	}
}

// soundJSON is JSON whose texts a column can hold.
var soundJSON = huma.Format{
	Marshal: marshal,
	Unmarshal: func(text []byte, v any) error {
		if !utf8.Valid(text) || bytes.ContainsRune(text, 0) || escapesNUL(text) {
			return errText
		}
		return json.Unmarshal(text, v)
	},
}

// escapesNUL looks for \u0000 whose backslash is not itself escaped.
func escapesNUL(text []byte) bool {
	for from := 0; ; {
		at := bytes.Index(text[from:], []byte(`\u0000`))
		if at < 0 {
			return false
		}
		at += from
		before := 0
		for at-before > 0 && text[at-before-1] == '\\' {
			before++
		}
		if before%2 == 0 {
			return true
		}
		from = at + 1
	}
}
