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
	return sqlTx.Commit()
}

// tx is a transaction.
type tx struct {
	ctx  context.Context
	tx   *sql.Tx
	bulk map[string]*sql.Stmt // statements of a bulk load, see prepare
}

// prepare makes the transaction keep its statements. It pays for thousands of
// rows and costs more than it saves for one.
func (t *tx) prepare() { t.bulk = map[string]*sql.Stmt{} }

func (t *tx) stmt(query string) (*sql.Stmt, error) {
	if s := t.bulk[query]; s != nil {
		return s, nil
	}
	s, err := t.tx.PrepareContext(t.ctx, query) // closed with the transaction
	if err == nil {
		t.bulk[query] = s
	}
	return s, err
}

func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	if t.bulk == nil {
		return t.tx.ExecContext(t.ctx, query, args...)
	}
	s, err := t.stmt(query) //nolint:sqlclosecheck // it is kept for the next row and closed with the transaction
	if err != nil {
		return nil, err
	}
	return s.ExecContext(t.ctx, args...)
}

// run is exec for those who need no result.
func (t *tx) run(query string, args ...any) error {
	_, err := t.exec(query, args...)
	return err
}

// changed is exec that tells whether any row was touched.
func (t *tx) changed(query string, args ...any) (bool, error) {
	result, err := t.exec(query, args...)
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
	if t.bulk == nil {
		return t.tx.QueryRowContext(t.ctx, query, values...).Scan(into...)
	}
	s, err := t.stmt(query) //nolint:sqlclosecheck // it is kept for the next row and closed with the transaction
	if err != nil {
		return err
	}
	return s.QueryRowContext(t.ctx, values...).Scan(into...)
}

// each calls f for every row. f scans and nothing else: on one connection a
// second query must wait until the rows are closed.
func (t *tx) each(query string, values args, f func(scan func(...any) error) error) error {
	var rows *sql.Rows
	var err error
	if t.bulk == nil {
		rows, err = t.tx.QueryContext(t.ctx, query, values...)
	} else {
		var s *sql.Stmt
		if s, err = t.stmt(query); err == nil { //nolint:sqlclosecheck // it is kept for the next row and closed with the transaction
			rows, err = s.QueryContext(t.ctx, values...)
		}
	}
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
