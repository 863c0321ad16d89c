package importer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// Places of the fields of a household in householdFields.
const (
	houseKK = iota
	houseNIK
	houseName
	houseCard
	houseMembers
	houseClass
	houseSegment
	houseArrearsOf
	houseMonths
	houseArrears
	houseStatus
	houseLastPaid
	houseVA
	houseAddress
	houseRT
	houseRW
	houseDesa
	houseDesaName
	houseKecamatan
	housePhone
	houseMembership
	houseLat
	houseLon
	houseAccuracy
	houseRadius
)

var householdFields = []field{
	houseKK:         {"no_kk", []string{"nomor kk", "no kartu keluarga", "nomor kartu keluarga", "nokk", "nkk", "id keluarga", "no keluarga", "kartu keluarga", "kk"}, true},
	houseNIK:        {"nik_kepala", []string{"nik kepala keluarga", "nik kk", "nik peserta", "no nik", "nomor nik", "no ktp", "nomor ktp", "nomor induk kependudukan", "nik"}, false},
	houseName:       {"nama_kepala", []string{"nama kepala keluarga", "kepala keluarga", "nama peserta", "nama lengkap", "nama kk", "nmpst", "nama pst", "nama"}, true},
	houseCard:       {"no_kartu", []string{"noka", "no kartu bpjs", "nomor kartu bpjs", "no kartu jkn", "nomor kartu", "no kartu peserta", "no jkn", "no bpjs", "nokapst"}, false},
	houseMembers:    {"jumlah_jiwa", []string{"jml jiwa", "jumlah anggota", "jml anggota", "jumlah anggota keluarga", "jml anggota keluarga", "jumlah peserta", "jml peserta", "jlh jiwa", "jiwa", "anggota keluarga", "anggota"}, true},
	houseClass:      {"kelas", []string{"kelas rawat", "kelas perawatan", "hak kelas", "kls rawat", "kls", "kelas peserta", "kelas iuran"}, true},
	houseSegment:    {"segmen", []string{"segmen peserta", "segmen kepesertaan", "jenis peserta", "jenis kepesertaan", "segmentasi"}, false},
	houseArrearsOf:  {"segmen_tunggakan", []string{"segmen saat menunggak", "segmen asal tunggakan", "asal tunggakan", "segmen lama", "segmen awal"}, false},
	houseMonths:     {"bulan_tunggakan", []string{"bulan menunggak", "jumlah bulan menunggak", "jml bulan menunggak", "jumlah bulan tunggakan", "jml bulan tunggakan", "jml bln tunggakan", "bln tunggakan", "bln menunggak", "lama tunggakan", "lama menunggak", "tunggakan bulan", "jumlah bulan", "jml bulan", "umur tunggakan"}, true},
	houseArrears:    {"nilai_tunggakan", []string{"jumlah tunggakan", "jml tunggakan", "total tunggakan", "nominal tunggakan", "besar tunggakan", "tunggakan iuran", "tunggakan rp", "saldo tunggakan", "nilai tagihan", "total tagihan", "jumlah tagihan", "tagihan", "tunggakan"}, true},
	houseStatus:     {"status_tunggakan", []string{"ket tunggakan", "keterangan tunggakan", "status piutang"}, false},
	houseLastPaid:   {"tgl_bayar_terakhir", []string{"tanggal bayar terakhir", "bayar terakhir", "tgl terakhir bayar", "tanggal terakhir bayar", "pembayaran terakhir", "tgl pembayaran terakhir", "terakhir bayar", "last payment"}, false},
	houseVA:         {"no_va", []string{"nomor va", "virtual account", "nomor virtual account", "no virtual account", "va keluarga", "va"}, false},
	houseAddress:    {"alamat", []string{"alamat peserta", "alamat lengkap", "alamat rumah", "alamat domisili", "alamat tinggal", "jalan"}, false},
	houseRT:         {"rt", []string{"no rt", "nomor rt"}, false},
	houseRW:         {"rw", []string{"no rw", "nomor rw"}, false},
	houseDesa:       {"kd_desa", []string{"kode desa", "kode kelurahan", "kode desa kelurahan", "kd kelurahan", "kd kel", "kode kel", "kode wilayah", "kode kemendagri", "kode desa kemendagri"}, false},
	houseDesaName:   {"nama_desa", []string{"desa", "kelurahan", "desa kelurahan", "kelurahan desa", "kel desa", "desa kel", "nama kelurahan", "nama kel", "nmkel", "nmdesa"}, false},
	houseKecamatan:  {"nama_kecamatan", []string{"kecamatan", "kec", "nmkec", "nama kec"}, false},
	housePhone:      {"telepon", []string{"no hp", "nomor hp", "no telepon", "nomor telepon", "no telp", "telp", "hp", "handphone", "no handphone", "nohp", "no wa", "whatsapp", "no tlp", "kontak"}, false},
	houseMembership: {"status_peserta", []string{"status kepesertaan", "status keaktifan", "status aktif", "keaktifan", "status"}, false},
	houseLat:        {"lat", []string{"latitude", "lintang", "garis lintang", "koordinat y", "koordinat lat", "y"}, false},
	houseLon:        {"lon", []string{"lng", "long", "longitude", "bujur", "garis bujur", "koordinat x", "koordinat lon", "x"}, false},
	houseAccuracy:   {"akurasi", []string{"kelas akurasi", "akurasi posisi", "kelas lokasi", "ketepatan"}, false},
	houseRadius:     {"radius_m", []string{"radius", "radius meter", "jari jari", "akurasi meter"}, false},
}

