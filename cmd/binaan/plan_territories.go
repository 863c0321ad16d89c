package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/job"
	"binaan/data/report"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

func planTerritoriesCommand() *cobra.Command {
	var p planFlags
	var kecamatan, publish, weights, grain string
	var frontier bool
	cmd := &cobra.Command{
		Use:   "territories",
		Short: "Divide a branch, or one kecamatan, among its kader",
		Example: `  binaan plan territories --branch 1107 --seconds 30 --out wilayah.geojson
  binaan plan territories --branch 1107 --kecamatan 33.72.01 --publish 2026-12-01
  binaan plan territories --branch 1107 --redraw --weights split=200,home=0
  binaan plan territories --branch 1107 --grain cell --out wilayah.gpkg
  binaan plan territories --branch 1107 --roam --redraw`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := p.check(); err != nil {
				return err
			}
			var err error
			if p.request.Kecamatan, err = kecamatanCode(kecamatan); err != nil {
				return err
			}
			if p.request.Weights, err = weightsOf(weights); err != nil {
				return err
			}
			if p.request.Grain = planner.Grain(grain); !p.request.Grain.Valid() {
				return fmt.Errorf("%w: --grain %q is neither desa nor cell", errUsage, grain)
			}
			if p.request.Roam && (p.request.Grain == planner.GrainCell || kecamatan != "") {
				return fmt.Errorf("%w: --roam is for a whole branch by whole desa", errUsage)
			}
			if _, err := report.FormatOf(p.out); err != nil {
				return fmt.Errorf("%w: --out: %w", errUsage, err)
			}
			var from *planner.Day
			if from, err = optionalDay("publish", publish); err != nil {
				return err
			}
			return p.database.withStore(cmd.Context(), func(store *data.Store) error {
				if frontier {
					return p.frontier(cmd, store)
				}
				return p.territories(cmd, store, from)
			})
		},
	}
	p.add(cmd, "the whole plan", "file, its format by its ending (.geojson, .gpkg, .shp.zip, .kml, .csv, .blok.csv, .pdf, .kader.pdf),")
	cmd.Flags().StringVar(&kecamatan, "kecamatan", "", "code of the only kecamatan to divide; the others stay as they are")
	cmd.Flags().BoolVar(&p.request.Redraw, "redraw", false, "draw anew; otherwise territories in force change as little as they can")
	cmd.Flags().StringVar(&weights, "weights", "", "what counts beside compactness, like split=50,home=0.1 (default "+territory.UsualWeights.String()+"; docs/territories.md)")
	cmd.Flags().StringVar(&grain, "grain", "", "what territories are made of: desa (whole) or cell (default: the branch's rule)")
	cmd.Flags().BoolVar(&p.request.Roam, "roam", false, "kader may get a territory in another kecamatan than that of their contract (whole desa only)")
	cmd.Flags().BoolVar(&frontier, "frontier", false, "only show what moving more families would gain; nothing is stored")
	cmd.Flags().StringVar(&publish, "publish", "", "day from which the plan is in force, YYYY-MM-DD (default: it stays a draft)")
	return cmd
}

// kecamatanCode reads an optional code.
func kecamatanCode(s string) (geo.AreaCode, error) {
	if s == "" {
		return "", nil
	}
	code, err := geo.ParseAreaCode(s)
	if err != nil || code.Level() != geo.Kecamatan {
		return "", fmt.Errorf("%w: --kecamatan %q is no code of a kecamatan", errUsage, s)
	}
	return code, nil
}

// weightsOf reads --weights; nil where it is not given.
func weightsOf(s string) (*territory.Weights, error) {
	if s == "" {
		return nil, nil //nolint:nilnil // no weights are the usual
	}
	w, err := territory.ParseWeights(s)
	if err != nil {
		return nil, fmt.Errorf("%w: --weights takes %s: %w", errUsage, strings.Join(territory.WeightNames, ", "), err)
	}
	return &w, nil
}

