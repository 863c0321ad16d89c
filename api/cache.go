package api

import (
	"errors"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"binaan/data"
)

// revalidate lets a browser keep an answer but ask each time whether it still holds.
const revalidate = "private, no-cache"

// etag names a state of the branch's data as some view shows it.
func etag(view string, b data.Branch, more any) string {
	return fmt.Sprintf(`"%s-%s-%d-%v"`, view, b.Code, b.Version, more)
}

func notModified(tag string) error {
	return huma.ErrorWithHeaders(huma.Status304NotModified(), map[string][]string{"ETag": {tag}, "Cache-Control": {revalidate}})
}

func isNotFound(err error) bool { return errors.Is(err, data.ErrNotFound) }
