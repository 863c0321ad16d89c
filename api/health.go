package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"binaan/data"
)

var (
	requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "binaan_http_request_seconds",
		Help:    "Time to answer a request, by route, method and status.",
		Buckets: []float64{.001, .005, .025, .1, .5, 2, 10},
	}, []string{"route", "method", "status"})
	connections = prometheus.NewDesc("binaan_database_connections", "Connections to PostgreSQL, by state.", []string{"state"}, nil)
)

// measure counts and times requests by route, never by the path asked for,
// which may name a household.
func measure(c *gin.Context) {
	start := time.Now()
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "face"
	}
	requests.WithLabelValues(route, known(c.Request.Method), strconv.Itoa(c.Writer.Status())).Observe(time.Since(start).Seconds())
	turnedAway.log(c, route)
}

// toldAMinute is how many refusals of a minute are logged: who sends more must not fill the disk.
const toldAMinute = 60

// refusalLog writes down requests that were turned away as too many, too large or
// broken: what somebody does who tries things. They are counted among the requests all
// the same.
type refusalLog struct {
	mu     sync.Mutex
	minute int64
	n      int
}

var turnedAway refusalLog

// tells reports whether a refusal of a minute is written down, and whether it is the last.
func (r *refusalLog) tells(status int, minute int64) (tell, last bool) {
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusTooManyRequests:
	default:
		return false, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if minute != r.minute {
		r.minute, r.n = minute, 0
	}
	r.n++
	return r.n <= toldAMinute, r.n == toldAMinute
}

func (r *refusalLog) log(c *gin.Context, route string) {
	tell, last := r.tells(c.Writer.Status(), time.Now().Unix()/60)
	if !tell {
		return
	}
	account := int64(0)
	if a, err := who(c.Request.Context()); err == nil {
		account = a.ID
	}
	slog.WarnContext(c.Request.Context(), "turned away", "status", c.Writer.Status(), "method", known(c.Request.Method), "route", route, "account", account, "address", address(c), "last_of_the_minute", last)
}

// known is a method that there is: a stranger must not invent series of numbers,
// which are kept for ever.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return method
	}
	return "other"
}

// recovery answers a request whose handler broke an invariant as any fault of ours.
func recovery(c *gin.Context) {
	defer func() {
		if fault := recover(); fault != nil {
			abort(c, fmt.Errorf("handler of %s panicked: %v", c.FullPath(), fault))
		}
	}()
	c.Next()
}

// poolGauge reads the connection pool whenever metrics are asked for.
type poolGauge struct{ store *data.Store }

func (g poolGauge) Describe(out chan<- *prometheus.Desc) { out <- connections }

func (g poolGauge) Collect(out chan<- prometheus.Metric) {
	busy, idle := g.store.Connections()
	out <- prometheus.MustNewConstMetric(connections, prometheus.GaugeValue, float64(busy), "busy")
	out <- prometheus.MustNewConstMetric(connections, prometheus.GaugeValue, float64(idle), "idle")
}

// Metrics tells what the program has done, for an address of its own that
// strangers do not reach. It tells of no household.
func Metrics(store *data.Store) http.Handler {
	seen := prometheus.NewRegistry()
	seen.MustRegister(requests, poolGauge{store}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return promhttp.HandlerFor(seen, promhttp.HandlerOpts{})
}

// health answers whether the program lives (healthz) and whether it can serve
// (readyz). Neither needs a session.
func (s *server) health(router *gin.Engine) {
	router.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	router.GET("/readyz", func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
		defer cancel()
		if err := s.ready(ctx); err != nil {
			slog.WarnContext(ctx, "not ready", "error", err)
			c.Header("Retry-After", retryAfter)
			c.String(http.StatusServiceUnavailable, notReady(err))
			return
		}
		c.String(http.StatusOK, "ready")
	})
}

// ready looks at the database, and at the disk beside it: one that is full may still
// answer what is read.
func (s *server) ready(ctx context.Context) error {
	err := s.store.Ready(ctx)
	if s.config.Room != nil && !errors.Is(err, data.ErrReadOnly) {
		err = errors.Join(s.config.Room(), err)
	}
	return err
}

// notReady is a reason in few words, for a machine.
func notReady(err error) string {
	switch outage := data.Outage(err); {
	case errors.Is(outage, data.ErrFull):
		return "disk full"
	case errors.Is(outage, data.ErrReadOnly):
		return "read-only"
	}
	return "database unreachable"
}
