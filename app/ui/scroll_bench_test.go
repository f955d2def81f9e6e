//go:build bench && unix

package ui

import (
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/ui/internal/parts"
	"pult/app/view"
	"pult/internal/figures"
)

const (
	listRows  = 100_000
	storyRows = 10_000
	// frameAim is what our own code may take of one step of scrolling.
	frameAim = 100 * time.Millisecond
)

// TestBenchScroll scrolls long lists by the wheel and by jumps, and times what of
// each frame is our own code: rows are filled in, laid out and drawn anew.
// Painting is the toolkit's, and measured with the pop-up.
func TestBenchScroll(t *testing.T) {
	s := newStage(t)
	list := parts.NewList(84, nil)
	w := test.NewTempWindow(t, list.Object())
	w.Resize(fyne.NewSize(660, 520))
	rows := make([]view.Row, listRows)
	for i := range rows {
		rows[i] = view.Row{
			When: "21.11 16:20", Mark: view.MarkOut, Title: fmt.Sprintf("ООО «Вектор %d»", i), Detail: "ждёт КП на кабель, просил до среды",
			Right: fmt.Sprintf("%d ₽", i), Tone: view.Danger,
		}
	}
	filled := timeOf(func() { list.Set(rows, "", "") })
	frames := scroll(t, w, list.Object(), listRows, "Вектор 99999")
	addBench(t, figures.Row{
		What: fmt.Sprintf("scrolling of a list, %d rows, %d frames: our own code", listRows, len(frames)), Floor: "filled in " + frameTime(filled),
	}, frames)

	s.desk.mu.Lock()
	s.desk.whole = func(c *crm.Card) { longStory(c) }
	s.desk.mu.Unlock()
	var card crm.Card
	longStory(&card)
	worded := timeOf(func() { s.Words.Timeline(card, view.All) })
	s.main.Resize(fyne.NewSize(1200, 760))
	s.OpenCard(vector.Client)
	s.until("the whole story is there", func() bool { return len(s.card.Rows()) == storyRows })
	frames = nil
	for i := range 1000 { // by keys: line by line, then by leaps to the end
		line := i
		if i >= 500 {
			line = (i - 499) * storyRows / 500
		}
		frames = append(frames, timeOf(func() { s.card.Choose(min(line, storyRows-1)) }))
	}
	if !says(s.main, "строка 9998,") {
		t.Error("the end of the story is not reached")
	}
	for f := view.Calls; f <= view.Documents; f++ { // keys of the filters are steps too
		frames = append(frames, timeOf(func() { s.filter(f) }))
	}
	addBench(t, figures.Row{
		What: fmt.Sprintf("scrolling of a story, %d entries, %d frames with filters: our own code", storyRows, len(frames)), Floor: "worded in " + frameTime(worded),
	}, frames)
}

func longStory(c *crm.Card) {
	c.History = nil
	for i := range storyRows {
		kind := []crm.InteractionKind{crm.CallKind, crm.MailKind, crm.NoteKind, crm.PromiseKind}[i%4]
		c.History = append(c.History, crm.Interaction{
			ID: crm.ID{1, byte(i >> 8), byte(i)}, Kind: kind, At: noon.Add(-time.Duration(i) * time.Hour), Direction: crm.Outgoing, Outcome: crm.Answered,
			Seconds: i % 900, Subject: "Счёт на оплату", Text: fmt.Sprintf("строка %d, ждёт КП на кабель", i), Author: "Петрова Ольга",
		})
	}
}

// timeOf is the time of the processor: on a machine shared with others the clock
// measures them.
func timeOf(do func()) time.Duration {
	began := processor()
	do()
	return processor() - began
}

func processor() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// scroll turns the wheel over the middle of an object, then jumps to its end, where
// the last row must be seen, and back.
func scroll(t *testing.T, w fyne.Window, over fyne.CanvasObject, rows int, last string) (frames []time.Duration) {
	t.Helper()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(over).AddXY(over.Size().Width/2, over.Size().Height-40)
	whole := float32(rows) * parts.RowPitch
	for range 300 {
		frames = append(frames, timeOf(func() { test.Scroll(w.Canvas(), at, 0, -90) }))
	}
	for range 100 { // the bar is dragged
		frames = append(frames, timeOf(func() { test.Scroll(w.Canvas(), at, 0, -whole/100) }))
	}
	if !says(w, last) {
		t.Errorf("the end of %d rows is not reached", rows)
	}
	for range 100 {
		frames = append(frames, timeOf(func() { test.Scroll(w.Canvas(), at, 0, whole/100) }))
	}
	return frames
}

// addBench puts a row about frames into docs/bench.md.
func addBench(t *testing.T, row figures.Row, frames []time.Duration) {
	t.Helper()
	slices.Sort(frames)
	most := frames[len(frames)-1]
	if most > frameAim {
		t.Errorf("a frame takes %v, %v are meant", most, frameAim)
	}
	row.P50, row.P99, row.Aim = frameTime(frames[len(frames)/2]), frameTime(most)+" (most)", "100 ms"
	figures.Add(t, row)
}

func frameTime(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}
