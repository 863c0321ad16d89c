package data

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
	"binaan/planner"
	"binaan/planner/territory"
)

// Landed is what became of a stroke: the draft's revision, and the exact figures of
// the territories that it touched.
type Landed struct {
	Stroke      territory.Stroke   `json:"stroke"`
	Revision    int                `json:"revision"` // of the draft now
	Territories []territory.Sketch `json:"territories"`
	Unserved    planner.Figures    `json:"unserved"` // of the whole draft
}

// Draw lays a stroke on a draft. One that is there already changes nothing and is
// answered as if it had come just now. *territory.ConflictError: somebody was there
// before; territory's errors of Admit and MayUndo; ErrPublished; ErrBinned; ErrRevised: the
// stroke's number is another's. All name who.
func (s *Store) Draw(ctx context.Context, b BranchID, id PlanID, stroke territory.Stroke, by Account) (l Landed, err error) {
	stroke.By = by.Login
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		p := pencil{tx: tx, branch: b, plan: id, stroke: stroke}
		if err := p.open(ctx); err != nil {
			return err
		}
		known, err := p.again(ctx)
		if err != nil {
			return err
		}
		if !known {
			if err := p.draw(ctx, by); err != nil {
				return err
			}
		}
		l, err = p.landed(ctx)
		return err
	})
	var met *territory.ConflictError
	if errors.As(err, &met) {
		err = s.nameDrawer(ctx, b, id, met)
	}
	if err != nil {
		return l, fmt.Errorf("draw on plan %d: %w", id, s.nameDeed(ctx, b, id, err))
	}
	return l, nil
}

// nameDrawer is what a stroke met, naming who drew there last.
func (s *Store) nameDrawer(ctx context.Context, b BranchID, id PlanID, met *territory.ConflictError) error {
	desa := make([]geo.AreaCode, len(met.Conflicts))
	for i, c := range met.Conflicts {
		desa[i] = c.Desa
	}
	return s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		return whoDid(ctx, tx, b, met, `
			select made_by, made_at, ''
			from stroke
			where plan_id = $1 and exists (select from jsonb_array_elements(changes) c where c->>'desa' = any($2))
			order by revision desc
			limit 1`, id, desa)
	})
}

// Strokes are those that made a draft's revisions after one, in their order.
func (s *Store) Strokes(ctx context.Context, b BranchID, id PlanID, after int) (out []territory.Stroke, err error) {
	err = s.Snapshot(ctx, one(b), func(tx pgx.Tx) error {
		out, err = strokesIn(ctx, tx, id, after)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("strokes of plan %d: %w", id, err)
	}
	return out, nil
}

func strokesIn(ctx context.Context, tx pgx.Tx, id PlanID, after int) ([]territory.Stroke, error) {
	var there bool
	if err := tx.QueryRow(ctx, "select exists (select from plan where id = $1 and kind = 'territory')", id).Scan(&there); err != nil || !there {
		return nil, missing(errOr(err, pgx.ErrNoRows))
	}
	rows, err := tx.Query(ctx, `
		select id::text, revision, made_on, changes, coalesce(undo::text, ''), reason, made_by, made_at
		from stroke
		where plan_id = $1 and revision > $2
		order by revision`, id, after)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (l territory.Stroke, err error) {
		err = row.Scan(&l.ID, &l.Revision, &l.On, &l.Changes, &l.Undo, &l.Reason, &l.By, &l.At)
		return l, err
	})
}

// errOr is err, or other where there is none.
func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// pencil draws one stroke.
type pencil struct {
	tx       pgx.Tx
	branch   BranchID
	plan     PlanID
	stroke   territory.Stroke
	revision int
	request  PlanRequest
	grain    planner.Grain // of the plan
}

// open holds the plan to be a draft that nobody else changes meanwhile.
func (p *pencil) open(ctx context.Context) error { return p.read(ctx, "for update") }

// look holds the plan to be a draft.
func (p *pencil) look(ctx context.Context) error { return p.read(ctx, "") }

