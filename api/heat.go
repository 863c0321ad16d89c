package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/heat"
	"binaan/planner/ledger"
)

// HeatQuery is what is asked of the map.
type HeatQuery struct {
	Month      string       `query:"month" doc:"2026-11; this month by default"`
	Against    string       `query:"against" doc:"The month to compare with; none by default"`
	Measure    heat.Measure `query:"measure" enum:"arrears,households,months,expected,uncovered,visits,contact,kept,collected" default:"arrears"`
	Within     geo.AreaCode `query:"within" maxLength:"13" doc:"A kabupaten, kecamatan or desa; all by default"`
	Classes    heat.Scale   `query:"classes" enum:"quantile,equal,log,fixed" default:"quantile"`
	Membership string       `query:"membership" maxLength:"20" doc:"Classes of care: I,II,III; all by default"`
	Months     string       `query:"months" maxLength:"40" doc:"Months unpaid: 1-2,3-11,12-24; all by default"`
	Status     string       `query:"status" maxLength:"60" doc:"Where the branch stands with the family: new,visited,promised,rehab; all by default"`
	Kader      int64        `query:"kader" doc:"Families of a kader's territories; all by default"`
	Channel    string       `query:"channel" maxLength:"200" doc:"Through which the family paid last, as payment files call it, or none; all by default"`
}

type heatInput struct {
	BranchPath
	KeptInput
	HeatQuery
}

// HeatAnswer is a month on the map: a value for every part or unit, as far as it may be
// told.
type HeatAnswer struct {
	Version    int64        `json:"version"`
	Quarter    string       `json:"quarter"`
	Layer      string       `json:"layer"` // of tiles whose features the values are of: parts or units
	Month      string       `json:"month"`
	Against    string       `json:"against"` // empty: not compared
	Measure    heat.Measure `json:"measure"`
	Unit       heat.Unit    `json:"unit"`
	Source     string       `json:"source"` // arrears: files of households; events: visits and payments; plan: territories
	UpTo       *planner.Day `json:"upTo,omitempty"`
	Incomplete bool         `json:"incomplete"` // the month is not over, or nothing is kept of it
	Filters    string       `json:"filters"`    // in one line, as files bear it; empty: none
	Least      int64        `json:"least"`      // families behind a value
	Count      heat.Count   `json:"n"`
	Total      heat.Total   `json:"total"` // of what is told
	Before     *heat.Total  `json:"before,omitempty"`
	Breaks     []int64      `json:"breaks"` // of the unfiltered measure: class i holds values from breaks[i] up to breaks[i+1]
	Channels   []string     `json:"channels"`
	Parts      []HeatPart   `json:"parts"`
}

// HeatPart is a part or a unit with its value.
type HeatPart struct {
	ID         int            `json:"id"`
	Kind       string         `json:"kind"`       // cell, rest, unplaced
	Resolution int            `json:"resolution"` // as fine as a cell of; 0: no finer than desa
	Desa       geo.AreaCode   `json:"desa"`       // the first
	More       []geo.AreaCode `json:"more"`       // the others that have too few families to be told apart
	Kecamatan  geo.AreaCode   `json:"kecamatan"`
	Households int64          `json:"households"` // in arrears, whatever is filtered; 0 where hidden
	Status     heat.State     `json:"status"`
	Value      int64          `json:"value"`
	Before     *int64         `json:"before,omitempty"` // of the other month, where its parts are the same
}

func (s *server) heatMap(ctx context.Context, in *heatInput) (*packedOutput[HeatAnswer], error) {
	b, err := s.branch(ctx, in.BranchPath)
	if err != nil {
		return nil, err
	}
	key := in.key(s.today(b))
	if in.Measure.Happened() {
		told, err := s.told(ctx, b)
		if err != nil {
			return nil, err
		}
		key += told
	}
	return packedOf(ctx, s, b, in.KeptInput, "heat", key, func(ctx context.Context) (HeatAnswer, error) {
		return s.heatAnswer(ctx, b, in.HeatQuery)
	})
}

// key names a query on a day.
func (q HeatQuery) key(today planner.Day) string { return fmt.Sprintf("%x", fmt.Sprint(q, today)) }

