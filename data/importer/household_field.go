package importer

import "strings"

// Places of the fields of a household in householdFields.
const (
	houseKK = iota
	houseNIK
	houseName
	houseCard
	houseMembers
	housePisa
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
	houseBoth
	houseAccuracy
	houseRadius
)

// householdField is all that is said of a field of a file of households. The
// heading matcher, the check of a row, the staging table and the merge follow from
// it; docs/import.md and the file of the sample are held to it by a test.
type householdField struct {
	field
	columns []householdColumn // that put fills, in this order; none: it helps another field
	put     func(c *householdCheck, r *record, at int)
}

// householdColumn is a column of the table household, and of incoming, where null
// means that the row says nothing of it: what is stored stays.
type householdColumn struct {
	name, kind string // as SQL has them
	unsaid     string // SQL over i, for a new household of which the row says nothing; "": every row that is taken says it
}

// blankDay is what an empty cell puts that is asked to take away a stored day; for
// a text it puts the empty one.
const blankDay = "-infinity"

// blanked reads value, which may be of a blank cell.
func (c householdColumn) blanked(value string) string {
	if c.kind == "date" {
		return "nullif(" + value + ", '" + blankDay + "')"
	}
	return value
}

// local tells that the column speaks of the desa: a household that moved leaves it
// behind.
func (c householdColumn) local() bool { return c.name == "address" || c.name == "rt" || c.name == "rw" }

// place marks the columns that say where a household is: locateStaged and settle
// have the last word on them.
const place = "place"

func (c householdColumn) placed() bool { return c.unsaid == place }

