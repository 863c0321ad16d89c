package vector

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"time"

	"modernc.org/sqlite" // the driver "sqlite", too
	sqlite3 "modernc.org/sqlite/lib"
)

// A GeoPackage is a database of SQLite as the Open Geospatial Consortium lays it out
// (OGC 12-128r18). It is made and read in memory: no file of ours, and no journal.

//go:embed geopackage.sql
var geoPackageTables string

// inMemory opens a database with one connection, so that all see the same.
func inMemory(ctx context.Context) (*sql.DB, *sql.Conn, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	return db, conn, nil
}

func writeGeoPackage(w io.Writer, layers []Layer, at time.Time, lost *losses) error {
	ctx := context.Background()
	db, conn, err := inMemory(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, geoPackageTables); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "begin"); err != nil {
		return err
	}
	for _, l := range layers {
		if err := writeLayer(ctx, conn, l, at, lost); err != nil {
			return fmt.Errorf("layer %s: %w", l.Name, err)
		}
	}
	if _, err := conn.ExecContext(ctx, "commit"); err != nil {
		return err
	}
	var file []byte
	err = conn.Raw(func(driver any) error {
		file, err = driver.(interface{ Serialize() ([]byte, error) }).Serialize()
		return err
	})
	if err != nil {
		return err
	}
	_, err = w.Write(file)
	return err
}

// quoted is a name as SQL takes it, whatever is in it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// writeLayer writes a layer as a table, with the index of boxes that readers look in.
func writeLayer(ctx context.Context, conn *sql.Conn, l Layer, at time.Time, lost *losses) error {
	columns, marks := []string{}, []string{"?", "?"}
	create := []string{"fid integer primary key autoincrement not null", "geom multipolygon"}
	for _, f := range l.Fields {
		create = append(create, quoted(f.Name)+" "+map[Kind]string{Text: "text", Whole: "integer", Real: "real"}[f.Kind])
		columns, marks = append(columns, quoted(f.Name)), append(marks, "?")
	}
	table, index := quoted(l.Name), quoted("rtree_"+l.Name+"_geom")
	for _, act := range []string{
		fmt.Sprintf("create table %s (%s)", table, strings.Join(create, ", ")),
		fmt.Sprintf("create virtual table %s using rtree(id, minx, maxx, miny, maxy)", index),
	} {
		if _, err := conn.ExecContext(ctx, act); err != nil {
			return err
		}
	}
	insert, err := conn.PrepareContext(ctx, fmt.Sprintf("insert into %s (fid, geom%s) values (%s)", table, strings.Join(append([]string{""}, columns...), ", "), strings.Join(marks, ", ")))
	if err != nil {
		return err
	}
	defer insert.Close()
	bound := [4]any{nil, nil, nil, nil}
	for i, f := range l.Features {
		var shape []byte
		if len(f.Shape) == 0 {
			lost.add(NoShape, l.Name, "", fmt.Sprint(i+1))
		} else if shape, err = blobOf(f.Shape); err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, append([]any{i + 1, shape}, f.Values...)...); err != nil {
			return err
		}
		if len(f.Shape) > 0 {
			b := f.Shape.Bound()
			if _, err := conn.ExecContext(ctx, fmt.Sprintf("insert into %s values (?, ?, ?, ?, ?)", index), i+1, b.Min[0], b.Max[0], b.Min[1], b.Max[1]); err != nil {
				return err
			}
			bound = grown(bound, b.Min[0], b.Min[1], b.Max[0], b.Max[1])
		}
	}
	for _, act := range boxTriggers(l.Name) {
		if _, err := conn.ExecContext(ctx, act); err != nil {
			return err
		}
	}
	return register(ctx, conn, l.Name, at, bound)
}

// grown is the box of a layer with one more shape in it.
func grown(b [4]any, west, south, east, north float64) [4]any {
	if b[0] == nil {
		return [4]any{west, south, east, north}
	}
	return [4]any{min(b[0].(float64), west), min(b[1].(float64), south), max(b[2].(float64), east), max(b[3].(float64), north)}
}

