//go:build linux

package api_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"binaan/data"
	"binaan/data/builtin"
	"binaan/data/datatest"
	"binaan/geo"
	"binaan/planner"
)

var (
	nationBranches = flag.Int("branches", 25, "branches of BenchmarkNation, each with 40,000 families and 200,000 visits")
	nationSeconds  = flag.Int("tile-seconds", 30, "how long BenchmarkNation asks for 50 tiles a second")
)

const (
	nationFamilies = 40_000
	nationVisits   = 200_000
	nationKader    = 41
	nationPassword = "benchmark-nation-1"
)

// BenchmarkNation fills 25 branches with a million families and five million visits,
// serves them by the program itself, and measures what a manager of all branches waits
// for and what the program then holds: first numbers, the map, tiles at a rate, and tiles
// beside PostGIS over the same outlines. It takes a quarter of an hour and 4 GB, which it
// gives back.
//
//	go test ./api -run xxx -bench Nation -benchtime 1x -timeout 60m [-branches 5]
func BenchmarkNation(b *testing.B) {
	owner, app := datatest.DSN(b)
	n := &nation{sampleOffice: &sampleOffice{store: datatest.Open(b, app, data.ClockAt(benchMoment)), owner: owner}}
	began := time.Now()
	n.fill(b)
	say("%d branches filled in %.0f s", len(n.all), time.Since(began).Seconds())
	n.serve(b)
	n.firsts(b)
	n.rate(b)
	n.beside(b)
	for b.Loop() {
		continue
	}
	b.ReportMetric(0, "ns/op")
}

// say tells a result as soon as it is known: what a benchmark logs is cut after ten lines.
func say(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// nation is an office of many branches, served by a program of its own.
type nation struct {
	*sampleOffice
	all    []data.Branch
	middle []geo.Position // of branches
	url    string
	cookie string
	pid    int
}

func (n *nation) fill(b *testing.B) {
	var granted []data.BranchID
	for i := range *nationBranches {
		branch, err := n.store.AddBranch(b.Context(), fmt.Sprint(9901+i), fmt.Sprint("Contoh ", i+1), "WIB")
		if err != nil {
			b.Fatal(err)
		}
		at := geo.Position{Lon: 107 + float64(i%10)*0.6, Lat: -7.8 + float64(i/10)*0.6}
		n.all, n.middle, granted = append(n.all, branch), append(n.middle, at), append(granted, branch.ID)
		err = n.store.InBranch(b.Context(), []data.BranchID{branch.ID}, func(tx pgx.Tx) error { return n.settle(b.Context(), tx, branch.ID, at, uint64(i)) })
		if err != nil {
			b.Fatal(err)
		}
	}
	n.run(b, builtin.Owner, "vacuum analyze")
	account := data.NewAccount{Login: "nation", Name: "Contoh", Role: data.Manager, Password: nationPassword, Branches: granted}
	if _, err := n.store.AddAccount(b.Context(), account); err != nil {
		b.Fatal(err)
	}
	for _, branch := range n.all {
		if err := n.store.MakePartition(b.Context(), branch.ID, data.Quarter(planner.DayOf(benchMoment))); err != nil {
			b.Fatal(err)
		}
	}
}

// settle fills a branch: 250 desa about a middle, families in clumps, two years of visits,
// one in ten of them a promise, and a payment for every tenth.
func (n *nation) settle(ctx context.Context, tx pgx.Tx, b data.BranchID, middle geo.Position, seed uint64) error {
	rng := rand.New(rand.NewPCG(seed, 25))
	homes, err := homesAround(rng, middle)
	if err != nil {
		return err
	}
	if err := settleAreas(ctx, tx, b, middle); err != nil {
		return err
	}
	today := planner.DayOf(benchMoment)
	if _, err := tx.Exec(ctx, "create temporary table arriving_home (id bigint, class smallint, months smallint, arrears bigint, desa text, lon float8, lat float8, cell bigint) on commit drop"); err != nil {
		return err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"arriving_home"}, []string{"id", "class", "months", "arrears", "desa", "lon", "lat", "cell"}, pgx.CopyFromSlice(len(homes), func(i int) ([]any, error) {
		h := homes[i]
		return []any{int64(h.ID), int16(h.Classes[0]), int16(h.Months), int64(h.Arrears), string(h.Desa), h.At.Lon, h.At.Lat, int64(h.Cell)}, nil
	}))
	if err != nil {
		return err
	}
	for _, sql := range []string{
		`insert into kader (branch_id, id, code, name, lon, lat, kecamatan, valid_from, valid_to, shifts, status)
		 select $1, k, 'K' || k, 'Contoh ' || k, 107, -7, '99.01.' || lpad((1 + k % 25)::text, 2, '0'), $2::date - 900, $2::date + 400, '[]', 'aktif' from generate_series(1, $3::int) k`,
		`insert into household (branch_id, id, no_kk, head_name, classes, segment, arrears_of, months, arrears, arrears_status, desa, phone_quality, lon, lat, accuracy, cell, as_of)
		 select $1, id, '99' || lpad(id::text, 14, '0'), 'Contoh', array[class], 'PBPU', 'PBPU', months, arrears, 'aktif', desa, 'none', lon, lat, case when id % 12 = 0 then 'E' else 'A' end, cell, $2::date - 3
		 from arriving_home where $3 > 0`,
		`insert into visit (branch_id, household_id, kader_id, day, at, outcome, promise, event_id)
		 select $1, 1 + n * 7919 % 40000, 1 + n % $3::int, $2::date - (n % 730)::int, 960 + n % 240,
		   (array['RUMAH_KOSONG', 'JANJI', 'BAYAR_SEBAGIAN', 'MENOLAK', 'BELUM_MAMPU', 'RUMAH_KOSONG', 'MENOLAK', 'BELUM_MAMPU', 'WA', 'MENOLAK'])[1 + n % 10],
		   case when n % 10 = 1 then jsonb_build_object('due', $2::date - (n % 730)::int + 5, 'open', 0, 'close', 1439, 'amount', 100000, 'state', 'pending') end,
		   gen_random_uuid()
		 from generate_series(1, ` + fmt.Sprint(nationVisits) + `) n`,
		`insert into payment (branch_id, household_id, day, amount, channel, ref, event_id)
		 select $1, 1 + n * 7919 % 40000, $2::date - (n % 730)::int + 3, 100000, (array['BANK', 'MINIMARKET', 'KADER'])[1 + n % 3], 'R' || n, gen_random_uuid()
		 from generate_series(1, ` + fmt.Sprint(nationVisits) + `, 10) n where $3 > 0`,
		"insert into figures (branch_id, as_of, since) select $1, $2::date - 3, $2::date - 3 where $3 > 0 on conflict do nothing",
	} {
		if _, err := tx.Exec(ctx, sql, b, today, nationKader); err != nil {
			return fmt.Errorf("%.60s: %w", sql, err)
		}
	}
	blocks, err := planner.GatherBlocks(slices.Values(homes), func(planner.Household) bool { return true }, func(h planner.Household) (cash, later planner.Rupiah) { return h.Arrears / 100, 0 })
	if err != nil {
		return err
	}
	return data.ReplaceBlocks(ctx, tx, b, blocks, nil)
}

