package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/humatest"
)

// Who brings a map while others are read is told to come again before a byte of it is.
func TestMapsInMemoryAreFew(t *testing.T) {
	s := &server{maps: make(chan struct{}, mapsInside)}
	bring := func() (status int, in bool) {
		body := strings.NewReader("map")
		w := httptest.NewRecorder()
		c := humatest.NewContext(&huma.Operation{}, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", body), w)
		s.fewMaps(c, func(huma.Context) { in = true })
		if body.Len() != len("map") {
			t.Error("the body of who waits was read")
		}
		return w.Code, in
	}
	for range 3 * mapsInside { // each leaves again
		if status, in := bring(); !in {
			t.Fatalf("alone: %d", status)
		}
	}
	for range mapsInside {
		s.maps <- struct{}{}
	}
	if status, in := bring(); in || status != http.StatusTooManyRequests {
		t.Errorf("beside %d others: %d, in %t", mapsInside, status, in)
	}
}