// register tells readers of a layer.
func register(ctx context.Context, conn *sql.Conn, name string, at time.Time, bound [4]any) error {
	for _, one := range []struct {
		sql  string
		args []any
	}{
		{"insert into gpkg_contents (table_name, data_type, identifier, last_change, min_x, min_y, max_x, max_y, srs_id) values (?, 'features', ?, ?, ?, ?, ?, ?, 4326)",
			append([]any{name, name, at.UTC().Format("2006-01-02T15:04:05.000Z")}, bound[:]...)},
		{"insert into gpkg_geometry_columns values (?, 'geom', 'MULTIPOLYGON', 4326, 0, 0)", []any{name}},
		{"insert into gpkg_extensions values (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')", []any{name}},
	} {
		if _, err := conn.ExecContext(ctx, one.sql, one.args...); err != nil {
			return err
		}
	}
	return nil
}

// boxTriggers keep the index true when another program changes the layer: those of
// the standard's extension, whose functions that program brings.
func boxTriggers(layer string) []string {
	t, x := quoted(layer), quoted("rtree_"+layer+"_geom")
	name := func(s string) string { return quoted("rtree_" + layer + "_geom_" + s) }
	put := fmt.Sprintf("insert or replace into %s values (new.fid, st_minx(new.geom), st_maxx(new.geom), st_miny(new.geom), st_maxy(new.geom))", x)
	drop := fmt.Sprintf("delete from %s where id = old.fid", x)
	const some, none = "new.geom not null and not st_isempty(new.geom)", "(new.geom is null or st_isempty(new.geom))"
	return []string{
		fmt.Sprintf("create trigger %s after insert on %s when (%s) begin %s; end", name("insert"), t, some, put),
		fmt.Sprintf("create trigger %s after update of geom on %s when old.fid = new.fid and (%s) begin %s; end", name("update1"), t, some, put),
		fmt.Sprintf("create trigger %s after update of geom on %s when old.fid = new.fid and %s begin %s; end", name("update2"), t, none, drop),
		fmt.Sprintf("create trigger %s after update on %s when old.fid <> new.fid and (%s) begin %s; %s; end", name("update3"), t, some, drop, put),
		fmt.Sprintf("create trigger %s after update on %s when old.fid <> new.fid and %s begin delete from %s where id in (old.fid, new.fid); end", name("update4"), t, none, x),
		fmt.Sprintf("create trigger %s after delete on %s when old.geom not null begin %s; end", name("delete"), t, drop),
	}
}

// geoPackage reads the layers of a GeoPackage. A stranger's database is opened without
// trust: nothing in it runs, and only tables that it says are layers are read.
func (r *reader) geoPackage(ctx context.Context, file []byte) error {
	ctx, stop := context.WithTimeout(ctx, mostReading)
	defer stop()
	db, conn, err := inMemory(ctx)
	if err != nil {
		return fmt.Errorf("open GeoPackage: %w", err)
	}
	defer db.Close()
	defer conn.Close()
	file = unjournaled(file)
	err = conn.Raw(func(driver any) error {
		return driver.(interface{ Deserialize([]byte) error }).Deserialize(file)
	})
	if err != nil {
		return refuse(Broken, "GeoPackage")
	}
	if _, err := sqlite.Limit(conn, sqlite3.SQLITE_LIMIT_LENGTH, mostCell); err != nil {
		return fmt.Errorf("open GeoPackage: %w", err)
	}
	for _, p := range []string{"pragma trusted_schema = off", "pragma query_only = on", "pragma cell_size_check = on"} {
		if _, err := conn.ExecContext(ctx, p); err != nil {
			return refuse(Broken, "GeoPackage")
		}
	}
	layers, err := r.announced(ctx, conn)
	if err != nil {
		return err
	}
	for _, a := range layers {
		if err := r.layerOf(ctx, conn, a); err != nil {
			return err
		}
	}
	return nil
}

// mostReading is how long a GeoPackage may take: a malformed one might lead in a circle.
const mostReading = 30 * time.Second

// mostCell is the most bytes of a cell: a column may be computed, and say that it holds
// more than the file does.
const mostCell = 16 << 20

// unjournaled marks a file that was kept with a journal of its own beside it as one
// without: the journal did not come along.
func unjournaled(file []byte) []byte {
	if len(file) < 100 || file[18] != 2 && file[19] != 2 {
		return file
	}
	out := append([]byte{}, file...)
	out[18], out[19] = 1, 1
	return out
}

// announced is a layer that a GeoPackage says it has.
type announced struct {
	table, column string
	place         int64
}

// directories are the tables that tell of the layers.
var directories = []string{"gpkg_contents", "gpkg_geometry_columns"}

