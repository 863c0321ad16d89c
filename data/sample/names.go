package sample

import (
	"fmt"
	"math/rand/v2"
)

var (
	placeHead = []string{"Karang", "Suka", "Tirta", "Wana", "Banyu", "Giri", "Sido", "Marga", "Mulya", "Sumber", "Tegal", "Kedung", "Candi", "Gunung", "Jati", "Kali", "Lembah", "Medang", "Padang", "Rawa"}
	placeTail = []string{"asri", "baru", "damai", "elok", "harum", "indah", "jaya", "kencana", "lestari", "makmur", "permai", "raharja", "sari", "tentram", "utama", "wangi"}
	women     = []string{"Sumarni", "Wartini", "Lasmi", "Sutinah", "Yuliani", "Ngatiyem", "Partini", "Rukmini", "Suharti", "Tumini"}
	men       = []string{"Slamet", "Paiman", "Sukardi", "Wagimin", "Harjono", "Suyatno", "Mulyono", "Tukiman", "Darmaji", "Sarwono"}
	streets   = []string{"Melati", "Kenanga", "Mawar", "Anggrek", "Cempaka", "Flamboyan", "Dahlia", "Teratai", "Kamboja", "Nusa Indah"}
)

// names gives every kecamatan another name, and every desa one that is new
// within its kecamatan.
type names struct {
	rng  *rand.Rand
	used map[string]bool
	here map[string]bool
}

func newNames(rng *rand.Rand) *names { return &names{rng: rng, used: map[string]bool{}} }

func (n *names) kecamatan() string { return "Kec. Contoh " + n.fresh(n.used) }

func (n *names) newKecamatan() { n.here = map[string]bool{} }

func (n *names) desa() string { return n.fresh(n.here) }

func (n *names) fresh(used map[string]bool) string {
	for try := 0; ; try++ {
		name := placeHead[n.rng.IntN(len(placeHead))] + placeTail[n.rng.IntN(len(placeTail))]
		if try > 20 {
			name = fmt.Sprintf("%s %d", name, try)
		}
		if !used[name] {
			used[name] = true
			return name
		}
	}
}

// person is a visibly invented name.
func person(woman bool, rng *rand.Rand) string {
	if woman {
		return women[rng.IntN(len(women))] + " Contoh"
	}
	return men[rng.IntN(len(men))] + " Contoh"
}

// fullName is a person's with a second name, so that a few dozen kader can be
// told apart.
func fullName(woman bool, rng *rand.Rand) string {
	if woman {
		return women[rng.IntN(len(women))] + " " + person(false, rng)
	}
	return men[rng.IntN(len(men))] + " " + person(false, rng)
}
