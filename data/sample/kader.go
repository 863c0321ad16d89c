package sample

import (
	"fmt"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// kader is a neighbour under contract, living among the households.
type kader struct {
	code, name, phone string
	kecamatan         int
	home              geo.Position
	from, until       planner.Day
	hours             string
	skill             float64 // kader differ widely in what they bring
}

// threeYears is how long all kader have served at least, so that their work of two years
// before this one (Work) is under contract.
const threeYears = 3*365 + 1

// Working hours of kader. Most work in the evening.
var workingHours = []string{
	"Sen-Jum 16.00-20.00; Sab 09.00-13.00",
	"Sen-Jum 16.00-20.00; Sab 09.00-13.00",
	"Sen-Kam 15.30-19.30; Sab 08.00-14.00",
	"Sen-Jum 08.00-12.00; Sab 09.00-13.00",
}

// hire shares the kader of every kabupaten among its kecamatan, one after
// another to where most eligible households are left for one.
func (b *branch) hire(perKabupaten map[geo.AreaCode]int, seed uint64) error {
	var kabupaten []geo.AreaCode
	for code := range perKabupaten {
		kabupaten = append(kabupaten, code)
	}
	slices.Sort(kabupaten)
	held := make([]int, len(b.kecamatan))
	for _, kab := range kabupaten {
		for range perKabupaten[kab] {
			if k := b.neediest(kab, held); k >= 0 {
				held[k]++
				if err := b.hireIn(k, seed); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (b *branch) neediest(kab geo.AreaCode, held []int) int {
	best, most := -1, 0
	for k, kec := range b.kecamatan {
		if left := kec.eligible - 500*held[k]; kec.code.Parent() == kab && (best < 0 || left > most) {
			best, most = k, left
		}
	}
	return best
}

func (b *branch) hireIn(k int, seed uint64) error {
	n := len(b.kader)
	rng := stream(seed, "kader", n)
	members := b.kecamatan[k].desa
	d := b.desa[members[rng.IntN(len(members))]]
	p, err := hamlets(d.cells, rng)
	if err != nil {
		return fmt.Errorf("kader %d: %w", n+1, err)
	}
	b.kader = append(b.kader, kader{
		code: fmt.Sprintf("K%03d", n+1), name: fullName(rng.Float64() < 0.7, rng), phone: fmt.Sprintf("080009%06d", n+1),
		kecamatan: k, home: p.at[pick(p.weight, rng)],
		from: b.asOf - threeYears - planner.Day(60+rng.IntN(240)), until: b.asOf + planner.Day(120+rng.IntN(240)),
		hours: workingHours[rng.IntN(len(workingHours))], skill: 0.4 + 1.2*rng.Float64(),
	})
	return nil
}
