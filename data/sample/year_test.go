package sample_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/data/importer"
	"binaan/data/report"
	"binaan/data/sample"
	"binaan/planner"
	"binaan/planner/ledger"
)

var (
	yearHouseholds = flag.Int("year-households", sample.PublishedHouseholds, "households of the benchmark of a year")
	yearPDF        = flag.String("year-pdf", "", "where the benchmark of a year leaves its evaluation, to be looked at")
)

// branchOf2024 is a sample branch with what its kader did in 2024.
func branchOf2024(t testing.TB, households, visits int) (*data.Store, data.Branch, []planner.Event) {
	t.Helper()
	_, app := datatest.DSN(t)
	store := datatest.Open(t, app, data.ClockAt(time.Date(2025, 2, 1, 3, 0, 0, 0, time.UTC)))
	b, err := store.AddBranch(t.Context(), "9901", "Cabang Contoh", "WIB")
	if err != nil {
		t.Fatal(err)
	}
	dir, asOf := t.TempDir(), planner.DayOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	if err := sample.Write(dir, sample.Options{Households: households, Seed: 1, AsOf: asOf}); err != nil {
		t.Fatal(err)
	}
	for _, f := range sample.Files[:3] { // areas, kader, households: the year is made up as events
		i := data.Import{Kind: f.Kind, File: f.Name, AsOf: asOf, CreatedBy: "uji"}
		if i.ID, err = store.BeginImport(t.Context(), b.ID, i); err == nil {
			err = importer.Run(t.Context(), store, b, i, filepath.Join(dir, f.Name), importer.Options{})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var events []planner.Event
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), "update kader set valid_to = '2025-12-31'"); err != nil {
			return err
		}
		events, err = happened(t.Context(), tx, b, visits)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return store, b, events
}

// happened writes the year's events down and folds them.
func happened(ctx context.Context, tx pgx.Tx, b data.Branch, visits int) ([]planner.Event, error) {
	rows, err := tx.Query(ctx, "select id from household")
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
	if err != nil {
		return nil, err
	}
	homes, err := data.HouseholdsIn(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	kader, err := data.KaderIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	zone, err := data.ZoneIn(ctx, tx, b.ID)
	if err != nil {
		return nil, err
	}
	first := planner.DayOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	events := sample.Work{From: first, Until: first + 365, Visits: visits, Seed: 1, Zone: zone}.Events(kader, homes)
	n, err := sample.Record(ctx, tx, b.ID, events)
	if err == nil && n != len(events) {
		err = fmt.Errorf("%d of %d events were new", n, len(events))
	}
	return events, err
}

// written are the codes of some events, each once.
func written(events []planner.Event) []planner.Code {
	seen := map[planner.Code]bool{}
	for _, e := range events {
		seen[e.Type] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// codes are all that planner names, in the order of the alphabet.
func codes(t *testing.T) (out []planner.Code) {
	t.Helper()
	source, err := os.ReadFile("../../planner/event_code.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`(?m)^\t\w+ +(?:Code|Outcome) += "([A-Z_]+)"`).FindAllSubmatch(source, -1) {
		out = append(out, planner.Code(found[1]))
	}
	slices.Sort(out)
	return out
}

// The year of the sample holds every code that there is, and comes out of the evaluation
// as it was made: so many visits, Rp247,000 each, and what is done beside them.
func TestAYearOfTheSampleIsEvaluatedAsItWasMade(t *testing.T) {
	const visits = 1_500
	store, b, events := branchOf2024(t, 1_000, visits)
	if got, want := written(events), codes(t); !slices.Equal(got, want) {
		t.Errorf("codes %v, want all of %v", got, want)
	}
	e := evaluated(t, store, b)
	if e.Total.Visits != visits || len(e.Kader) == 0 {
		t.Fatalf("%d visits of %d kader, want %d", e.Total.Visits, len(e.Kader), visits)
	}
	n := len(e.Kader)
	if e.Total.Talks != 12*n || e.Total.Reports != 12*n || e.Total.Registrations != 12*n || e.Total.Heads < 15*12*n {
		t.Errorf("talks, reports, registrations of %d kader: %+v", n, e.Total)
	}
	if per := int64(e.Total.Rupiah) / visits; per < 200_000 || per > 260_000 {
		t.Errorf("Rp%d a visit, want about Rp247.000", per)
	}
	if rate := e.Total.ContactRate(); rate.Num*100 < 40*rate.Den || rate.Num*100 > 52*rate.Den {
		t.Errorf("met at %+v of the visits, want about 46 of 100", rate)
	}
	if r, err := store.ReplayEvents(t.Context(), b.ID, true); err != nil || r.Different != 0 || int(r.Events) != len(events) {
		t.Errorf("replay of %d events: %+v (%v)", len(events), r, err)
	}
}

// The past of a sample reaches from two calendar years before to yesterday, is nobody's
// of another kecamatan, has what its files of visits cannot hold, and is written once.
func TestTheSampleHasAPastBeforeItsFiles(t *testing.T) {
	store, b, events := branchOf2024(t, 1_000, 41)
	asOf := planner.DayOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	n, err := sample.Live(t.Context(), store, b, asOf)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := sample.Live(t.Context(), store, b, asOf); err != nil || again != 0 {
		t.Errorf("%d events written twice (%v)", again, err)
	}
	var all, late, strangers, kinds int
	var first, before planner.Day
	err = store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), `
			with past as (select type, kader_id, household_id, (at at time zone 'Asia/Jakarta')::date as day from event)
			select count(*), count(*) filter (where day >= $1), min(day), max(day) filter (where day < $1 - 365),
			  count(distinct type) filter (where day >= $1 - 365),
			  (select count(*) from past p join kader k on k.id = p.kader_id join household h on h.id = p.household_id where left(h.desa, 8) <> k.kecamatan)
			from past`, asOf).Scan(&all, &late, &first, &before, &kinds, &strangers)
	})
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 || all != n+len(events) || late > 0 || strangers > 0 {
		t.Errorf("%d events, %d of them of the past and %d of 2024: %d not before %v, %d at doors of another kecamatan", all, n, len(events), late, asOf, strangers)
	}
	if first.String() < "2024-01-01" || first.String() > "2024-01-05" || before < asOf-380 {
		t.Errorf("the past begins on %v and ends, before the files, on %v", first, before)
	}
	if kinds < 25 {
		t.Errorf("%d kinds of event in the year of the files, want nearly all", kinds)
	}
	knowsWhatWasOwed(t, store, b)
}

