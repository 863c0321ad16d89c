package api

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
)

// compressed has text sent as gzip to whoever takes it: 3.2 MB of blocks become
// 0.7. Left alone are streams of events, which must leave at once, and what comes
// compressed already: tiles, pages and sheets.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.CompressionLevel(gzip.BestSpeed),
		gzhttp.EnableZstd(false),
		gzhttp.ContentTypes([]string{"application/json", "application/problem+json", "application/openapi+json", "application/geo+json", "text/csv", "text/html", "text/plain"}),
	)
	if err != nil {
		panic(err) // only options that contradict each other can fail
	}
	return wrap(next)
}
