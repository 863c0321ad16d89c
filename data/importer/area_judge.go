package importer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"binaan/geo"
)

// nameProperties finds out which property of the map is which field, over all
// features, as headings of tables are read: a saved meaning first, then a field's
// own name, then its synonyms.
func (c *areaCheck) nameProperties() error {
	names := map[string]bool{}
	for _, f := range c.features {
		for name := range f.properties {
			names[name] = true
		}
	}
	sorted := slices.Sorted(maps.Keys(names))
	columns, used := vocabulary(areaFields, c.headings).match(sorted, areaFields)
	c.Columns = used
	for i, column := range columns {
		c.property[i] = ""
		if column >= 0 {
			c.property[i] = sorted[column]
		}
	}
	if c.property[areaCode] == "" {
		return fileError{codeless(sorted)}
	}
	if c.property[areaOwnName] == "" {
		return fileError{"Peta ditolak: tidak ada properti dengan nama wilayah (nama, nama_desa, NAMOBJ, WADMKD …). " + propertiesSeen(sorted)}
	}
	c.remember(used)
	return nil
}

// makers are the well-known makers of maps by a property of theirs, and what their
// maps lack.
var makers = []struct{ property, lack string }{
	{"adm4pcode", "Peta ini dari HDX (OCHA): kodenya (ADM4_PCODE, ID…) kode BPS, bukan Kemendagri."},
	{"adm3pcode", "Peta ini dari HDX (OCHA): kodenya (ADM3_PCODE, ID…) kode BPS, bukan Kemendagri."},
	{"gid4", "Peta ini dari GADM: tidak memuat kode Kemendagri, hanya GID buatan GADM dan nama."},
	{"gid3", "Peta ini dari GADM: tidak memuat kode Kemendagri, hanya GID buatan GADM dan nama."},
	{"kdcbps", "Peta ini dari BIG tanpa KDEPUM: yang ada hanya kode BPS."},
	{"kdbbps", "Peta ini dari BIG tanpa KDEPUM: yang ada hanya kode BPS."},
	{"wadmkd", "Peta ini dari BIG tanpa KDEPUM, properti dengan kode Kemendagri."},
	{"iddesa", "Peta ini dari BPS: kodenya (iddesa) kode BPS, bukan Kemendagri."},
	{"idsls", "Peta ini peta SLS dari BPS: kodenya kode BPS, bukan Kemendagri."},
	{"kddesa", "Peta ini dari BPS: kodenya kode BPS yang terbagi, bukan Kemendagri."},
}

// codeless says what is missing in a map without a property that holds the code.
func codeless(names []string) string {
	const add = " Tambahkan properti \"kode\" dengan kode Kemendagri (misalnya 33.72.01.1001) dari Kepmendagri, digabung menurut nama, lalu impor lagi."
	for _, maker := range makers {
		for _, name := range names {
			if letters(name) == maker.property {
				return "Peta ditolak. " + maker.lack + add
			}
		}
	}
	return "Peta ditolak: tidak ada properti dengan kode wilayah (kode, kode_desa, KDEPUM …)." + add + " " + propertiesSeen(names)
}

func propertiesSeen(names []string) string {
	if len(names) == 0 {
		return "Wilayah di peta ini tidak mempunyai satu properti pun."
	}
	return "Properti yang ada: " + shown(strings.Join(names, ", ")) + "."
}

// judgeCodes refuses a map whose codes are BPS's: they have as many digits, but the
// kecamatan has three of them, so that the number of a desa begins as no number of
// Kemendagri's does, or several kecamatan fall into one.
func (c *areaCheck) judgeCodes() error {
	desa, foreign := 0, 0
	around := map[geo.AreaCode]map[string]bool{}
	for _, f := range c.features {
		text := c.text(f, areaCode)
		code, err := geo.ParseAreaCode(text)
		if err != nil || code.Level() != geo.Desa {
			continue
		}
		desa++
		if part := code[len(code)-4]; part < '1' || part > '3' {
			foreign++
		}
		if name := areaName(c.text(f, areaKecamatan)); name != "" {
			kecamatan := code.Kecamatan()
			if around[kecamatan] == nil {
				around[kecamatan] = map[string]bool{}
			}
			around[kecamatan][name] = true
		}
	}
	crowded := 0
	for _, names := range around {
		if len(names) > 1 {
			crowded++
		}
	}
	if foreign > 0 && (20*foreign >= desa || crowded > 0) {
		return fileError{fmt.Sprintf("Peta ditolak: kodenya kode BPS, bukan Kemendagri (%d dari %d kode desa tidak mungkin kode Kemendagri). Keduanya 10 angka, tetapi artinya lain; ganti dengan kode Kemendagri.", foreign, desa)}
	}
	return nil
}
