package importer

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// takeHouseholds imports households in arrears, finds the place of each, and
// gathers the branch's blocks anew.
func takeHouseholds(ctx context.Context, in *intake) error {
	l, err := readLand(ctx, in.tx)
	if err != nil {
		return err
	}
	c := &householdCheck{land: l}
	err = in.stage(ctx, table{householdHeadings(), stagedHousehold(), c.check, c.key})
	if err != nil {
		return err
	}
	if c.ends.mangled() {
		return fileError{"Kolom nomor KK sudah rusak: terlalu banyak yang berakhir 0, tanda Excel membulatkannya menjadi 15 angka. Ekspor ulang dengan kolom itu sebagai teks; angka yang hilang tidak dapat dikembalikan."}
	}
	c.heads = numbers{} // 16 MB of a million rows
	if err := in.locateStaged(ctx); err != nil {
		return err
	}
	err = in.keep(ctx, func(tx pgx.Tx) error {
		if err := in.settle(ctx, tx, c.land); err != nil {
			return err
		}
		if err := in.mergeHouseholds(ctx, tx); err != nil {
			return err
		}
		if news, err := in.keepFigures(ctx, tx); err != nil || !news {
			return err
		}
		return in.rebuild(ctx, tx, nil)
	})
	if err != nil {
		return err
	}
	return in.keepRejects(ctx)
}

// householdCheck checks the rows of a file of households. What it holds of a row
// lasts until the next.
type householdCheck struct {
	land  *land
	ends  tail // of KK numbers
	heads numbers

	kk      uint64
	slot    int
	months  int
	arrears planner.Rupiah
	desa    desa
}

func (c *householdCheck) key(*record) uint64 { return c.kk }

func (c *householdCheck) check(r *record) {
	for at := range householdFields {
		if put := householdFields[at].put; put != nil {
			put(c, r, at)
		}
	}
	r.putInt(int64(c.slot))
	r.putNull() // kept
}

func (c *householdCheck) number(r *record, at int)  { r.putSaid(onlyDigits(r.cell(at))) }
func (c *householdCheck) words(r *record, at int)   { r.putSaid(r.cell(at)) }
func (c *householdCheck) ward(r *record, at int)    { r.putSaid(ward(r.cell(at))) }
func (c *householdCheck) name(r *record, at int)    { r.putText(r.must(at)) }
func (c *householdCheck) segment(r *record, at int) { r.putSaid(string(readSegment(r, at))) }

func (c *householdCheck) kkNumber(r *record, at int) {
	kk := needed(r, at, parseKK)
	c.slot = geo.SlotOf([]byte(kk))
	if kk != "" {
		c.ends.add(kk)
		c.kk = digits(kk)
	}
	r.putText(kk)
}

func (c *householdCheck) nik(r *record, at int) {
	nik, ok := useful(r, at, "nik", parseNIK)
	if ok && c.heads.add(digits(nik)) {
		r.note("nik_ganda", "NIK kepala keluarga sama dengan baris lain, padahal nomor KK berbeda")
	}
	r.putSaid(nik)
}

// onlyDigits is a number as written, without the signs people group it by.
func onlyDigits(s string) string {
	if strings.Trim(s, "0123456789") == "" {
		return s
	}
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, s)
}

// mostMembers is how many people a household may have; the table says the same.
const mostMembers = 30

// classes puts the class of care of each member.
func (c *householdCheck) classes(r *record, at int) {
	members := needed(r, houseMembers, func(s string) (int, string) { return parseCount(s, mostMembers) })
	class := needed(r, at, parseClass)
	if members == 0 && strings.TrimSpace(r.cells[houseMembers]) != "" {
		r.refuse(houseMembers, "paling sedikit 1 jiwa")
	}
	r.out = append(r.out, '{')
	for range members {
		r.out = append(r.out, '0'+byte(class), ',')
	}
	r.out = append(r.out[:len(r.out)-1], '}', '\t')
}

// parseClass reads a class of care: 3, III, Kelas 3.
func parseClass(s string) (planner.CareClass, string) {
	s = strings.ToUpper(clean(s))
	for _, word := range []string{"KELAS", "KLS", "KL.", "KL"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, word))
	}
	switch strings.TrimSuffix(s, ".0") {
	case "1", "I":
		return 1, ""
	case "2", "II":
		return 2, ""
	case "3", "III":
		return 3, ""
	}
	return 0, "kelas harus 1, 2 atau 3"
}

// readSegment reads a segment; "" where the row does not say.
func readSegment(r *record, field int) planner.Segment {
	s := strings.ToUpper(r.cell(field))
	switch {
	case s == "":
		return ""
	case s == "PBPU" || s == "MANDIRI" || s == "PBPU MANDIRI" || s == "PEKERJA BUKAN PENERIMA UPAH":
		return planner.PBPU
	case s == "BP" || s == "BUKAN PEKERJA":
		return planner.BP
	case strings.HasPrefix(s, "PPU") || s == "PEKERJA PENERIMA UPAH":
		return planner.PPU
	case strings.HasPrefix(s, "PBI") || strings.HasPrefix(s, "PENERIMA BANTUAN IURAN") || strings.HasPrefix(s, "PBPU PEMDA"):
		return planner.PBI
	}
	r.refuse(field, "segmen harus PBPU, BP, PPU atau PBI")
	return ""
}

