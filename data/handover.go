package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
)

// Handover is what one kader hands over to another with a territory plan, for both to
// have in hand when they introduce the new one to the families together.
type Handover struct {
	Plan          PlanID           `json:"plan"`
	PublishedFrom *planner.Day     `json:"publishedFrom,omitempty"`
	Against       PlanID           `json:"against" doc:"The plan in force before"`
	From          planner.KaderID  `json:"from"`
	FromName      string           `json:"fromName"`
	To            planner.KaderID  `json:"to"`
	ToName        string           `json:"toName"`
	Families      []HandoverFamily `json:"families"` // whoever promised or pays instalments first, then by desa, RW and RT
}

// HandoverFamily is one of the families, numbers masked.
type HandoverFamily struct {
	ID         planner.HouseholdID `json:"id"`
	HeadName   string              `json:"headName"`
	NoKKMasked string              `json:"noKkMasked"`
	Address    string              `json:"address"`
	RT         string              `json:"rt"`
	RW         string              `json:"rw"`
	Desa       geo.AreaCode        `json:"desa"`
	DesaName   string              `json:"desaName"`
	Months     int                 `json:"months"`
	Arrears    planner.Rupiah      `json:"arrears"`
	Promise    *planner.Promise    `json:"promise,omitempty" doc:"Still open today"`
	Rehab      *planner.Rehab      `json:"rehab,omitempty" doc:"Instalments that run today"`
}

const handedOver = "handover sheet"

// mostHandovers is how many sheets a person may read in an hour: more than a branch
// that is divided anew has pairs of kader.
const mostHandovers = 200

// Handover lists the families that pass from one kader to another with a plan, for a
// person whose reading is audited. ErrNotFound: there is no such plan, or none was in
// force before it.
func (s *Store) Handover(ctx context.Context, b BranchID, id PlanID, from, to planner.KaderID, today planner.Day, reader int64) (h Handover, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		if err := tooOften(ctx, tx, b, reader, handedOver, mostHandovers); err != nil {
			return err
		}
		if h, err = handoverIn(ctx, tx, id, from, to, today); err != nil {
			return err
		}
		ids := make([]planner.HouseholdID, len(h.Families))
		for i, f := range h.Families {
			ids[i] = f.ID
		}
		return Record(ctx, tx, b, Audit{Account: reader, Act: handedOver, Households: ids, Reason: fmt.Sprintf("plan %d, kader %d to %d", id, from, to)})
	})
	if err != nil {
		return Handover{}, fmt.Errorf("handover of kader %d to %d in plan %d: %w", from, to, id, err)
	}
	return h, nil
}

func handoverIn(ctx context.Context, tx pgx.Tx, id PlanID, from, to planner.KaderID, today planner.Day) (h Handover, err error) {
	h = Handover{Plan: id, From: from, To: to}
	err = tx.QueryRow(ctx, `
		select p.published_from, a.name, z.name
		from plan p
		join kader a on a.branch_id = p.branch_id and a.id = $2
		join kader z on z.branch_id = p.branch_id and z.id = $3
		where p.id = $1 and p.kind = 'territory' and p.state = 'done'`, id, from, to).Scan(&h.PublishedFrom, &h.FromName, &h.ToName)
	if err != nil {
		return h, missing(err)
	}
	before := today
	if h.PublishedFrom != nil {
		before = *h.PublishedFrom - 1
	}
	if h.Against, err = PlanInForceIn(ctx, tx, before); err != nil {
		return h, err
	}
	homes, err := h.read(ctx, tx)
	if err != nil {
		return h, err
	}
	return h, h.recall(ctx, tx, homes, today)
}

// read finds the families and what their files say of instalments.
func (h *Handover) read(ctx context.Context, tx pgx.Tx) (homes []planner.Household, err error) {
	rows, err := tx.Query(ctx, `
		select `+handoverColumns+`
		from territory o
		join territory_block ob on ob.branch_id = o.branch_id and ob.plan_id = o.plan_id and ob.territory_id = o.id
		join territory_block nb on nb.branch_id = o.branch_id and nb.plan_id = $2 and nb.desa = ob.desa and nb.cell = ob.cell
		join territory n on n.branch_id = nb.branch_id and n.plan_id = nb.plan_id and n.id = nb.territory_id
		join household h on h.branch_id = o.branch_id and h.desa = ob.desa and h.cell = ob.cell and h.arrears_status = 'aktif'
		left join area d on d.branch_id = h.branch_id and d.code = h.desa
		where o.plan_id = $1 and o.kader_id = $3 and n.kader_id = $4
		order by h.desa, h.rw, h.rt, h.address, h.id`, h.Against, h.Plan, h.From, h.To)
	if err != nil {
		return nil, fmt.Errorf("families: %w", err)
	}
	h.Families, homes, err = handoverFamilies(rows)
	return homes, err
}

