package api

import (
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"binaan/data"
	"binaan/planner"
)

// cardPath is where the code of a kader's card leads.
const cardPath = "/v/"

//go:embed card.html card.css
var cardFiles embed.FS

var cardPage = template.Must(template.New("card.html").Funcs(template.FuncMap{"written": planner.Day.Words}).ParseFS(cardFiles, "card.html"))

// shownCard is what the page says: of a card that is good who it is, of others only that.
type shownCard struct {
	data.ShownCard
	Picture template.URL
}

// cards serves the page on which anybody sees whether a kader's card is good: no login, no
// script, and nothing of the branch, its families or where the kader is.
func (s *server) cards(router gin.IRoutes) {
	router.GET(cardPath+"card.css", func(c *gin.Context) {
		c.Header("Cache-Control", "public, max-age=3600")
		c.FileFromFS("card.css", http.FS(cardFiles))
	})
	router.GET(cardPath+":token", s.showCard)
}

func (s *server) showCard(c *gin.Context) {
	card, err := s.store.LookAtCard(c.Request.Context(), c.Param("token"), address(c))
	status := http.StatusOK
	switch {
	case errors.Is(err, data.ErrNotFound):
		status, card.State = http.StatusNotFound, "unknown"
	case errors.Is(err, data.ErrTooMany):
		status, card.State = http.StatusTooManyRequests, "busy"
		c.Header("Retry-After", retryAfter)
	case err != nil:
		slog.ErrorContext(c.Request.Context(), "card not shown", "error", err)
		status, card.State = http.StatusServiceUnavailable, "away"
	case card.State != data.CardGood:
		status = http.StatusGone
	}
	shown := shownCard{ShownCard: card}
	if len(card.Photo) > 0 {
		shown.Picture = template.URL(photoURL(card.Photo))
	}
	c.Header("Content-Type", "text/html; charset=utf-8")
	c.Header("X-Robots-Tag", "noindex")
	c.Status(status)
	if err := cardPage.Execute(c.Writer, shown); err != nil {
		slog.WarnContext(c.Request.Context(), "card not sent", "error", err)
	}
}

// photoURL is a JPEG as a page holds it in itself.
func photoURL(jpeg []byte) string {
	return "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(jpeg)
}
