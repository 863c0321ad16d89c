package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"binaan/data"
	"binaan/data/importer"
	"binaan/data/sample"
	"binaan/planner"
)

// demoCode is the sample branch: no real one begins with 99.
const demoCode = "9901"

// Budgets of a unit of work, so that the first day stands within minutes.
const (
	demoTerritorySeconds = 20
	demoRouteSeconds     = 10
)

// demo is the sample branch on its way from nothing to today's routes. Every
// step looks at what is stored first, so that a start after an interruption goes
// on where the last one stopped.
type demo struct {
	store      *data.Store
	dir        string
	households int
	progress   *progress
	branch     data.Branch
	passwords  map[string]string // by login
	today      planner.Day
}

func (d *demo) prepare(ctx context.Context) error {
	steps := []func(context.Context) error{d.begin, d.office, d.files, d.territories, d.kader, d.routes}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			if ctx.Err() != nil {
				return nil // stopped; the next start goes on
			}
			return err
		}
	}
	return nil
}

func (d *demo) begin(ctx context.Context) (err error) {
	d.branch, err = d.store.Branch(ctx, demoCode)
	if errors.Is(err, data.ErrNotFound) {
		if d.branch, err = d.store.AddBranch(ctx, demoCode, "Kantor Cabang Contoh", "WIB"); err == nil {
			err = d.store.SetKedeputian(ctx, d.branch, data.Kedeputian{Code: "99", Name: "Kedeputian Wilayah Contoh"}, data.By{})
		}
	}
	if err != nil {
		return err
	}
	d.today = d.branch.Today(d.store.Now())
	d.passwords, err = demoPasswords(filepath.Join(d.dir, "demo-accounts.json"))
	return err
}

// demoPasswords are made once for a data folder and kept in it: everybody who
// may read the folder may read the rows anyhow.
func demoPasswords(file string) (passwords map[string]string, err error) {
	text, err := os.ReadFile(file)
	if err == nil {
		if err = json.Unmarshal(text, &passwords); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		return passwords, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	passwords = map[string]string{}
	for _, login := range []string{"petugas", "kepala", "kader"} {
		passwords[login] = rand.Text()[:14]
	}
	text, err = json.MarshalIndent(passwords, "", "  ")
	if err != nil {
		return nil, err
	}
	return passwords, os.WriteFile(file, text, 0o600)
}

func (d *demo) office(ctx context.Context) error {
	officer := data.NewAccount{Login: "petugas", Name: "Petugas Contoh", Role: data.Officer}
	manager := data.NewAccount{Login: "kepala", Name: "Kepala Cabang Contoh", Role: data.Manager}
	if err := d.account(ctx, officer, "workbench  /"); err != nil {
		return err
	}
	return d.account(ctx, manager, "dashboard  /manager/")
}

// account adds a demo account unless it is there, and prints it.
func (d *demo) account(ctx context.Context, n data.NewAccount, face string) error {
	n.Password, n.Branches = d.passwords[n.Login], []data.BranchID{d.branch.ID}
	if _, err := d.store.AddAccount(ctx, n); err != nil && !errors.Is(err, data.ErrConflict) {
		return err
	}
	d.progress.say(fmt.Sprintf("  %-20s  login %-8s  password %s", face, n.Login, n.Password))
	return nil
}

// files makes the sample's files once and imports those that have not been.
func (d *demo) files(ctx context.Context) error {
	dir := filepath.Join(d.dir, "sample")
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		d.progress.say("making the files of a sample branch in " + dir)
		unfinished := dir + ".unfinished"
		if err := sample.Write(unfinished, sample.Options{Households: d.households, Seed: 1, AsOf: d.today}); err != nil {
			return err
		}
		if err := os.Rename(unfinished, dir); err != nil {
			return err
		}
	}
	done, err := d.store.Imports(ctx, d.branch.ID)
	if err != nil {
		return err
	}
	for _, f := range sample.Files {
		if f.Kind == "visits" {
			if err := d.past(ctx, done); err != nil {
				return err
			}
		}
		if err := d.file(ctx, f.Kind, filepath.Join(dir, f.Name), done); err != nil {
			return err
		}
	}
	return d.owed(ctx)
}

// owed keeps what families owed in the two years before the figures, and what they owe
// now: for trends, for the map's months and for what a payment of the past paid off.
func (d *demo) owed(ctx context.Context) error {
	start := time.Now()
	n, err := sample.Owed(ctx, d.store, d.branch)
	if err != nil {
		return err
	}
	if n > 0 {
		d.progress.say(fmt.Sprintf("arrears of the past: done in %.1f s", time.Since(start).Seconds()))
	}
	_, err = d.store.KeepArrears(ctx, d.branch.ID)
	return err
}

// past has the branch live through the years before the files of visits, which is what
// the dashboard's months, the ledger and evaluations have to tell of.
func (d *demo) past(ctx context.Context, done []data.Import) error {
	if slices.ContainsFunc(done, func(i data.Import) bool { return i.Kind == "visits" && i.State == data.Done }) {
		return nil // a folder that went on from here already, or is older than this
	}
	return d.watch(ctx, "past", func() error {
		_, err := sample.Live(ctx, d.store, d.branch, d.today)
		return err
	}, func() (float64, string, error) { return 0, "", nil })
}