// heatAnswer answers a query.
func (s *server) heatAnswer(ctx context.Context, b data.Branch, in HeatQuery) (HeatAnswer, error) {
	m, err := s.heatMonthFor(ctx, b, in.Month, in)
	if err != nil {
		return HeatAnswer{}, err
	}
	q, filters, err := in.query(m)
	if err != nil {
		return HeatAnswer{}, err
	}
	told, err := s.ask(ctx, b, m, q)
	if err != nil {
		return HeatAnswer{}, err
	}
	whole := told
	if len(q.Filter) > 0 {
		if whole, err = s.ask(ctx, b, m, heat.Query{Measure: q.Measure, Within: q.Within}); err != nil {
			return HeatAnswer{}, err
		}
	}
	out := HeatAnswer{
		Version: b.Version, Quarter: data.QuarterName(m.Partition.Quarter), Layer: layerOf(q.Measure), Month: m.Month.String(),
		Measure: q.Measure, Unit: q.Measure.Unit(), Filters: filters, Least: m.Partition.Rule.KK, Count: told.Count, Total: told.Total,
		Breaks: heat.Breaks(q.Measure, in.Classes, whole.Values), Channels: append([]string{}, m.Channels...),
	}
	out.describe(m, s.today(b))
	out.Parts = heatParts(m.Partition, q, told.Values)
	if in.Against != "" {
		err = s.compare(ctx, b, in, &out)
	}
	return out, err
}

// describe says where the numbers come from and up to which day they are.
func (a *HeatAnswer) describe(m *data.HeatMonth, today planner.Day) {
	until := min(today, m.Month.Last())
	switch a.Source = "arrears"; {
	case a.Measure.Happened():
		a.Source, a.UpTo = "events", &until
	case a.Measure == heat.Uncovered:
		a.Source = "plan"
		fallthrough
	default:
		if m.AsOf > 0 {
			a.UpTo = &m.AsOf
		}
	}
	a.Incomplete = a.UpTo == nil || today < m.Month.Last()
}

// compare adds the values of the other month, by the same filter.
func (s *server) compare(ctx context.Context, b data.Branch, in HeatQuery, out *HeatAnswer) error {
	other, err := s.heatMonthFor(ctx, b, in.Against, in)
	if err != nil {
		return err
	}
	q, _, err := in.query(other)
	if err != nil {
		return err
	}
	told, err := s.ask(ctx, b, other, q)
	if err != nil {
		return err
	}
	out.Against, out.Before = other.Month.String(), &told.Total
	before := map[string]heat.Value{}
	for _, p := range other.Partition.Drawn(q.Measure.Happened()) {
		before[outlineOf(p)] = told.Values[p.ID-1]
	}
	m, err := s.heatMonth(ctx, b, in.Month)
	if err != nil {
		return err
	}
	at := map[int]*HeatPart{}
	for i := range out.Parts {
		at[out.Parts[i].ID] = &out.Parts[i]
	}
	for _, p := range m.Partition.Drawn(q.Measure.Happened()) {
		if v, same := before[outlineOf(p)]; same && v.State == heat.Told && at[p.ID] != nil {
			at[p.ID].Before = &v.Value
		}
	}
	return nil
}

// heatMonth is a month of the branch, read once a version and day. It answers neither
// filters nor what may be expected.
func (s *server) heatMonth(ctx context.Context, b data.Branch, month string) (*data.HeatMonth, error) {
	return s.heatMonthFor(ctx, b, month, HeatQuery{})
}

// heatMonthFor is a month of the branch that answers a query.
func (s *server) heatMonthFor(ctx context.Context, b data.Branch, month string, q HeatQuery) (*data.HeatMonth, error) {
	of, err := s.monthOf(b, month)
	if err == nil && of.First() > s.today(b) {
		err = fmt.Errorf("%w: a month to come", errInput)
	}
	if err != nil {
		return nil, err
	}
	expected := q.Measure == heat.Expected
	key := fmt.Sprint(of, s.today(b), expected)
	m, err := s.heatMonths.of(ctx, b, key, func(ctx context.Context) (*data.HeatMonth, error) {
		p, err := s.partition(ctx, b, data.Quarter(of.First()))
		if err != nil {
			return nil, err
		}
		return s.store.HeatMonth(ctx, b, p, of, expected)
	})
	if err != nil || !q.filters() || q.Measure.Happened() {
		return m, err
	}
	return s.heatFamilies.of(ctx, b, key, func(ctx context.Context) (*data.HeatMonth, error) { return s.store.HeatFamilies(ctx, b, m) })
}

// filters tells whether some families are asked for.
func (q HeatQuery) filters() bool {
	return q.Membership != "" || q.Months != "" || q.Status != "" || q.Channel != "" || q.Kader != 0
}

// errNoParts keeps a division from being remembered that is made as soon as there are
// families.
var errNoParts = errors.New("no parts")

// partition is the branch's division of a quarter, which does not change once it is made.
func (s *server) partition(ctx context.Context, b data.Branch, quarter planner.Day) (*data.Partition, error) {
	unchanging := b
	unchanging.Version = 0
	p, err := s.partitions.of(ctx, unchanging, data.QuarterName(quarter), func(ctx context.Context) (*data.Partition, error) {
		p, err := s.store.EnsurePartition(ctx, b.ID, quarter)
		if err == nil && len(p.Parts) == 0 {
			err = errNoParts
		}
		return p, err
	})
	if errors.Is(err, errNoParts) {
		return &data.Partition{Quarter: quarter}, nil
	}
	return p, err
}

