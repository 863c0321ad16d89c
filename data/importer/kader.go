package importer

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

// Places of the fields of a kader in kaderFields.
const (
	kaderCode = iota
	kaderName
	kaderPhone
	kaderKecamatan
	kaderKecamatanName
	kaderLat
	kaderLon
	kaderFrom
	kaderUntil
	kaderShifts
	kaderStatus
	kaderSupervisor
)

var kaderFields = []field{
	kaderCode:          {"kode_kader", []string{"id kader", "no kader", "nomor kader", "kode petugas", "kd kader", "kader id", "kode"}, true},
	kaderName:          {"nama", []string{"nama kader", "nama lengkap", "nama petugas"}, true},
	kaderPhone:         {"telepon", []string{"no hp", "nomor hp", "no telepon", "telp", "hp", "no wa", "whatsapp", "handphone"}, false},
	kaderKecamatan:     {"kd_kecamatan", []string{"kode kecamatan", "kode kec", "kd kec", "kode wilayah"}, false},
	kaderKecamatanName: {"nama_kecamatan", []string{"kecamatan", "kec", "wilayah kerja", "wilayah"}, false},
	kaderLat:           {"lat", []string{"latitude", "lintang", "koordinat y", "y"}, false},
	kaderLon:           {"lon", []string{"lng", "long", "longitude", "bujur", "koordinat x", "x"}, false},
	kaderFrom:          {"pks_mulai", []string{"mulai pks", "tgl mulai", "tanggal mulai", "mulai kontrak", "awal kontrak", "berlaku dari", "tmt"}, true},
	kaderUntil:         {"pks_selesai", []string{"selesai pks", "tgl selesai", "tanggal selesai", "akhir kontrak", "akhir pks", "berlaku sampai", "tgl akhir"}, true},
	kaderShifts:        {"jam_kerja", []string{"jadwal", "jadwal kerja", "hari kerja", "waktu kerja", "jam kunjungan"}, true},
	kaderStatus:        {"status", []string{"status kader", "keaktifan", "aktif"}, false},
	kaderSupervisor:    {"supervisor", []string{"penyelia", "koordinator", "pembina", "pic", "atasan"}, false},
}

var stagedKader = []string{
	"code text", "name text", "phone text", "kecamatan text", "lon double precision", "lat double precision",
	"valid_from date", "valid_to date", "shifts jsonb", "status text", "supervisor text",
}

var kaderTarget = target{
	table: "kader", noun: "kader", key: []string{"code"},
	columns: []column{
		{"name", "nama"}, {"phone", "telepon"}, {"kecamatan", always}, {"lon", "lon"}, {"lat", "lat"},
		{"valid_from", "pks_mulai"}, {"valid_to", "pks_selesai"}, {"shifts", "jam_kerja"}, {"status", "status"}, {"supervisor", "supervisor"},
	},
}

// takeKader imports the branch's kader.
func takeKader(ctx context.Context, in *intake) error {
	areas, err := data.AreasIn(ctx, in.tx, geo.Kecamatan)
	if err != nil {
		return err
	}
	c := kaderCheck{areas: geo.NewAreas(areas)}
	if err := in.stage(ctx, table{kaderFields, stagedKader, c.check, kaderKey}); err != nil {
		return err
	}
	in.watch.enter("menyimpan kader", 0)
	err = in.keep(ctx, func(tx pgx.Tx) error { return in.merge(ctx, tx, kaderTarget) })
	if err != nil {
		return err
	}
	return in.keepRejects(ctx)
}

func kaderKey(r *record) uint64 { return printOf([]byte(r.cell(kaderCode))) }

// kaderCheck checks the rows of a file of kader.
type kaderCheck struct{ areas *geo.Areas } // kecamatan