func (d *demo) file(ctx context.Context, kind, path string, done []data.Import) error {
	for _, i := range done {
		if i.Kind == kind && i.State == data.Done && !i.DryRun {
			return nil
		}
	}
	i := data.Import{Kind: kind, File: filepath.Base(path), AsOf: d.today, CreatedBy: "demo"}
	id, err := d.store.BeginImport(ctx, d.branch.ID, i)
	if err != nil {
		return err
	}
	i.ID = id
	return d.watch(ctx, kind, func() error { return importer.Run(ctx, d.store, d.branch, i, path, importer.Options{}) },
		func() (float64, string, error) {
			now, err := d.store.Import(ctx, d.branch.ID, id)
			return float64(now.Done) / float64(max(1, now.Total)), now.Stage, err
		})
}

// watch tells how far work is, as look sees it, until the work ends.
func (d *demo) watch(ctx context.Context, name string, work func() error, look func() (float64, string, error)) error {
	ended := make(chan error, 1)
	go func() { ended <- data.Calmly(work) }()
	tick := time.NewTicker(time.Second / 2)
	defer tick.Stop()
	start := time.Now()
	for {
		select {
		case err := <-ended:
			if err == nil {
				d.progress.say(fmt.Sprintf("%s: done in %.1f s", name, time.Since(start).Seconds()))
			}
			return err
		case <-tick.C:
			if share, note, err := look(); err == nil {
				d.progress.tell(name+" "+note, share)
			}
		}
	}
}

// territories divides the branch from today on, unless a plan is in force.
func (d *demo) territories(ctx context.Context) error {
	_, err := d.store.PlanInForce(ctx, d.branch.ID, d.today)
	if !errors.Is(err, data.ErrNotFound) {
		return err
	}
	head, err := d.planned(ctx, data.TerritoryKind, data.PlanRequest{Seconds: demoTerritorySeconds})
	if err != nil {
		return err
	}
	return d.store.PublishPlan(ctx, d.branch.ID, head.ID, d.today, "demo")
}

// kader gives one kader who has a territory an account.
func (d *demo) kader(ctx context.Context) error {
	plan, err := d.store.PlanInForce(ctx, d.branch.ID, d.today)
	if err != nil {
		return err
	}
	detail, err := d.store.TerritoryDetail(ctx, d.branch.ID, plan)
	if err != nil {
		return err
	}
	for _, t := range detail.Territories {
		if t.Kader != 0 {
			return d.account(ctx, data.NewAccount{Login: "kader", Name: t.KaderName, Role: data.KaderRole, Kader: t.Kader}, "kader app  /kader/")
		}
	}
	return nil
}

// routes plans the rest of this month, unless that was done.
func (d *demo) routes(ctx context.Context) error {
	month := d.today.Month().String()
	plans, err := d.store.PlanHeads(ctx, d.branch.ID, data.RouteKind)
	if err != nil {
		return err
	}
	for _, p := range plans {
		if p.State == data.Done && p.Request.Month == month {
			return nil
		}
	}
	_, err = d.planned(ctx, data.RouteKind, data.PlanRequest{Month: month, Seconds: demoRouteSeconds})
	return err
}

// planned has the workers make a plan, or finish the one that an earlier start
// asked for, and waits for its end.
func (d *demo) planned(ctx context.Context, kind data.PlanKind, request data.PlanRequest) (data.PlanHead, error) {
	head, err := d.asked(ctx, kind, request)
	if err != nil {
		return head, err
	}
	look := func() (data.PlanHead, error) { return d.store.PlanHead(ctx, d.branch.ID, head.ID) }
	err = d.watch(ctx, string(kind)+" plan", func() error { return ended(ctx, look) }, func() (float64, string, error) {
		now, err := look()
		return now.Progress, now.Note, err
	})
	return head, err
}

// ended waits until a plan is done; any other end is an error.
func ended(ctx context.Context, look func() (data.PlanHead, error)) error {
	for {
		head, err := look()
		switch {
		case err != nil:
			return err
		case head.State == data.Done:
			return nil
		case head.State.Ended():
			return fmt.Errorf("%s plan %d %s: %s", head.Kind, head.ID, head.State, failed(head.Failure))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second / 4):
		}
	}
}

func (d *demo) asked(ctx context.Context, kind data.PlanKind, request data.PlanRequest) (data.PlanHead, error) {
	plans, err := d.store.PlanHeads(ctx, d.branch.ID, kind)
	if err != nil {
		return data.PlanHead{}, err
	}
	for _, p := range plans {
		if p.CreatedBy == "demo" && !p.State.Ended() && p.Request.Month == request.Month {
			return p, nil
		}
	}
	request.Seed, request.Day = 1, d.today
	return d.store.QueuePlan(ctx, d.branch.ID, kind, request, "demo")
}
