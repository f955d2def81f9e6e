package station

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"pult/app/conf"
	"pult/app/crm"
)

func settings(t *testing.T) *conf.Config {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, conf.FileName), []byte("version = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := conf.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Two programs on one line would both take the call; two that look do no harm.
func TestOneProgramHoldsTheLine(t *testing.T) {
	c := settings(t)
	log := slog.New(slog.DiscardHandler)
	first, err := Open(t.Context(), c, Calls, log)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), c, Calls, log); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("the second program: %v, want a conflict", err)
	}
	reader, err := Open(t.Context(), c, Read, log)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(reader.Close(), first.Close()); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), c, Calls, log)
	if err != nil {
		t.Fatalf("the lock was not freed: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOneProgramSends(t *testing.T) {
	c := settings(t)
	s, err := Open(t.Context(), c, Read, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.asSender(t.Context(), func() error {
		return s.asSender(t.Context(), func() error { t.Error("two programs send"); return nil })
	})
	if !errors.Is(err, crm.ErrConflict) {
		t.Errorf("error %v, want a conflict", err)
	}
}
