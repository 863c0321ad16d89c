package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"binaan/data"
	"binaan/geo"
	"binaan/geo/vector"
	"binaan/planner"
	"binaan/planner/territory"
)

// PlanReport is what became of a map that came in as a draft.
type PlanReport struct {
	Plan     data.PlanHead `json:"plan"`
	Features int           `json:"features"`
	ByCode   int           `json:"byCode"`  // features whose desa was found by its code
	ByName   int           `json:"byName"`  // by its name
	ByPlace  int           `json:"byPlace"` // by where they lie
	Kader    int           `json:"kader"`   // who got a territory
	Eligible int           `json:"eligible"`
	Losses   []PlanLoss    `json:"losses"`
}

// PlanLoss is what did not come through, with a sentence and an example.
type PlanLoss struct {
	Code    string `json:"code"`
	Count   int    `json:"count"`
	Example string `json:"example,omitempty"`
	Text    string `json:"text"`
}

// What a plan loses on its way in, besides what vector tells.
const (
	lossUnknownDesa  = "UNKNOWN_DESA"
	lossSameName     = "SAME_NAME"
	lossDouble       = "DOUBLE_DESA"
	lossPartial      = "PARTIAL_DESA"
	lossUnknownKader = "UNKNOWN_KADER"
	lossSecond       = "SECOND_TERRITORY"
	lossElsewhere    = "ELSEWHERE"
	lossLocked       = "LOCKED"
	lossNotServing   = "NOT_SERVING"
	lossNowhere      = "NOWHERE"
)

var planLosses = map[string]string{
	lossUnknownDesa:  "Desa tidak dikenal di cabang ini; dilewati",
	lossSameName:     "Ada beberapa desa bernama sama; dicocokkan menurut letaknya",
	lossDouble:       "Desa yang sama disebut untuk dua kader; yang pertama dipakai",
	lossPartial:      "Desa yang harus utuh terbagi di berkas; diberikan kepada kader dengan KK terbanyak",
	lossUnknownKader: "Kader tidak dikenal di cabang ini; desanya belum terbagi",
	lossSecond:       "Wilayah rangkap tidak ikut: setujui lagi lewat Masalah, Wilayah rangkap",
	lossElsewhere:    "Desa di luar kecamatan kontrak kader; belum terbagi",
	lossLocked:       "Wilayah terkunci tidak berubah",
	lossNotServing:   "Kader tidak bertugas hari ini; desanya belum terbagi",
	lossNowhere:      "Tidak ada KK menunggak di sana; dilewati",
}

// ErrNoKaderField is a map none of whose layers says whose its features are.
var ErrNoKaderField = errors.New("map has no field of kader")

// Headings of fields, in small letters without signs, the best first. A Shapefile cuts
// them to ten.
var (
	desaCodes  = []string{"kodedesa", "kode", "kddesa", "kdepum", "kodekel", "iddesa", "code", "desacode"}
	desaNames  = []string{"desa", "nama", "namadesa", "namobj", "wadmkd", "kelurahan", "name"}
	kaderCodes = []string{"kodekader", "kdkader", "kadercode", "idkader"}
	kaderNames = []string{"kader", "namakader", "kadername", "petugas"}
)

// Plan makes a draft of a map: a layer of desa or of territories, each with its kader.
// Desa are found by code, else by name where only one has it, else by where the
// middles of the cells of their families lie. *vector.RefusedError, ErrNoKaderField.
func Plan(ctx context.Context, store *data.Store, b data.Branch, file []byte, name string, by data.Account) (PlanReport, error) {
	layers, lost, err := vector.Read(ctx, file)
	if err != nil {
		return PlanReport{}, fmt.Errorf("plan from %s: %w", name, err)
	}
	today := b.Today(store.Now())
	draft := data.NewDraft{Name: name}
	in, err := store.TerritoryInput(ctx, b.ID, data.PlanRequest{Day: today})
	if err != nil {
		return PlanReport{}, fmt.Errorf("plan from %s: %w", name, err)
	}
	areas, err := store.Areas(ctx, b.ID, geo.Desa)
	if err != nil {
		return PlanReport{}, fmt.Errorf("plan from %s: %w", name, err)
	}
	m := newMatch(in, areas, lost)
	layer, err := m.choose(layers)
	if err != nil {
		return PlanReport{}, fmt.Errorf("plan from %s: %w", name, err)
	}
	for _, f := range layer.Features {
		if err := errors.Join(ctx.Err(), m.take(layer, f)); err != nil {
			return PlanReport{}, fmt.Errorf("plan from %s: %w", name, err)
		}
	}
	blank, err := territory.Blank(in)
	if err != nil {
		return PlanReport{}, fmt.Errorf("plan from %s: %w", name, err)
	}
	changes := m.admitted(blank.Territories, m.changes(blank.Territories))
	if m.report.Plan, err = store.AddDrawn(ctx, b.ID, draft, changes, today, by); err != nil {
		return PlanReport{}, fmt.Errorf("plan from %s: %w", name, err)
	}
	return m.done(changes), nil
}

