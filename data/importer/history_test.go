package importer_test

import (
	"errors"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/importer"
)

// staffed is a village with a kader and two families.
func staffed(t *testing.T) *office {
	t.Helper()
	o := village(t)
	o.kader(kaderRow)
	o.houses(house(1), house(2))
	return o
}

const (
	kaderHeading = "kode_kader,nama,telepon,kd_kecamatan,lat,lon,pks_mulai,pks_selesai,jam_kerja,status"
	kaderRow     = "K001,Partini Contoh,081200000001,99.01.01,-5.39,111.61,2026-01-01,2026-12-31,Sen-Jum 16.00-20.00; Sab 09.00-13.00,aktif"
	visitHeading = "no_kk,kode_kader,tanggal,jam,hasil,jumlah,janji_tanggal,janji_jumlah,janji_status"
)

func (o *office) kader(rows ...string) data.Import {
	o.Helper()
	return o.must("kader", o.write("kader.csv", append([]string{kaderHeading}, rows...)...))
}

func (o *office) visits(rows ...string) data.Import {
	o.Helper()
	return o.must("visits", o.write("kunjungan.csv", append([]string{visitHeading}, rows...)...))
}

func (o *office) payments(rows ...string) data.Import {
	o.Helper()
	return o.must("payments", o.write("bayar.csv", append([]string{"no_kk,tanggal,jumlah,kanal,no_ref"}, rows...)...))
}

func TestKaderIsUpdatedByCode(t *testing.T) {
	o := staffed(t)
	if got := o.kader(strings.Replace(kaderRow, "aktif", "cuti", 1)); got.Updated != 1 {
		t.Errorf("%d updated", got.Updated)
	}
	kader, err := o.store.Kader(t.Context(), o.branch.ID)
	if err != nil || len(kader) != 1 || kader[0].Status != "cuti" || len(kader[0].Shifts) != 6 || kader[0].Phone != "+6281200000001" {
		t.Errorf("%v: kader are %+v", err, kader)
	}
}

func TestKaderWithoutHomeLivesInTheMiddle(t *testing.T) {
	o := village(t)
	got := o.kader(strings.Replace(kaderRow, "-5.39,111.61", ",", 1))
	if got.Accepted != 1 || !hasWarning(got, "rumah_kader") {
		t.Errorf("%d accepted, warnings %v", got.Accepted, got.Warnings)
	}
	if home := o.rows("select k.lon = a.lon and k.lat = a.lat from kader k join area a on a.code = k.kecamatan"); home[0] != "(t)" {
		t.Error("home is not the inner point of the kecamatan")
	}
}

func TestKaderWithoutKecamatanServesWhereTheyLive(t *testing.T) {
	o := village(t)
	unnamed := strings.Replace(kaderRow, "99.01.01", "", 1)
	got := o.kader(unnamed, strings.Replace(strings.Replace(unnamed, "-5.39,111.61", "-2.10,140.20", 1), "K001", "K002", 1))
	if got.Accepted != 1 || got.Rejected != 1 || !hasWarning(got, "kecamatan_kader") {
		t.Errorf("%d accepted, warnings %v, refused %v", got.Accepted, got.Warnings, o.rejects(got.ID))
	}
	if code := o.rows("select code, kecamatan from kader"); code[0] != "(K001,99.01.01)" {
		t.Errorf("kader are %v", code)
	}
}

func TestWrongKaderAreRefused(t *testing.T) {
	o := village(t)
	rows := []string{
		strings.Replace(kaderRow, "K001", "", 1),
		strings.Replace(kaderRow, "99.01.01", "99.01.02", 1),
		strings.Replace(kaderRow, "99.01.01", "99.01.01.2001", 1),
		strings.Replace(kaderRow, "2026-12-31", "2025-12-31", 1),
		strings.Replace(kaderRow, "Sen-Jum 16.00-20.00; Sab 09.00-13.00", "kapan saja", 1),
		strings.Replace(kaderRow, "aktif", "entah", 1),
	}
	if got := o.kader(rows...); got.Rejected != int64(len(rows)) {
		t.Errorf("%d of %d refused: %v", got.Rejected, len(rows), o.rejects(got.ID))
	}
}

func TestVisitsMustBeOfTheBranch(t *testing.T) {
	o := staffed(t)
	got := o.visits(
		"9901010611990001,K001,2026-11-02,17.30,JANJI_BAYAR,,2026-12-01,500000,pending",
		"9901010611990001,K001,2026-11-02,17.30,JANJI_BAYAR,,2026-12-01,500000,pending",
		"9901010611990001,K001,2026-11-02,17.30,MENOLAK,,,,",
		"9901010611990002,K001,2026-11-03,09.00,rumah kosong,,,,",
		"9901010611990009,K001,2026-11-03,09.00,RUMAH_KOSONG,,,,",
		"9901010611990002,K999,2026-11-03,09.00,RUMAH_KOSONG,,,,",
		"9901010611990002,K001,2026-11-24,09.00,RUMAH_KOSONG,,,,",
		"9901010611990002,K001,2026-11-03,10.00,ENTAH,,,,",
	)
	if got.Accepted != 2 || got.Duplicate != 1 || got.Rejected != 5 {
		t.Errorf("%d accepted, %d duplicate, %d rejected: %v", got.Accepted, got.Duplicate, got.Rejected, o.rejects(got.ID))
	}
	if kept := o.rows("select outcome, promise->>'due', promise->>'amount' from visit order by day"); kept[0] != "(JANJI_BAYAR,2026-12-01,500000)" {
		t.Errorf("visits are %v", kept)
	}
}