func (p *pencil) read(ctx context.Context, how string) error {
	var from *planner.Day
	var binned bool
	var certificate *territory.Certificate
	err := p.tx.QueryRow(ctx, `
		select request, published_from, binned_at is not null, certificate, revision
		from plan
		where id = $1 and kind = 'territory' and state = 'done'
		`+how, p.plan).Scan(&p.request, &from, &binned, &certificate, &p.revision)
	if err != nil {
		return missing(err)
	}
	if from != nil {
		return ErrPublished
	}
	if binned {
		return ErrBinned
	}
	p.grain = grainOf(certificate)
	return nil
}

// grainOf is what the territories of a plan are made of; the certificates of plans
// by cells say nothing of it.
func grainOf(c *territory.Certificate) planner.Grain {
	if c != nil && c.Grain == planner.GrainDesa {
		return planner.GrainDesa
	}
	return planner.GrainCell
}

// again finds a stroke that landed already.
func (p *pencil) again(ctx context.Context) (bool, error) {
	log, err := strokesIn(ctx, p.tx, p.plan, 0)
	if err != nil {
		return false, err
	}
	at := slices.IndexFunc(log, func(l territory.Stroke) bool { return l.ID == p.stroke.ID })
	if at < 0 {
		if p.stroke.Undo != "" {
			err = territory.MayUndo(log, p.stroke)
		}
		return false, err
	}
	if log[at].By != p.stroke.By {
		return false, ErrRevised
	}
	p.stroke = log[at]
	return true, nil
}

// draw lays the stroke on the plan's rows and adds it to the log.
func (p *pencil) draw(ctx context.Context, by Account) error {
	in, before, err := p.around(ctx, p.kecamatan())
	if err != nil {
		return err
	}
	if err := in.Admit(before, p.stroke.Changes); err != nil {
		return err
	}
	drawing := drawingOf(in.Blocks, before)
	if p.stroke.Changes, err = drawing.Apply(p.stroke.Changes); err != nil {
		return err
	}
	if err := p.pass(ctx, in, before, drawing); err != nil {
		return err
	}
	p.revision++
	p.stroke.Revision = p.revision
	if p.stroke.Changes == nil {
		p.stroke.Changes = []territory.Change{}
	}
	err = p.tx.QueryRow(ctx, `
		insert into stroke (branch_id, plan_id, revision, id, made_on, changes, undo, reason, made_by)
		values ($1, $2, $3, $4, $5, $6, nullif($7, '')::uuid, $8, $9)
		returning made_at`, p.branch, p.plan, p.revision, p.stroke.ID, p.stroke.On, p.stroke.Changes, p.stroke.Undo, p.stroke.Reason, p.stroke.By).Scan(&p.stroke.At)
	if err != nil {
		return contested(err)
	}
	if _, err := p.tx.Exec(ctx, "update plan set revision = $2 where id = $1", p.plan, p.revision); err != nil {
		return err
	}
	if p.stroke.Undo != "" {
		undone := Audit{Account: by.ID, Act: "undo stroke", Reason: fmt.Sprintf("plan %d, stroke %s", p.plan, p.stroke.Undo)}
		if err := Record(ctx, p.tx, p.branch, undone); err != nil {
			return err
		}
	}
	return Touch(ctx, p.tx, p.branch)
}

func drawingOf(blocks []planner.Block, territories []territory.Territory) *territory.Drawing {
	d := territory.NewDrawing()
	for _, b := range blocks {
		d.Put(b.BlockKey, territory.Nobody)
	}
	for _, t := range territories {
		for _, key := range t.Blocks {
			d.Put(key, t.Hand())
		}
	}
	return d
}

