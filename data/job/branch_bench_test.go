package job_test

import (
	"path/filepath"
	"testing"
	"time"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/importer"
	"binaan/data/job"
	"binaan/data/sample"
	"binaan/planner"
	"binaan/planner/route"
	"binaan/planner/territory"
)

// sampleBranch imports the synthetic branch of 65,000 eligible KK and 41 kader,
// as its files would be.
func sampleBranch(b *testing.B) (*data.Store, data.Branch) {
	b.Helper()
	dir, asOf := b.TempDir(), planner.DayOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	if err := sample.Write(dir, sample.Options{Households: sample.PublishedHouseholds, Seed: 1, AsOf: asOf}); err != nil {
		b.Fatal(err)
	}
	store := datatest.New(b)
	branch, err := store.AddBranch(b.Context(), "9901", "Cabang Contoh", "WIB")
	if err != nil {
		b.Fatal(err)
	}
	for kind, file := range []string{sample.AreasFile, sample.KaderFile, sample.HouseholdsFile, sample.VisitsFile, sample.PaymentsFile} {
		i := data.Import{Kind: importer.Kinds[kind], File: file, AsOf: asOf, CreatedBy: "uji"}
		if i.ID, err = store.BeginImport(b.Context(), branch.ID, i); err != nil {
			b.Fatal(err)
		}
		if err := importer.Run(b.Context(), store, branch, i, filepath.Join(dir, file), importer.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	return store, branch
}

// BenchmarkSampleTerritories divides the sample branch in so many seconds.
func BenchmarkSampleTerritories(b *testing.B) {
	store, branch := sampleBranch(b)
	request := data.PlanRequest{Seed: 1, Seconds: 30, Day: planner.DayOf(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))}
	in, err := store.TerritoryInput(b.Context(), branch.ID, request)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		plan, err := territory.Design(b.Context(), in, job.Options(request, nil))
		if err == nil {
			err = plan.Check(in)
		}
		if err != nil {
			b.Fatal(err)
		}
		c := plan.Certificate
		b.ReportMetric(float64(c.Count), "territories")
		b.ReportMetric(float64(c.InBand), "in-band")
		b.ReportMetric(float64(c.Connected), "connected")
		b.ReportMetric(100*float64(c.MostValue-c.Value)/float64(max(1, c.MostValue)), "%gap")
	}
}

// BenchmarkSampleMonth plans December of one kader of the sample branch: in the
// usual iterations, and in five seconds as after an event of the day.
func BenchmarkSampleMonth(b *testing.B) {
	store, branch := sampleBranch(b)
	today := inForce(b, store, branch)
	for name, request := range map[string]data.PlanRequest{"usual": {}, "5s": {Seconds: 5}} {
		request.Month, request.Seed, request.Day = "2026-12", 1, today
		b.Run(name, func(b *testing.B) { benchMonth(b, store, branch, request) })
	}
}

// BenchmarkSampleDecember plans December of all kader of the sample branch, greedily day
// by day: what stops bring has to add up to the branch to the rupiah, and the cash to lie
// within a factor of 1.5 of the published Rupiah a visit; what the territories in force are
// expected to bring has to lead to it line by line.
func BenchmarkSampleDecember(b *testing.B) {
	store, branch := sampleBranch(b)
	today := inForce(b, store, branch)
	kader, err := store.Kader(b.Context(), branch.ID)
	if err != nil {
		b.Fatal(err)
	}
	expected, err := store.ExpectedInForce(b.Context(), branch.ID, today)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var all route.Outlook
		var account route.Account
		cash, later, visits := planner.Rupiah(0), planner.Rupiah(0), 0
		for _, k := range kader {
			in, err := job.RouteInput(b.Context(), store, branch.ID, k.ID, data.PlanRequest{Month: "2026-12", Seed: 1, Day: today})
			if err != nil {
				b.Fatal(err)
			}
			plan, err := route.GreedyByDay.Make(b.Context(), in, 1)
			if err == nil {
				err = plan.Check(in)
			}
			if err != nil {
				b.Fatal(err)
			}
			for _, r := range plan.Routes {
				for _, s := range r.Stops {
					cash, later, visits = cash+s.Cash, later+s.Expected-s.Cash, visits+min(1, int(s.Household))
				}
			}
			all = all.Plus(plan.Outlook)
			account = account.Plus(in.Account(expected[k.ID], plan.Routes))
		}
		times := float64(cash) / float64(planner.Rupiah(visits)*247_000)
		b.ReportMetric(float64(visits), "visits")
		b.ReportMetric(float64(cash), "Rp-cash")
		b.ReportMetric(float64(later), "Rp-later")
		b.ReportMetric(times, "times-published")
		if all.Cash != cash || all.Later != later || times < 1/1.5 || times > 1.5 {
			b.Errorf("%d visits of %d kader: the branch %v and %v later, all stops %v and %v", visits, len(kader), all.Cash, all.Later, cash, later)
		}
		b.Logf("%+v", account)
		if a := account; a.Routes != cash || a.Territory+a.Since+a.Rounding+a.Number+a.Choice+a.Hour+a.Others != cash {
			b.Errorf("the account %+v leads to %v", a, cash)
		}
	}
}

// inForce publishes territories of the branch, and is the day from which they hold.
func inForce(b *testing.B, store *data.Store, branch data.Branch) planner.Day {
	b.Helper()
	today := planner.DayOf(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
	head, err := store.QueuePlan(b.Context(), branch.ID, data.TerritoryKind, data.PlanRequest{Seed: 1, Iterations: 20_000_000, Day: today}, "uji")
	if err == nil {
		head, err = job.Follow(b.Context(), store, branch.ID, head.ID, 1, quiet, func(data.PlanHead) {})
	}
	if err == nil {
		err = store.PublishPlan(b.Context(), branch.ID, head.ID, today, "contoh")
	}
	if err != nil {
		b.Fatal(err)
	}
	return today
}

func benchMonth(b *testing.B, store *data.Store, branch data.Branch, request data.PlanRequest) {
	in, err := job.RouteInput(b.Context(), store, branch.ID, 3, request)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		plan, err := route.Make(b.Context(), in, job.Options(request, nil))
		if err == nil {
			err = plan.Check(in)
		}
		if err != nil {
			b.Fatal(err)
		}
		c := plan.Certificate
		b.ReportMetric(float64(c.Value), "Rp")
		b.ReportMetric(100*float64(c.Bound-c.Value)/float64(max(1, c.Bound)), "%gap")
		b.ReportMetric(float64(c.ProvenDays), "days-proven")
		b.ReportMetric(float64(c.Days), "days")
		if !plan.Routes[0].Proven {
			b.Errorf("route of %v is not proven", plan.Routes[0].Day)
		}
	}
}
