package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"binaan/planner"
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

// soundJSON is JSON whose texts a column can hold, and are as they are seen
// (planner.Seen): what validation counts, and what is kept.
var soundJSON = huma.Format{
	Marshal: marshal,
	Unmarshal: func(text []byte, v any) error {
		if !utf8.Valid(text) || bytes.ContainsRune(text, 0) || escapesNUL(text) {
			return errText
		}
		if err := json.Unmarshal(text, v); err != nil {
			return err //nolint:wrapcheck // huma tells it
		}
		if bytes.ContainsFunc(text, beyondASCII) || bytes.Contains(text, []byte(`\u`)) {
			see(reflect.ValueOf(v))
		}
		return nil
	},
}

func beyondASCII(r rune) bool { return r >= utf8.RuneSelf }

// secret is a text that is taken as it is typed.
type secret string

// see makes all texts of a value, but for secrets and JSON that is read later, what is seen
// of them.
func see(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && v.Type() != reflect.TypeFor[secret]() {
			v.SetString(planner.Seen(v.String()))
		}
	case reflect.Pointer:
		see(v.Elem())
	case reflect.Interface:
		seeInside(v)
	case reflect.Struct:
		for i := range v.NumField() {
			see(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			see(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			v.SetMapIndex(key, sight(v.MapIndex(key)))
		}
	}
}

// seeInside sees what an interface holds, which cannot be changed where it is.
func seeInside(v reflect.Value) {
	if !v.IsNil() && v.CanSet() {
		v.Set(sight(v.Elem()))
	}
}

// sight is a copy of a value that is seen.
func sight(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	see(c)
	return c
}

// escapesNUL reports whether JSON escapes a NUL.
func escapesNUL(text []byte) bool { return nextNUL(text, 0) >= 0 }

// nextNUL is where the next \u0000 begins whose backslash is not itself escaped; -1
// where there is none.
func nextNUL(text []byte, from int) int {
	for {
		at := bytes.Index(text[from:], []byte(`\u0000`))
		if at < 0 {
			return -1
		}
		at += from
		before := 0
		for at-before > 0 && text[at-before-1] == '\\' {
			before++
		}
		if before%2 == 0 {
			return at
		}
		from = at + 1
	}
}

// marked is JSON with the sign for a broken character, U+FFFD, in the place of what no
// column can hold, or no reader read.
func marked(text []byte) []byte {
	text = bytes.ReplaceAll(bytes.ToValidUTF8(text, []byte("\ufffd")), []byte{0}, []byte("\ufffd"))
	for at := nextNUL(text, 0); at >= 0; at = nextNUL(text, at) {
		copy(text[at:], `\ufffd`)
	}
	return markValues(text)
}

// markBroken lets a body through whose parts are judged one by one: what is broken is
// marked where it stands, for who judges, and spoils that part alone.
func markBroken(c huma.Context, next func(huma.Context)) {
	next(markedBody{c, &markedReader{from: c.BodyReader()}})
}

type asked = huma.Context // whose method Context forbids a field of that name

type markedBody struct {
	asked
	body io.Reader
}

func (m markedBody) BodyReader() io.Reader { return m.body }

// markedReader reads all of from when it is first asked: a character may lie across
// two readings.
type markedReader struct {
	from io.Reader
	text io.Reader
}

func (m *markedReader) Read(p []byte) (int, error) {
	if m.text == nil {
		text, err := io.ReadAll(io.LimitReader(m.from, mostBody))
		if err != nil {
			return 0, fmt.Errorf("read body: %w", err)
		}
		m.text = bytes.NewReader(marked(text))
	}
	return m.text.Read(p)
}

// mostBody is more than a request may bring: huma refuses what it reads beyond 1 MiB.
const mostBody = 1<<20 + 1