var householdFields = []householdField{
	houseKK: {field{name: "no_kk", synonyms: []string{"nomor kk", "no kartu keluarga", "nomor kartu keluarga", "nokk", "nkk", "id keluarga", "no keluarga", "kartu keluarga", "kk"}, required: true},
		[]householdColumn{{"no_kk", "text", ""}}, (*householdCheck).kkNumber},
	houseNIK: {field{name: "nik_kepala", synonyms: []string{"nik kepala keluarga", "nik kk", "nik peserta", "no nik", "nomor nik", "no ktp", "nomor ktp", "nomor induk kependudukan", "nik"}},
		[]householdColumn{{"nik", "text", "''"}}, (*householdCheck).nik},
	houseName: {field{name: "nama_kepala", synonyms: []string{"nama kepala keluarga", "kepala keluarga", "nama peserta", "nama lengkap", "nama kk", "nmpst", "nama pst", "nama"}, required: true},
		[]householdColumn{{"head_name", "text", ""}}, (*householdCheck).name},
	houseCard: {field{name: "no_kartu", synonyms: []string{"noka", "no kartu bpjs", "nomor kartu bpjs", "no kartu jkn", "nomor kartu", "no kartu peserta", "no jkn", "no bpjs", "nokapst"}},
		[]householdColumn{{"card_no", "text", "''"}}, (*householdCheck).card},
	houseMembers: {field{name: "jumlah_jiwa", synonyms: []string{"jml jiwa", "jumlah anggota", "jml anggota", "jumlah anggota keluarga", "jml anggota keluarga", "jumlah peserta", "jml peserta", "jlh jiwa", "jiwa", "anggota keluarga", "anggota"}, required: true, or: "pisa"},
		nil, nil},
	housePisa: {field{name: "pisa", synonyms: []string{"kode pisa", "kd pisa", "hubungan keluarga", "hubungan dalam keluarga", "status hubungan keluarga", "status hubungan dalam keluarga", "status hubungan", "status keluarga", "hub keluarga", "shdk", "hubungan"}},
		nil, nil},
	houseClass: {field{name: "kelas", synonyms: []string{"kelas rawat", "kelas perawatan", "hak kelas", "kls rawat", "kls", "kelas peserta", "kelas iuran"}, required: true},
		[]householdColumn{{"classes", "smallint[]", ""}}, (*householdCheck).classes},
	houseSegment: {field{name: "segmen", synonyms: []string{"segmen peserta", "segmen kepesertaan", "jenis peserta", "jenis kepesertaan", "segmentasi"}},
		[]householdColumn{{"segment", "text", "'PBPU'"}}, (*householdCheck).segment},
	houseArrearsOf: {field{name: "segmen_tunggakan", synonyms: []string{"segmen saat menunggak", "segmen asal tunggakan", "asal tunggakan", "segmen lama", "segmen awal"}},
		[]householdColumn{{"arrears_of", "text", "case when i.segment = 'BP' then 'BP' else 'PBPU' end"}}, (*householdCheck).segment},
	houseMonths: {field{name: "bulan_tunggakan", synonyms: []string{"bulan menunggak", "jumlah bulan menunggak", "jml bulan menunggak", "jumlah bulan tunggakan", "jml bulan tunggakan", "jml bln tunggakan", "bln tunggakan", "bln menunggak", "lama tunggakan", "tunggakan bln", "lama menunggak", "tunggakan bulan", "jumlah bulan", "jml bulan", "umur tunggakan"}, required: true},
		[]householdColumn{{"months", "smallint", ""}}, (*householdCheck).monthsOwed},
	houseArrears: {field{name: "nilai_tunggakan", synonyms: []string{"jumlah tunggakan", "jml tunggakan", "total tunggakan", "nominal tunggakan", "besar tunggakan", "tunggakan iuran", "tunggakan rp", "tunggakan nilai", "nilai tunggakan rp", "saldo tunggakan", "nilai tagihan", "total tagihan", "jumlah tagihan", "tagihan", "tunggakan"}, required: true},
		[]householdColumn{{"arrears", "bigint", ""}}, (*householdCheck).sumOwed},
	houseStatus: {field{name: "status_tunggakan", synonyms: []string{"ket tunggakan", "keterangan tunggakan", "status piutang"}},
		[]householdColumn{{"arrears_status", "text", "case when i.arrears > 0 then 'aktif' else 'lunas' end"}}, (*householdCheck).status},
	houseLastPaid: {field{name: "tgl_bayar_terakhir", synonyms: []string{"tanggal bayar terakhir", "bayar terakhir", "tgl terakhir bayar", "tanggal terakhir bayar", "pembayaran terakhir", "tgl pembayaran terakhir", "terakhir bayar", "last payment"}},
		[]householdColumn{{"last_paid", "date", "null"}}, (*householdCheck).lastPaid},
	houseVA: {field{name: "no_va", synonyms: []string{"nomor va", "virtual account", "nomor virtual account", "no virtual account", "va keluarga", "va"}},
		[]householdColumn{{"va", "text", "''"}}, (*householdCheck).va},
	houseAddress: {field{name: "alamat", synonyms: []string{"alamat peserta", "alamat lengkap", "alamat rumah", "alamat domisili", "alamat tinggal", "jalan"}},
		[]householdColumn{{"address", "text", "''"}}, (*householdCheck).words},
	houseRT: {field{name: "rt", synonyms: []string{"no rt", "nomor rt"}},
		[]householdColumn{{"rt", "text", "''"}}, (*householdCheck).ward},
	houseRW: {field{name: "rw", synonyms: []string{"no rw", "nomor rw"}},
		[]householdColumn{{"rw", "text", "''"}}, (*householdCheck).ward},
	houseDesa: {field{name: "kd_desa", synonyms: []string{"kode desa", "kode kelurahan", "kode desa kelurahan", "kd kelurahan", "kd kel", "kode kel", "kode wilayah", "kode kemendagri", "kode desa kemendagri"}},
		[]householdColumn{{"desa", "text", ""}}, (*householdCheck).stated},
	houseDesaName: {field{name: "nama_desa", synonyms: []string{"desa", "kelurahan", "desa kelurahan", "kelurahan desa", "kel desa", "desa kel", "nama kelurahan", "nama kel", "nmkel", "nmdesa"}},
		nil, nil},
	houseKecamatan: {field{name: "nama_kecamatan", synonyms: []string{"kecamatan", "kec", "nmkec", "nama kec"}},
		nil, nil},
	housePhone: {field{name: "telepon", synonyms: []string{"no hp", "nomor hp", "no telepon", "nomor telepon", "no telp", "telp", "hp", "handphone", "no handphone", "nohp", "no wa", "whatsapp", "no tlp", "kontak"}},
		[]householdColumn{{"phone", "text", "''"}}, (*householdCheck).phone},
	houseMembership: {field{name: "status_peserta", synonyms: []string{"status kepesertaan", "status keaktifan", "status aktif", "keaktifan", "status"}},
		[]householdColumn{{"membership", "text", "''"}}, (*householdCheck).words},
	houseLat: {field{name: "lat", synonyms: []string{"latitude", "lintang", "garis lintang", "koordinat y", "koordinat lat", "y"}},
		[]householdColumn{{"lon", "double precision", place}, {"lat", "double precision", place}, {"accuracy", "text", place}, {"radius", "integer", place}, {"cell", "bigint", place}}, (*householdCheck).place},
	houseLon: {field{name: "lon", synonyms: []string{"lng", "long", "longitude", "bujur", "garis bujur", "koordinat x", "koordinat lon", "x"}},
		nil, nil},
	houseBoth: {field{name: "koordinat", synonyms: bothCoordinates},
		nil, nil},
	houseAccuracy: {field{name: "akurasi", synonyms: []string{"kelas akurasi", "akurasi posisi", "kelas lokasi", "ketepatan"}},
		nil, nil},
	houseRadius: {field{name: "radius_m", synonyms: []string{"radius", "radius meter", "jari jari", "akurasi meter"}},
		nil, nil},
}

// blank tells that the row has an empty cell for a field that a household may lack.
func (f householdField) blank(r *record, at int) bool {
	return !r.absent[at] && strings.TrimSpace(r.cells[at]) == "" && len(f.columns) == 1 && (f.columns[0].unsaid == "''" || f.columns[0].kind == "date")
}

// putBlank puts what takes away the stored value.
func (f householdField) putBlank(r *record) {
	if f.columns[0].kind == "date" {
		r.putText(blankDay)
	} else {
		r.putText("")
	}
}

// householdHeadings are the fields as headings name them.
func householdHeadings() (fields []field) {
	for _, f := range householdFields {
		fields = append(fields, f.field)
	}
	return fields
}

// householdColumns are all columns that fields fill, in the order in which check
// puts them.
func householdColumns() (columns []householdColumn) {
	for _, f := range householdFields {
		columns = append(columns, f.columns...)
	}
	return columns
}

// stagedHousehold are the columns of incoming. slot is where the household falls
// without a position; print is the row's; kept, that the stored position is better
// than the row's; was_kk, under which KK the household is stored where the row has
// a new one; said_lon and said_lat are where the row says that it is, outside its desa.
func stagedHousehold() (columns []string) {
	for _, c := range householdColumns() {
		columns = append(columns, c.name+" "+c.kind)
	}
	return append(columns, "slot smallint", "print bigint", "kept boolean", "was_kk text", "said_lon double precision", "said_lat double precision")
}
