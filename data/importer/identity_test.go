package importer

import (
	"fmt"
	"strings"
	"testing"
)

// reading is what a parser should make of a text: want, or a refusal that holds no.
type reading struct{ text, want, no string }

func checkReadings(t *testing.T, tests []reading, parse func(string) (string, string)) {
	t.Helper()
	for _, tt := range tests {
		got, refusal := parse(tt.text)
		if got != tt.want || (tt.no == "") != (refusal == "") || !strings.Contains(refusal, tt.no) {
			t.Errorf("%q: got %q, refused %q; want %q, refused %q", tt.text, got, refusal, tt.want, tt.no)
		}
	}
}

func TestKKNumbersAreStringsEndToEnd(t *testing.T) {
	const papua = "9971012503140003" // above 2^53: a float64 makes it …0004
	checkReadings(t, []reading{
		{papua, papua, ""},
		{"'" + papua, papua, ""},
		{" 9971 0125.0314-0003\u00a0", papua, ""},
		{"\u200b９９７１０１２５０３１４０００３\u200f", papua, ""},
		{papua + ".0", papua, ""},
		{"3.3E+15", "", "dibulatkan Excel"},
		{"9,47101E+15", "", "sebagai Teks"},
		{"997101250314000", "", "15 angka"},
		{"99710125031400031", "", "17 angka"},
		{"9971016503140003", "", "NIK"},
		{"9971013002140003", "", "tidak mungkin"},
		{"9971012513140003", "", "tidak mungkin"},
		{"0971012503140003", "", "diawali 0"},
		{"997101250314000X", "", "huruf"},
		{" ", "", "kosong"},
	}, parseKK)
}

func TestNIKHoldsABirthday(t *testing.T) {
	checkReadings(t, []reading{
		{"9901012911060001", "9901012911060001", ""},
		{"9901016911060001", "9901016911060001", ""},
		{"9901013911060001", "", "tanggal lahir"},
		{"9901017211060001", "", "tanggal lahir"},
		{"9901010011060001", "", "tanggal lahir"},
		{"9901014011060001", "", "tanggal lahir"},
		{"9901013102060001", "", "tanggal lahir"},
		{"9.90101E+15", "", "NIK sudah dibulatkan"},
	}, parseNIK)
}

func TestPhonesGetTheirZeroBack(t *testing.T) {
	checkReadings(t, []reading{
		{"081200000001", "081200000001", ""},
		{"81200000001", "081200000001", ""},
		{"+62 812-0000-0001", "081200000001", ""},
		{"6281200000001", "081200000001", ""},
		{"(+62) (0)812 00000001", "081200000001", ""},
		{"0062 81200000001", "081200000001", ""},
		{"'0274 123456", "0274123456", ""},
		{"081200000001 / 081200000002", "081200000001", ""},
		{"8.12E+10", "", "dibulatkan"},
		{"+1 202 555 0100", "", "luar negeri"},
		{"0812", "", "4 angka"},
		{"tidak ada", "", "huruf"},
		{"", "", "kosong"},
		{"/", "", "huruf"},
	}, parsePhone)
}

func TestRoundedColumnsAreNoticed(t *testing.T) {
	tests := []struct {
		name   string
		number func(i int) string
		want   bool
	}{
		{"as issued", func(i int) string { return fmt.Sprintf("99010128110600%02d", i%97) }, false},
		{"15 digits kept", func(i int) string { return fmt.Sprintf("330101281106%03d0", i) }, true},
		{"half rounded", func(i int) string { return fmt.Sprintf("330101281106%03d%d", i, i%2) }, true},
		{"counted in floats above 2^53", func(i int) string { return fmt.Sprintf("%.0f", float64(9901012811060001+i)) }, true},
		{"odd and even above 2^53", func(i int) string { return fmt.Sprintf("%d", 9901012811060001+i) }, false},
		{"other numbers", func(i int) string { return fmt.Sprintf("%d0", i) }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var seen tail
			for i := range 100 {
				seen.add(tt.number(i))
			}
			if got := seen.mangled(); got != tt.want {
				t.Errorf("mangled %v, want %v (%+v)", got, tt.want, seen)
			}
		})
	}
}

func FuzzIdentity(f *testing.F) {
	for _, s := range []string{"9901012811060001", "3.3E+15", "'9901 0169.1106-0001", "+62 812", "", "E+", "９９", "VA BNI: 8888809900000007", "0009900000007", "9900000007", "RT 3", "TRX-E17"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		card := func(s string) (string, string) {
			digits, _, refusal := parseCard(s)
			return digits, refusal
		}
		for name, parse := range map[string]func(string) (string, string){
			"KK": parseKK, "NIK": parseNIK, "phone": parsePhone, "card": card, "VA": parseVA, "reference": parseReference, "ward": parseWard,
		} {
			digits, refusal := parse(s)
			if (digits == "") == (refusal == "") {
				t.Fatalf("%s %q: %q and refused %q", name, s, digits, refusal)
			}
			if again, no := parse(digits); refusal == "" && (again != digits || no != "") {
				t.Fatalf("%s %q: %q read again is %q, %q", name, s, digits, again, no)
			}
		}
	})
}

// A sixteenth digit that Excel cannot hold comes back as 0; four of them are no
// number in order.
func TestNumbersThatEndInFourNoughtsAreRefused(t *testing.T) {
	for number, want := range map[string]bool{"9901011501260000": false, "9901011501260010": true} {
		if _, refusal := parseKK(number); (refusal == "") != want {
			t.Errorf("%s: %q", number, refusal)
		}
	}
}