// match finds what the features of a map are in a branch.
type match struct {
	in      territory.Input
	blocks  map[geo.AreaCode][]int
	middle  []orb.Point // of the cells of the blocks
	names   map[string][]geo.AreaCode
	known   map[geo.AreaCode]bool
	hand    map[int]territory.Hand // of blocks; those that a feature named
	report  PlanReport
	fields  map[string]string // what each kind of field is called in the layer
	several map[geo.AreaCode]bool
}

func newMatch(in territory.Input, areas []geo.Area, lost []vector.Loss) *match {
	m := &match{
		in: in, blocks: map[geo.AreaCode][]int{}, names: map[string][]geo.AreaCode{}, known: map[geo.AreaCode]bool{},
		hand: map[int]territory.Hand{}, fields: map[string]string{}, several: map[geo.AreaCode]bool{},
	}
	for _, l := range lost {
		m.report.Losses = append(m.report.Losses, PlanLoss{Code: string(l.Code), Count: l.Count, Example: l.Example})
	}
	for i, block := range in.Blocks {
		m.blocks[block.Desa] = append(m.blocks[block.Desa], i)
		at, err := geo.Centre(block.Cell)
		if err != nil {
			at = block.Centre
		}
		m.middle = append(m.middle, at.Point())
	}
	for _, a := range areas {
		m.known[a.Code] = true
		key := bare(a.Name)
		m.names[key] = append(m.names[key], a.Code)
	}
	return m
}

// bare is a text in small letters without signs.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127:
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, s)
}

// choose is the layer to read: one with codes of desa rather than without.
func (m *match) choose(layers []vector.Layer) (*vector.Layer, error) {
	var best *vector.Layer
	for i := range layers {
		l := &layers[i]
		if columnOf(l, kaderCodes) == "" && columnOf(l, kaderNames) == "" {
			continue
		}
		if best == nil || columnOf(l, desaCodes) != "" && columnOf(best, desaCodes) == "" {
			best = l
		}
	}
	if best == nil {
		return nil, ErrNoKaderField
	}
	for kind, headings := range map[string][]string{"desa": desaCodes, "name": desaNames, "code": kaderCodes, "kader": kaderNames, "whole": {"utuh"}, "second": {"rangkap", "merangkap"}} {
		m.fields[kind] = columnOf(best, headings)
	}
	count := map[geo.AreaCode]int{}
	for _, f := range best.Features {
		if code, err := geo.ParseAreaCode(m.text(best, f, "desa")); err == nil {
			count[code]++
			m.several[code] = count[code] > 1
		}
	}
	m.report.Features = len(best.Features)
	return best, nil
}

// columnOf is the first heading that a layer has.
func columnOf(l *vector.Layer, headings []string) string {
	for _, h := range headings {
		for _, f := range l.Fields {
			if p := bare(f.Name); p == h || len(f.Name) == 10 && strings.HasPrefix(h, p) {
				return f.Name
			}
		}
	}
	return ""
}

func (m *match) text(l *vector.Layer, f vector.Feature, kind string) string {
	v := l.Of(f, m.fields[kind])
	if v == nil || m.fields[kind] == "" {
		return ""
	}
	if x, is := v.(float64); is && x == float64(int64(x)) {
		v = int64(x)
	}
	return strings.TrimSpace(fmt.Sprint(v))
}

func (m *match) lose(code, example string) {
	at := slices.IndexFunc(m.report.Losses, func(l PlanLoss) bool { return l.Code == code })
	if at >= 0 {
		m.report.Losses[at].Count++
		return
	}
	m.report.Losses = append(m.report.Losses, PlanLoss{Code: code, Count: 1, Example: example})
}

// take gives the blocks of a feature to its kader.
func (m *match) take(l *vector.Layer, f vector.Feature) error {
	who := m.text(l, f, "code")
	if who == "" {
		who = m.text(l, f, "kader")
	}
	second := m.text(l, f, "second")
	switch {
	case who == "": // belum terbagi
		return nil
	case second == "1" || strings.EqualFold(second, "true"):
		m.lose(lossSecond, who)
		return nil
	}
	kader, found := m.kader(who)
	if !found {
		m.lose(lossUnknownKader, who)
		return nil
	}
	blocks, place := m.find(l, f)
	for _, i := range blocks {
		before, taken := m.hand[i]
		if taken && before != kader {
			m.lose(lossDouble, place)
			break
		}
	}
	for _, i := range blocks {
		if _, taken := m.hand[i]; !taken {
			m.hand[i] = kader
		}
	}
	return nil
}

// kader finds a kader by code, else by a name that only one has.
func (m *match) kader(who string) (territory.Hand, bool) {
	var named []planner.KaderID
	for _, k := range m.in.Kader {
		if strings.EqualFold(k.Code, who) {
			return territory.Hand(k.ID), true
		}
		if strings.EqualFold(k.Name, who) {
			named = append(named, k.ID)
		}
	}
	if len(named) == 1 {
		return territory.Hand(named[0]), true
	}
	return 0, false
}