// desaOf is where desa k of 250 lies, and its code.
func desaOf(middle geo.Position, k int) (geo.Position, geo.AreaCode) {
	at := geo.Position{Lon: middle.Lon + 0.03*float64(k%16-8), Lat: middle.Lat + 0.03*float64(k/16-8)}
	return at, geo.AreaCode(fmt.Sprintf("99.01.%02d.%d", 1+k/10, 2001+k%10))
}

func settleAreas(ctx context.Context, tx pgx.Tx, b data.BranchID, middle geo.Position) error {
	areas := []geo.AreaCode{"99.01"}
	at := []geo.Position{middle}
	for k := range 250 {
		here, code := desaOf(middle, k)
		if k%10 == 0 {
			areas, at = append(areas, code.Kecamatan()), append(at, here)
		}
		areas, at = append(areas, code), append(at, here)
	}
	for i, code := range areas {
		_, err := tx.Exec(ctx, "insert into area (branch_id, code, level, name, lon, lat) values ($1, $2, $3, $4, $5, $6)", b, code, code.Level(), fmt.Sprint("Contoh ", i), at[i].Lon, at[i].Lat)
		if err != nil {
			return err
		}
	}
	return nil
}

func homesAround(rng *rand.Rand, middle geo.Position) ([]planner.Household, error) {
	homes := make([]planner.Household, nationFamilies)
	for i := range homes {
		at, desa := desaOf(middle, i%250)
		at.Lon, at.Lat = at.Lon+0.008*rng.NormFloat64(), at.Lat+0.008*rng.NormFloat64()
		cell, err := geo.CellAt(at)
		if err != nil {
			return nil, err
		}
		homes[i] = planner.Household{
			ID: planner.HouseholdID(i + 1), Classes: []planner.CareClass{planner.CareClass(1 + rng.IntN(3))}, Months: 1 + rng.IntN(24), Arrears: planner.Rupiah(35_000 * (1 + rng.IntN(60))),
			ArrearsStatus: planner.ArrearsActive, Desa: desa, At: &at, Cell: cell,
		}
	}
	return homes, nil
}