// mostMonths is a household's longest debt: since the programme began, with room.
const mostMonths = 600

func (c *householdCheck) monthsOwed(r *record, at int) {
	c.months = needed(r, at, func(s string) (int, string) { return parseCount(s, mostMonths) })
	r.putInt(int64(c.months))
}

func (c *householdCheck) sumOwed(r *record, at int) {
	c.arrears = needed(r, at, parseRupiah)
	if c.months == 0 && c.arrears > 0 && len(r.refusals) == 0 {
		r.note("tunggakan_tanpa_bulan", "ada nilai tunggakan tetapi bulan tunggakan 0")
	}
	r.putInt(int64(c.arrears))
}

func (c *householdCheck) status(r *record, _ int) {
	r.putText(string(readStatus(r, c.arrears)))
}

func (c *householdCheck) lastPaid(r *record, at int) {
	if day, ok := useful(r, at, "tgl_bayar_terakhir", parseDay); ok {
		r.putDay(day)
	} else {
		r.putNull()
	}
}

func readStatus(r *record, arrears planner.Rupiah) planner.ArrearsStatus {
	switch s := strings.ToLower(r.cell(houseStatus)); s {
	case "dihapus", "hapus", "dihapusbukukan", "hapus buku", "pemutihan", "diputihkan":
		return planner.ArrearsWrittenOff
	case "lunas":
		return planner.ArrearsPaid
	case "", "aktif", "menunggak", "belum lunas":
	default:
		r.note("status_tunggakan", "status tunggakan tidak dikenal; dianggap masih ditagih")
	}
	if arrears == 0 {
		return planner.ArrearsPaid
	}
	return planner.ArrearsActive
}

// stated puts the desa that the row says the household lives in.
func (c *householdCheck) stated(r *record, at int) {
	var reason string
	if c.desa, reason = c.land.desaOf(r); reason != "" {
		r.refuse(at, reason)
	}
	if c.desa.code != "" && c.desa.at < 0 {
		r.note("desa_tanpa_peta", "desa tidak ada di peta cabang; keluarga tanpa posisi belum dapat dikunjungi menurut rute")
	}
	r.putText(string(c.desa.code))
}

func (c *householdCheck) phone(r *record, at int) {
	phone, _ := useful(r, at, "telepon", parsePhone)
	r.putSaid(abroad(phone))
}

// ward is the number of an RT or RW, as 003.
func ward(s string) string {
	s = strings.TrimSpace(strings.TrimLeft(s, "RTWrtw. "))
	if len(s) > 0 && len(s) < 3 && strings.Trim(s, "0123456789") == "" {
		return "000"[len(s):] + s
	}
	return s
}

// place puts where the file says the household is, if that can be believed.
func (c *householdCheck) place(r *record, _ int) {
	at, class, ok := c.position(r)
	if !ok {
		r.out = append(r.out, "\\N\t\\N\t\\N\t\\N\t\\N\t"...)
		return
	}
	cell, err := geo.CellAt(at)
	if err != nil { // the position was checked
		panic(err)
	}
	radius := int64(class.Radius())
	if own, ok := useful(r, houseRadius, "radius", func(s string) (int, string) { return parseCount(s, mostRadius) }); ok {
		radius = int64(own)
	}
	r.putFloat(at.Lon)
	r.putFloat(at.Lat)
	r.putText(string(class))
	r.putInt(radius)
	r.putInt(int64(cell))
}

// mostRadius is how uncertain a position may be at most, in metres.
const mostRadius = 100_000

func (c *householdCheck) position(r *record) (at geo.Position, class geo.Accuracy, ok bool) {
	if strings.TrimSpace(r.cells[houseLat]) == "" && strings.TrimSpace(r.cells[houseLon]) == "" {
		return at, class, false
	}
	at, told, reason := parsePosition(r.cells[houseLon], r.cells[houseLat])
	if reason != "" {
		r.note("posisi", reason+"; dianggap tanpa posisi")
		return at, class, false
	}
	if told != "" {
		r.note("posisi_diperbaiki", told)
	}
	if class = c.accuracy(r); !class.Located() {
		return at, class, false
	}
	away, known := c.land.away(c.desa, at)
	tolerance := max(geo.NearestWithin, class.Radius())
	if mirrored := (geo.Position{Lon: at.Lon, Lat: -at.Lat}); known && away > tolerance {
		if there, _ := c.land.away(c.desa, mirrored); there <= tolerance {
			r.note("posisi_diperbaiki", "lintang kehilangan tanda minus; dibetulkan")
			return mirrored, class, true
		}
		r.note("di_luar_desa", fmt.Sprintf("posisi di luar desa yang disebut (baris pertama: %d m); dianggap tanpa posisi pasti", away))
		return at, class, false
	}
	return at, class, true
}

// accuracy is the class that the file states for its position, or the one that a
// position of unknown origin deserves.
func (c *householdCheck) accuracy(r *record) geo.Accuracy {
	class := geo.Accuracy(strings.ToUpper(r.cell(houseAccuracy)))
	switch {
	case class.Valid():
		return class
	case class != "":
		r.note("akurasi", "kelas akurasi bukan A sampai F; dianggap C")
	}
	return geo.OnStreet
}