// kecamatan are those in which the stroke changes something.
func (p *pencil) kecamatan() (codes []geo.AreaCode) {
	for _, c := range p.stroke.Changes {
		if code := c.Desa.Kecamatan(); !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// around is what the territories of some kecamatan depend on, and those territories.
func (p *pencil) around(ctx context.Context, kecamatan []geo.AreaCode) (in territory.Input, before []territory.Territory, err error) {
	in = territory.Input{Day: p.request.Day, Grain: p.grain}
	if in.Rules, err = RulesIn(ctx, p.tx, in.Day); err != nil {
		return in, nil, err
	}
	if in.Kader, err = KaderIn(ctx, p.tx); err != nil {
		return in, nil, err
	}
	if in.Land, err = LandIn(ctx, p.tx); err != nil {
		return in, nil, err
	}
	if err := p.ground(ctx, kecamatan, &in); err != nil {
		return in, nil, err
	}
	before, err = p.territories(ctx, kecamatan)
	return in, before, err
}

// ground reads the blocks of some kecamatan and their links.
func (p *pencil) ground(ctx context.Context, kecamatan []geo.AreaCode, in *territory.Input) error {
	rows, err := p.tx.Query(ctx, `
		select id, desa, cell, households, eligible, members, arrears, expected, later, lon, lat
		from block
		where left(desa, 8) = any($1)
		order by id`, kecamatan)
	if err != nil {
		return fmt.Errorf("blocks: %w", err)
	}
	place := map[int]int{}
	in.Blocks, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (b planner.Block, err error) {
		var id int
		err = row.Scan(&id, &b.Desa, &b.Cell, &b.Households, &b.Eligible, &b.Members, &b.Arrears, &b.Expected, &b.Later, &b.Centre.Lon, &b.Centre.Lat)
		place[id] = len(place)
		return b, err
	})
	if err != nil {
		return fmt.Errorf("blocks: %w", err)
	}
	rows, err = p.tx.Query(ctx, `
		select l.a, l.b, l.gap
		from block_link l
		join block x on x.branch_id = l.branch_id and x.id = l.a
		where left(x.desa, 8) = any($1)
		order by l.a, l.b`, kecamatan)
	if err != nil {
		return fmt.Errorf("block links: %w", err)
	}
	in.Links, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (l planner.Link, err error) {
		err = row.Scan(&l.A, &l.B, &l.Gap)
		l.A, l.B = place[l.A], place[l.B]
		return l, err
	})
	if err != nil {
		return fmt.Errorf("block links: %w", err)
	}
	return nil
}

// territories are the plan's in some kecamatan, with their blocks.
func (p *pencil) territories(ctx context.Context, kecamatan []geo.AreaCode) ([]territory.Territory, error) {
	rows, err := p.tx.Query(ctx, `
		select id, coalesce(kader_id, 0), kecamatan, merangkap, locked, lie
		from territory
		where plan_id = $1 and kecamatan = any($2)
		order by id`, p.plan, kecamatan)
	if err != nil {
		return nil, fmt.Errorf("territories: %w", err)
	}
	place := map[territory.ID]int{}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (t territory.Territory, err error) {
		err = row.Scan(&t.ID, &t.Kader, &t.Kecamatan, &t.Merangkap, &t.Locked, &t.Lie)
		place[t.ID] = len(place)
		return t, err
	})
	if err != nil {
		return nil, fmt.Errorf("territories: %w", err)
	}
	if rows, err = p.tx.Query(ctx, `
		select territory_id, desa, cell
		from territory_block
		where plan_id = $1 and left(desa, 8) = any($2)
		order by territory_id, desa, cell`, p.plan, kecamatan); err != nil {
		return nil, fmt.Errorf("blocks of territories: %w", err)
	}
	var t territory.ID
	var key planner.BlockKey
	_, err = pgx.ForEachRow(rows, []any{&t, &key.Desa, &key.Cell}, func() error {
		i := place[t]
		out[i].Blocks = append(out[i].Blocks, key)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("blocks of territories: %w", err)
	}
	return out, nil
}

