// Package api is the edge: HTTP in, JSON and tiles out, and who may see what.
// gin and huma stay inside it.
package api

import (
	"cmp"
	"context"
	"io/fs"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"binaan/data"
	"binaan/data/report"
	"binaan/geo"
	"binaan/planner/heat"
	"binaan/planner/ledger"
)

// Config is what the program that serves decides.
type Config struct {
	Version string
	Secure  bool     // cookies only over TLS
	TOTP    bool     // admins and managers need a second factor
	AllTOTP bool     // officers and supervisors too; a kader has the phone
	Proxies []string // addresses or networks whose X-Forwarded-For is believed
	Uploads string   // folder for files being imported
	Kept    string   // folder of their sealed copies, for imports that are broken off; empty: none is kept
	Import  Importer // what is done with them

	UploadTime time.Duration // how long a file may take to come in; 0: 15 minutes

	// Room reports whether the disks that the program writes to have room; nil: nobody looks.
	Room func() error
}

// Importer imports the file at path, and keeps the import's progress and end.
type Importer func(ctx context.Context, b data.Branch, i data.Import, path string) error

// server holds what handlers share.
type server struct {
	store  *data.Store
	config Config
	api    huma.API
	login  *login

	totals       memo[data.Totals]
	heat         memo[[]data.HeatCell]
	legends      memo[Legend]
	heatMonths   memo[*data.HeatMonth]
	heatFamilies memo[*data.HeatMonth]
	partitions   memo[*data.Partition]
	happened     memo[[]heat.Happening]
	layers       memo[*geo.Layer]
	blocks       memo[[]data.BlockOf]
	desa         memo[[]data.DesaSum]
	drawn        memo[[]byte] // tiles, compressed
	earned       memo[[]ledger.Statement]
	evaluations  memo[report.Pack]
	borders      memo[[]PackBorder] // of kader
	about        memo[[]byte]       // streets about kader's families, compressed
	boards       memo[data.Board]
	exceptional  memo[data.Exceptions]
	packed       memo[[]byte] // bodies of large answers, compressed

	pushes, packs crowd
	maps          chan struct{}

	imports *imports
	streams streams

	planWatch   glances[data.PlanHead]
	importWatch glances[data.Import]
}

// What is remembered at a time, bytes where it says so.
const (
	mostViews     = 64
	mostTiles     = 12 << 20 // bytes: some thousand tiles
	mostLayers    = 24 << 20 // bytes: parts of a branch take some 600 kB
	mostDivisions = 8 << 20  // bytes: a division takes as much
	mostMonths    = 8 << 20  // bytes: a branch of 100,000 families takes a quarter of it
	mostFamilies  = 16 << 20 // bytes: that branch takes 7 MB for a month, and two months are compared
	mostBoards    = 8 << 20  // bytes: a board takes up to 2 MB
	mostAnswers   = 16 << 20 // bytes
	mostStreets   = 8 << 20  // bytes: streets about a kader's families take some 20 kB
)

// mostUpload is the most bytes of a file; huma caps other requests at 1 MiB.
const mostUpload = 512 << 20

// New is the whole edge over store: the API under /api/v1, tiles, health, and
// the faces from the files of web. Work that outlives a request
// stops when ctx ends.
func New(ctx context.Context, store *data.Store, web fs.FS, config Config) http.Handler {
	return compressed(newRouter(ctx, store, web, config))
}

func newRouter(ctx context.Context, store *data.Store, web fs.FS, config Config) *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.RedirectTrailingSlash = false // an address is right or it is none
	if err := router.SetTrustedProxies(config.Proxies); err != nil {
		panic(err) // only malformed addresses can fail
	}
	router.RemoteIPHeaders = []string{"X-Forwarded-For"}
	config.UploadTime = cmp.Or(config.UploadTime, uploadTime)
	s := &server{store: store, config: config, login: newLogin(store, config)}
	s.totals.most, s.heat.most, s.legends.most, s.earned.most = mostViews, mostViews, mostViews, mostViews
	s.borders.most = mostBorders
	s.about.most, s.about.weigh = mostStreets, bytesOf
	s.layers.most, s.layers.weigh, s.drawn.most, s.drawn.weigh = mostLayers, (*geo.Layer).Bytes, mostTiles, bytesOf
	s.heatMonths.most, s.heatMonths.weigh, s.heatFamilies.most, s.heatFamilies.weigh = mostMonths, (*data.HeatMonth).Bytes, mostFamilies, (*data.HeatMonth).Bytes
	s.partitions.most, s.partitions.weigh, s.boards.most, s.boards.weigh = mostDivisions, (*data.Partition).Bytes, mostBoards, bytesOfBoard
	s.happened.most = mostPacked
	s.blocks.most, s.desa.most, s.exceptional.most, s.evaluations.most = mostPacked, mostPacked, mostPacked, mostPacked
	s.packed.most, s.packed.weigh = mostAnswers, bytesOf
	s.pushes, s.packs = newCrowd(pushesInside, pushesWaiting), newCrowd(packsInside, packsWaiting)
	s.maps = make(chan struct{}, mapsInside)
	s.imports = newImports(ctx, store, config.Import)
	router.Use(recovery, measure, secureHeaders, rememberLanguage, s.rememberRoom, sameOrigin, soundAddress)
	if config.Secure {
		router.Use(overTLS)
	}
	s.health(router)
	s.cards(router)

	inside := router.Group("", s.login.load)
	s.api = humagin.NewWithGroup(router, inside, description(config.Version))
	speakOfInput()
	s.operations()
	s.tiles(inside)
	s.uploads(inside)
	router.NoRoute(faces{files: web, start: store.Now()}.serve)
	return router
}

func description(version string) huma.Config {
	c := huma.DefaultConfig("Binaan", version)
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.DocsPath = "" // its page would load scripts of others
	c.SchemasPath = ""
	c.OpenAPIPath = "/api/openapi"
	c.Formats = map[string]huma.Format{"application/json": soundJSON, "json": soundJSON}
	c.CreateHooks = nil // no $schema links in answers
	c.Info.Description = "Territories, daily routes and maps of arrears for kader JKN. " +
		"Money is whole rupiah, days are YYYY-MM-DD in the branch's zone, times of day are minutes after midnight, " +
		"H3 cells are hexadecimal text, lengths are metres and seconds."
	return c
}