func (c *kaderCheck) check(r *record) {
	r.putText(r.must(kaderCode))
	r.putText(r.must(kaderName))
	phone, _ := useful(r, kaderPhone, "telepon", parsePhone)
	r.putText(abroad(phone))
	i := c.kecamatan(r)
	c.home(r, i)
	from, until := needed(r, kaderFrom, parseDay), needed(r, kaderUntil, parseDay)
	if from > until && len(r.refusals) == 0 {
		r.refuse(kaderUntil, "sebelum tanggal mulai")
	}
	r.putDay(from)
	r.putDay(until)
	r.putJSON(needed(r, kaderShifts, parseShifts))
	r.putText(string(kaderStatusOf(r)))
	r.putText(r.cell(kaderSupervisor))
}

// abroad is a telephone number as it is dialled from anywhere.
func abroad(phone string) string {
	if strings.HasPrefix(phone, "0") {
		return "+62" + phone[1:]
	}
	return phone
}

func (r *record) putJSON(v any) {
	text, err := json.Marshal(v)
	if err != nil { // only values of ours come here
		panic(err)
	}
	r.putText(string(text))
}

// kecamatan puts where the kader may serve and finds its place in the map; -1
// where the map lacks it.
func (c *kaderCheck) kecamatan(r *record) int {
	code, err := geo.ParseAreaCode(r.cell(kaderKecamatan))
	i, found := c.areas.Find(code)
	switch {
	case r.cell(kaderKecamatan) == "":
		i, found = c.unnumbered(r)
	case err != nil || code.Level() != geo.Kecamatan:
		r.refuse(kaderKecamatan, "bukan kode kecamatan Kemendagri (6 angka, misalnya 33.72.01)")
	case !found:
		r.refuse(kaderKecamatan, "kecamatan tidak ada di peta cabang; impor peta dahulu")
	}
	if !found {
		r.putText("")
		return -1
	}
	r.putText(string(c.areas.All()[i].Code))
	return i
}

// unnumbered finds the kecamatan by its name or, where there is none, by where the
// kader lives.
func (c *kaderCheck) unnumbered(r *record) (place int, found bool) {
	if name := areaName(r.cell(kaderKecamatanName)); name != "" {
		if place, found = c.named(name); !found {
			r.refuse(kaderKecamatanName, "nama kecamatan tidak ada di peta cabang")
		}
		return place, found
	}
	if at, _, reason := parsePosition(r.cells[kaderLon], r.cells[kaderLat]); reason == "" {
		if code, inside := c.areas.At(at); inside {
			r.note("kecamatan_kader", "kecamatan tidak disebut; dipakai kecamatan tempat tinggal kader")
			return c.areas.Find(code)
		}
	}
	r.refuse(kaderKecamatan, "kecamatan tidak disebut, dan rumah kader tidak di dalam peta cabang")
	return 0, false
}

func (c *kaderCheck) named(name string) (place int, found bool) {
	for i, a := range c.areas.All() {
		if areaName(a.Name) == name && name != "" {
			return i, true
		}
	}
	return 0, false
}

// home puts where the kader lives, else the middle of the kecamatan.
func (c *kaderCheck) home(r *record, kecamatan int) {
	at, told, reason := parsePosition(r.cells[kaderLon], r.cells[kaderLat])
	if told != "" {
		r.note("posisi_diperbaiki", told)
	}
	if reason != "" && kecamatan >= 0 {
		r.note("rumah_kader", "posisi rumah kader tidak ada atau tidak terbaca; dipakai titik tengah kecamatan")
		at = c.areas.All()[kecamatan].Inner
	}
	r.putFloat(at.Lon)
	r.putFloat(at.Lat)
}

func kaderStatusOf(r *record) planner.KaderStatus {
	switch strings.ToLower(r.cell(kaderStatus)) {
	case "", "aktif", "ya", "y", "1":
		return planner.KaderActive
	case "cuti", "sakit", "izin", "nonaktif sementara":
		return planner.KaderOnHold
	case "berhenti", "nonaktif", "non aktif", "tidak aktif", "keluar", "mundur", "selesai", "meninggal":
		return planner.KaderLeft
	}
	r.refuse(kaderStatus, "status harus aktif, cuti atau berhenti")
	return planner.KaderActive
}
