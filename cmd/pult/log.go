package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
)

// maxLog is how large the log grows before it is put aside at the next start.
const maxLog = 5 << 20

// openLog opens DIR/pult.log and sends what a crash prints to DIR/crash.log.
// Neither holds names, numbers or texts of people.
func openLog(home string) (*slog.Logger, func(), error) {
	path := filepath.Join(home, "pult.log")
	if info, err := os.Stat(path); err == nil && info.Size() > maxLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, nil, fmt.Errorf("put the old log aside: %w", err)
		}
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open the log: %w", err)
	}
	crash, err := os.OpenFile(filepath.Join(home, "crash.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("open the crash log: %w", err), file.Close())
	}
	if err := debug.SetCrashOutput(crash, debug.CrashOptions{}); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("open the crash log: %w", err), file.Close(), crash.Close())
	}
	log := slog.New(slog.NewTextHandler(file, &slog.HandlerOptions{Level: slog.LevelInfo}))
	return log, func() { _, _ = file.Close(), crash.Close() }, nil
}
