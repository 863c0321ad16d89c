package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/data/job"
	"binaan/planner"
	"binaan/planner/route"
)

func planRoutesCommand() *cobra.Command {
	var p planFlags
	var kader string
	cmd := &cobra.Command{
		Use:   "routes",
		Short: "Plan a month of every kader, or of one",
		Long: "Plan the routes of a month for the territories in force, and compare them with three simple ways\n" +
			"to plan the same days. When interrupted, what is done of the plan is kept.",
		Example: `  binaan plan routes --branch 1107 --month 2026-12 --seconds 20
  binaan plan routes --branch 1107 --month 2026-12 --kader K003 --seed 7 --out k003.json`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := p.check(); err != nil {
				return err
			}
			if _, err := planner.ParseMonth(p.request.Month); err != nil {
				return fmt.Errorf("%w: --month: %w", errUsage, err)
			}
			return p.database.withStore(cmd.Context(), func(store *data.Store) error { return p.routes(cmd, store, kader) })
		},
	}
	p.add(cmd, "each kader", "JSON file")
	cmd.Flags().StringVar(&p.request.Month, "month", "", "month to plan, such as 2026-12")
	cmd.Flags().StringVar(&kader, "kader", "", "code of the only kader to plan for")
	mustRequire(cmd, "month")
	return cmd
}

// routes makes, compares, prints and writes a plan, of the kader of a code alone
// where one is given.
func (p *planFlags) routes(cmd *cobra.Command, store *data.Store, kader string) error {
	b, err := p.begin(cmd.Context(), store)
	if err != nil {
		return err
	}
	if kader != "" {
		id, err := store.KaderByCode(cmd.Context(), b.ID, kader)
		if err != nil {
			return err
		}
		p.request.Only = []planner.KaderID{id}
	}
	inputs, err := p.inputs(cmd.Context(), store, b.ID)
	if err != nil {
		return err
	}
	head, trouble := p.make(cmd, store, b, data.RouteKind)
	if head.ID == 0 {
		return trouble
	}
	// What is done is shown, also where the making was interrupted.
	ctx := context.WithoutCancel(cmd.Context())
	detail, err := store.RouteDetail(ctx, b.ID, head.ID)
	if err != nil {
		return err
	}
	months, err := compare(ctx, store, b.ID, detail, inputs)
	if err != nil {
		return err
	}
	if err := reportRoutes(cmd.OutOrStdout(), detail.PlanHead, months); err != nil {
		return err
	}
	err = p.writeOut(func(w io.Writer) error { return json.NewEncoder(w).Encode(routesFile{detail.PlanHead, months}) })
	if trouble == nil && head.Failure != "" {
		trouble = fmt.Errorf("plan %d, of some kader: %s", head.ID, failed(head.Failure))
	}
	if err != nil {
		return err
	}
	return trouble
}

