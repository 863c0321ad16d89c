package importer

import (
	"context"
	"encoding/json"
	"slices"
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
	kaderBoth
	kaderFrom
	kaderUntil
	kaderShifts
	kaderStatus
	kaderSupervisor
)

var kaderFields = []field{
	kaderCode:          {name: "kode_kader", synonyms: []string{"id kader", "no kader", "nomor kader", "kode petugas", "kd kader", "kader id", "kode"}, required: true},
	kaderName:          {name: "nama", synonyms: []string{"nama kader", "nama lengkap", "nama petugas"}, required: true},
	kaderPhone:         {name: "telepon", synonyms: []string{"no hp", "nomor hp", "no telepon", "telp", "hp", "no wa", "whatsapp", "handphone"}},
	kaderKecamatan:     {name: "kd_kecamatan", synonyms: []string{"kode kecamatan", "kode kec", "kd kec", "kode wilayah"}},
	kaderKecamatanName: {name: "nama_kecamatan", synonyms: []string{"kecamatan", "kec", "wilayah kerja", "wilayah"}},
	kaderLat:           {name: "lat", synonyms: []string{"latitude", "lintang", "koordinat y", "y"}},
	kaderLon:           {name: "lon", synonyms: []string{"lng", "long", "longitude", "bujur", "koordinat x", "x"}},
	kaderBoth:          {name: "koordinat", synonyms: bothCoordinates},
	kaderFrom:          {name: "pks_mulai", synonyms: []string{"mulai pks", "tgl mulai", "tanggal mulai", "mulai kontrak", "awal kontrak", "berlaku dari", "tmt"}, required: true},
	kaderUntil:         {name: "pks_selesai", synonyms: []string{"selesai pks", "tgl selesai", "tanggal selesai", "akhir kontrak", "akhir pks", "berlaku sampai", "tgl akhir"}, required: true},
	kaderShifts:        {name: "jam_kerja", synonyms: []string{"jadwal", "jadwal kerja", "hari kerja", "waktu kerja", "jam kunjungan"}, required: true},
	kaderStatus:        {name: "status", synonyms: []string{"status kader", "keaktifan", "aktif"}},
	kaderSupervisor:    {name: "supervisor", synonyms: []string{"penyelia", "koordinator", "pembina", "pic", "atasan"}},
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
	if err := in.stage(ctx, table{fields: kaderFields, columns: stagedKader, check: c.check, key: kaderKey}); err != nil {
		return err
	}
	err = in.refuseStaged(ctx, "kode_kader", "code", "kode ini hanya berbeda huruf besar-kecil dari kode kader lain: samakan tulisannya", `
		exists (select from kader k where k.branch_id = $3 and lower(k.code) = lower(i.code) and k.code <> i.code)
		or exists (select from incoming j where j.reason is null and lower(j.code) = lower(i.code) and j.code <> i.code)`, in.branch)
	if err != nil {
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
	r.putText(r.name(kaderName))
	phone, _ := useful(r, kaderPhone, "telepon", parsePhone)
	r.putText(abroad(phone))
	i := c.kecamatan(r)
	c.home(r, i)
	from, until := needed(r, kaderFrom, r.readDay(kaderFrom)), needed(r, kaderUntil, r.readDay(kaderUntil))
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
	if may := c.named(areaName(r.cell(kaderKecamatanName))); len(may) > 0 && !slices.Contains(may, i) {
		r.note("kecamatan_kader", "nama kecamatan bertentangan dengan kodenya; dipakai kodenya")
	}
	r.putText(string(c.areas.All()[i].Code))
	return i
}

// unnumbered finds the kecamatan by its name or, where there is none, by where the
// kader lives.
func (c *kaderCheck) unnumbered(r *record) (place int, found bool) {
	may := c.named(areaName(r.cell(kaderKecamatanName)))
	f, reason := r.position(kaderLat, kaderLon, kaderBoth)
	home, inside := geo.AreaCode(""), false
	if reason == "" && f.fewer >= 2 {
		home, inside = c.areas.At(f.at)
	}
	place, found = c.areas.Find(home)
	switch {
	case r.cell(kaderKecamatanName) == "" && inside:
		r.note("kecamatan_kader", "kecamatan tidak disebut; dipakai kecamatan tempat tinggal kader")
		return place, found
	case r.cell(kaderKecamatanName) == "":
		r.refuse(kaderKecamatan, "kecamatan tidak disebut, dan rumah kader tidak di dalam peta cabang")
	case len(may) == 1:
		return may[0], true
	case len(may) == 0:
		r.refuse(kaderKecamatanName, "nama kecamatan tidak ada di peta cabang")
	case slices.Contains(may, place) && inside:
		r.note("kecamatan_kader", "ada beberapa kecamatan bernama sama; dipakai yang memuat rumah kader")
		return place, true
	default:
		r.refuse(kaderKecamatanName, "ada beberapa kecamatan bernama sama; sebutkan kode kecamatannya")
	}
	return 0, false
}

// named are the kecamatan of a name.
func (c *kaderCheck) named(name string) (places []int) {
	for i, a := range c.areas.All() {
		if areaName(a.Name) == name && name != "" {
			places = append(places, i)
		}
	}
	return places
}

// home puts where the kader lives, else the middle of the kecamatan.
func (c *kaderCheck) home(r *record, kecamatan int) {
	f, reason := r.position(kaderLat, kaderLon, kaderBoth)
	if f.note != "" {
		r.note("posisi_diperbaiki", f.note)
	}
	at := f.at
	if (reason != "" || f.digits == 0) && kecamatan >= 0 {
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