// stagedHousehold is what check puts, in this order. A position that the file
// knows comes with its cell; slot is where the household falls without one.
var stagedHousehold = []string{
	"no_kk text", "nik text", "card_no text", "va text", "head_name text", "classes smallint[]", "segment text", "arrears_of text",
	"months smallint", "arrears bigint", "arrears_status text", "last_paid date", "membership text", "address text", "rt text", "rw text",
	"desa text", "phone text", "lon double precision", "lat double precision", "accuracy text", "radius integer", "cell bigint", "slot smallint", "kept boolean",
}

// takeHouseholds imports households in arrears, finds the place of each, and
// gathers the branch's blocks anew.
func takeHouseholds(ctx context.Context, in *intake) error {
	l, err := readLand(ctx, in.tx)
	if err != nil {
		return err
	}
	c := &householdCheck{land: l}
	err = in.stage(ctx, table{householdFields, stagedHousehold, c.check, c.key})
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
		return in.rebuild(ctx, tx)
	})
	if err != nil {
		return err
	}
	return in.keepRejects(ctx)
}

// householdCheck checks the rows of a file of households.
type householdCheck struct {
	land  *land
	ends  tail // of KK numbers
	heads numbers
	kk    uint64
	desa  desa
}

func (c *householdCheck) key(*record) uint64 { return c.kk }

func (c *householdCheck) check(r *record) {
	kk := needed(r, houseKK, parseKK)
	if kk != "" {
		c.ends.add(kk)
		c.kk = digits(kk)
	}
	r.putText(kk)
	c.identity(r)
	c.membership(r)
	c.arrears(r)
	c.address(r)
	c.place(r)
	r.putInt(int64(geo.SlotOf([]byte(kk))))
	r.putNull() // kept
}

