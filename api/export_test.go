package api

import (
	"testing"
	"testing/fstest"

	"github.com/gin-gonic/gin"

	"binaan/data"
)

// Routes are all that the router serves.
func Routes(t *testing.T, store *data.Store) gin.RoutesInfo {
	return newRouter(t.Context(), store, fstest.MapFS{}, Config{}).Routes()
}
