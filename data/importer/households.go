package importer

import (
	"cmp"
	"context"

	"github.com/jackc/pgx/v5"

	"binaan/data"
	"binaan/geo"
	"binaan/planner"
)

// takeHouseholds imports households in arrears, finds the place of each, and
// gathers the branch's blocks anew.
func takeHouseholds(ctx context.Context, in *intake) error {
	l, err := readLand(ctx, in.tx)
	if err != nil {
		return err
	}
	rules, err := data.RulesIn(ctx, in.tx, in.AsOf)
	if err != nil {
		return err
	}
	in.absence = cmp.Or(rules.Arrears.Missing, planner.AbsenceUnknown)
	figures, err := data.FiguresIn(ctx, in.tx)
	if err != nil {
		return err
	}
	in.fresh = figures == nil || figures.AsOf != in.AsOf
	c := &householdCheck{
		land: l, asOf: in.AsOf, price: rules.PremiumOn(in.AsOf), most: rules.Arrears.CapMonths,
		blanks: in.Erase, stays: staysIn(householdColumns()), kin: &kin{},
	}
	if c.told, err = in.told(ctx); err != nil {
		return err
	}
	err = in.stage(ctx, table{fields: householdHeadings(), columns: stagedHousehold(), check: c.check, key: c.key, kin: c.same, fold: c.fold, again: c.again, begin: c.begin})
	if err != nil {
		return err
	}
	c.tellMembers(in)
	if err := c.judge(); err != nil {
		return err
	}
	if err := c.doubt(ctx, in); err != nil {
		return err
	}
	c.compareColumns(in)
	c.heads = numbers{} // 16 MB of a million rows
	if err := in.locateStaged(ctx); err != nil {
		return err
	}
	if err := in.compareTotals(ctx); err != nil {
		return err
	}
	err = in.keep(ctx, func(tx pgx.Tx) error {
		if err := in.settle(ctx, tx, c.land); err != nil {
			return err
		}
		if err := in.mergeHouseholds(ctx, tx); err != nil {
			return err
		}
		if news, err := in.keepFigures(ctx, tx); err != nil || !news {
			return err
		}
		return in.rebuild(ctx, tx, nil)
	})
	if err != nil {
		return err
	}
	if err := in.listAbsent(ctx); err != nil {
		return err
	}
	return in.keepRejects(ctx)
}

// householdCheck checks the rows of a file of households. What it holds of a row
// lasts until the next.
type householdCheck struct {
	land   *land
	asOf   planner.Day
	price  planner.PremiumRule
	most   int               // months that are billed
	blanks bool              // take away what is stored
	told   map[uint64]uint64 // prints of the rows that told of a KK last
	stays  []bool            // of the columns, where that is all there is to say
	kin    *kin              // families of a file with a row for each member

	heads                 numbers // NIK of heads
	ends, nikEnds, vaEnds tail
	codes                 codes // of desa
	births                int   // KK with a year in which nobody got one
	climb                 climb // of the codes of desa
	exact, crowds         int   // rows whose sum is the premium of their months; and those of families too large to be many
	dated, apart          int   // rows with a last payment, and those of which the months owed say another time
	priced, odd           int   // rows whose sum can be compared with months, members and class, and those where it does not fit

	kk         uint64
	slot       int
	cardNumber string
	members    int
	class      planner.CareClass
	money      int    // where in the row what is owed begins
	owed       uint32 // a print of what is owed
	months     int
	arrears    planner.Rupiah
	desa       desa
	fix        fix    // of the row's position
	noFix      string // why it has none; "" where the row says nothing either
	located    bool
	outside    *geo.Position // where the row says it is, if that is outside its desa
}

// begin forgets the rows that were checked.
func (c *householdCheck) begin() {
	*c = householdCheck{land: c.land, asOf: c.asOf, price: c.price, most: c.most, blanks: c.blanks, told: c.told, stays: c.stays, kin: c.kin}
	if c.kin == nil || !c.kin.closed {
		c.kin = &kin{of: map[uint64]*kinship{}}
	}
	c.kin.folded = 0
}

func (c *householdCheck) key(*record) uint64 { return c.kk }

// same is what all rows of a family must agree in.
func (c *householdCheck) same(*record) uint32 { return c.owed }

func (c *householdCheck) check(r *record) {
	c.locate(r)
	for at := range householdFields {
		switch f := &householdFields[at]; {
		case f.put == nil:
		case c.blanks && f.blank(r, at):
			f.putBlank(r)
		default:
			f.put(c, r, at)
		}
	}
	print := stablePrint(r.out)
	if told, known := c.told[c.kk]; known && told == print {
		r.out = c.withoutFigures(r.out)
	}
	r.putInt(int64(c.slot))
	r.putInt(int64(print))
	r.putNull() // kept
	r.putNull() // was_kk
	c.putOutside(r)
}

func (c *householdCheck) words(r *record, at int) { r.putSaid(r.cell(at)) }