// stored refuses a directory that is no table: a view may count without end.
func stored(ctx context.Context, conn *sql.Conn) error {
	for _, name := range directories {
		var tables int
		err := conn.QueryRowContext(ctx, "select count(*) from sqlite_master where name = ? and type = 'table' and sql not like 'create virtual%'", name).Scan(&tables)
		if err != nil || tables != 1 {
			return refuse(Broken, "GeoPackage, "+name)
		}
	}
	return nil
}

func (r *reader) announced(ctx context.Context, conn *sql.Conn) (out []announced, err error) {
	if err := stored(ctx, conn); err != nil {
		return nil, err
	}
	rows, err := conn.QueryContext(ctx, `
		select g.table_name, g.column_name, g.srs_id
		from gpkg_geometry_columns g
		join gpkg_contents c on c.table_name = g.table_name and c.data_type = 'features'
		join sqlite_master m on m.name = g.table_name and m.type = 'table' and m.sql not like 'create virtual%'
		order by g.table_name
		limit 20`)
	if err != nil {
		return nil, refuse(Broken, "GeoPackage")
	}
	defer rows.Close()
	for rows.Next() {
		var a announced
		if err := rows.Scan(&a.table, &a.column, &a.place); err != nil {
			return nil, refuse(Broken, "GeoPackage")
		}
		out = append(out, a)
	}
	if rows.Err() != nil {
		return nil, refuse(Broken, "GeoPackage")
	}
	return out, nil
}

// near are numbers of geographic systems within a metre or two of WGS 84: DGN95,
// SRGI2013, ITRF2008, ITRF2014.
var near = map[int64]string{4755: "DGN95", 9470: "SRGI2013", 8999: "ITRF2008", 9000: "ITRF2014"}

func (r *reader) layerOf(ctx context.Context, conn *sql.Conn, a announced) error {
	switch name := near[a.place]; {
	case name != "":
		r.lost.add(NearPlace, a.table, "", name)
	case a.place <= 0:
		r.lost.add(GuessedPlace, a.table, "", "")
	case a.place != 4326:
		return refuse(OtherPlace, fmt.Sprintf("EPSG:%d", a.place))
	}
	broken := refuse(Broken, "GeoPackage, "+a.table)
	rows, err := conn.QueryContext(ctx, "select * from "+quoted(a.table))
	if err != nil {
		return broken
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil || len(names) > mostFields {
		return broken
	}
	l := Layer{Name: a.table}
	for _, name := range names {
		if name != a.column && !strings.EqualFold(name, "fid") {
			l.Fields = append(l.Fields, Field{Name: name})
		}
	}
	for rows.Next() {
		cells := make([]any, len(names))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			return broken
		}
		if err := r.row(&l, a, names, cells); err != nil {
			return err
		}
	}
	if rows.Err() != nil {
		return broken
	}
	r.layers = append(r.layers, l)
	return nil
}

// row takes a row of a table as a feature. All rows together hold no more than a ZIP may:
// pages of a malformed file stand in many rows, and columns are computed.
func (r *reader) row(l *Layer, a announced, names []string, cells []any) error {
	f := Feature{}
	if r.unpacked += sizeOf(cells); r.unpacked > mostUnpacked {
		return refuse(Bomb, "GeoPackage, "+a.table)
	}
	for i, name := range names {
		v := *cells[i].(*any)
		if name == a.column {
			raw, is := v.([]byte)
			if !is {
				continue
			}
			var err error
			if f.Shape, err = r.shapeIn(l.Name, raw); err != nil {
				return refuse(Broken, fmt.Sprintf("GeoPackage, %s, %d", a.table, len(l.Features)+1))
			}
			continue
		}
		if strings.EqualFold(name, "fid") {
			continue
		}
		at := len(f.Values)
		switch v := v.(type) {
		case []byte:
			f.Values = append(f.Values, string(v))
		case string, int64, float64:
			f.Values = append(f.Values, v)
			l.Fields[at].Kind = kindOf(v, l.Fields[at].Kind)
		case time.Time:
			f.Values = append(f.Values, v.Format(time.DateTime))
		default:
			f.Values = append(f.Values, nil)
		}
	}
	return r.add(l, f.Shape, f.Values)
}

// sizeOf is how many bytes the texts and blobs of a row hold.
func sizeOf(cells []any) (n int) {
	for _, c := range cells {
		switch v := (*c.(*any)).(type) {
		case []byte:
			n += len(v)
		case string:
			n += len(v)
		}
	}
	return n
}

func kindOf(v any, before Kind) Kind {
	switch v.(type) {
	case int64:
		return Whole
	case float64:
		return Real
	}
	return before
}