// find is the blocks of a feature, and what to call it.
func (m *match) find(l *vector.Layer, f vector.Feature) (blocks []int, place string) {
	raw, name := m.text(l, f, "desa"), m.text(l, f, "name")
	if raw != "" {
		code, err := geo.ParseAreaCode(raw)
		if err != nil || !m.known[code] {
			m.lose(lossUnknownDesa, strings.TrimSpace(raw+" "+name))
			return nil, raw
		}
		m.report.ByCode++
		return m.part(l, f, code), string(code)
	}
	if codes := m.names[bare(name)]; len(codes) == 1 && name != "" {
		m.report.ByName++
		return m.part(l, f, codes[0]), name
	} else if len(codes) > 1 {
		m.lose(lossSameName, name)
	}
	for i, at := range m.middle {
		if holds(f.Shape, at) {
			blocks = append(blocks, i)
		}
	}
	if len(blocks) == 0 {
		m.lose(lossNowhere, cmp.Or(name, strconv.Itoa(m.report.ByPlace+1)))
	} else {
		m.report.ByPlace++
	}
	return blocks, cmp.Or(name, "?")
}

// part is what a feature has of its desa: all of it, unless it says otherwise or
// another has a part too.
func (m *match) part(l *vector.Layer, f vector.Feature, code geo.AreaCode) (blocks []int) {
	if m.text(l, f, "whole") != "0" && !m.several[code] || len(f.Shape) == 0 {
		return m.blocks[code]
	}
	for _, i := range m.blocks[code] {
		if holds(f.Shape, m.middle[i]) {
			blocks = append(blocks, i)
		}
	}
	return blocks
}

func holds(shape orb.MultiPolygon, at orb.Point) bool {
	return shape.Bound().Contains(at) && planar.MultiPolygonContains(shape, at)
}

// changes make a drawing of what was found: desa as one where they are in one hand or
// have to stay whole.
func (m *match) changes(before []territory.Territory) (out []territory.Change) {
	held := map[planner.BlockKey]territory.Hand{}
	for _, t := range before {
		for _, key := range t.Blocks {
			held[key] = t.Hand()
		}
	}
	for _, code := range slices.Sorted(maps.Keys(m.blocks)) {
		shares, all, fixed := map[territory.Hand]int{}, 0, false
		for _, i := range m.blocks[code] {
			block := m.in.Blocks[i]
			shares[m.hand[i]] += block.Eligible
			all += block.Eligible
			if h, is := held[block.BlockKey]; is {
				fixed = true
				if m.hand[i] != 0 && m.hand[i] != h {
					m.lose(lossLocked, string(code))
				}
			}
		}
		switch {
		case fixed:
		case len(shares) == 1 || m.in.Grain != planner.GrainCell && m.in.Rules.Territory.Grain != planner.GrainCell && all <= m.in.Rules.Territory.Upper:
			if len(shares) > 1 {
				m.lose(lossPartial, string(code))
			}
			if h := most(shares); h != territory.Nobody {
				out = append(out, territory.Change{Desa: code, To: h})
			}
		default:
			for _, i := range m.blocks[code] {
				if h := m.hand[i]; h != territory.Nobody {
					out = append(out, territory.Change{Desa: code, Cell: m.in.Blocks[i].Cell, To: h})
				}
			}
		}
	}
	return out
}

// most is the hand of the largest share.
func most(shares map[territory.Hand]int) (best territory.Hand) {
	most := -1
	for _, h := range slices.Sorted(maps.Keys(shares)) {
		if shares[h] > most {
			best, most = h, shares[h]
		}
	}
	return best
}

// admitted are the changes that no rule speaks against; the others are told.
func (m *match) admitted(before []territory.Territory, changes []territory.Change) []territory.Change {
	err := m.in.Admit(before, changes)
	if err == nil {
		return changes
	}
	if len(changes) > 1 {
		half := len(changes) / 2
		return slices.Concat(m.admitted(before, changes[:half]), m.admitted(before, changes[half:]))
	}
	code := lossElsewhere
	switch {
	case errors.Is(err, territory.ErrLocked):
		code = lossLocked
	case errors.Is(err, territory.ErrNoSuchKader):
		code = lossNotServing
	case errors.Is(err, territory.ErrWholeDesa):
		code = lossPartial
	}
	m.lose(code, string(changes[0].Desa))
	return nil
}

// done counts what the draft got, and words what it did not.
func (m *match) done(changes []territory.Change) PlanReport {
	hands := map[territory.Hand]bool{}
	for _, c := range changes {
		hands[c.To] = true
		for _, i := range m.blocks[c.Desa] {
			if b := m.in.Blocks[i]; c.Cell == 0 || c.Cell == b.Cell {
				m.report.Eligible += b.Eligible
			}
		}
	}
	m.report.Kader = len(hands)
	for i := range m.report.Losses {
		l := &m.report.Losses[i]
		l.Text = planLosses[l.Code]
	}
	if m.report.Losses == nil {
		m.report.Losses = []PlanLoss{}
	}
	return m.report
}