// inputs are what the routes of each active kader asked for depend on, read
// before they are planned: afterwards their first days count as announced.
func (p *planFlags) inputs(ctx context.Context, store *data.Store, b data.BranchID) (map[planner.KaderID]route.Input, error) {
	all, err := store.Kader(ctx, b)
	if err != nil {
		return nil, err
	}
	out := map[planner.KaderID]route.Input{}
	for _, k := range all {
		if p.request.Only == nil && k.Status != planner.KaderActive || p.request.Only != nil && !slices.Contains(p.request.Only, k.ID) {
			continue
		}
		if out[k.ID], err = job.RouteInput(ctx, store, b, k.ID, p.request); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// routesFile is a route plan as JSON.
type routesFile struct {
	Plan   data.PlanHead `json:"plan"`
	Months []routesMonth `json:"months"`
}

// routesMonth is a kader's month beside what simple rules make of it.
type routesMonth struct {
	data.KaderMonth
	Code      string                               `json:"code"` // of the kader
	Account   route.Account                        `json:"account"`
	Baselines map[route.Baseline]route.Certificate `json:"baselines"`
	Routes    route.Plan                           `json:"routes"`
}

// compare reads the planned months and plans each by the baselines.
func compare(ctx context.Context, store *data.Store, b data.BranchID, d data.RouteDetail, inputs map[planner.KaderID]route.Input) ([]routesMonth, error) {
	months := make([]routesMonth, len(d.Kader))
	expected := map[planner.Day]map[planner.KaderID]planner.Rupiah{}
	for i, sums := range d.Kader {
		m := routesMonth{KaderMonth: sums, Code: inputs[sums.Kader].Kader.Code, Baselines: map[route.Baseline]route.Certificate{}}
		var err error
		if m.Routes, err = store.RoutePlan(ctx, b, d.ID, sums.Kader); err != nil {
			return nil, err
		}
		in := inputs[sums.Kader]
		if expected[in.First] == nil {
			if expected[in.First], err = store.ExpectedInForce(ctx, b, in.First); err != nil {
				return nil, err
			}
		}
		m.Account = in.Account(expected[in.First][sums.Kader], m.Routes.Routes)
		for _, by := range route.Baselines {
			plan, err := by.Make(ctx, in, d.Request.Seed)
			if err != nil {
				return nil, err
			}
			if err := plan.Check(in); err != nil {
				return nil, fmt.Errorf("baseline %s of kader %d: %w", by, sums.Kader, err)
			}
			m.Baselines[by] = plan.Certificate
		}
		months[i] = m
	}
	return months, nil
}

// reportRoutes prints a line for every kader and their sum. Cash and later sums are
// before the cost of travel; net, and what the baselines bring, is after it.
func reportRoutes(w io.Writer, head data.PlanHead, months []routesMonth) error {
	fmt.Fprintf(w, "plan %d: %s, seed %d, travel times: %s\n", head.ID, head.Name, head.Request.Seed, travelSource(months))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "kader\tvisits\tcash\tof months like it\tlater\tnet\tgap %\thours\tkm\tproved\tfew\tleft out\tnearest first\thighest arrears\tgreedy\t")
	total := routesMonth{Baselines: map[route.Baseline]route.Certificate{}}
	for _, m := range months {
		fmt.Fprintf(t, "%s\t%s", m.Code, m.line())
		total.add(m)
	}
	fmt.Fprintf(t, "%d kader\t%s", len(months), total.line())
	if err := t.Flush(); err != nil {
		return err
	}
	a := total.Account
	_, err := fmt.Fprintf(w, "cash: %v a month by the territories, %v by what became due or known since, %v by rounding, %v by more visits, %v by the families chosen, %v by hours and days, %v of families not counted: %v\n",
		a.Territory, a.Since, a.Rounding, a.Number, a.Choice, a.Hour, a.Others, a.Routes)
	return err
}

func travelSource(months []routesMonth) string {
	if len(months) == 0 {
		return "-"
	}
	return months[0].Routes.Travel
}

// add sums months up.
func (m *routesMonth) add(x routesMonth) {
	m.Visits += x.Visits
	m.Expected += x.Expected
	m.Outlook = m.Outlook.Plus(x.Outlook)
	m.Account = m.Account.Plus(x.Account)
	m.Minutes += x.Minutes
	m.Metres += x.Metres
	m.FewDays += x.FewDays
	m.LeftOut += x.LeftOut
	m.Certificate.Value += x.Certificate.Value
	m.Certificate.Bound += x.Certificate.Bound
	m.Certificate.ProvenDays += x.Certificate.ProvenDays
	m.Certificate.Announced += x.Certificate.Announced
	m.Certificate.Days += x.Certificate.Days
	for by, c := range x.Baselines {
		m.Baselines[by] = route.Certificate{Value: m.Baselines[by].Value + c.Value}
	}
}

// line is a month in figures.
func (m *routesMonth) line() string {
	c := m.Certificate
	s := fmt.Sprintf("%d\t%v\t%v - %v\t%v\t%v\t%s\t%.1f\t%.1f\t%d/%d\t%d\t%d", m.Visits, m.Outlook.Cash, m.Outlook.Band.Low, m.Outlook.Band.High, m.Outlook.Later, c.Value, routesGap(c),
		float64(m.Minutes)/60, float64(m.Metres)/1000, c.ProvenDays, c.Days-c.Announced, m.FewDays, m.LeftOut)
	for _, by := range route.Baselines {
		s += "\t" + against(c.Value, m.Baselines[by].Value)
	}
	return s + "\t\n"
}

// routesGap is how far months may be from the best ones; nothing is known of days that
// stay as they were announced.
func routesGap(c route.Certificate) string {
	if c.Bound <= 0 || c.Announced > 0 && c.Announced == c.Days {
		return "-"
	}
	return fmt.Sprintf("%.2f", 100*float64(c.Bound-c.Value)/float64(c.Bound))
}

// against is what a baseline brings, and by how much the plan is above it.
func against(plan, other planner.Rupiah) string {
	if other <= 0 {
		return other.String()
	}
	return fmt.Sprintf("%v (%+.1f %%)", other, 100*(float64(plan)/float64(other)-1))
}