// serve starts the program, as an office would, and logs in.
func (n *nation) serve(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "binaan")
	if out, err := exec.Command("go", "build", "-o", program, "binaan/cmd/binaan").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--workers", "0", "--second-factor=false", "--database-url", n.owner,
		"--uploads", filepath.Join(dir, "uploads"), "--factor-keys", filepath.Join(dir, "factor.keys"), "--now", benchMoment.Format(time.RFC3339))
	said, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	n.pid = cmd.Process.Pid
	n.url = addressSaid(b, said)
	n.cookie = n.logIn(b)
}

// addressSaid is the address that the program tells in its log.
func addressSaid(b *testing.B, log io.Reader) string {
	lines := bufio.NewScanner(log)
	var all []string
	for lines.Scan() {
		all = append(all, lines.Text())
		if at := strings.Index(lines.Text(), "http://127.0.0.1:"); at >= 0 {
			go func() { _, _ = io.Copy(io.Discard, log) }()
			return strings.TrimRight(strings.FieldsFunc(lines.Text()[at:], func(r rune) bool { return r == ' ' || r == '"' })[0], "/")
		}
	}
	b.Fatalf("the program told no address: %s", strings.Join(all, "\n"))
	return ""
}

func (n *nation) logIn(b *testing.B) string {
	answer, err := http.Post(n.url+"/api/v1/session", "application/json", strings.NewReader(fmt.Sprintf(`{"login":"nation","password":%q}`, nationPassword)))
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(answer.Body)
		b.Fatalf("log in: %s %s", answer.Status, text)
	}
	return strings.SplitN(answer.Header.Get("Set-Cookie"), ";", 2)[0]
}

// get asks the program and returns how long it took and how much came.
func (n *nation) get(b testing.TB, path string) (time.Duration, int) {
	request, err := http.NewRequest(http.MethodGet, n.url+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Cookie", n.cookie)
	request.Header.Set("Accept-Encoding", "gzip")
	began := time.Now()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Error(err)
		return 0, 0
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= http.StatusBadRequest {
		b.Errorf("%s: %s %.200s %v", path, answer.Status, body, err)
	}
	return time.Since(began), len(body)
}

// firsts are what nobody has asked for yet, in every branch once.
func (n *nation) firsts(b *testing.B) {
	for _, ask := range []struct{ name, path string }{
		{"branches together", "/api/v1/heat"}, {"first numbers", "/api/v1/branches/%s/board?month=2026-11"}, {"first map", "/api/v1/branches/%s/heat?measure=arrears"},
		{"first contact rate", "/api/v1/branches/%s/heat?measure=contact"}, {"first filter", "/api/v1/branches/%s/heat?measure=arrears&membership=III"},
	} {
		var took []time.Duration
		spent := n.spent(b)
		for _, branch := range n.all {
			path := ask.path
			if strings.Contains(path, "%s") {
				path = fmt.Sprintf(path, branch.Code)
			}
			d, _ := n.get(b, path)
			took = append(took, d)
			if path == ask.path {
				break
			}
		}
		spent = n.spent(b) - spent
		say("%-20s n %3d, median %7v, most %7v, program's processor %v each", ask.name, len(took), at(took, 0.5), at(took, 1), (spent / time.Duration(len(took))).Round(100*time.Microsecond))
	}
	say("the program holds %d MiB, at most %d MiB", n.memory(b, "VmRSS"), n.memory(b, "VmHWM"))
}

func at(all []time.Duration, share float64) time.Duration {
	slices.Sort(all)
	return all[min(len(all)-1, int(share*float64(len(all))))].Round(100 * time.Microsecond)
}

func (n *nation) tile(rng *rand.Rand, zoom maptile.Zoom) (path string) {
	i := rng.IntN(len(n.all))
	p := maptile.At(orb.Point{n.middle[i].Lon + 0.4*(rng.Float64()-0.5), n.middle[i].Lat + 0.4*(rng.Float64()-0.5)}, zoom)
	return fmt.Sprintf("/tiles/parts/%d/%d/%d.mvt?branch=%s&quarter=2026-Q4", p.Z, p.X, p.Y, n.all[i].Code)
}

// rate asks for 50 tiles a second, whether or not the ones before have come.
func (n *nation) rate(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 50))
	total := 50 * *nationSeconds
	took := make([]time.Duration, total)
	var group sync.WaitGroup
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for i := range total {
		path := n.tile(rng, maptile.Zoom(8+rng.IntN(6)))
		due := <-tick.C
		group.Go(func() {
			n.get(b, path)
			took[i] = time.Since(due)
		})
	}
	group.Wait()
	say("%d tiles at 50 a second: median %v, p99 %v, most %v", total, at(took, 0.5), at(took, 0.99), at(took, 1))
	say("the program holds %d MiB, at most %d MiB", n.memory(b, "VmRSS"), n.memory(b, "VmHWM"))
}

