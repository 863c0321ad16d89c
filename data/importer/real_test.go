package importer_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb/planar"

	"binaan/data"
	"binaan/data/report"
	"binaan/data/sample"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// gdalRows are a layer of a map as GDAL reads it, by which most other programs read maps:
// its attributes by name and, under area, the area of its shape in square degrees.
func (o *office) gdalRows(path, layer string) (rows []map[string]string) {
	o.Helper()
	program, err := exec.LookPath("ogr2ogr")
	if err != nil {
		o.Fatal("GDAL is missing, which reads our maps back: on Debian, apt-get install gdal-bin")
	}
	if strings.HasSuffix(path, ".zip") {
		path = "/vsizip/" + path
	}
	command := exec.Command(program, "-f", "CSV", "/vsistdout/", path, "-dialect", "OGRSQL", "-sql", "SELECT *, OGR_GEOM_AREA AS area FROM "+layer)
	told := &strings.Builder{}
	command.Stderr = told
	out, err := command.Output()
	if err != nil || told.Len() > 0 {
		o.Fatalf("ogr2ogr %s: %v %s", path, err, told)
	}
	all, err := csv.NewReader(strings.NewReader(string(out))).ReadAll()
	if err != nil {
		o.Fatal(err)
	}
	for _, values := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = values[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// populate brings families and kader into desa of a real map.
func (o *office) populate(areas string) {
	o.Helper()
	if err := sample.Write(o.dir, sample.Options{Households: 6000, Seed: 1, AsOf: asOf, Areas: areas}); err != nil {
		o.Fatal(err)
	}
	for _, f := range sampleFiles[1:3] {
		if got := o.must(f.kind, o.file(f.file)); got.Accepted != got.Rows {
			o.Fatalf("%s: %d of %d rows taken", f.file, got.Accepted, got.Rows)
		}
	}
}

// drawnByHand is a draft in which a kader has the desa of the kecamatan with most families.
func (o *office) drawnByHand() (id data.PlanID, kader planner.Kader, desa []geo.AreaCode) {
	o.Helper()
	head, err := o.store.AddDraft(o.Context(), o.branch.ID, data.NewDraft{Name: "Gambar"}, asOf, "uji")
	if err != nil {
		o.Fatal(err)
	}
	all, err := o.store.Kader(o.Context(), o.branch.ID)
	if err != nil {
		o.Fatal(err)
	}
	kader = all[0]
	stroke := territory.Stroke{ID: uuid.NewString()}
	for _, code := range o.rows("select distinct desa from block where desa like $1 || '.%' order by desa", kader.Kecamatan) {
		desa = append(desa, geo.AreaCode(strings.Trim(code, "()")))
		stroke.Changes = append(stroke.Changes, territory.Change{Desa: desa[len(desa)-1], To: territory.Hand(kader.ID)})
	}
	if _, err := o.store.Draw(o.Context(), o.branch.ID, head.ID, stroke, data.Account{Login: "uji"}); err != nil {
		o.Fatal(err)
	}
	return head.ID, kader, desa
}

// solved is a plan of the solver by whole desa.
func (o *office) solved() data.PlanID {
	o.Helper()
	request := data.PlanRequest{Seed: 1, Day: asOf, Grain: planner.GrainDesa}
	head, err := o.store.QueuePlan(o.Context(), o.branch.ID, data.TerritoryKind, request, "uji")
	if err != nil {
		o.Fatal(err)
	}
	in, err := o.store.TerritoryInput(o.Context(), o.branch.ID, request)
	if err != nil {
		o.Fatal(err)
	}
	plan, err := territory.Design(o.Context(), in, planner.Options{Seed: 1, Iterations: 500})
	if err != nil {
		o.Fatal(err)
	}
	if err := o.store.FinishTerritories(o.Context(), data.UnitJob{Branch: o.branch.ID, Plan: head.ID, Unit: data.WholeBranch}, plan); err != nil {
		o.Fatal(err)
	}
	return head.ID
}

// readBack exports a plan and has GDAL read it: every desa once with its name, kader, figures
// and area, every territory with the sums that the workbench shows.
func (o *office) readBack(id data.PlanID, f report.Format) {
	o.Helper()
	p, err := o.store.PlanFile(o.Context(), o.branch.ID, id)
	if err != nil {
		o.Fatal(err)
	}
	path := filepath.Join(o.TempDir(), "rencana."+f.Ending())
	file, err := os.Create(path)
	if err != nil {
		o.Fatal(err)
	}
	defer file.Close()
	lost, err := report.Export(file, f, o.branch, p, asOf.Time())
	if err != nil {
		o.Fatal(err)
	}
	for _, l := range lost {
		if f != report.AsShapefile || l.Code != "NAME_CUT" && l.Code != "TEXT_CUT" {
			o.Errorf("plan %d as %s loses %+v", id, f, l)
		}
	}
	desa := o.gdalRows(path, "desa")
	if len(desa) != len(p.Desa) || len(desa) != 900 {
		o.Fatalf("%s: %d rows of %d desa", f, len(desa), len(p.Desa))
	}
	held := map[string]int{}
	for i, row := range desa {
		want := p.Desa[i]
		if row["kode_desa"] != string(want.Code) || row["desa"] != want.Name || row["utuh"] != "1" {
			o.Errorf("%s: desa %d is %v, want %s %s", f, i, row, want.Code, want.Name)
		}
		area, err := strconv.ParseFloat(row["area"], 64)
		if err != nil || math.Abs(area-math.Abs(planar.Area(want.Shape))) > 1e-12 {
			o.Errorf("%s: %s has area %s, want %g", f, want.Code, row["area"], planar.Area(want.Shape))
		}
		kk, err := strconv.Atoi(row["kk_layak"])
		if err != nil {
			o.Fatal(err)
		}
		held[row["wilayah"]] += kk
	}
	territories := o.gdalRows(path, "wilayah")
	if len(territories) != len(p.Territories) {
		o.Fatalf("%s: %d territories, want %d", f, len(territories), len(p.Territories))
	}
	for i, row := range territories {
		want := p.Territories[i]
		if row["kk_layak"] != fmt.Sprint(want.Eligible) || held[row["wilayah"]] != want.Eligible || row["kader"] != want.KaderName {
			o.Errorf("%s: territory %v holds %d KK by desa, want %+v", f, row, held[row["wilayah"]], want)
		}
		if area, err := strconv.ParseFloat(row["area"], 64); err != nil || area <= 0 {
			o.Errorf("%s: territory %s has no shape", f, row["wilayah"])
		}
	}
}

// drawsAndSolves draws on a real map, has the solver divide it by whole desa, and has both
// read back by another program.
func (o *office) drawsAndSolves(areas string) {
	o.Helper()
	o.populate(areas)
	drawn, kader, desa := o.drawnByHand()
	detail, err := o.store.TerritoryDetail(o.Context(), o.branch.ID, drawn)
	if err != nil {
		o.Fatal(err)
	}
	if len(detail.Territories) != 1 || detail.Territories[0].Kader != kader.ID || len(detail.Territories[0].Desa) != len(desa) {
		o.Fatalf("%+v was drawn, want %d desa of kader %s", detail.Territories, len(desa), kader.Code)
	}
	solved := o.solved()
	whole, err := o.store.TerritoryDetail(o.Context(), o.branch.ID, solved)
	if err != nil {
		o.Fatal(err)
	}
	if len(whole.Territories) == 0 || whole.Certificate == nil || whole.Certificate.Grain != planner.GrainDesa || whole.Certificate.Connected != whole.Certificate.Count {
		o.Errorf("solved: %d territories, certificate %+v", len(whole.Territories), whole.Certificate)
	}
	for _, id := range []data.PlanID{drawn, solved} {
		for _, f := range []report.Format{report.AsGeoPackage, report.AsShapefile} {
			o.readBack(id, f)
		}
	}
}
