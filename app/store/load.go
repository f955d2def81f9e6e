package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/mattn/go-sqlite3"
)

// load runs f in a transaction as do does, on the driver itself: for thousands
// of rows database/sql and a crossing into C for each argument cost more than
// SQLite. When ctx ends the transaction is rolled back after f.
func (p *pool) load(ctx context.Context, f func(*tx) error) error {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var failed error
	err = conn.Raw(func(c any) error {
		l := &loader{ctx: context.WithoutCancel(ctx), conn: c.(*sqlite3.SQLiteConn), stmts: map[string]*sqlite3.SQLiteStmt{}}
		failed = l.do(ctx, f)
		return nil // a failure of ours is none of the connection
	})
	return errors.Join(failed, err)
}

// loader is the connection a load has for itself.
type loader struct {
	ctx    context.Context // without an end: statements are not broken off
	conn   *sqlite3.SQLiteConn
	stmts  map[string]*sqlite3.SQLiteStmt
	values []driver.NamedValue // of the statement under way
	row    []driver.Value
}

func (l *loader) do(ctx context.Context, f func(*tx) error) (err error) {
	if _, err := l.conn.Exec(roomForAll, nil); err != nil {
		return err
	}
	begun, err := l.conn.BeginTx(context.WithoutCancel(ctx), driver.TxOptions{})
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			err = errors.Join(err, begun.Rollback())
		}
	}()
	err = f(&tx{ctx: l.ctx, load: l})
	if err = errors.Join(err, l.close()); err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return err
	}
	if err := begun.Commit(); err != nil {
		return err
	}
	committed = true
	return nil
}

// close gives the statements back to the connection, which keeps them.
func (l *loader) close() error {
	var err error
	for _, s := range l.stmts {
		err = errors.Join(err, s.Close())
	}
	clear(l.stmts)
	return err
}

func (l *loader) stmt(query string) (*sqlite3.SQLiteStmt, error) {
	if s := l.stmts[query]; s != nil {
		return s, nil
	}
	s, err := l.conn.Prepare(query)
	if err != nil {
		return nil, err
	}
	stmt := s.(*sqlite3.SQLiteStmt)
	l.stmts[query] = stmt
	return stmt, nil
}

// bind takes values as database/sql would.
func (l *loader) bind(values []any) error {
	l.values = l.values[:0]
	for i, value := range values {
		switch v := value.(type) {
		case nil, string, int64, bool, []byte:
		case int:
			value = int64(v)
		default:
			var err error
			if value, err = driver.DefaultParameterConverter.ConvertValue(v); err != nil {
				return err
			}
		}
		l.values = append(l.values, driver.NamedValue{Ordinal: i + 1, Value: value})
	}
	return nil
}

// query runs a statement. The driver binds and takes the first step in one
// crossing for a query and in many for an execution, so everything is a query:
// a change is made by the first step.
func (l *loader) query(query string, values []any) (driver.Rows, error) {
	s, err := l.stmt(query)
	if err == nil {
		err = l.bind(values)
	}
	if err != nil {
		return nil, err
	}
	return s.QueryContext(l.ctx, l.values)
}

func (l *loader) run(query string, values []any) error {
	rows, err := l.query(query, values)
	if err != nil || len(rows.Columns()) == 0 {
		return err // it has ended by itself, and the next use of the statement resets it
	}
	return rows.Close()
}

// changed is run that tells whether any row was touched.
func (l *loader) changed(query string, values []any) (bool, error) {
	s, err := l.stmt(query)
	if err == nil {
		err = l.bind(values)
	}
	if err != nil {
		return false, err
	}
	result, err := s.ExecContext(l.ctx, l.values)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

func (l *loader) each(query string, values []any, f func(scan func(...any) error) error) error {
	rows, err := l.query(query, values)
	if err != nil {
		return err
	}
	row := make([]driver.Value, len(rows.Columns()))
	for err == nil {
		if err = rows.Next(row); err == nil {
			err = f(func(into ...any) error { return scan(row, into) })
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, rows.Close())
}

func (l *loader) one(query string, values []any, into []any) error {
	rows, err := l.query(query, values)
	if err != nil {
		return err
	}
	l.row = append(l.row[:0], make([]driver.Value, len(into))...)
	err = rows.Next(l.row)
	if errors.Is(err, io.EOF) {
		err = sql.ErrNoRows
	}
	if err == nil {
		err = scan(l.row, into)
	}
	if closing := rows.Close(); err == nil {
		err = closing
	}
	return err
}

func scan(row []driver.Value, into []any) error {
	if len(row) != len(into) {
		return fmt.Errorf("%d columns for %d places", len(row), len(into))
	}
	for i, value := range row {
		if err := assign(into[i], value); err != nil {
			return fmt.Errorf("column %d: %w", i, err)
		}
	}
	return nil
}

// assign puts the value of a column into a place of the kinds this package has.
func assign(place any, value driver.Value) error {
	if scanner, ok := place.(sql.Scanner); ok {
		return scanner.Scan(value)
	}
	switch v := value.(type) {
	case int64:
		switch p := place.(type) {
		case *int64:
			*p = v
			return nil
		case *bool:
			*p = v != 0
			return nil
		}
		if p := reflect.ValueOf(place).Elem(); p.CanInt() {
			p.SetInt(v)
			return nil
		}
	case string:
		if p, ok := place.(*string); ok {
			*p = v
			return nil
		}
	case []byte:
		switch p := place.(type) {
		case *[]byte:
			*p = v
			return nil
		case *string:
			*p = string(v)
			return nil
		}
	}
	return fmt.Errorf("%T does not go into %T", value, place)
}
