package importer_test

import (
	"strings"
	"testing"

	"binaan/data"
	"binaan/data/importer"
)

const keptHeading = "no_kk,nik_kepala,nama_kepala,jumlah_jiwa,kelas,bulan_tunggakan,nilai_tunggakan,tgl_bayar_terakhir,kd_desa,telepon,no_kartu,no_va,alamat"

// kept imports one row of a family under keptHeading.
func (o *office) kept(i data.Import, row string) data.Import {
	o.Helper()
	i.Kind = "households"
	got, err := o.take(i, o.write("isi.csv", keptHeading, row))
	if err != nil {
		o.Fatal(err)
	}
	return got
}

const (
	keptRow    = "9901010611990001,9901010511800001,Slamet Contoh,3,3,18,1890000,2026-03-15,99.01.01.2001,081200000001,0009900000001,8888809900000001,Jl. Melati"
	keptFamily = "select nik, last_paid, phone, card_no, va, address from household"
	keptWhole  = `(9901010511800001,2026-03-15,+6281200000001,0009900000001,8888809900000001,"Jl. Melati")`
)

func TestWhatIsStoredIsErasedOnlyByABlankThatIsAskedTo(t *testing.T) {
	blank := "9901010611990001,,Slamet Contoh,3,3,18,1890000,,99.01.01.2001,,,,"
	unread := `9901010611990001,"9,90101E+15",Slamet Contoh,3,3,18,1890000,31/31/2025,99.01.01.2001,"8,12E+10",0009900000001,8888809900000001,Jl. Melati`
	tests := []struct {
		name, row string
		erase     bool
		want      string
		updated   int64
	}{
		{"blank", blank, false, keptWhole, 0},
		{"not readable", unread, false, keptWhole, 0},
		{"not readable, blanks erase", unread, true, keptWhole, 0},
		{"blanks erase", blank, true, `("",,"","","","")`, 1},
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			o.kept(data.Import{}, keptRow)
			got := o.kept(data.Import{Erase: test.erase}, test.row)
			if now := o.rows(keptFamily); now[0] != test.want || got.Updated != test.updated {
				t.Errorf("%d updated, stored is %s, want %s: %v", got.Updated, now[0], test.want, got.Warnings)
			}
		})
	}
}

func TestABlankErasesNothingThatTheFileHasNoColumnFor(t *testing.T) {
	o := village(t)
	o.kept(data.Import{}, keptRow)
	if _, err := o.take(data.Import{Kind: "households", Erase: true}, o.write("sedikit.csv", houseHeading, house(1, "nik_kepala="))); err != nil {
		t.Fatal(err)
	}
	if now := o.rows("select nik, last_paid, card_no from household"); now[0] != `("",2026-03-15,0009900000001)` {
		t.Errorf("stored is %s", now[0])
	}
}

func TestAMovedFamilyLeavesItsOldAddressBehind(t *testing.T) {
	o := village(t)
	o.houses(house(1, "lat=-5.39", "lon=111.61", "akurasi=A"))
	o.houses(house(1, "kd_desa=99.01.01.2002", "alamat="))
	if now := o.rows("select desa, address, lon is null, spread from household"); now[0] != `(99.01.01.2002,"",t,t)` {
		t.Errorf("the family stands %s", now[0])
	}
	if in := o.rows("select count(*) from household h join area a on a.code = h.desa and a.lon between 111.62 and 111.64 where h.cell <> 0"); in[0] != "(1)" {
		t.Error("the family has no place in its new desa")
	}
}

func TestAChangedKKIsRecognisedByNIKAndCard(t *testing.T) {
	with := func(kk, nik, card string) string {
		row := strings.Replace(keptRow, "9901010611990001", kk, 1)
		return strings.Replace(strings.Replace(row, "9901010511800001", nik, 1), "0009900000001", card, 1)
	}
	const kk, nik, card = "9901010611990099", "9901010511800001", "0009900000001"
	tests := []struct {
		name     string
		row      string
		families int
		changed  bool
	}{
		{"both", with(kk, nik, card), 1, true},
		{"only the NIK is told", with(kk, nik, ""), 1, true},
		{"only the card is told", with(kk, "", card), 1, true},
		{"the card is another's", with(kk, nik, "0009900000002"), 2, false},
		{"the NIK is another's", with(kk, "9901010511800002", card), 2, false},
		{"neither is told", with(kk, "", ""), 2, false},
	}
	shared := village(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := shared.another(t)
			o.kept(data.Import{}, keptRow)
			before := o.rows("select id from household")
			got := o.kept(data.Import{}, test.row)
			if n := len(o.rows("select id from household")); n != test.families || hasWarning(got, "kk_berubah") != test.changed {
				t.Fatalf("%d families, warnings %v", n, got.Warnings)
			}
			if !test.changed {
				return
			}
			if now := o.rows("select id from household where no_kk = $1 and absent_since is null", kk); len(now) != 1 || now[0] != before[0] || got.Updated != 1 {
				t.Errorf("%d updated, the family is %v, was %v", got.Updated, now, before)
			}
			importer.Undo(t.Context(), o.store, o.branch, got.ID, "uji") //nolint:errcheck // seen by what is stored
			if back := o.rows("select no_kk from household"); len(back) != 1 || back[0] != "(9901010611990001)" {
				t.Errorf("after the undo the families are %v", back)
			}
		})
	}
}

func TestAFamilyThatTheFileStillNamesIsNotRenamed(t *testing.T) {
	o := village(t)
	o.houses(house(1))
	got := o.houses(house(1), house(2, "nik_kepala=9901010511800001"))
	if got.Accepted != 1 || hasWarning(got, "kk_berubah") {
		t.Errorf("%d accepted, warnings %v", got.Accepted, got.Warnings)
	}
}
