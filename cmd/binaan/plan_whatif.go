package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

func planWhatIfCommand() *cobra.Command {
	cmd := group("what-if", "What it comes to when a kader leaves, joins or is ill, and whom to take; nothing is stored",
		whatIfLeaveCommand(), whatIfJoinCommand(), whatIfIllCommand(), whatIfChooseCommand())
	cmd.Example = `  binaan plan what-if leave --branch 1107 --kader K003
  binaan plan what-if choose --branch 1107 --places 1 --candidate Sri:33.72.01 --candidate Budi:33.72.02`
	return cmd
}

// question is asked of a branch's territories in force.
type question struct {
	database databaseConfig
	branch   string
}

// answer prints what comes of a question.
type answer func(ctx context.Context, w io.Writer, in territory.Input) error

// command asks a question once check finds nothing wrong with its flags.
func (q *question) command(use, short, example string, check func() error, do answer) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Example: "  binaan plan what-if " + example,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := check(); err != nil {
				return fmt.Errorf("%w: %w", errUsage, err)
			}
			return q.database.withStore(cmd.Context(), func(store *data.Store) error { return q.ask(cmd, store, do) })
		},
	}
	cmd.Flags().StringVar(&q.branch, "branch", "", "code of the branch")
	mustRequire(cmd, "branch")
	q.database.flags(cmd)
	return cmd
}

func (q *question) ask(cmd *cobra.Command, store *data.Store, do answer) error {
	ctx := cmd.Context()
	b, err := store.Branch(ctx, q.branch)
	if err != nil {
		return err
	}
	day := b.Today(store.Now())
	if _, err := store.PlanInForce(ctx, b.ID, day); err != nil {
		return err
	}
	in, err := store.TerritoryInput(ctx, b.ID, data.PlanRequest{Day: day})
	if err != nil {
		return err
	}
	err = do(ctx, cmd.OutOrStdout(), in)
	if errors.Is(err, territory.ErrNobodyThere) || errors.Is(err, territory.ErrNoSuchKader) {
		err = fmt.Errorf("%w: %w", errUsage, err)
	}
	return err
}

func whatIfLeaveCommand() *cobra.Command {
	var q question
	var kader string
	cmd := q.command("leave", "A kader leaves", "leave --branch 1107 --kader K003", noCheck,
		func(ctx context.Context, w io.Writer, in territory.Input) error {
			id, err := numberOf(in, kader)
			if err != nil {
				return err
			}
			c, err := in.Leave(ctx, id, planner.Options{})
			if err != nil {
				return err
			}
			return reportChange(w, in, c)
		})
	cmd.Flags().StringVar(&kader, "kader", "", "code of the kader")
	mustRequire(cmd, "kader")
	return cmd
}

func whatIfJoinCommand() *cobra.Command {
	var q question
	var name, kecamatan, desa string
	cmd := q.command("join", "A kader joins", "join --branch 1107 --kecamatan 33.72.01 --desa 33.72.01.1002 --name Sri", noCheck,
		func(ctx context.Context, w io.Writer, in territory.Input) error {
			k, err := in.Newcomer(1, name, geo.AreaCode(kecamatan), geo.AreaCode(desa))
			if err != nil {
				return err
			}
			c, err := in.Join(ctx, k, planner.Options{})
			if err != nil {
				return err
			}
			return reportChange(w, in, c)
		})
	f := cmd.Flags()
	f.StringVar(&kecamatan, "kecamatan", "", "code of the kecamatan of the contract")
	f.StringVar(&desa, "desa", "", "code of the desa of the home (default: the middle of the kecamatan)")
	f.StringVar(&name, "name", "", "name to show")
	mustRequire(cmd, "kecamatan")
	return cmd
}

func whatIfIllCommand() *cobra.Command {
	var q question
	var kader string
	var days int
	check := func() error {
		if days < 1 || days > 366 {
			return errors.New("--days lies between 1 and 366")
		}
		return nil
	}
	cmd := q.command("ill", "A kader is away for some days", "ill --branch 1107 --kader K003 --days 30", check,
		func(_ context.Context, w io.Writer, in territory.Input) error {
			id, err := numberOf(in, kader)
			if err != nil {
				return err
			}
			a, err := in.Ill(id, days)
			if err != nil {
				return err
			}
			reportAbsence(w, in, a)
			return nil
		})
	cmd.Flags().StringVar(&kader, "kader", "", "code of the kader")
	cmd.Flags().IntVar(&days, "days", 30, "days of absence")
	mustRequire(cmd, "kader")
	return cmd
}

