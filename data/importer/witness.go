package importer

import (
	"fmt"
	"slices"
	"strings"

	"binaan/geo"
)

// testimony is what code, name and kecamatan of a row say together of its desa,
// before the position is asked.
type testimony struct {
	desa      desa
	may       []int  // desa of the map among which the position decides, if there is one
	told      string // what was overruled
	refusal   string // where the position does not decide either
	field     int    // that is refused
	unsure    bool   // only the position can decide
	disagrees bool   // code and name do: so they do all in a column of codes of another kind
}

const (
	notKemendagri = "bukan kode desa Kemendagri (10 angka, misalnya 33.72.01.1001)"
	maybeBPS      = "bukan kode desa Kemendagri; mungkin kode BPS, yang artinya lain"
	sameName      = "ada beberapa desa bernama sama; sebutkan kecamatan atau kode desanya"
)

// mostHeard bounds what is remembered of a file in which no two rows say the same.
const mostHeard = 100_000

// hear is the testimony of a row; rows that say the same are heard once.
func (l *land) hear(code, name, kecamatan string) testimony {
	l.key = append(append(append(append(append(l.key[:0], code...), 0), name...), 0), kecamatan...)
	if t, known := l.heard[string(l.key)]; known {
		return t
	}
	t := l.weigh(clean(code), clean(name), clean(kecamatan))
	if len(l.heard) < mostHeard {
		l.heard[string(l.key)] = t
	}
	return t
}

// weigh compares the witnesses of a row. Two against one win and are told; where
// one stands against one, the position decides.
func (l *land) weigh(code, name, kecamatan string) testimony {
	if code == "" {
		return l.byName(name, kecamatan)
	}
	d, refusal := l.byCode(code)
	if refusal != "" {
		return testimony{desa: desa{at: -1}, refusal: refusal, field: houseDesa}
	}
	may := l.named[areaName(name)]
	around := l.kecamatan[areaName(kecamatan)]
	backed := slices.Contains(around, d.code.Kecamatan()) // by the kecamatan
	switch {
	case name == "" && (len(around) == 0 || backed):
		return testimony{desa: d}
	case name == "":
		return l.contested(d, nil, fmt.Sprintf("kode desa %s tidak di kecamatan %q", d.code, kecamatan))
	case len(may) == 0 && (d.at < 0 || likeness(areaName(name), areaName(l.areas.All()[d.at].Name)) || backed || len(around) == 0):
		return testimony{desa: d, told: l.unknownName(d, name)}
	case d.at >= 0 && slices.Contains(may, d.at):
		if len(around) > 0 && !backed {
			return testimony{desa: d, told: "kecamatan bertentangan dengan kode dan nama desa; kecamatan diabaikan"}
		}
		return testimony{desa: d}
	}
	t := l.contested(d, may, fmt.Sprintf("kode desa %s bertentangan dengan nama desa %q", d.code, name))
	t.disagrees = true
	within := l.within(may, around)
	switch {
	case backed && len(within) == 0:
		return testimony{desa: d, told: "nama desa bertentangan dengan kode desa dan kecamatan; nama diabaikan", disagrees: true}
	case !backed && len(within) == 1:
		return testimony{desa: l.desaAt(within[0]), told: "kode desa bertentangan dengan nama desa dan kecamatan; kode diabaikan", disagrees: true}
	}
	return t
}

// contested leaves the word to the position.
func (l *land) contested(d desa, may []int, reason string) testimony {
	if d.at >= 0 {
		may = append([]int{d.at}, may...)
	}
	return testimony{desa: desa{at: -1}, may: may, unsure: true, refusal: reason + ", dan tidak ada posisi yang memutuskan; periksa mana yang benar", field: houseDesa}
}

// unknownName tells of a name beside a code that the map does not have, unless it
// is the same one in another spelling.
func (l *land) unknownName(d desa, name string) string {
	if d.at < 0 || likeness(areaName(name), areaName(l.areas.All()[d.at].Name)) {
		return ""
	}
	return "nama desa tidak ada di peta cabang; dipakai kode desanya"
}

