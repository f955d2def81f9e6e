package ui

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/card"
	"pult/app/ui/internal/guide"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// Panel is the panel on the screen. Its exported methods may be called from any
// goroutine; all else belongs to the toolkit's.
type Panel struct {
	Deps
	app    fyne.App
	bridge *bridge
	work   *work

	commands []command

	main  fyne.Window
	shell *shell.View
	strip *strip.View
	card  *card.View
	rings *rings

	calls    calls
	notes    *notes
	open     opened
	lists    lists
	calling  calling
	making   makingRoom
	guide    *guide.View // nil where no lists are called
	search   search
	status   Status
	tones    tones
	heard    listening
	sound    soundRoom
	exchange exchangeRoom
	reading  view.Reading // of 1C, now
	settings settingsRoom
	files    filesRoom
	callees  calleeRoom
	letter   letterRoom
	writing  composeRoom
	post     post
	looks    looks
	people   []crm.Colleague // by name
	help     fyne.Window     // the map of keys; nil when it is closed
	faults   faults
	presence crm.Presence // new calls are let through or not
	// shift tells whether Shift is held: the toolkit reports function keys
	// without it.
	shift func() bool
	// promised is whose promise the form takes: another card may be opened
	// over it.
	promised crm.Ref
	next     nextStep
	told     said
	drafts   map[about]string
	ownWords map[ownAsk]ownWords // of lists of calls
	short    briefly
	linking  linked
	news     news
	newcomer newcomer
	picking  func(answer int, words string) // what is done with the answer to the open question
	// reminded are the tasks that were told of, with the time they had then.
	reminded map[crm.ID]time.Time
	busy     atomic.Bool // a call is in progress
	day      int         // of the year the lists were made for
	ended    sync.Once
	gone     chan struct{} // closed when the panel is over
}

// New makes a panel. Nothing is on the screen until Run.
func New(app fyne.App, deps Deps) *Panel {
	if deps.Log == nil {
		deps.Log = slog.Default()
	}
	p := &Panel{Deps: deps, app: app, bridge: newBridge(), work: newWork(), gone: make(chan struct{}), reminded: map[crm.ID]time.Time{}, drafts: map[about]string{}, ownWords: map[ownAsk]ownWords{}, post: post{dropped: map[crm.ID]bool{}, keeping: map[crm.ID]crm.Sketch{}}, day: deps.Words.Now().YearDay()}
	// What the screen is turned to is its own: others word things with the same.
	p.Words = deps.Words.Twin()
	p.shift = p.shiftHeld
	p.commands = allOf()
	app.Settings().SetTheme(look.New(deps.Theme))
	p.notes = newNotes(p)
	p.build()
	p.rings = newRings(p)
	return p
}

// build puts the main window together.
func (p *Panel) build() {
	p.main = p.app.NewWindow(p.Words.T("app.name"))
	p.main.SetPadded(false)
	p.main.SetMaster()
	// Once the toolkit goes down it would run our steps wherever they come from.
	p.main.SetOnClosed(p.bridge.close)
	p.compose()
	p.main.Resize(fyne.NewSize(1200, 760))
	p.bindKeys()
	p.section(shell.Day)
	p.drawStrip()
}

