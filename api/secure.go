package api

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
)

// policy lets a page load its own origin's files and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; connect-src 'self'; " +
	"font-src 'self'; img-src 'self' data: blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// overTLS has the browser come back over TLS alone, for two years.
func overTLS(c *gin.Context) {
	c.Header("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
}

// secureHeaders tell the browser what no page of ours needs, and to keep no answer
// that does not say otherwise: it may be about a person.
func secureHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Cache-Control", keepNowhere)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "geolocation=(self), camera=(), microphone=()")
}

// sameOrigin refuses a change that another site's page asks for. Browsers say
// where a request comes from; a client that says nothing is no browser and has
// no cookie to abuse.
func sameOrigin(c *gin.Context) {
	switch c.Request.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return
	}
	if site := c.GetHeader("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		abort(c, errCrossSite)
		return
	}
	if origin := c.GetHeader("Origin"); origin != "" {
		from, err := url.Parse(origin)
		if err != nil || from.Host != c.Request.Host {
			abort(c, errCrossSite)
		}
	}
}