// A visit that comes again with another sum is told, and a cell that says nothing
// takes no sum and no promise away.
func TestAVisitSentAgainSaysWhatItChanges(t *testing.T) {
	const paid = "9901010611990001,K001,2026-11-02,17.30,BAYAR_CICIL,300000,,,"
	const promised = "9901010611990002,K001,2026-11-03,18.00,JANJI_BAYAR,,2026-12-01,500000,pending"
	tests := []struct {
		name, row, amounts, due string
		updated                 int64
		told                    bool
	}{
		{"another sum", strings.Replace(paid, "300000", "30000", 1), "30000", "2026-12-01", 1, true},
		{"no sum", strings.Replace(paid, "300000", "", 1), "300000", "2026-12-01", 0, false},
		{"a sum that is none", strings.Replace(paid, "300000", "banyak", 1), "300000", "2026-12-01", 0, false},
		{"the same", paid, "300000", "2026-12-01", 0, false},
		{"no promise", strings.Replace(promised, "2026-12-01,500000,pending", ",,", 1), "300000", "2026-12-01", 0, false},
		{"another outcome", strings.Replace(promised, "JANJI_BAYAR,,2026-12-01,500000,pending", "MENOLAK,,,,", 1), "300000", "", 1, false},
	}
	shared := staffed(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			o.kader(kaderRow)
			o.houses(house(1), house(2))
			o.visits(paid, promised)
			got := o.visits(test.row)
			if got.Updated != test.updated || hasWarning(got, "jumlah_kunjungan_berubah") != test.told {
				t.Errorf("%d updated, warnings %v", got.Updated, got.Warnings)
			}
			want := "(" + test.amounts + "," + test.due + ")"
			if now := o.rows("select sum(amount), max(promise->>'due') from visit"); now[0] != want {
				t.Errorf("stored is %s, want %s", now[0], want)
			}
		})
	}
}

func TestHistoryChangesWhatBlocksAreWorth(t *testing.T) {
	o := staffed(t)
	before := o.rows("select sum(expected) from block")
	o.visits("9901010611990001,K001,2026-11-02,17.30,PINDAH,,,,", "9901010611990002,K001,2026-11-02,18.30,PINDAH,,,,")
	if after := o.rows("select sum(expected) from block"); before[0] == "(0)" || after[0] != "(0)" {
		t.Errorf("families that moved away are worth %v, before %v", after, before)
	}
}

func TestPaymentsAreTakenOnceByReference(t *testing.T) {
	o := staffed(t)
	first := o.payments("9901010611990001,2026-11-02,300000,PPOB,R1", "9901010611990001,2026-11-03,Rp 300.000,PPOB,R2")
	again := o.payments("9901010611990001,2026-11-02,300000,PPOB,R1", "9901010611990001,2026-11-03,250000,PPOB,R2",
		"9901010611990002,2026-11-03,250000,PPOB,R1", "9901010611990002,2026-11-03,0,PPOB,R3", "9901010611990002,2026-11-03,1,PPOB,")
	// Another sum, and another family, under a reference that is taken wait for somebody; a payment needs no reference.
	if first.Accepted != 2 || again.Accepted != 3 || again.Unchanged != 1 || again.Updated != 0 || again.Rejected != 1 {
		t.Errorf("%d accepted; again %d unchanged, %d updated, %d rejected: %v", first.Accepted, again.Unchanged, again.Updated, again.Rejected, o.rejects(again.ID))
	}
	other := o.payments("9901010611990002,2026-11-03,250000,PPOB,R2")
	if other.Accepted != 1 || !hasWarning(other, "bayar_ditinjau") {
		t.Errorf("the reference of another family's payment: %d taken, %v", other.Accepted, other.Warnings)
	}
	if sum := o.rows("select sum(amount) from payment"); sum[0] != "(600001)" {
		t.Errorf("payments sum to %s", sum[0])
	}
}

func TestHeadingsThatWereMappedAreRemembered(t *testing.T) {
	o := staffed(t)
	path := o.write("aneh.csv", "Nomor Rumah Tangga,tanggal,jumlah,kanal,no_ref", "9901010611990001,2026-11-02,300000,PPOB,R1")
	if _, err := o.take(data.Import{Kind: "payments"}, path); !errors.Is(err, importer.ErrFile) {
		t.Errorf("an unknown heading: %v", err)
	}
	i := o.begin(data.Import{Kind: "payments"}, path)
	err := importer.Run(t.Context(), o.store, o.branch, i, path, importer.Options{Headings: map[string]string{"Nomor Rumah Tangga": "no_kk"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := o.must("payments", path); got.Unchanged != 1 {
		t.Errorf("%d unchanged the next time", got.Unchanged)
	}
}

func TestWhatChangedRowsAsksForOneLookAtTheRoutes(t *testing.T) {
	o := village(t)
	looks := func() []string {
		return o.rows("select count(*) from river.river_job where kind = 'replan' and (args->>'branch_id')::int = $1", o.branch.ID)
	}
	o.mapped()
	if got := looks()[0]; got != "(0)" {
		t.Errorf("areas alone: %s looks", got)
	}
	o.houses(house(1))
	path := o.write("lain.csv", append([]string{houseHeading}, house(2))...)
	o.must("households", path)
	if got := looks()[0]; got != "(1)" {
		t.Errorf("two files of households: %s looks wait, want one", got)
	}
}