// byName finds the desa that is only named.
func (l *land) byName(name, kecamatan string) testimony {
	if name == "" {
		return testimony{desa: desa{at: -1}, refusal: "desa tidak disebut, dan posisinya tidak menunjukkannya", field: houseDesa, unsure: true}
	}
	t := testimony{desa: desa{at: -1}, field: houseDesaName, unsure: true, may: l.named[areaName(name)]}
	within := t.may
	if kecamatan != "" {
		within = l.within(t.may, l.kecamatan[areaName(kecamatan)])
	}
	switch {
	case len(within) == 1:
		return testimony{desa: l.desaAt(within[0])}
	case len(t.may) == 0:
		t.unsure, t.refusal = false, "desa tidak ada di peta cabang"+l.meant(areaName(name))
	case len(within) == 0:
		t.refusal = fmt.Sprintf("desa %q tidak ada di kecamatan %q menurut peta cabang", name, kecamatan)
	default:
		t.may, t.refusal = within, sameName
	}
	return t
}

// mostSpelled bounds how many unknown names are compared with all of the map.
const mostSpelled = 1000

// meant proposes the name of the map that is nearly the one given.
func (l *land) meant(name string) string {
	if l.spelled++; l.spelled > mostSpelled {
		return ""
	}
	for _, a := range l.areas.All() {
		if likeness(areaName(a.Name), name) {
			return fmt.Sprintf("; mungkin maksudnya %s", a.Name)
		}
	}
	return ""
}

// within are those of desa that lie in one of the kecamatan.
func (l *land) within(may []int, kecamatan []geo.AreaCode) (in []int) {
	for _, i := range may {
		if slices.Contains(kecamatan, l.areas.All()[i].Code.Kecamatan()) {
			in = append(in, i)
		}
	}
	return in
}

func (l *land) desaAt(i int) desa { return desa{l.areas.All()[i].Code, i} }

func (l *land) byCode(text string) (desa, string) {
	if after, ok := strings.CutPrefix(strings.ToUpper(text), "ID"); ok && digitsOnly(after) { // as the maps of the United Nations write BPS codes
		return desa{at: -1}, maybeBPS
	}
	if len(text) == 12 && strings.Count(text, ".") == 1 {
		text = strings.TrimSuffix(text, ".0") // a number that a program wrote with a decimal
	}
	code, err := geo.ParseAreaCode(text)
	if err != nil || code.Level() != geo.Desa {
		return desa{at: -1}, notKemendagri
	}
	if i, found := l.areas.Find(code); found {
		return desa{code, i}, ""
	}
	if part := code[len(code)-4]; part < '1' || part > '3' {
		return desa{at: -1}, maybeBPS
	}
	return desa{code, -1}, ""
}

// settle asks the position, where there is one, what the other witnesses left open.
// told says what was overruled, refusal why the row cannot be placed.
func (l *land) settle(t testimony, f fix, located bool) (d desa, told, refusal string) {
	if !t.unsure {
		return t.desa, t.told, t.refusal
	}
	if !located || f.fewer < 3 {
		return t.desa, "", t.refusal
	}
	code, found := l.areas.At(f.at)
	i, _ := l.areas.Find(code)
	switch {
	case !found:
		return t.desa, "", t.refusal
	case t.field == houseDesa && t.may == nil: // nobody named a desa
		return desa{code, i}, "", ""
	case slices.Contains(t.may, i):
		return desa{code, i}, "kode, nama desa atau kecamatan tidak sepakat; posisi memutuskan", ""
	}
	return t.desa, "", t.refusal
}

// likeness tells that two names are one in two spellings: at most two letters
// differ, and most do not.
func likeness(a, b string) bool {
	if len(a) < 5 || len(b) < 5 || len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return a == b
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := min(row[j]+1, row[j+1]+1, diagonal)
			if a[i] != b[j] {
				next = min(row[j]+1, row[j+1]+1, diagonal+1)
			}
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)] <= 2
}

// codes watches a column of codes of desa: those of BPS have as many digits, and
// some of them look like Kemendagri's.
type codes struct{ n, bps, strange int }

func (c *codes) add(t testimony) {
	c.n++
	switch {
	case t.refusal == maybeBPS:
		c.bps++
		c.strange++
	case t.disagrees || t.desa.at < 0:
		c.strange++
	}
}

// foreign tells that the column is BPS's: one in ten can be nothing else, and most
// do not fit the map.
func (c *codes) foreign() bool {
	return c.n >= fewCodes && c.bps > 0 && c.bps*10 >= c.n && c.strange*2 > c.n
}

// fewCodes is how many rows make a column.
const fewCodes = 4