// beside draws the same tiles by the program and by PostGIS, one after the other.
func (n *nation) beside(b *testing.B) {
	parts := n.outlines(b)
	if parts == 0 {
		return
	}
	conn := n.connect(b, builtin.Super)
	const sql = `
		select ST_AsMVT(t, 'parts', 4096, 'geom', 'id')
		from (
		  select id, kind, resolution, desa, ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64) as geom
		  from bench_parts
		  where branch = $4 and geom && ST_TileEnvelope($1, $2, $3, margin => 1.0 / 64)) t`
	for _, zoom := range []maptile.Zoom{9, 11, 13} {
		rng := rand.New(rand.NewPCG(uint64(zoom), 3)) // others than were asked for
		var ours, theirs []time.Duration
		for range 200 {
			path := n.tile(rng, zoom)
			var z, x, y, branch int
			if _, err := fmt.Sscanf(path, "/tiles/parts/%d/%d/%d.mvt?branch=%d", &z, &x, &y, &branch); err != nil {
				b.Fatal(err)
			}
			d, _ := n.get(b, path+"&fresh="+fmt.Sprint(len(ours)))
			ours = append(ours, d)
			began := time.Now()
			var tile []byte
			if err := conn.QueryRow(b.Context(), sql, z, x, y, branch).Scan(&tile); err != nil {
				b.Fatal(err)
			}
			theirs = append(theirs, time.Since(began))
		}
		say("zoom %2d of %d parts, one at a time: ours %.0f a second (median %v), PostGIS %.0f a second (median %v)", zoom, parts, perSecond(ours), at(ours, 0.5), perSecond(theirs), at(theirs, 0.5))
	}
}

func perSecond(all []time.Duration) float64 {
	sum := time.Duration(0)
	for _, d := range all {
		sum += d
	}
	return float64(len(all)) / sum.Seconds()
}

// outlines are the table that PostGIS draws from; 0: it is not installed.
func (n *nation) outlines(b *testing.B) (parts int) {
	conn := n.connect(b, builtin.Super)
	if _, err := conn.Exec(b.Context(), "create extension if not exists postgis"); err != nil {
		b.Logf("without PostGIS: %v", err)
		return 0
	}
	n.run(b, builtin.Super, "create table bench_parts (branch int, id bigint, kind text, resolution int, desa text, shape text)")
	for _, branch := range n.all {
		p, err := n.store.Partition(b.Context(), branch.ID, data.Quarter(planner.DayOf(benchMoment)))
		if err != nil {
			b.Fatal(err)
		}
		_, err = conn.CopyFrom(b.Context(), pgx.Identifier{"bench_parts"}, []string{"branch", "id", "kind", "resolution", "desa", "shape"}, pgx.CopyFromSlice(len(p.Parts), func(i int) ([]any, error) {
			part := p.Parts[i]
			shape := orb.MultiPolygon{}
			if len(part.Cells) > 0 {
				if shape, err = geo.Outline(part.Cells); err != nil {
					return nil, err
				}
			}
			text := "SRID=4326;" + wellKnown(shape)
			if len(shape) == 0 {
				text = "SRID=4326;MULTIPOLYGON EMPTY"
			}
			var code int
			_, err := fmt.Sscan(branch.Code, &code)
			return []any{code, i + 1, part.Kind, part.Resolution, string(part.Desa[0]), text}, err
		}))
		if err != nil {
			b.Fatal(err)
		}
		parts += len(p.Parts)
	}
	n.run(b, builtin.Super, `
		alter table bench_parts add column geom geometry;
		update bench_parts set geom = ST_Transform(shape::geometry, 3857);
		alter table bench_parts drop column shape;
		create index on bench_parts using gist (geom)`)
	n.run(b, builtin.Super, "vacuum full analyze bench_parts")
	return parts
}

// memory is what the program holds, in MiB.
func (n *nation) memory(b *testing.B, of string) (mib int) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", n.pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if value, found := strings.CutPrefix(line, of+":"); found {
			_, _ = fmt.Sscan(value, &mib)
		}
	}
	return mib / 1024
}

// spent is the processor time that the program has taken.
func (n *nation) spent(b *testing.B) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", n.pid))
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	var user, system int64
	_, _ = fmt.Sscan(fields[11], &user)
	_, _ = fmt.Sscan(fields[12], &system)
	return time.Duration(user+system) * 10 * time.Millisecond
}