// optionalDay reads the day of a flag; nil where it is not given.
func optionalDay(flag, s string) (*planner.Day, error) {
	if s == "" {
		return nil, nil //nolint:nilnil // no day is an answer
	}
	d, err := planner.ParseDay(s)
	if err != nil {
		return nil, fmt.Errorf("%w: --%s: %w", errUsage, flag, err)
	}
	return &d, nil
}

// beginningOn is the territory plan that is to begin on a day; 0 where none is.
func beginningOn(ctx context.Context, store *data.Store, b data.BranchID, day planner.Day) (data.PlanID, error) {
	heads, err := store.PlanHeads(ctx, b, data.TerritoryKind)
	for _, head := range heads {
		if head.PublishedFrom != nil && *head.PublishedFrom == day {
			return head.ID, nil
		}
	}
	return 0, err
}

// territories makes, prints, writes and publishes a plan.
func (p *planFlags) territories(cmd *cobra.Command, store *data.Store, from *planner.Day) error {
	ctx := cmd.Context()
	b, err := p.begin(ctx, store)
	if err != nil {
		return err
	}
	if from != nil && *from < p.request.Day {
		return fmt.Errorf("%w: --publish %s is past", errUsage, *from)
	}
	head, err := p.make(cmd, store, b, data.TerritoryKind)
	if err != nil {
		return err
	}
	if from != nil {
		instead, err := beginningOn(ctx, store, b.ID, *from)
		if err != nil {
			return err
		}
		if err := store.PublishInstead(ctx, b.ID, head.ID, *from, instead, commandLine); err != nil {
			return err
		}
	}
	detail, err := store.TerritoryDetail(ctx, b.ID, head.ID)
	if err != nil {
		return err
	}
	kader, err := store.Kader(ctx, b.ID)
	if err != nil {
		return err
	}
	reportTerritories(cmd.OutOrStdout(), detail, kader)
	err = p.writeOut(func(w io.Writer) error {
		file, err := store.PlanFile(ctx, b.ID, head.ID)
		if err != nil {
			return err
		}
		format, err := report.FormatOf(p.out)
		if err != nil {
			return err
		}
		lost, err := report.Export(w, format, b, file, b.Here(store.Now()))
		for _, l := range lost {
			fmt.Fprintln(cmd.ErrOrStderr(), report.LossLine(l))
		}
		return err
	})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(detail.Findings, territory.Finding.Infeasible) {
		return errInfeasible
	}
	return nil
}

// frontier prints ways to go on from the territories in force.
func (p *planFlags) frontier(cmd *cobra.Command, store *data.Store) error {
	b, err := p.begin(cmd.Context(), store)
	if err != nil {
		return err
	}
	show := newProgress(cmd.ErrOrStderr())
	ways, err := job.Frontier(cmd.Context(), store, b.ID, p.request, func(share float64, _ string) { show.tell("frontier", share) })
	if errors.Is(err, data.ErrNoHouseholds) {
		err = fmt.Errorf("%w: %w", errUsage, err)
	}
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "KK moved\tat least\tin band\tfurthest from target\tinertia\texpected\tlater\tweight of staying\t")
	for _, w := range ways {
		fmt.Fprintf(t, "%d\t%d\t%d/%d\t%.1f %%\t%.1f\t%v\t%v\t%s\t\n", w.Moved, w.MovedBound, w.InBand, w.Count, 100*w.Widest, w.Inertia, w.Expected, w.Later, staying(w))
	}
	return t.Flush()
}

func staying(w territory.Compromise) string {
	if w.Stay == 0 {
		return "drawn anew"
	}
	return fmt.Sprint(w.Stay)
}

// mostPlaces are as many places to recruit as anybody reads; --out has all.
const mostPlaces = 10

