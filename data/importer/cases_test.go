package importer_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/importer"
)

// casesFolder holds small files modelled on reported troubles, beside the
// repository; cases.tsv says what is right of each.
const casesFolder = "../../../shared/cases/import"

// caseCheck says what an import of a file of cases.tsv must have come to. err is
// what a file that was refused whole was refused with.
type caseCheck func(o *office, got data.Import, err error)

// cases are the files whose reading is held to cases.tsv. A file that cases.tsv
// names and that stands in no table fails TestReportedTroublesEndAsTheyShould.
var cases = map[string]caseCheck{
	"money.csv": func(o *office, got data.Import, _ error) {
		o.counts(got, 4, 4)
		o.stored("select arrears from household order by no_kk", "(1234567)", "(1234567)", "(350000)", "(35000)")
	},
	"dates_us.csv": func(o *office, got data.Import, _ error) {
		o.counts(got, 5, 0)
		o.told(got, "urutan_tanggal")
		o.stored("select last_paid from household order by no_kk", "(2026-03-15)", "(2026-04-25)", "(2026-05-06)", "(2025-12-11)", "(2026-01-02)")
	},
	"dates_future.csv": func(o *office, got data.Import, _ error) {
		o.told(got, "tgl_bayar_terakhir")
		o.stored("select count(*), count(last_paid) from household", "(5,0)")
	},
	"kk_exp.csv": func(o *office, got data.Import, _ error) {
		o.counts(got, 4, 3)
		o.stored("select right(no_kk, 4) from household order by no_kk", "(0002)", "(0003)", "(0004)", "(0005)")
	},
	"va_card_mangled.csv": func(o *office, got data.Import, _ error) {
		o.told(got, "no_kartu", "no_va")
		o.stored("select va, card_no from household order by no_kk", `("",0009900000001)`, `("","")`, "(8888809900000003,0009900000003)", `(8888809900000004,"")`)
	},
	"names_na.csv": func(o *office, got data.Import, _ error) {
		o.counts(got, 3, 5)
		o.stored("select right(no_kk, 1) from household order by no_kk", "(6)", "(7)", "(8)")
	},
	"desa_code_vs_name.csv": func(o *office, got data.Import, _ error) { o.counts(got, 0, 3) },
	"desa_bps.csv": func(o *office, _ data.Import, err error) {
		o.refused(err, "kode BPS")
	},
	"desa_names.csv": func(o *office, got data.Import, _ error) {
		o.stored("select right(no_kk, 1) from household order by no_kk", "(1)", "(2)", "(4)")
		for _, r := range o.rejects(got.ID) {
			if r.Field != "nama_desa" || !strings.Contains(r.Reason, "tidak ada di peta") {
				o.Errorf("refused: %+v", r)
			}
		}
	},
	"kk_15digits.csv": func(o *office, got data.Import, _ error) {
		o.counts(got, 1, 1)
	},
	"pos_precision.csv": func(o *office, got data.Import, _ error) {
		o.told(got, "posisi_kasar")
		o.stored("select accuracy from household order by no_kk", "(D)", "(E)", "(D)", "(C)")
	},
	"pos_forms.csv": func(o *office, got data.Import, _ error) {
		o.told(got, "posisi")
		o.stored("select string_agg(right(no_kk, 2), ',' order by no_kk) from household where lon is not null", `("01,02,03,04,05,06,07,08,11")`)
	},
	"pos_onecol.csv": func(o *office, _ data.Import, _ error) {
		o.stored("select count(lon) from household", "(2)")
	},
	"pos_onecol_map.csv": func(o *office, _ data.Import, _ error) {
		o.stored("select count(lon), round(avg(lon)::numeric, 6), round(avg(lat)::numeric, 6) from household", "(6,111.556398,-5.404727)")
	},
	"csv_name_comma_shift.csv": func(o *office, got data.Import, _ error) { o.counts(got, 0, 2) },
	"csv_money_shift_end.csv":  func(o *office, got data.Import, _ error) { o.counts(got, 0, 2) },
	"hd_two_rows.csv": func(o *office, _ data.Import, _ error) {
		o.stored("select months, arrears from household", "(6,630000)")
	},
	"hd_members_rows.csv": func(o *office, got data.Import, _ error) {
		o.counts(got, 1, 2)
		o.told(got, "baris_per_anggota")
	},
	"dup_conflict.csv": func(o *office, got data.Import, _ error) { o.counts(got, 0, 2) },
	"x_1904.xlsx": func(o *office, _ data.Import, _ error) {
		o.stored("select last_paid from household", "(2025-12-09)")
	},
	"x_strict.xlsx": func(o *office, _ data.Import, _ error) {
		o.stored("select last_paid from household", "(2025-12-09)")
	},
	"x_kk_float_39.xlsx": func(o *office, _ data.Import, err error) { o.refused(err, "nomor KK") },
	"x_3sheets.xlsx": func(o *office, got data.Import, _ error) {
		o.counts(got, 3, 0)
		o.told(got, "sheets-joined")
	},
	"x_hidden_row.xlsx": func(o *office, got data.Import, _ error) { o.told(got, "hidden") },
	"ribuan.csv":        func(o *office, got data.Import, _ error) { o.told(got, "nilai_tidak_wajar") },
	"hd_with_units.csv": func(o *office, _ data.Import, _ error) {
		o.stored("select months, arrears, cardinality(classes) from household", "(24,840000,1)")
	},
	"a_plain.geojson":  func(o *office, got data.Import, _ error) { o.counts(got, 2, 0) },
	"a_hdx.geojson":    func(o *office, _ data.Import, err error) { o.refused(err, "HDX") },
	"a_bps.geojson":    func(o *office, _ data.Import, err error) { o.refused(err, "kode BPS") },
	"a_spaces.geojson": func(o *office, got data.Import, _ error) { o.counts(got, 1, 0) },
	"a_multipart.geojson": func(o *office, got data.Import, _ error) {
		o.counts(got, 1, 0)
		o.told(got, "bagian_disatukan")
		o.stored("select name from area where code = '99.01.01.2001' and length(shape) > 180", "(Kaliraharja)")
	},
	"a_bom.geojson":       func(o *office, got data.Import, _ error) { o.counts(got, 1, 0) },
	"a_utf16.geojson":     func(o *office, got data.Import, _ error) { o.counts(got, 1, 0) },
	"a_z_null_gc.geojson": func(o *office, got data.Import, _ error) { o.counts(got, 1, 5) },
	"a_swapped.geojson": func(o *office, got data.Import, _ error) {
		o.counts(got, 1, 0)
		o.told(got, "koordinat_tertukar")
	},
	"a_bowtie.geojson": func(o *office, got data.Import, _ error) {
		o.counts(got, 1, 1)
		if r := o.rejects(got.ID); !strings.Contains(r[0].Reason, "saling memotong") {
			o.Errorf("refused for %q", r[0].Reason)
		}
	},
	"a_no_code.geojson":   func(o *office, _ data.Import, err error) { o.refused(err, "tidak memuat kode Kemendagri") },
	"a_cut_after.geojson": func(o *office, _ data.Import, err error) { o.refused(err, "terpotong") },
	"p_ref_exp.csv": func(o *office, got data.Import, _ error) {
		o.counts(got, 1, 3)
		o.stored("select ref, amount from payment", "(00123,150000)")
	},
	"p_dbcr.csv": func(o *office, got data.Import, _ error) {
		o.counts(got, 3, 2)
		o.stored("select ref, amount, reversal_ref from payment order by ref", "(REF001,420000,REF002)", `(REF004,150000,"")`)
	},
	"p_same_twice_otherref.csv": func(o *office, got data.Import, _ error) {
		o.stored("select ref, amount from payment", "(R1,420000)")
		if got.Duplicate != 3 {
			o.Errorf("%d duplicates", got.Duplicate)
		}
	},
	"p_ref_true.csv": func(o *office, got data.Import, _ error) {
		o.counts(got, 2, 0)
		o.stored("select ref, amount from payment order by ref", "(00123,150000)", "(202511280000000001,420000)")
	},
	"d_dec.csv": func(o *office, got data.Import, _ error) {
		o.told(got, "kk_berubah", "tidak_di_berkas")
		if got.Accepted != 0 || got.Updated != 2 || got.Unchanged != 15 {
			o.Errorf("%d accepted, %d updated, %d unchanged", got.Accepted, got.Updated, got.Unchanged)
		}
		o.stored("select right(no_kk, 2), desa, absent_since is not null from household where right(no_kk, 2) in ('01', '02', '03', '04', '05', '99') order by no_kk",
			"(01,99.01.01.2002,f)", "(03,99.01.01.2001,t)", "(04,99.01.01.2001,t)", "(05,99.01.01.2001,t)", "(99,99.01.01.2001,f)")
		o.stored("select count(*) from household h join area a on a.code = h.desa where desa like '%2002' and spread and cell <> 0", "(1)")
	},
	"d_blank.csv": func(o *office, got data.Import, _ error) {
		o.told(got, "kk_berubah")
		o.stored("select count(*), count(*) filter (where nik <> '' and phone <> '' and last_paid is not null) from household", "(20,20)")
	},
	"over_bad.csv": func(o *office, _ data.Import, _ error) {
		o.stored("select nik, phone, last_paid is not null from household", "(9901010412060001,+6281200000001,t)")
	},
	"p_va_only.csv": func(o *office, got data.Import, _ error) {
		o.stored("select h.no_kk, p.amount from payment p join household h on h.id = p.household_id", "(9901010312060001,420000)")
	},
	"k_two_kec_same_name.csv": func(o *office, got data.Import, _ error) { o.counts(got, 0, 1) },
}

