package importer

import (
	"strings"
	"testing"
)

func TestNumbersHaveOneForm(t *testing.T) {
	checkReadings(t, []reading{
		{"0009900000007", "0009900000007", ""},
		{"9900000007", "0009900000007", ""},
		{"000-99000-00007", "0009900000007", ""},
		{"1E+12", "", "dibulatkan"},
		{"1200000000000", "", "lima nol"},
		{"00099000000071", "", "14 angka"},
		{"99007", "", "5 angka"},
	}, func(s string) (string, string) {
		card, told, refusal := parseCard(s)
		if short := len(strings.ReplaceAll(s, "-", "")) < 13; refusal == "" && (told != "") != short {
			t.Errorf("%q: told %q", s, told)
		}
		return card, refusal
	})
	checkReadings(t, []reading{
		{"8888809900000007", "8888809900000007", ""},
		{"VA BNI: 8888809900000007", "8888809900000007", ""},
		{"8988809900000007", "8988809900000007", ""},
		{"8,88881E+15", "", "dibulatkan"},
		{"8888809900000000", "", "lima nol"},
		{"888880990000007", "", "15 angka"},
		{"9901010412060001", "", "diawali"},
	}, parseVA)
	checkReadings(t, []reading{
		{" 00123 ", "00123", ""},
		{"TRX-E17", "TRX-E17", ""},
		{"2,02511E+17", "", "dibulatkan"},
	}, parseReference)
	checkReadings(t, []reading{{"9901012811060000", "", "0000"}}, parseKK)
	checkReadings(t, []reading{{"9901012811060000", "", "0000"}}, parseNIK)
}

func TestPositionsInOneCell(t *testing.T) {
	const want = "111.5564 -5.4047"
	for _, cell := range []string{
		"-5.404727, 111.556398", "(-5.404727, 111.556398)", "-5.404727 111.556398", "-5,404727;111,556398", "-5,404727 111,556398", "111.556398,-5.404727",
		"-5.404727 111.556398 0 4.5", "-5.404727 111.556398 12.0", "POINT (111.556398 -5.404727)", "SRID=4326;POINT Z(111.556398 -5.404727 12)",
		"https://maps.google.com/?q=-5.404727,111.556398", "https://www.google.com/maps/search/?api=1&query=-5.404727%2C111.556398",
		"https://www.google.com/maps/place/Rumah/@-5.41,111.55,17z/data=!3m1!4b1!4m5!3d-5.404727!4d111.556398", "https://www.google.com/maps/@-5.404727,111.556398,18z",
		"geo:-5.404727,111.556398", "https://www.openstreetmap.org/?mlat=-5.404727&mlon=111.556398#map=18/-5.4/111.5",
		`5°24'17.0"S 111°33'23.0"E`, `5°24'17.0" LS, 111°33'23.0" BT`, `S 5°24'17.0" E 111°33'23.0"`, "Lat: -5.404727, Long: 111.556398", "lintang -5.404727 bujur 111.556398",
		"6P6HHHW4+4H2", "49S 561638 9402574",
	} {
		f, refusal := parsePosition(cell, "")
		if got := fixed(f.at.Lon, 4) + " " + fixed(f.at.Lat, 4); got != want || refusal != "" {
			t.Errorf("%q: got %s, refused %q", cell, got, refusal)
		}
	}
	for cell, want := range map[string]string{
		"6P4X+2V":                        "kode plus pendek",
		"https://maps.app.goo.gl/AbCdEf": "tautan peta",
		"depan masjid":                   "tidak dapat dibaca",
		"-5.404727":                      "kosong",
	} {
		if f, refusal := parsePosition(cell, ""); !strings.Contains(refusal, want) {
			t.Errorf("%q: got %v, refused %q", cell, f, refusal)
		}
	}
}

func TestHeadingsInTwoRowsAndWithUnits(t *testing.T) {
	fields := householdHeadings()
	for _, content := range []string{
		"No. KK;Nama;Jumlah Jiwa;Kelas;Tunggakan;;Kode Desa\n;;;;Bulan;Nilai;\n",
		"Data Tunggakan;;;;;;\nNo. KK;Nama;Jumlah Jiwa;Kelas;Tunggakan;;Kode Desa\n;;;;(bln);(Rp);\n",
		"\"No.\nKK\";NAMA PESERTA;\"Jml\nAnggota\";KELAS;Tunggakan (Bln);Tunggakan (Rp);Kode Desa\n",
	} {
		head, err := findHeading(opened(t, content), fields, nil)
		if err != nil {
			t.Errorf("%q: %v", content, err)
			continue
		}
		if head.columns[houseMonths] != 4 || head.columns[houseArrears] != 5 || head.columns[houseDesa] != 6 || head.width != 7 {
			t.Errorf("%q: columns %v", content, head.columns)
		}
	}
}

func TestWardsAreNumbers(t *testing.T) {
	checkReadings(t, []reading{
		{"3", "003", ""}, {"RT 012", "012", ""}, {"RW.2", "002", ""}, {"004", "004", ""}, {"5.0", "005", ""},
		{"003/002", "", "satu bilangan"}, {"2026-02-03", "", "satu bilangan"}, {"03-Feb", "", "satu bilangan"}, {"1234", "", "satu bilangan"},
	}, parseWard)
}