// reportTerritories prints the four lines that judge a plan, whom it does not
// serve, what it is expected to bring and what could not be done.
func reportTerritories(w io.Writer, d data.TerritoryDetail, kader []planner.Kader) {
	c := d.Certificate
	fmt.Fprintf(w, "plan %d: %s, %s, seed %d\n", d.ID, d.Name, inForce(d.PlanHead), c.Seed)
	if d.Request.Weights != nil {
		fmt.Fprintf(w, "weights    %v\n", d.Request.Weights)
	}
	fmt.Fprintf(w, "grain      %s\n", grainWords(c))
	fmt.Fprintf(w, "in band    %d/%d\n", c.InBand, c.Count)
	fmt.Fprintf(w, "connected  %d/%d\n", c.Connected, c.Count)
	fmt.Fprintf(w, "inertia    %.1f KK·km², %s\n", c.Inertia, inertiaGap(c))
	fmt.Fprintf(w, "moved      %d KK, at least %d\n", c.Moved, c.MovedBound)
	fmt.Fprintf(w, "desa       %d pairs of desa and territory, at least %d\n", c.DesaPairs, c.DesaBound)
	fmt.Fprintf(w, "expected   %v a month, %v later of its visits; %s\n", c.Expected, c.Later, mostValue(c))
	if c.Whole != nil {
		fmt.Fprintf(w, "wholeness  %s\n", wholeness(c))
	} else {
		fmt.Fprintf(w, "shape      %s\n", shape(d.Territories))
	}
	fmt.Fprintf(w, "no kader   %d eligible KK, %v in arrears, %v expected a month, %v later\n", d.Unserved.Eligible, d.Unserved.Arrears, d.Unserved.Expected, d.Unserved.Later)
	fmt.Fprintf(w, "capacity   %s\n", capacity(d.Capacity))
	for _, f := range d.Findings {
		fmt.Fprintln(w, "finding    "+finding(f))
	}
	for i, r := range d.Recruit[:min(mostPlaces, len(d.Recruit))] {
		fmt.Fprintf(w, "recruit %-2d %s: %v a month and %v later from %d KK; %d KK there have no kader\n", i+1, r.Kecamatan, r.Expected, r.Later, r.Eligible, r.Uncovered.Eligible)
	}
	for _, m := range d.Merangkap[:min(mostPlaces, len(d.Merangkap))] {
		fmt.Fprintf(w, "merangkap  kader %s in %s, %.1f km from home: %v a month and %v later from %d KK%s\n",
			codeOf(kader, m.Kader), m.Kecamatan, float64(m.Distance)/1000, m.Expected, m.Later, m.Eligible, outside(m))
	}
}

// shape tells of territories by cells what they enclose without serving it, and how many
// are narrow.
func shape(territories []data.TerritoryRow) string {
	kk, cash, narrow := 0, planner.Rupiah(0), 0
	for _, t := range territories {
		kk, cash = kk+t.Skipped, cash+t.SkippedCash
		if t.Narrow > 0 {
			narrow++
		}
	}
	return fmt.Sprintf("%d KK without kader that only one territory could serve, %v a month; %d territories hang by one block somewhere", kk, cash, narrow)
}

// grainWords say what territories are made of, and what was proven of that.
func grainWords(c *territory.Certificate) string {
	w := c.Whole
	if w == nil {
		return "cells"
	}
	s := fmt.Sprintf("whole desa, %v after shape, rides and movement; ", w.Worth)
	if w.Proven {
		s += fmt.Sprintf("proven best of all divisions by %d sets of desa in the band", w.Sets)
	} else {
		s += fmt.Sprintf("proven at most %v (gap %.2f %%) from %d sets of desa", w.Most, 100*float64(w.Most-w.Worth)/float64(max(1, w.Most)), w.Sets)
	}
	if len(w.Split) > 0 {
		s += fmt.Sprintf("; %d desa divided: %v, at least %d have to be", len(w.Split), w.Split, w.Fewest)
	}
	if w.Proven && w.Checked {
		s += "; every set and price of the proof gone over again"
	}
	if c.Elsewhere > 0 {
		s += fmt.Sprintf("; %d kader serve outside the kecamatan of their contract", c.Elsewhere)
	}
	if len(w.Above) > 0 {
		s += fmt.Sprintf("; larger than the band: %v", w.Above)
	}
	return s
}

