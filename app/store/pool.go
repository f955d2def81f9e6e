package store

import (
	"context"
	"database/sql"
	"errors"
)

// pool is a set of connections to one file.
type pool struct{ db *sql.DB }

func (p *pool) close() error { return p.db.Close() }

// do runs f in a transaction: all of what it reads is of one moment, all of
// what it writes is stored or nothing. When ctx ends the transaction is rolled
// back after the statement under way; statements themselves are not broken off,
// because the driver would start a goroutine for each.
func (p *pool) do(ctx context.Context, f func(*tx) error) error {
	sqlTx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	t := &tx{ctx: context.WithoutCancel(ctx), tx: sqlTx}
	if err := f(t); err != nil {
		if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
			return ctx.Err()
		}
		if e := sqlTx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
			return errors.Join(err, e)
		}
		return err
	}
	err = sqlTx.Commit()
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return ctx.Err() // it was rolled back just before
	}
	return err
}

// tx is a transaction.
type tx struct {
	ctx  context.Context
	tx   *sql.Tx
	load *loader // in place of tx while thousands of rows are stored
}

// run executes a statement for those who need no result.
func (t *tx) run(query string, values ...any) error {
	if t.load != nil {
		return t.load.run(query, values)
	}
	_, err := t.tx.ExecContext(t.ctx, query, values...)
	return err
}

// changed is run that tells whether any row was touched.
func (t *tx) changed(query string, values ...any) (bool, error) {
	if t.load != nil {
		return t.load.changed(query, values)
	}
	result, err := t.tx.ExecContext(t.ctx, query, values...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// args are the values for the marks of a query.
type args []any

// row reads one row into the given places; sql.ErrNoRows when there is none.
func (t *tx) row(query string, values args, into ...any) error {
	if t.load != nil {
		return t.load.one(query, values, into)
	}
	return t.tx.QueryRowContext(t.ctx, query, values...).Scan(into...)
}

// each calls f for every row. f scans and nothing else: on one connection a
// second query must wait until the rows are closed.
func (t *tx) each(query string, values args, f func(scan func(...any) error) error) error {
	if t.load != nil {
		return t.load.each(query, values, f)
	}
	rows, err := t.tx.QueryContext(t.ctx, query, values...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
