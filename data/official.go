package data

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"binaan/geo"
)

// Official is somebody of a desa whom a kader greets before visiting.
type Official struct {
	ID    int64        `json:"id,omitempty"`
	Desa  geo.AreaCode `json:"desa"`
	Post  Post         `json:"post"`
	Unit  string       `json:"unit,omitempty"` // which RT, RW or dusun
	Name  string       `json:"name"`
	Phone string       `json:"phone,omitempty"`
}

// Post is what somebody is in a desa.
type Post string

// The posts.
const (
	PostRT        Post = "RT"
	PostRW        Post = "RW"
	PostDusun     Post = "DUSUN"
	PostDesa      Post = "DESA" // lurah or head of the desa
	PostKecamatan Post = "KECAMATAN"
	PostPKK       Post = "PKK"
	PostElder     Post = "TOKOH"
)

// ErrOfficial: no name, or a desa that is none of the branch's.
var ErrOfficial = errors.New("official without a name, or of no desa of the branch")

const officialColumns = "id, desa, post, unit, name, phone"

// Officials are the branch's, by desa.
func (s *Store) Officials(ctx context.Context, b BranchID) (out []Official, err error) {
	err = s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "select "+officialColumns+" from official order by desa, post, unit, id")
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Official])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("officials: %w", err)
	}
	return notNil(out), nil
}

// officialsIn are those of some desa.
func officialsIn(ctx context.Context, tx pgx.Tx, desa []geo.AreaCode) ([]Official, error) {
	rows, err := tx.Query(ctx, "select "+officialColumns+" from official where desa = any($1) order by desa, post, unit, id", desa)
	if err != nil {
		return nil, fmt.Errorf("officials: %w", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Official])
	return notNil(out), err
}

// AddOfficial writes somebody down, once, however often it is asked. ErrOfficial.
func (s *Store) AddOfficial(ctx context.Context, b BranchID, o Official, by By) (Official, error) {
	o.Name, o.Unit, o.Phone = strings.TrimSpace(o.Name), strings.TrimSpace(o.Unit), strings.TrimSpace(o.Phone)
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		var there bool
		if err := tx.QueryRow(ctx, "select exists (select from area where code = $1 and level = 4)", o.Desa).Scan(&there); err != nil {
			return err
		}
		if !there || o.Name == "" {
			return ErrOfficial
		}
		id, err := Next(ctx, tx, b, "official", 1)
		if err != nil {
			return err
		}
		o.ID = id
		var same *int64 // who has the counter sees whom others wrote down
		err = tx.QueryRow(ctx, "select min(id) from official where desa = $1 and post = $2 and unit = $3 and name = $4 and phone = $5", o.Desa, o.Post, o.Unit, o.Name, o.Phone).Scan(&same)
		if err != nil {
			return err
		}
		if same != nil {
			o.ID = *same
			return nil
		}
		_, err = tx.Exec(ctx, "insert into official (branch_id, id, desa, post, unit, name, phone) values ($1, $2, $3, $4, $5, $6, $7)", b, o.ID, o.Desa, o.Post, o.Unit, o.Name, o.Phone)
		if err != nil {
			return err
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "add official", About: fmt.Sprintf("%s of desa %s, branch %d", o.Post, o.Desa, b), Address: by.Address})
	})
	if err != nil {
		return Official{}, fmt.Errorf("official of %s: %w", o.Desa, err)
	}
	return o, nil
}

// RemoveOfficial forgets somebody. ErrNotFound.
func (s *Store) RemoveOfficial(ctx context.Context, b BranchID, id int64, by By) error {
	err := s.InBranch(ctx, one(b), func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "delete from official where branch_id = $1 and id = $2", b, id)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		return note(ctx, tx, Access{Account: by.Account, Act: "remove official", About: fmt.Sprintf("official %d of branch %d", id, b), Address: by.Address})
	})
	if err != nil {
		return fmt.Errorf("remove official %d: %w", id, err)
	}
	return nil
}
