package ui

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"pult/app/crm"
)

// faultsKept is how many of the last faults are told of.
const faultsKept = 10

// faults are the kinds of what went wrong of late. The errors themselves may name
// people and are in the log.
type faults []string

func (f *faults) add(at time.Time, err error) {
	*f = append(*f, at.UTC().Format(time.RFC3339)+" "+kindOf(err))
	if len(*f) > faultsKept {
		*f = (*f)[1:]
	}
}

// faultKinds are all that is said of an error.
var faultKinds = []struct {
	kind error
	name string
}{
	{crm.ErrDenied, "denied"},
	{crm.ErrUntrusted, "untrusted"},
	{crm.ErrOffline, "offline"},
	{crm.ErrBusy, "busy"},
	{crm.ErrRefused, "refused"},
	{crm.ErrNotPublished, "not published"},
	{crm.ErrNoField, "no field"},
	{crm.ErrCut, "cut"},
	{crm.ErrGarbled, "garbled"},
	{crm.ErrEmpty, "empty"},
	{crm.ErrNotConnected, "not connected"},
	{crm.ErrNoSecret, "no secret"},
	{crm.ErrNotFound, "not found"},
	{crm.ErrConflict, "conflict"},
	{crm.ErrInvalid, "invalid"},
	{crm.ErrNoSound, "no sound"},
	{context.DeadlineExceeded, "too slow"},
}

func kindOf(err error) string {
	if err == nil {
		return "none"
	}
	for _, k := range faultKinds {
		if errors.Is(err, k.kind) {
			return k.name
		}
	}
	return "other"
}

// copyDiagnostics puts what a helper needs to know into the clipboard: versions
// and states; no names, numbers, addresses, passwords. It is in English whatever
// the screen speaks: it is read by programmers.
func (p *Panel) copyDiagnostics() {
	lines := p.diagnostics()
	p.ask(func(ctx context.Context) func() {
		if p.About != nil {
			lines = append(lines, p.About(ctx)...)
		}
		return func() {
			p.app.Clipboard().SetContent(strings.Join(lines, "\n") + "\n")
			p.shell.Notice(p.Words.T("diagnostics.copied"), false, false)
		}
	})
}

func (p *Panel) diagnostics() []string {
	canvas := p.main.Canvas()
	s, now := p.status, p.now()
	lines := []string{
		"pult diagnostics " + now.UTC().Format(time.RFC3339),
		fmt.Sprintf("system: %s/%s, %s, fyne %s", runtime.GOOS, runtime.GOARCH, runtime.Version(), moduleVersion("fyne.io/fyne/v2")),
		fmt.Sprintf("screen: %.0fx%.0f, scale %.2f, theme %q, language %s", canvas.Size().Width, canvas.Size().Height, canvas.Scale(), p.Theme, p.Words.Language()),
		fmt.Sprintf("telephone: %s, last fault: %s", s.Line.State, kindOf(s.Line.Err)),
		fmt.Sprintf("1C: %s, last fault: %s", ageOf(s.AsOf, now), kindOf(s.SyncErr)),
		fmt.Sprintf("records for 1C: waiting %d, stuck %d", s.Waiting, s.Stuck),
		"sound: " + p.soundState(),
		fmt.Sprintf("calls: live %d, do not disturb %t, colleagues %d", len(p.calls.live), !p.presence.Takes(), len(p.people)),
		fmt.Sprintf("faults: %d", len(p.faults)),
	}
	for _, f := range p.faults {
		lines = append(lines, "  "+f)
	}
	return lines
}

func ageOf(at, now time.Time) string {
	if at.IsZero() {
		return "never read"
	}
	return "read " + now.Sub(at).Round(time.Second).String() + " ago"
}

// soundState names the trouble and never the device: a headset may be called
// after its owner.
func (p *Panel) soundState() string {
	var fault *crm.Fault
	if errors.As(p.status.Sound, &fault) {
		return fault.Detail
	}
	return kindOf(p.status.Sound)
}

func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return "unknown"
}