// compose makes what the main window shows, in the language of now.
func (p *Panel) compose() {
	p.strip = strip.New(p.Words, strip.Actions{
		Keys: p.key, Typed: p.notes.typed, Noting: p.noting,
		Call: p.callFirst, Answer: p.answer, Hangup: p.hangup,
		Mute: p.mute, Hold: p.hold, Promise: p.openPromise, Promised: p.promise,
		Transfer: p.openHand, HandTyped: p.handTyped, HandMoved: p.handChosen, Hand: p.hand, Ask: p.askFirst,
		Record: p.record, Meet: p.meet, Redial: p.redial, Tab: p.toTab, Tones: p.openTones, Tone: p.tone,
		Result: p.setResult, Stepped: p.stepTyped, StepDone: p.stepDone, WrapDone: p.wrapDone, Tabbed: p.toStep, Rune: p.typedElsewhere,
		LinkTyped: p.linkTyped, Link: p.linkTo,
		Picked: p.picked, Own: func(f fyne.Focusable) { p.main.Canvas().Focus(f) }, More: p.openMore, Done: p.doMore, LeadTyped: p.leadTyped, Lead: p.lead,
	})
	p.card = card.New(p.Words, card.Actions{
		Call: p.dialOpen, Filter: p.filter, Opened: p.openLine, Copied: p.copySay,
		Listening: card.Listening{
			Toggle: p.toggleRecording, Seek: p.seekRecording, Speed: p.hurryRecording, Close: func() { p.closeRecording() },
		},
	})
	panes := shell.Panes{Strip: p.strip.Object(), Card: p.card.Object(), Over: p.strip.Over(), OverHeight: strip.HandHeight}
	if p.Lists != nil {
		p.guide = guide.New(p.Words, guide.Actions{
			Keys: p.key, Picked: p.pickDigit, Option: func(i int) { p.answerOption(i) }, Entered: p.entered, Typed: p.listTyped, Pressed: p.pressedGuide,
		})
		panes.Guide, panes.GuideHeight = p.guide.Object(), p.guide.Height
	}
	p.shell = shell.New(p.Words, p.Manager, panes, shell.Actions{
		Keys: p.key, Searched: p.searched, Dialled: p.dialText, Section: p.section,
		Opened: p.openRow, Status: p.explain, Connect: p.connect, Presence: p.askPresence, Veil: p.hideMoney, Left: p.openLeft,
	}, p.choose)
	p.shell.List.OnEnd(func() { p.bridge.post(p.moreEntries) })
	p.main.SetContent(p.shell.Object())
}

// Run shows the panel until its window is closed or ctx ends.
func (p *Panel) Run(ctx context.Context) error {
	p.start(ctx)
	p.rings.warm()
	p.keepInTray()
	p.fit() // a window that the system has to shrink comes up with its foot cut off
	p.main.Show()
	p.fit()
	p.beginKeys()
	p.work.start(p.settle)
	p.work.start(func(ctx context.Context) {
		<-ctx.Done()
		p.bridge.post(func() {
			p.bridge.close()
			p.app.Quit()
		})
	})
	p.app.Run()
	if p.Hotkeys != nil {
		p.Hotkeys.Release()
	}
	p.stop()
	return ctx.Err()
}

// fit keeps the main window inside the free part of the screen: at 125 % a
// small office screen holds less than the usual size.
func (p *Panel) fit() {
	if p.Native == nil {
		return
	}
	const frame = 44 // title and borders of the window manager, in pixels
	_, _, width, height := p.Native.WorkArea()
	scale := p.main.Canvas().Scale()
	if width == 0 || scale == 0 {
		return
	}
	size := p.main.Canvas().Size()
	size.Width = min(size.Width, float32(width-8)/scale)
	size.Height = min(size.Height, float32(height-frame)/scale)
	p.main.Resize(size)
}

// settleTime is what window managers take to put a window in its place.
const settleTime = 500 * time.Millisecond

// settle draws the main window once more when its size is final: what was drawn
// before the system shrank it stays on the screen otherwise, out of place.
func (p *Panel) settle(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(settleTime):
		p.bridge.post(func() {
			p.fit()
			p.main.Content().Refresh()
		})
	}
}

// start subscribes first and reads second, so nothing falls between the two.
func (p *Panel) start(ctx context.Context) {
	p.work.begin(ctx)
	sub := p.Events(eventsHeld)
	p.work.start(func(ctx context.Context) { p.pump(ctx, sub) })
	p.work.start(p.tick)
	if p.Status != nil {
		p.status = p.Status()
	}
	p.drawStatus()
	p.reload()
}

// leave ends the panel as closing its window does.
func (p *Panel) leave() {
	p.bridge.close()
	p.app.Quit()
}

// stop saves what was typed, ends all work and waits for it.
func (p *Panel) stop() {
	p.ended.Do(func() {
		p.bridge.close()
		close(p.gone)
		p.work.wait()
		p.notes.rescue()
		p.rescueStep()
		p.rescueWords()
		p.rescueSketch()
	})
}

// reload reads everything anew: at the start, and when events were lost.
func (p *Panel) reload() {
	p.reloadCalls()
	p.lists.load(p)
	p.loadPost()
	p.refreshCard()
}

// fault tells of something that went wrong.
func (p *Panel) fault(err error) {
	p.Log.Warn("panel", "error", err)
	p.faults.add(p.now(), err)
	p.shell.Notice(p.Words.Error(view.Desk, err), true, false)
}

// now is the present moment in the zone that is shown.
func (p *Panel) now() time.Time { return p.Words.Now() }
