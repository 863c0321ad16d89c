package api

import (
	"bytes"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// faces serves the built web pages: files by their name, and for every other
// path the page of its face, so that a link into a face works after a reload.
type faces struct {
	files fs.FS
	start time.Time
}

// errNoWeb says that the program was built without its pages.
var errNoWeb = errors.New("the web pages are not built; run: make web")

func (f faces) serve(c *gin.Context) {
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		abort(c, errNoRoute)
		return
	}
	name := strings.TrimPrefix(path.Clean(c.Request.URL.Path), "/")
	if strings.HasPrefix(name, "api/") || strings.HasPrefix(name, "tiles/") {
		abort(c, errNoRoute)
		return
	}
	if info, err := fs.Stat(f.files, name); name == "" || err != nil || info.IsDir() || strings.HasPrefix(name, ".") {
		if path.Ext(name) != "" {
			abort(c, errNoRoute)
			return
		}
		name = pageOf(name)
	}
	f.send(c, name)
}

func pageOf(name string) string {
	switch strings.SplitN(name, "/", 2)[0] {
	case "kader":
		return "kader.html"
	case "manager":
		return "manager.html"
	}
	return "index.html"
}

// send prefers the file compressed at build time. Names under assets/ carry a
// hash of what is in them and never change.
func (f faces) send(c *gin.Context, name string) {
	h := c.Writer.Header()
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		h.Set("Content-Type", kind)
	}
	if strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		if text, err := fs.ReadFile(f.files, name+".gz"); err == nil {
			h.Set("Content-Encoding", "gzip")
			http.ServeContent(c.Writer, c.Request, name, f.start, bytes.NewReader(text))
			return
		}
	}
	text, err := fs.ReadFile(f.files, name)
	if err != nil {
		abort(c, errNoWeb)
		return
	}
	http.ServeContent(c.Writer, c.Request, name, f.start, bytes.NewReader(text))
}
