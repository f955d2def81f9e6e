package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"time"

	"fyne.io/fyne/v2/app"

	"pult/app/conf"
	"pult/app/station"
	"pult/app/ui"
	"pult/app/view"
)

// firstStart asks for what the panel cannot guess, and then starts it.
func firstStart(ctx context.Context, flags conf.Flags) int {
	texts := view.New(view.Language(flags.Lang), time.Local, time.Now)
	home, err := flags.Folder()
	if err != nil {
		return refuse(ctx, texts, err)
	}
	cfg, err := conf.Default(home)
	if err != nil {
		return refuse(ctx, texts, err)
	}
	log := slog.New(slog.DiscardHandler)
	with := station.NewSettings(cfg, system{home: cfg.Home()}, log)
	if !ui.FirstStart(ctx, app.NewWithID(appID), texts, with, station.FirstSound(cfg, log)) {
		return 0
	}
	return startAgain(ctx)
}

// startAgain starts the program anew with the same words. The toolkit runs once
// in a process.
func startAgain(ctx context.Context) int {
	path, err := os.Executable()
	if err == nil {
		again := exec.CommandContext(context.WithoutCancel(ctx), path, os.Args[1:]...) //nolint:gosec // ourselves
		again.Stdout, again.Stderr = os.Stdout, os.Stderr
		err = again.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pult:", err)
		return 1
	}
	return 0
}

// setScale is for the toolkit, which reads it when it starts. A scale that is
// set from outside stays.
func setScale(scale float64) {
	const variable = "FYNE_SCALE"
	if _, ok := os.LookupEnv(variable); !ok && scale != 0 {
		_ = os.Setenv(variable, strconv.FormatFloat(scale, 'f', -1, 64))
	}
}