// knowsWhatWasOwed holds that each month of the two years before the figures, of 1 January
// 2024, has what families owed then: what they owe now less what has been added since.
func knowsWhatWasOwed(t *testing.T, store *data.Store, b data.Branch) {
	t.Helper()
	n, err := sample.Owed(t.Context(), store, b)
	if err == nil {
		_, err = store.KeepArrears(t.Context(), b.ID)
	}
	if err != nil || n == 0 {
		t.Fatal(n, err)
	}
	if again, err := sample.Owed(t.Context(), store, b); err != nil || again != 0 {
		t.Errorf("%d months written twice (%v)", again, err)
	}
	trend, err := store.ArrearsTrends(t.Context(), b.ID)
	if err != nil || len(trend) != 25 {
		t.Fatalf("%d months (%v), want 24 and that of the figures", len(trend), err)
	}
	for i, m := range trend[:24] {
		next := trend[i+1]
		if want := planner.DayOf(time.Date(2022, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)); m.Month != want || m.AsOf != want.Month().Last() {
			t.Errorf("month %v as of %v, want %v", m.Month, m.AsOf, want)
		}
		if m.Arrears <= 0 || m.Arrears >= next.Arrears || m.Households > next.Households { // nothing was paid before 2024
			t.Errorf("%v: Rp%d of %d families, a month later Rp%d of %d", m.Month, m.Arrears, m.Households, next.Arrears, next.Households)
		}
	}
}

func evaluated(t testing.TB, store *data.Store, b data.Branch) ledger.Evaluation {
	t.Helper()
	p, err := ledger.ParsePeriod("2024")
	if err != nil {
		t.Fatal(err)
	}
	e, _, err := store.Evaluate(context.Background(), b, p)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// BenchmarkYear evaluates the published year: 41 kader, 22,254 visits, 108,000 KK.
func BenchmarkYear(b *testing.B) {
	store, branch, events := branchOf2024(b, *yearHouseholds, sample.PublishedVisits)
	b.ReportMetric(float64(len(events)), "events")
	var e ledger.Evaluation
	for b.Loop() {
		e = evaluated(b, store, branch)
	}
	b.Logf("%d kader, %d visits, Rp%d, Rp%d a visit", len(e.Kader), e.Total.Visits, e.Total.Rupiah, int(e.Total.Rupiah)/max(1, e.Total.Visits))
	if e.Total.Visits != sample.PublishedVisits {
		b.Errorf("%d visits, want %d", e.Total.Visits, sample.PublishedVisits)
	}
	if *yearPDF == "" {
		return
	}
	f, err := os.Create(*yearPDF)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if err := report.PDF(f, report.Of(branch, e, time.Date(2025, 2, 1, 3, 0, 0, 0, time.UTC))); err != nil {
		b.Fatal(err)
	}
}