// wholeness tells what keeping desa whole costs at most, and which desa would bring
// most if it were divided.
func wholeness(c *territory.Certificate) string {
	most, best := planner.Rupiah(0), territory.WholePrice{}
	if len(c.Whole.Prices) == 0 && c.MostValue > 0 { // handed out at once
		most = c.MostValue - worthNow(c)
	}
	for _, p := range c.Whole.Prices {
		most += p.Most()
		if p.Gain > best.Gain {
			best = p
		}
	}
	s := fmt.Sprintf("costs at most %v a month in present value (%.1f %%)", most, 100*float64(most)/float64(max(1, worthNow(c)+most)))
	if best.Gain > 0 {
		s += fmt.Sprintf("; dividing %s would add %v a month and %v later", best.Desa, best.GainCash, best.GainLater)
	}
	return s
}

// capacity sums up how many territories there could be, against the kader.
func capacity(all []territory.Capacity) string {
	holds, kader, without, short := 0, 0, 0, 0
	for _, c := range all {
		holds, kader = holds+c.Holds, kader+c.Kader
		if c.Kader == 0 {
			without++
		}
		if c.Kader < c.Holds {
			short++
		}
	}
	return fmt.Sprintf("%d kecamatan could hold %d territories; %d kader; %d kecamatan have fewer kader than that, %d none", len(all), holds, kader, short, without)
}

// outside tells of a proposal that needs more than the branch's word.
func outside(m territory.MerangkapProposal) string {
	if m.Outside {
		return "; outside the contract, needs written approval"
	}
	return ""
}

func inForce(h data.PlanHead) string {
	if h.PublishedFrom == nil {
		return "draft"
	}
	return "in force from " + h.PublishedFrom.String()
}

func inertiaGap(c *territory.Certificate) string {
	if c.Bound <= 0 {
		return "no bound"
	}
	return fmt.Sprintf("proven gap %.2f %%", 100*(c.Inertia-c.Bound)/c.Inertia)
}

func mostValue(c *territory.Certificate) string {
	if c.MostValue <= 0 {
		return "no bound"
	}
	return fmt.Sprintf("present value %v, at most %v (proven gap %.2f %%)", worthNow(c), c.MostValue, 100*float64(c.MostValue-worthNow(c))/float64(c.MostValue))
}

// worthNow is the present value that a plan was made by; cash in plans from before it was.
func worthNow(c *territory.Certificate) planner.Rupiah {
	if c.Value == 0 {
		return c.Expected
	}
	return c.Value
}

// findingWords say what the codes mean.
var findingWords = map[string]string{
	territory.FindingNoKader: "nobody is under contract",
	territory.FindingTooFew:  "more families than its kader can serve",
	territory.FindingSurplus: "more kader than territories in band",
	territory.FindingSplit:   "divided, since not all kader fit on whole desa",
	territory.FindingAbove:   "larger than a territory may be, and divided for that",
	territory.FindingLeft:    "whole desa make no territories in the band for all kader",
	territory.FindingDrawn:   "drawn outside the band",
	territory.FindingUndrawn: "not drawn yet, though some kader has no territory",
	"CELL_OVER_BAND":         "a block is larger than the band",
	"COMPONENT_UNDER_BAND":   "an island or enclave is smaller than the band",
	"NO_INTEGER_COUNT":       "no number of territories fits the band",
	"LOCK_CONFLICT":          "locked territories leave no way",
	"NOT_FOUND":              "no division in band was found, and none is proven impossible",
}

func finding(f territory.Finding) string {
	s := fmt.Sprintf("%s %s", f.Kecamatan, f.Code)
	if f.Cell != 0 {
		s += fmt.Sprintf(" %s %v", f.Desa, f.Cell)
	} else if f.Desa != "" {
		s += " " + string(f.Desa)
	}
	s += ": " + findingWords[f.Code]
	if f.Eligible > 0 {
		s += fmt.Sprintf("; %d eligible KK, %v", f.Eligible, f.Arrears)
	}
	if f.Repair != "" {
		s += "; repair: " + f.Repair
	}
	return s
}