// casesAfter are files that come after another one, a week later.
var casesAfter = map[string]string{
	"p_ref_true.csv": "p_ref_exp.csv", "d_dec.csv": "d_nov.csv", "d_blank.csv": "d_nov.csv", "over_bad.csv": "over_good.csv",
}

// counts holds how many rows were taken, in whatever way, and refused.
func (o *office) counts(got data.Import, taken, rejected int64) {
	o.Helper()
	if got.Accepted+got.Updated+got.Unchanged != taken || got.Rejected != rejected {
		o.Errorf("%d taken, %d rejected; want %d and %d: %v", got.Accepted+got.Updated+got.Unchanged, got.Rejected, taken, rejected, o.rejects(got.ID))
	}
}

// told holds that the import warned of each.
func (o *office) told(got data.Import, codes ...string) {
	o.Helper()
	for _, code := range codes {
		if !hasWarning(got, code) {
			o.Errorf("%s is not told: %v", code, got.Warnings)
		}
	}
}

// refused holds that the file was refused whole, in a sentence that says about.
func (o *office) refused(err error, about string) {
	o.Helper()
	if !errors.Is(err, importer.ErrFile) || !strings.Contains(err.Error(), about) {
		o.Errorf("got %v, want the file refused for %q", err, about)
	}
}

