package data_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"binaan/data"
	"binaan/data/datatest"
	"binaan/geo"
)

// TestTheDatabaseHasTheBoundsOfGeo moves a place of every table that has one all
// over the world: the database takes it where geo.NewPosition does, and nowhere
// else, least of all with longitude and latitude exchanged.
func TestTheDatabaseHasTheBoundsOfGeo(t *testing.T) {
	const seed = 3
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	store, b := datatest.NewVillage(t)
	places := []geo.Position{
		{Lon: 110.8, Lat: -7.55}, {Lon: -7.55, Lat: 110.8}, {Lon: 0, Lat: 0},
		{Lon: 94.9, Lat: 6.1}, {Lon: 94.89, Lat: 6.1}, {Lon: 94.9, Lat: 6.11}, {Lon: 141.1, Lat: -11.1}, {Lon: 141.11, Lat: -11.1}, {Lon: 141.1, Lat: -11.11},
	}
	for range 20 {
		places = append(places, geo.Position{Lon: 90 + 55*rng.Float64(), Lat: -14 + 24*rng.Float64()})
	}
	for _, table := range []string{"area", "household", "block", "kader"} {
		for _, p := range places {
			_, outside := geo.NewPosition(p.Lon, p.Lat)
			err := store.InBranch(t.Context(), []data.BranchID{b.ID}, func(tx pgx.Tx) error {
				_, err := tx.Exec(t.Context(), "update "+table+" set lon = $1, lat = $2 where ctid = (select ctid from "+table+" limit 1)", p.Lon, p.Lat)
				return err
			})
			var refused *pgconn.PgError
			const check = "23514"
			if err != nil && (!errors.As(err, &refused) || refused.Code != check || refused.ConstraintName != table+"_within") {
				t.Fatal(err)
			}
			if (err == nil) != (outside == nil) {
				t.Errorf("%s at %v: database %v, geo %v", table, p, err, outside)
			}
		}
	}
}
