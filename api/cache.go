package api

import (
	"errors"
	"fmt"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"binaan/data"
)

// revalidate lets a browser keep an answer but ask each time whether it still holds.
const revalidate = "private, no-cache"

// keepNowhere lets nobody keep an answer: what stands in it is about persons.
const keepNowhere = "no-store"

// etag names a state of the branch's data as some view shows it: weakly, because
// the same answer may travel compressed or not.
func etag(view string, b data.Branch, more any) string {
	return fmt.Sprintf(`W/"%s-%s-%d-%v"`, view, b.Code, b.Version, more)
}

// matches tells whether an If-None-Match names a tag, as RFC 9110 compares them.
func matches(header, tag string) bool {
	for named := range strings.SplitSeq(header, ",") {
		if named = strings.TrimSpace(named); named == "*" || strings.TrimPrefix(named, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

func notModified(tag, cache string) error {
	return huma.ErrorWithHeaders(huma.Status304NotModified(), map[string][]string{"ETag": {tag}, "Cache-Control": {cache}})
}

func isNotFound(err error) bool { return errors.Is(err, data.ErrNotFound) }