// ask has parts or units answer.
func (s *server) ask(ctx context.Context, b data.Branch, m *data.HeatMonth, q heat.Query) (heat.Answer, error) {
	if !q.Measure.Happened() {
		return m.Table.Ask(q)
	}
	told, err := s.told(ctx, b)
	if err != nil {
		return heat.Answer{}, err
	}
	apart := len(q.Filter) > 0
	happened, err := s.happened.of(ctx, b, fmt.Sprint(m.Month, s.today(b), told, apart), func(ctx context.Context) ([]heat.Happening, error) {
		return s.store.HeatHappened(ctx, b, m, apart)
	})
	if err != nil {
		return heat.Answer{}, err
	}
	return m.Table.AskHappened(happened, q)
}

func layerOf(m heat.Measure) string {
	if m.Happened() {
		return "units"
	}
	return "parts"
}

// query reads what is asked of a month.
func (q HeatQuery) query(m *data.HeatMonth) (out heat.Query, filters string, err error) {
	out = heat.Query{Measure: q.Measure, Filter: map[heat.Dimension]map[uint16]bool{}}
	if q.Measure == heat.Expected && !m.Expected {
		return out, "", fmt.Errorf("%w: expected of a month that is past", heat.ErrQuery)
	}
	var text []string
	for _, f := range []struct {
		of    heat.Dimension
		name  string
		asked string
		known []string
	}{
		{heat.Class, "kelas", q.Membership, []string{"I", "II", "III"}},
		{heat.Band, "bulan", q.Months, []string{"1-2", "3-11", "12-24"}},
		{heat.Status, "status", q.Status, data.HeatStates},
		{heat.Channel, "kanal", q.Channel, append([]string{"none"}, m.Channels...)},
	} {
		if f.asked == "" {
			continue
		}
		out.Filter[f.of] = map[uint16]bool{}
		for one := range strings.SplitSeq(f.asked, ",") {
			at := slices.Index(f.known, strings.TrimSpace(one))
			if at < 0 && f.of != heat.Channel {
				return out, "", fmt.Errorf("%w: %s %q", heat.ErrQuery, f.name, one)
			}
			if at >= 0 {
				out.Filter[f.of][uint16(at)] = true
			}
		}
		text = append(text, f.name+" "+f.asked)
	}
	if q.Kader != 0 {
		at := slices.Index(m.Kader, planner.KaderID(q.Kader))
		out.Filter[heat.Kader] = map[uint16]bool{}
		if at >= 0 {
			out.Filter[heat.Kader][uint16(at+1)] = true
		}
		text = append(text, "kader "+strconv.FormatInt(q.Kader, 10))
	}
	if out.Within, err = withinOf(m.Partition, q.Within); q.Within != "" {
		text = append(text, "wilayah "+string(q.Within))
	}
	return out, strings.Join(text, "; "), err
}

// withinOf is what an area holds of a partition. One that is too small to be told apart is
// none.
func withinOf(p *data.Partition, area geo.AreaCode) (*heat.Within, error) {
	if area == "" {
		return nil, nil //nolint:nilnil // all
	}
	w := &heat.Within{Regions: map[int]bool{}, Group: -1}
	for k, place := range p.Places() {
		part := p.Parts[k]
		if area.Level() == geo.Desa && len(part.Desa) == 1 && part.Desa[0] == area {
			w.Regions[place.Region], w.Group = true, place.Group
		}
		if area.Level() < geo.Desa && ledger.Within(part.Region, area) {
			w.Regions[place.Region] = true
		}
	}
	if len(w.Regions) == 0 {
		return nil, fmt.Errorf("area %s: %w", area, data.ErrNotFound)
	}
	return w, nil
}

// heatParts are the parts that lie within what was asked for, with their values.
func heatParts(p *data.Partition, q heat.Query, values []heat.Value) []HeatPart {
	out := make([]HeatPart, 0, len(values))
	for _, s := range p.Drawn(q.Measure.Happened()) {
		v := values[s.ID-1]
		if !q.Within.Asks(s.Place) {
			continue
		}
		out = append(out, HeatPart{
			ID: s.ID, Kind: s.Kind, Resolution: s.Resolution, Desa: s.Desa[0], More: append([]geo.AreaCode{}, s.Desa[1:]...), Kecamatan: s.Desa[0].Kecamatan(),
			Households: v.Families, Status: v.State, Value: v.Value,
		})
	}
	return out
}

// outlineOf tells parts of two quarters that are the same from those that are not.
func outlineOf(d data.Drawn) string { return fmt.Sprint(d.Kind, d.Desa, d.Cells) }