// pass writes the drawing into the rows of the territories that the stroke touched.
func (p *pencil) pass(ctx context.Context, in territory.Input, before []territory.Territory, drawing *territory.Drawing) error {
	hands := handsOf(p.stroke.Changes)
	after, err := p.opened(ctx, in, before, hands)
	if err != nil {
		return err
	}
	at := map[territory.Hand]int{}
	for i := range after {
		at[after[i].Hand()], after[i].Blocks = i, nil
	}
	var desa []geo.AreaCode
	var cells []int64
	var ids []territory.ID
	for _, c := range p.stroke.Changes {
		for _, b := range in.Blocks {
			if b.Desa == c.Desa && (c.Cell == 0 || b.Cell == c.Cell) {
				id := territory.ID(0)
				if h := drawing.Hand(b.BlockKey); h != territory.Nobody {
					id = after[at[h]].ID
				}
				desa, cells, ids = append(desa, b.Desa), append(cells, int64(b.Cell)), append(ids, id)
			}
		}
	}
	for _, b := range in.Blocks {
		if i, ours := at[drawing.Hand(b.BlockKey)]; ours {
			after[i].Blocks = append(after[i].Blocks, b.BlockKey)
		}
	}
	_, err = p.tx.Exec(ctx, `
		delete from territory_block t
		using unnest($2::text[], $3::bigint[]) as n (desa, cell)
		where t.plan_id = $1 and t.desa = n.desa and t.cell = n.cell`, p.plan, desa, cells)
	if err != nil {
		return fmt.Errorf("blocks of territories: %w", err)
	}
	_, err = p.tx.Exec(ctx, `
		insert into territory_block (branch_id, plan_id, desa, cell, territory_id)
		select distinct $1::smallint, $2::bigint, desa, cell, id
		from unnest($3::text[], $4::bigint[], $5::int[]) as n (desa, cell, id)
		where id > 0`, p.branch, p.plan, desa, cells, ids)
	if err != nil {
		return fmt.Errorf("blocks of territories: %w", err)
	}
	return p.measure(ctx, in, after)
}

// handsOf are all that changes go from and to, in their order.
func handsOf(changes []territory.Change) (hands []territory.Hand) {
	for _, c := range changes {
		for _, h := range []territory.Hand{c.From, c.To} {
			if h != territory.Nobody && !slices.Contains(hands, h) {
				hands = append(hands, h)
			}
		}
	}
	return hands
}

// opened are the territories of some hands, with a new one for a kader without.
func (p *pencil) opened(ctx context.Context, in territory.Input, before []territory.Territory, hands []territory.Hand) (out []territory.Territory, err error) {
	for _, h := range hands {
		if at := slices.IndexFunc(before, func(t territory.Territory) bool { return t.Hand() == h }); at >= 0 {
			out = append(out, before[at])
			continue
		}
		k := slices.IndexFunc(in.Kader, func(k planner.Kader) bool { return k.ID == planner.KaderID(h) })
		if k < 0 {
			return nil, territory.ErrNoSuchKader // was there when somebody drew what is undone now
		}
		t := territory.Territory{Kader: in.Kader[k].ID, Kecamatan: in.Kader[k].Kecamatan}
		err := p.tx.QueryRow(ctx, `
			insert into territory (branch_id, plan_id, id, kader_id, kecamatan, merangkap, locked, households, eligible, members, arrears, expected)
			select $1::smallint, $2::bigint, coalesce(max(id), 0) + 1, $3::bigint, $4::text, false, false, 0, 0, 0, 0, 0
			from territory
			where plan_id = $2
			returning id`, p.branch, p.plan, t.Kader, t.Kecamatan).Scan(&t.ID)
		if err != nil {
			return nil, fmt.Errorf("territory of kader %d: %w", t.Kader, err)
		}
		out = append(out, t)
	}
	return out, nil
}

// measure writes the sums of territories, and drops those without blocks.
func (p *pencil) measure(ctx context.Context, in territory.Input, territories []territory.Territory) error {
	var peopled []territory.Territory
	for _, t := range territories {
		if len(t.Blocks) > 0 {
			peopled = append(peopled, t)
			continue
		}
		if _, err := p.tx.Exec(ctx, "delete from territory where plan_id = $1 and id = $2", p.plan, t.ID); err != nil {
			return fmt.Errorf("territory %d: %w", t.ID, err)
		}
	}
	sketches, err := in.Survey(peopled)
	if err != nil {
		return err
	}
	for i, s := range sketches {
		s.Lie.Drawn = true
		_, err := p.tx.Exec(ctx, `
			update territory set households = $3, eligible = $4, members = $5, arrears = $6, expected = $7, later = $8, lie = $9
			where plan_id = $1 and id = $2`, p.plan, peopled[i].ID, s.Households, s.Eligible, s.Members, s.Arrears, s.Expected, s.Later, s.Lie)
		if err != nil {
			return fmt.Errorf("territory %d: %w", peopled[i].ID, err)
		}
	}
	return nil
}

