package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/mattn/go-sqlite3"

	"pult/app/crm"
)

// fail words an error of an exported method: what was being done, the kind the
// domain knows, and the words of the driver. It is called once on the way out.
func fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	kind := kindOf(err)
	switch {
	case kind == nil || errors.Is(err, kind):
		return fmt.Errorf("store: %s: %w", doing, err)
	case errors.Is(kind, crm.ErrNotFound) && errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("store: %s: %w", doing, kind)
	default:
		return fmt.Errorf("store: %s: %w: %w", doing, kind, err)
	}
}

// kindOf sorts an error into the kinds of the domain; nil when it fits none.
func kindOf(err error) error {
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, fs.ErrNotExist) {
		return crm.ErrNotFound
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	if errors.Is(err, fs.ErrPermission) {
		return crm.ErrDenied
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return crm.ErrBusy
	case sqlite3.ErrConstraint:
		return crm.ErrConflict
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return crm.ErrGarbled
	case sqlite3.ErrPerm, sqlite3.ErrReadonly, sqlite3.ErrAuth, sqlite3.ErrCantOpen:
		return crm.ErrDenied
	case sqlite3.ErrTooBig, sqlite3.ErrMismatch, sqlite3.ErrRange:
		return crm.ErrInvalid
	default:
		return nil
	}
}

// isTaken tells that a row with that key is here already.
func isTaken(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey || e.ExtendedCode == sqlite3.ErrConstraintUnique)
}

// isDamage tells that the file itself is broken.
func isDamage(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB) ||
		errors.Is(err, errDamaged)
}

// errDamaged is what a failed check says.
var errDamaged = errors.New("the file is damaged")
