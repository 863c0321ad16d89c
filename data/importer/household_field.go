package importer

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

// place marks the columns that say where a household is: locateStaged and settle
// have the last word on them.
const place = "place"

func (c householdColumn) placed() bool { return c.unsaid == place }

var householdFields = []householdField{
	houseKK: {field{"no_kk", []string{"nomor kk", "no kartu keluarga", "nomor kartu keluarga", "nokk", "nkk", "id keluarga", "no keluarga", "kartu keluarga", "kk"}, true},
		[]householdColumn{{"no_kk", "text", ""}}, (*householdCheck).kkNumber},
	houseNIK: {field{"nik_kepala", []string{"nik kepala keluarga", "nik kk", "nik peserta", "no nik", "nomor nik", "no ktp", "nomor ktp", "nomor induk kependudukan", "nik"}, false},
		[]householdColumn{{"nik", "text", "''"}}, (*householdCheck).nik},
	houseName: {field{"nama_kepala", []string{"nama kepala keluarga", "kepala keluarga", "nama peserta", "nama lengkap", "nama kk", "nmpst", "nama pst", "nama"}, true},
		[]householdColumn{{"head_name", "text", ""}}, (*householdCheck).name},
	houseCard: {field{"no_kartu", []string{"noka", "no kartu bpjs", "nomor kartu bpjs", "no kartu jkn", "nomor kartu", "no kartu peserta", "no jkn", "no bpjs", "nokapst"}, false},
		[]householdColumn{{"card_no", "text", "''"}}, (*householdCheck).number},
	houseMembers: {field{"jumlah_jiwa", []string{"jml jiwa", "jumlah anggota", "jml anggota", "jumlah anggota keluarga", "jml anggota keluarga", "jumlah peserta", "jml peserta", "jlh jiwa", "jiwa", "anggota keluarga", "anggota"}, true},
		nil, nil},
	houseClass: {field{"kelas", []string{"kelas rawat", "kelas perawatan", "hak kelas", "kls rawat", "kls", "kelas peserta", "kelas iuran"}, true},
		[]householdColumn{{"classes", "smallint[]", ""}}, (*householdCheck).classes},
	houseSegment: {field{"segmen", []string{"segmen peserta", "segmen kepesertaan", "jenis peserta", "jenis kepesertaan", "segmentasi"}, false},
		[]householdColumn{{"segment", "text", "'PBPU'"}}, (*householdCheck).segment},
	houseArrearsOf: {field{"segmen_tunggakan", []string{"segmen saat menunggak", "segmen asal tunggakan", "asal tunggakan", "segmen lama", "segmen awal"}, false},
		[]householdColumn{{"arrears_of", "text", "case when i.segment = 'BP' then 'BP' else 'PBPU' end"}}, (*householdCheck).segment},
	houseMonths: {field{"bulan_tunggakan", []string{"bulan menunggak", "jumlah bulan menunggak", "jml bulan menunggak", "jumlah bulan tunggakan", "jml bulan tunggakan", "jml bln tunggakan", "bln tunggakan", "bln menunggak", "lama tunggakan", "lama menunggak", "tunggakan bulan", "jumlah bulan", "jml bulan", "umur tunggakan"}, true},
		[]householdColumn{{"months", "smallint", ""}}, (*householdCheck).monthsOwed},
	houseArrears: {field{"nilai_tunggakan", []string{"jumlah tunggakan", "jml tunggakan", "total tunggakan", "nominal tunggakan", "besar tunggakan", "tunggakan iuran", "tunggakan rp", "saldo tunggakan", "nilai tagihan", "total tagihan", "jumlah tagihan", "tagihan", "tunggakan"}, true},
		[]householdColumn{{"arrears", "bigint", ""}}, (*householdCheck).sumOwed},
	houseStatus: {field{"status_tunggakan", []string{"ket tunggakan", "keterangan tunggakan", "status piutang"}, false},
		[]householdColumn{{"arrears_status", "text", ""}}, (*householdCheck).status},
	houseLastPaid: {field{"tgl_bayar_terakhir", []string{"tanggal bayar terakhir", "bayar terakhir", "tgl terakhir bayar", "tanggal terakhir bayar", "pembayaran terakhir", "tgl pembayaran terakhir", "terakhir bayar", "last payment"}, false},
		[]householdColumn{{"last_paid", "date", "null"}}, (*householdCheck).lastPaid},
	houseVA: {field{"no_va", []string{"nomor va", "virtual account", "nomor virtual account", "no virtual account", "va keluarga", "va"}, false},
		[]householdColumn{{"va", "text", "''"}}, (*householdCheck).number},
	houseAddress: {field{"alamat", []string{"alamat peserta", "alamat lengkap", "alamat rumah", "alamat domisili", "alamat tinggal", "jalan"}, false},
		[]householdColumn{{"address", "text", "''"}}, (*householdCheck).words},
	houseRT: {field{"rt", []string{"no rt", "nomor rt"}, false},
		[]householdColumn{{"rt", "text", "''"}}, (*householdCheck).ward},
	houseRW: {field{"rw", []string{"no rw", "nomor rw"}, false},
		[]householdColumn{{"rw", "text", "''"}}, (*householdCheck).ward},
	houseDesa: {field{"kd_desa", []string{"kode desa", "kode kelurahan", "kode desa kelurahan", "kd kelurahan", "kd kel", "kode kel", "kode wilayah", "kode kemendagri", "kode desa kemendagri"}, false},
		[]householdColumn{{"desa", "text", ""}}, (*householdCheck).stated},
	houseDesaName: {field{"nama_desa", []string{"desa", "kelurahan", "desa kelurahan", "kelurahan desa", "kel desa", "desa kel", "nama kelurahan", "nama kel", "nmkel", "nmdesa"}, false},
		nil, nil},
	houseKecamatan: {field{"nama_kecamatan", []string{"kecamatan", "kec", "nmkec", "nama kec"}, false},
		nil, nil},
	housePhone: {field{"telepon", []string{"no hp", "nomor hp", "no telepon", "nomor telepon", "no telp", "telp", "hp", "handphone", "no handphone", "nohp", "no wa", "whatsapp", "no tlp", "kontak"}, false},
		[]householdColumn{{"phone", "text", "''"}}, (*householdCheck).phone},
	houseMembership: {field{"status_peserta", []string{"status kepesertaan", "status keaktifan", "status aktif", "keaktifan", "status"}, false},
		[]householdColumn{{"membership", "text", "''"}}, (*householdCheck).words},
	houseLat: {field{"lat", []string{"latitude", "lintang", "garis lintang", "koordinat y", "koordinat lat", "y"}, false},
		[]householdColumn{{"lon", "double precision", place}, {"lat", "double precision", place}, {"accuracy", "text", place}, {"radius", "integer", place}, {"cell", "bigint", place}}, (*householdCheck).place},
	houseLon: {field{"lon", []string{"lng", "long", "longitude", "bujur", "garis bujur", "koordinat x", "koordinat lon", "x"}, false},
		nil, nil},
	houseAccuracy: {field{"akurasi", []string{"kelas akurasi", "akurasi posisi", "kelas lokasi", "ketepatan"}, false},
		nil, nil},
	houseRadius: {field{"radius_m", []string{"radius", "radius meter", "jari jari", "akurasi meter"}, false},
		nil, nil},
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
// without a position; kept, that the stored position is better than the row's.
func stagedHousehold() (columns []string) {
	for _, c := range householdColumns() {
		columns = append(columns, c.name+" "+c.kind)
	}
	return append(columns, "slot smallint", "kept boolean")
}
