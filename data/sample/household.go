package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"binaan/geo"
	"binaan/planner"
)

// household is a KK as it is in truth; the file shows only part of it.
type household struct {
	noKK, nik, card, name string
	desa                  int
	at                    geo.Position
	class                 int
	members, months       int
	segment, arrearsOf    string
	address, rt, rw       string
	phone                 string
	seen                  sight
	lastPaid              planner.Day
	paidSince             bool // after the export
	gone                  bool // moved or not to be found
	homeByDay             float64
	homeByEvening         float64
	able                  float64 // chance that a meeting brings money
}

// sight is what the branch knows of a household's place.
type sight struct {
	class  geo.Accuracy // "" where the export has no position of its own
	radius int
	wrong  string // "zero": 0,0; "pile": the desa's one geocoded point
}

// Shares of the modelled branch. Sizes, months and bad-data shares are the
// priors of the design; classes are the published mix of one kabupaten.
var (
	memberShare = []float64{15, 22, 27, 23, 9, 4}
	classShare  = []float64{9.5, 26, 64.5} // I, II, III
	capShare    = []float64{0.16, 0.10, 0.38}
	premium     = []planner.Rupiah{150_000, 100_000, 35_000}
)

const (
	goneShare      = 0.15
	deadPhoneShare = 0.30
	paidSinceShare = 0.05
	switchedShare  = 0.04
)

// settle puts households into the populated cells of every desa.
func (b *branch) settle(seed uint64) error {
	for d := range b.desa {
		rng := stream(seed, "desa "+string(b.desa[d].code), 0)
		places, err := hamlets(b.desa[d].cells, rng)
		if err != nil {
			return fmt.Errorf("desa %s: %w", b.desa[d].code, err)
		}
		for range b.desa[d].households {
			h := b.newHousehold(d, len(b.households), places, rng)
			if h.eligible() {
				b.kecamatan[b.desa[d].kecamatan].eligible++
			}
			b.households = append(b.households, h)
		}
	}
	return nil
}

// eligible is the published rule: 12 to 24 months of PBPU or BP premiums.
func (h household) eligible() bool { return h.months >= 12 }

// arrears is what the branch bills: months of every member's premium.
func (h household) arrears() planner.Rupiah {
	return planner.Rupiah(h.members*h.months) * premium[h.class-1]
}

// places are the populated cells of a desa with the weight of each.
type places struct {
	at     []geo.Position
	weight []float64
}

// hamlets gathers a desa's households about a few cores, as dusun are.
func hamlets(cells []geo.Cell, rng *rand.Rand) (places, error) {
	var p places
	for _, c := range cells {
		at, err := geo.Centre(c)
		if err != nil {
			return places{}, err
		}
		p.at = append(p.at, at)
	}
	cores := make([]geo.Position, 1+rng.IntN(3)+len(cells)/40)
	for i := range cores {
		cores[i] = p.at[rng.IntN(len(p.at))]
	}
	p.weight = make([]float64, len(p.at))
	for i, at := range p.at {
		for _, core := range cores {
			km := kilometres(at, core)
			p.weight[i] += math.Exp(-km * km / (2 * 0.4 * 0.4))
		}
		if p.weight[i] < 0.05 {
			p.weight[i] = 0
		}
	}
	return p, nil
}

func kilometres(a, b geo.Position) float64 {
	return kmPerDegree * math.Hypot(a.Lat-b.Lat, (a.Lon-b.Lon)*math.Cos(a.Lat*math.Pi/180))
}

