package importer

import (
	"strings"
	"unicode/utf8"
)

func (c *householdCheck) name(r *record, at int) {
	name := r.must(at)
	if utf8.RuneCountInString(name) > mostName {
		r.note("nama_panjang", longName)
	}
	if name != "" && strings.Trim(name, "0123456789., ") == "" {
		r.refuse(at, "nama hanya berisi angka")
	}
	if garbled(r.cells[at]) {
		r.note("huruf_rusak", "nama memuat huruf yang rusak karena salah penyandian (misalnya Ã©); simpan ulang sebagai CSV UTF-8")
	}
	r.putText(name)
}

// garbled tells that text went through a wrong encoding, or lost letters in one.
func garbled(s string) bool {
	return !plain(s) && (strings.Contains(s, "Ã") || strings.Contains(s, "â€") || strings.Contains(s, "Â") || strings.Contains(s, "\ufffd"))
}

// The two digits of the year in a KK are those of its issue, not of a birth: none
// of the years between was one.
const (
	newestCard = 40
	oldestCard = 97
)

func (c *householdCheck) kkNumber(r *record, at int) {
	kk := needed(r, at, parseKK)
	rw, _ := parseWard(r.cells[houseRW]) // what is wrong with them is told where they are put
	rt, _ := parseWard(r.cells[houseRT])
	c.slot = slotOf(kk, rw, rt)
	if kk != "" {
		c.ends.add(kk)
		c.kk = digits(kk)
		if kk == r.cells[houseNIK] {
			r.note("kk_sama_nik", "nomor KK sama dengan NIK kepala keluarga: salah satunya keliru")
		}
		if year := pair(kk, 10); year > newestCard && year < oldestCard {
			c.births++
			r.note("kk_mungkin_nik", "nomor KK memuat tahun yang tidak mungkin bagi kartu keluarga; mungkin NIK seorang laki-laki")
		}
		if r.numbers[at] && kk[15] == '0' {
			r.note("angka_bukan_teks", "nomor KK disimpan sebagai bilangan, bukan teks, dan berakhir 0: mungkin sudah dibulatkan Excel")
		}
	}
	r.putText(kk)
}

func (c *householdCheck) nik(r *record, at int) {
	nik, ok := useful(r, at, "nik", parseNIK)
	if ok {
		c.nikEnds.add(nik)
		if r.numbers[at] && nik[15] == '0' {
			r.note("angka_bukan_teks", "NIK disimpan sebagai bilangan, bukan teks, dan berakhir 0: mungkin sudah dibulatkan Excel")
		}
	}
	if ok && c.heads.add(digits(nik)) {
		r.note("nik_ganda", "NIK kepala keluarga sama dengan baris lain, padahal nomor KK berbeda")
	}
	r.putSaid(nik)
}

func (c *householdCheck) card(r *record, at int) {
	var card, told, refusal string
	if r.cells[at] != "" {
		card, told, refusal = parseCard(r.cells[at])
	}
	for _, text := range []string{told, refusal} {
		if text != "" {
			r.note("no_kartu", text)
		}
	}
	c.cardNumber = card
	r.putSaid(card)
}

func (c *householdCheck) va(r *record, at int) {
	va, ok := useful(r, at, "no_va", parseVA)
	if ok {
		c.vaEnds.add(va)
		if len(c.cardNumber) == 13 && va[5:] != c.cardNumber[2:] {
			r.note("va_beda_kartu", "nomor VA tidak berakhir dengan 11 angka terakhir nomor kartu; periksa keduanya")
		}
	}
	r.putSaid(va)
}

func (c *householdCheck) phone(r *record, at int) {
	phone, _ := useful(r, at, "telepon", parsePhone)
	r.putSaid(abroad(phone))
}