func (o *office) stored(query string, want ...string) {
	o.Helper()
	if got := o.rows(query); !slices.Equal(got, want) {
		o.Errorf("%s: got %v, want %v", query, got, want)
	}
}

// caseMap is the ground that the cases stand on.
func (o *office) caseMap() {
	o.Helper()
	features := []map[string]any{
		square("99.01.01.2001", "Kaliraharja", 111.55, -5.41), square("99.01.01.2002", "Sidodamai", 111.57, -5.41),
		square("99.01.01.2003", "Wanaelok", 111.59, -5.41), square("99.01.02.2001", "Mulyaasri", 111.61, -5.41),
	}
	for _, f := range features {
		f["properties"].(map[string]any)["kecamatan"] = "Kec. Contoh Padangpermai"
	}
	o.must("areas", o.writeMap("peta.geojson", features...))
}

// caseFamilies are those of which the files of payments speak.
func (o *office) caseFamilies() {
	o.Helper()
	rows := []string{"no_kk,nama_kepala,jumlah_jiwa,kelas,bulan_tunggakan,nilai_tunggakan,kd_desa,no_va,no_kartu"}
	for i := 1; i <= 4; i++ {
		rows = append(rows, fmt.Sprintf("990101031206%04d,Wagimin Contoh,3,3,6,630000,99.01.01.2001,888880990000%04d,00099000%05d", i, i, i))
	}
	o.must("households", o.write("keluarga.csv", rows...))
}

func TestReportedTroublesEndAsTheyShould(t *testing.T) {
	list, err := os.Open(filepath.Join(casesFolder, "cases.tsv"))
	if err != nil {
		t.Skip("no ../shared/cases")
	}
	defer list.Close()
	r := csv.NewReader(list)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	shared := newOffice(t)
	for i, row := range rows[1:] {
		check, known := cases[row[0]]
		if !known {
			t.Errorf("%s stands in cases.tsv and in no table", row[0])
			continue
		}
		t.Run(row[0], func(t *testing.T) {
			o := *shared
			o.T = t
			o.branch = o.add(fmt.Sprint("kasus-", i))
			o.caseMap()
			if row[1] == "payments" {
				o.caseFamilies()
			}
			day := asOf
			if before := casesAfter[row[0]]; before != "" {
				o.must(row[1], filepath.Join(casesFolder, before))
				day += 7
			}
			got, err := o.take(data.Import{Kind: row[1], AsOf: day}, filepath.Join(casesFolder, row[0]))
			if err != nil && !errors.Is(err, importer.ErrFile) {
				t.Fatal(err)
			}
			check(&o, got, err)
		})
	}
}