func (b *branch) newHousehold(d, serial int, p places, rng *rand.Rand) household {
	at := p.at[pick(p.weight, rng)]
	woman := rng.Float64() < 0.25
	h := household{
		noKK: number(b.desa[d], 0, serial, b.asOf, rng), nik: number(b.desa[d], sexDay(woman), serial, b.asOf-headAge, rng),
		card: fmt.Sprintf("00099%08d", serial+1), name: person(woman, rng), desa: d,
		at:      geo.Position{Lon: at.Lon + (rng.Float64()-0.5)*0.0024, Lat: at.Lat + (rng.Float64()-0.5)*0.0024},
		class:   1 + pick(classShare, rng),
		members: 1 + pick(memberShare, rng),
		address: fmt.Sprintf("Jl. %s Contoh No. %d", streets[rng.IntN(len(streets))], 1+rng.IntN(80)),
		rt:      fmt.Sprintf("%03d", 1+rng.IntN(8)), rw: fmt.Sprintf("%03d", 1+rng.IntN(5)),
		paidSince: rng.Float64() < paidSinceShare, gone: rng.Float64() < goneShare,
		homeByDay: 0.2 + 0.4*rng.Float64(), homeByEvening: 0.45 + 0.4*rng.Float64(),
	}
	h.months = months(h.class, rng)
	h.lastPaid = b.asOf - planner.Day(h.months*30+rng.IntN(28))
	h.able = 0.35 * math.Exp(-float64(h.months)/30) * (0.3 + 1.4*rng.Float64())
	h.segment, h.arrearsOf = segments(rng)
	h.phone = phone(serial, rng)
	h.seen = sighting(rng)
	return h
}

// headAge is by how much the head of a family is older than its card, in days: no
// NIK is a KK number.
const headAge = 5500

func sexDay(woman bool) int {
	if woman {
		return 40
	}
	return 0
}

// number is 16 digits: place 99KKCC, a date (day + 40 for women) and a serial,
// unique by the serial of the household, which the last digits and the date carry.
func number(d desa, sex, serial int, asOf planner.Day, rng *rand.Rand) string {
	digits := []byte(d.code.Kecamatan())
	born := (asOf - planner.Day(7300+serial/9999*3+rng.IntN(3))).Time()
	place := "99" + string(digits[3:5]) + string(digits[6:8])
	return fmt.Sprintf("%s%02d%02d%02d%04d", place, born.Day()+sex, born.Month(), born.Year()%100, 1+serial%9999)
}

// months draws the months in arrears: a spike at the cap of 24, and 1 to 23
// about a mean of 11.
func months(class int, rng *rand.Rand) int {
	if rng.Float64() < capShare[class-1] {
		return 24
	}
	weights := make([]float64, 23)
	for i := range weights {
		weights[i] = 1 - float64(i-11)/44
	}
	return 1 + pick(weights, rng)
}

func segments(rng *rand.Rand) (now, arrearsOf string) {
	arrearsOf = "PBPU"
	if rng.Float64() < 0.1 {
		arrearsOf = "BP"
	}
	now = arrearsOf
	if rng.Float64() < switchedShare {
		now = []string{"PPU", "PBI"}[rng.IntN(2)]
	}
	return now, arrearsOf
}

// phone is a number that nobody has; some are missing or lack digits.
func phone(serial int, rng *rand.Rand) string {
	switch u := rng.Float64(); {
	case u < deadPhoneShare*0.6:
		return ""
	case u < deadPhoneShare:
		return fmt.Sprintf("0800%03d", serial%1000)
	}
	return fmt.Sprintf("08000%07d", serial)
}

// sighting leaves 60 % of households without a usable position.
func sighting(rng *rand.Rand) sight {
	switch u := rng.Float64(); {
	case u < 0.06:
		return sight{class: geo.AtDoor, radius: 15}
	case u < 0.16:
		return sight{class: geo.NearDoor, radius: 75}
	case u < 0.32:
		return sight{class: geo.OnStreet, radius: 200}
	case u < 0.40:
		return sight{class: geo.InRT, radius: 300}
	case u < 0.42:
		return sight{wrong: "zero"}
	case u < 0.70:
		return sight{wrong: "pile"}
	}
	return sight{}
}

// shown is the position in the export, if it has one.
func (b *branch) shown(h household) (geo.Position, bool) {
	switch {
	case h.seen.class != "":
		return h.at, true
	case h.seen.wrong == "zero":
		return geo.Position{}, true
	case h.seen.wrong == "pile":
		at, err := geo.Centre(b.desa[h.desa].cells[0])
		return at, err == nil
	}
	return geo.Position{}, false
}

// eligibleNear are the eligible households of a kecamatan, the nearest first.
func (b *branch) eligibleNear(kec int, at geo.Position) []int {
	var out []int
	for i, h := range b.households {
		if b.desa[h.desa].kecamatan == kec && h.eligible() {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(x, y int) int {
		return cmpFloat(kilometres(b.households[x].at, at), kilometres(b.households[y].at, at))
	})
	return out
}