var handoverColumns = "h.id, h.head_name, " + maskedKK + ", h.address, h.rt, h.rw, h.desa, coalesce(d.name, ''), h.months, h.arrears, h.rehab"

func handoverFamilies(rows pgx.Rows) (all []HandoverFamily, homes []planner.Household, err error) {
	all, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (f HandoverFamily, err error) {
		var home planner.Household
		err = row.Scan(&f.ID, &f.HeadName, &f.NoKKMasked, &f.Address, &f.RT, &f.RW, &f.Desa, &f.DesaName, &f.Months, &f.Arrears, &home.Rehab)
		home.ID = f.ID
		homes = append(homes, home)
		return f, err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("families: %w", err)
	}
	return all, homes, nil
}

// familiesOfKader are those in arrears in a kader's territories of a day, with what their
// files say of instalments; none while no plan is in force.
func familiesOfKader(ctx context.Context, tx pgx.Tx, kader planner.KaderID, day planner.Day) ([]HandoverFamily, []planner.Household, error) {
	plan, err := PlanInForceIn(ctx, tx, day)
	if errors.Is(err, ErrNoTerritories) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	rows, err := tx.Query(ctx, `
		select `+handoverColumns+`
		from territory o
		join territory_block k on k.branch_id = o.branch_id and k.plan_id = o.plan_id and k.territory_id = o.id
		join household h on h.branch_id = o.branch_id and h.desa = k.desa and h.cell = k.cell and h.arrears_status = 'aktif'
		left join area d on d.branch_id = h.branch_id and d.code = h.desa
		where o.plan_id = $1 and o.kader_id = $2
		order by h.desa, h.rw, h.rt, h.address, h.id`, plan, kader)
	if err != nil {
		return nil, nil, fmt.Errorf("families of kader %d: %w", kader, err)
	}
	return handoverFamilies(rows)
}

// recall adds what each family promised, and brings those to the front.
func (h *Handover) recall(ctx context.Context, tx pgx.Tx, homes []planner.Household, today planner.Day) error {
	rules, err := RulesIn(ctx, tx, today)
	if err != nil {
		return err
	}
	ids, err := pledgedOf(ctx, tx, homes, rules.OpenFrom(today))
	if err != nil {
		return err
	}
	histories, err := HistoriesIn(ctx, tx, ids)
	if err != nil {
		return err
	}
	pledged, others := []HandoverFamily{}, []HandoverFamily{}
	for i, f := range h.Families {
		past := histories[f.ID]
		f.Promise, f.Rehab = past.Pending(&rules, today), past.RehabOn(homes[i], today)
		if f.Promise != nil || f.Rehab != nil {
			pledged = append(pledged, f)
		} else {
			others = append(others, f)
		}
	}
	h.Families = append(pledged, others...)
	return nil
}

// pledgedOf are those of some households who at a visit agreed to instalments, or promised
// to pay on a day or later: few of all, and the past of others tells of neither.
func pledgedOf(ctx context.Context, tx pgx.Tx, homes []planner.Household, due planner.Day) ([]planner.HouseholdID, error) {
	ids := make([]planner.HouseholdID, len(homes))
	for i, home := range homes {
		ids[i] = home.ID
	}
	rows, err := tx.Query(ctx, `
		select distinct household_id
		from visit
		where household_id = any($1) and (promise is not null and promise->>'due' >= $2 or outcome = '`+string(planner.RehabEnrolled)+`')`, ids, due.String())
	if err == nil {
		ids, err = pgx.CollectRows(rows, pgx.RowTo[planner.HouseholdID])
	}
	if err != nil {
		return nil, fmt.Errorf("families who pledged: %w", err)
	}
	return ids, nil
}