func whatIfChooseCommand() *cobra.Command {
	var q question
	var named []string
	var places int
	check := func() error {
		for _, s := range named {
			if parts := strings.Split(s, ":"); len(parts) < 2 || len(parts) > 3 {
				return fmt.Errorf("--candidate %q is not NAME:KECAMATAN or NAME:KECAMATAN:DESA", s)
			}
		}
		if places < 1 || places > len(named) {
			return fmt.Errorf("--places %d of %d candidates", places, len(named))
		}
		return nil
	}
	cmd := q.command("choose", "More candidates than places",
		"choose --branch 1107 --places 2 --candidate Sri:33.72.01 --candidate Budi:33.72.02:33.72.02.1001 --candidate Tini:33.72.02 --candidate Jono:33.72.05",
		check, func(ctx context.Context, w io.Writer, in territory.Input) error {
			var candidates []planner.Kader
			for i, s := range named {
				parts := append(strings.Split(s, ":"), "")
				k, err := in.Newcomer(i+1, parts[0], geo.AreaCode(parts[1]), geo.AreaCode(parts[2]))
				if err != nil {
					return err
				}
				candidates = append(candidates, k)
			}
			hires, err := in.Choose(ctx, candidates, places, planner.Options{})
			if err != nil {
				return err
			}
			return reportHires(w, hires)
		})
	cmd.Flags().StringArrayVar(&named, "candidate", nil, "NAME:KECAMATAN or NAME:KECAMATAN:DESA, by codes; once for each")
	cmd.Flags().IntVar(&places, "places", 1, "how many are taken")
	mustRequire(cmd, "candidate")
	return cmd
}

func noCheck() error { return nil }

// numberOf is the number of the kader whom the branch gave a code.
func numberOf(in territory.Input, code string) (planner.KaderID, error) {
	for _, k := range in.Kader {
		if k.Code == code {
			return k.ID, nil
		}
	}
	return 0, fmt.Errorf("kader %s: %w", code, territory.ErrNoSuchKader)
}

// codeOf is the code of a kader; a newcomer has none.
func codeOf(kader []planner.Kader, id planner.KaderID) string {
	for _, k := range kader {
		if k.ID == id {
			return k.Code
		}
	}
	return "-"
}

// reportChange prints what a kader's coming or going does to a kecamatan.
func reportChange(w io.Writer, in territory.Input, c territory.Consequence) error {
	fmt.Fprintf(w, "kecamatan  %s divided anew, the others as they are\n", c.Kecamatan)
	fmt.Fprintf(w, "in band    %d/%d\n", c.InBand, c.Count)
	fmt.Fprintf(w, "connected  %d/%d\n", c.Connected, c.Count)
	fmt.Fprintf(w, "moved      %d KK, at least %d\n", c.Moved, c.MovedBound)
	fmt.Fprintf(w, "expected   %v a month in the branch, now %v (%+.2f %%); %v later, now %v\n",
		c.After, c.Before, 100*(float64(c.After)/max(1, float64(c.Before))-1), c.LaterAfter, c.LaterBefore)
	fmt.Fprintf(w, "no kader   %d eligible KK there, now %d\n", c.UnservedAfter.Eligible, c.UnservedBefore.Eligible)
	if c.Elsewhere.Eligible > 0 {
		fmt.Fprintf(w, "elsewhere  %d eligible KK of the second territory lose their kader, %v a month and %v later\n", c.Elsewhere.Eligible, c.Elsewhere.Expected, c.Elsewhere.Later)
	}
	for _, f := range c.Findings {
		fmt.Fprintln(w, "finding    "+finding(f))
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "kader\tname\tKK now\tKK then\texpected now\tlater\texpected then\tlater\t")
	for _, s := range c.Shares {
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%v\t%v\t%v\t%v\t\n", codeOf(in.Kader, s.Kader), s.Name, s.Before.Eligible, s.After.Eligible,
			s.Before.Expected, s.Before.Later, s.After.Expected, s.After.Later)
	}
	return t.Flush()
}

func reportAbsence(w io.Writer, in territory.Input, a territory.Absence) {
	fmt.Fprintf(w, "no kader   %d eligible KK, %v in arrears\n", a.Unserved.Eligible, a.Unserved.Arrears)
	fmt.Fprintf(w, "lost       %v expected in %d days, and %v later of their visits\n", a.Lost, a.Days, a.Later)
	if a.Cover != 0 {
		fmt.Fprintf(w, "nearest    kader %s %s, %.1f km from the families\n", codeOf(in.Kader, a.Cover), a.Name, float64(a.Distance)/1000)
	}
}

func reportHires(w io.Writer, hires []territory.Hire) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "taken\tname\tkecamatan\tKK\tadds a month\tlater\t")
	for i, h := range hires {
		fmt.Fprintf(t, "%d\t%s\t%s\t%d\t%v\t%v\t\n", i+1, h.Name, h.Kecamatan, h.Eligible, h.Gain.Expected, h.Gain.Later)
	}
	return t.Flush()
}