// landed are the figures of the territories that the stroke touched, as they are now.
func (p *pencil) landed(ctx context.Context) (l Landed, err error) {
	l = Landed{Stroke: p.stroke, Revision: p.revision, Territories: []territory.Sketch{}}
	in, now, err := p.around(ctx, p.kecamatan())
	if err != nil {
		return l, err
	}
	hands := handsOf(p.stroke.Changes)
	now = slices.DeleteFunc(now, func(t territory.Territory) bool { return !slices.Contains(hands, t.Hand()) })
	if l.Territories, err = in.Survey(now); err != nil {
		return l, err
	}
	for _, h := range hands {
		if !slices.ContainsFunc(now, func(t territory.Territory) bool { return t.Hand() == h }) {
			l.Territories = append(l.Territories, territory.Sketch{Hand: h, Kader: planner.KaderID(max(h, -h)), Pieces: []territory.Piece{}})
		}
	}
	l.Unserved, err = unservedIn(ctx, p.tx, p.plan)
	return l, err
}

// unservedIn adds up the blocks that are in no territory of a plan.
func unservedIn(ctx context.Context, tx pgx.Tx, id PlanID) (f planner.Figures, err error) {
	err = tx.QueryRow(ctx, `
		select coalesce(sum(k.households), 0)::int, coalesce(sum(k.eligible), 0)::int, coalesce(sum(k.members), 0)::int,
		  coalesce(sum(k.arrears), 0)::bigint, coalesce(sum(k.expected), 0)::bigint, coalesce(sum(k.later), 0)::bigint
		from block k
		where not exists (
		  select from territory_block t
		  where t.branch_id = k.branch_id and t.plan_id = $1 and t.desa = k.desa and t.cell = k.cell)`, id).
		Scan(&f.Households, &f.Eligible, &f.Members, &f.Arrears, &f.Expected, &f.Later)
	if err != nil {
		return f, fmt.Errorf("unserved: %w", err)
	}
	return f, nil
}

// settleDrawing makes what was drawn on a draft the plan that is published:
// findings, sums and certificate as they are now. territory's errors of Drawn.
func settleDrawing(ctx context.Context, tx pgx.Tx, b BranchID, id PlanID) error {
	var drawn bool
	err := tx.QueryRow(ctx, "select revision > 0 and published_from is null from plan where id = $1 and kind = 'territory' and state = 'done'", id).Scan(&drawn)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !drawn {
		return nil
	}
	if err != nil {
		return err
	}
	plan, request, err := draftIn(ctx, tx, id)
	if err != nil {
		return err
	}
	if plan, _, err = drawnIn(ctx, tx, id, plan, request); err != nil {
		return err
	}
	if err := clearTerritories(ctx, tx, id); err != nil {
		return err
	}
	return writeTerritoryPlan(ctx, tx, b, id, plan)
}

// drawnIn is a draft with what was drawn on it, added up anew, and what it depends
// on; a draft on which nobody drew is as its planner left it.
func drawnIn(ctx context.Context, tx pgx.Tx, id PlanID, plan territory.Plan, request PlanRequest) (territory.Plan, territory.Input, error) {
	log, err := strokesIn(ctx, tx, id, 0)
	if err != nil {
		return plan, territory.Input{}, err
	}
	if len(log) > 0 {
		request.Grain = grainOf(&plan.Certificate)
	}
	in, err := territoryInputIn(ctx, tx, request)
	if err != nil || len(log) == 0 {
		return plan, in, err
	}
	var hands []territory.Hand
	for _, s := range log {
		hands = append(hands, handsOf(s.Changes)...)
	}
	plan, err = plan.Drawn(in, hands)
	return plan, in, err
}