func (c *householdCheck) identity(r *record) {
	nik, ok := useful(r, houseNIK, "nik", parseNIK)
	if ok && c.heads.add(digits(nik)) {
		r.note("nik_ganda", "NIK kepala keluarga sama dengan baris lain, padahal nomor KK berbeda")
	}
	r.putText(nik)
	r.putText(onlyDigits(r.cell(houseCard)))
	r.putText(onlyDigits(r.cell(houseVA)))
	r.putText(r.must(houseName))
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

func (c *householdCheck) membership(r *record) {
	members := needed(r, houseMembers, func(s string) (int, string) { return parseCount(s, mostMembers) })
	class := needed(r, houseClass, parseClass)
	if members == 0 && strings.TrimSpace(r.cells[houseMembers]) != "" {
		r.refuse(houseMembers, "paling sedikit 1 jiwa")
	}
	r.out = append(r.out, '{')
	for range members {
		r.out = append(r.out, '0'+byte(class), ',')
	}
	r.out = append(r.out[:len(r.out)-1], '}', '\t')
	segment := readSegment(r, houseSegment, planner.PBPU)
	arrearsOf := segment
	if segment != planner.PBPU && segment != planner.BP {
		arrearsOf = planner.PBPU
	}
	r.putText(string(segment))
	r.putText(string(readSegment(r, houseArrearsOf, arrearsOf)))
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

// readSegment reads a segment, which is the usual one where the cell is empty.
func readSegment(r *record, field int, usual planner.Segment) planner.Segment {
	s := strings.ToUpper(r.cell(field))
	switch {
	case s == "":
		return usual
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
	return usual
}

// mostMonths is a household's longest debt: since the programme began, with room.
const mostMonths = 600

func (c *householdCheck) arrears(r *record) {
	months := needed(r, houseMonths, func(s string) (int, string) { return parseCount(s, mostMonths) })
	arrears := needed(r, houseArrears, parseRupiah)
	if months == 0 && arrears > 0 && len(r.refusals) == 0 {
		r.note("tunggakan_tanpa_bulan", "ada nilai tunggakan tetapi bulan tunggakan 0")
	}
	r.putInt(int64(months))
	r.putInt(int64(arrears))
	r.putText(string(readStatus(r, arrears)))
	if day, ok := useful(r, houseLastPaid, "tgl_bayar_terakhir", parseDay); ok {
		r.putDay(day)
	} else {
		r.putNull()
	}
	r.putText(r.cell(houseMembership))
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

func (c *householdCheck) address(r *record) {
	r.putText(r.cell(houseAddress))
	r.putText(ward(r.cell(houseRT)))
	r.putText(ward(r.cell(houseRW)))
	var reason string
	if c.desa, reason = c.land.desaOf(r); reason != "" {
		r.refuse(houseDesa, reason)
	}
	if c.desa.code != "" && c.desa.at < 0 {
		r.note("desa_tanpa_peta", "desa tidak ada di peta cabang; keluarga tanpa posisi belum dapat dikunjungi menurut rute")
	}
	r.putText(string(c.desa.code))
	phone, _ := useful(r, housePhone, "telepon", parsePhone)
	r.putText(abroad(phone))
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
func (c *householdCheck) place(r *record) {
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

// mergeHouseholds brings the staged rows into the branch: the new ones, and those
// that say something else than what is stored. What the file has no column for
// stays as it is.
func (in *intake) mergeHouseholds(ctx context.Context, tx pgx.Tx) error {
	in.watch.enter("menyimpan keluarga", 0)
	set, differ := in.householdChanges()
	updated, err := tx.Exec(ctx, `
		update household h set `+strings.Join(set, ", ")+`
		from `+arriving+`
		where h.branch_id = $1 and h.no_kk = i.no_kk and (`+strings.Join(differ, " or ")+`)`, in.branch, in.AsOf)
	if err != nil {
		return fmt.Errorf("update households: %w", err)
	}
	first, err := in.number(ctx, tx, "household")
	if err != nil {
		return err
	}
	inserted, err := tx.Exec(ctx, `
		insert into household (branch_id, id, no_kk, nik, card_no, va, head_name, classes, segment, arrears_of, months, arrears, arrears_status,
		  last_paid, membership, address, rt, rw, desa, phone, phone_quality, lon, lat, accuracy, radius, cell, spread, as_of)
		select $1, $3 + i.line, i.no_kk, i.nik, i.card_no, i.va, i.head_name, i.classes, i.segment, i.arrears_of, i.months, i.arrears, i.arrears_status,
		  i.last_paid, i.membership, i.address, i.rt, i.rw, i.desa, i.phone, `+freshPhone+`, i.lon, i.lat,
		  `+finalAccuracy+`, `+finalRadius+`, `+finalCell+`, `+finalSpread+`, $2
		from `+arriving+`
		where not exists (select from household h where h.branch_id = $1 and h.no_kk = i.no_kk)`, in.branch, in.AsOf, first-1)
	if err != nil {
		return fmt.Errorf("insert households: %w", err)
	}
	in.counted(inserted.RowsAffected(), updated.RowsAffected())
	return nil
}

const (
	arriving = `arriving i
		left join slot s on i.lon is null and s.desa = i.desa and s.slot = i.slot`
	freshPhone    = "case when i.phone = '' then 'none' else 'unknown' end"
	finalAccuracy = "case when i.lon is not null then i.accuracy when s.cell is not null then 'E' else 'F' end"
	finalRadius   = "coalesce(case when i.lon is not null then i.radius end, s.radius, 0)"
	finalCell     = "coalesce(i.cell, s.cell, 0)"
	finalSpread   = "(i.lon is null and s.cell is not null)"
)

// householdColumns are the columns that come from fields alone, each with the
// field without which it stays.
var householdColumns = [][2]string{
	{"nik", "nik_kepala"}, {"card_no", "no_kartu"}, {"va", "no_va"}, {"head_name", "nama_kepala"}, {"classes", "kelas"},
	{"segment", "segmen"}, {"arrears_of", "segmen_tunggakan"}, {"months", "bulan_tunggakan"}, {"arrears", "nilai_tunggakan"},
	{"arrears_status", "nilai_tunggakan"}, {"last_paid", "tgl_bayar_terakhir"}, {"membership", "status_peserta"},
	{"address", "alamat"}, {"rt", "rt"}, {"rw", "rw"}, {"phone", "telepon"},
}

// householdChanges are the assignments of an update, and the conditions of which
// one must hold for a row to be worth it. A spread household that only falls into
// another cell has not changed.
func (in *intake) householdChanges() (set, differ []string) {
	columns := slices.DeleteFunc(slices.Clone(householdColumns), func(c [2]string) bool { return !in.has(c[1]) })
	columns = append(columns, [2]string{"desa"}, [2]string{"lon"}, [2]string{"lat"})
	var stored, new []string
	for _, c := range columns {
		set = append(set, c[0]+" = i."+c[0])
		stored, new = append(stored, "h."+c[0]), append(new, "i."+c[0])
	}
	set = append(set, "as_of = $2", "accuracy = "+finalAccuracy, "radius = "+finalRadius, "cell = "+finalCell, "spread = "+finalSpread)
	stored, new = append(stored, "h.as_of", "h.accuracy", "h.radius"), append(new, "$2", finalAccuracy, finalRadius)
	if in.has("telepon") {
		set = append(set, "phone_quality = case when h.phone = i.phone then h.phone_quality else "+freshPhone+" end")
	}
	return set, []string{"(" + strings.Join(stored, ", ") + ") is distinct from (" + strings.Join(new, ", ") + ")"}
}
