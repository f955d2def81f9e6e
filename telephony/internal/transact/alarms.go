package transact

import (
	"container/heap"
	"time"
)

// Alarms runs functions later on the goroutine that owns them: the owner waits
// on C together with its other events and calls Run. No alarm has a goroutine
// of its own, so a stopped one can never fire.
type Alarms struct {
	due   queue
	timer *time.Timer
	count int
}

// Alarm is one function to be run later.
type Alarm struct {
	at      time.Time
	order   int // alarms of one moment run in the order they were set
	run     func()
	index   int
	stopped bool
}

// NewAlarms starts with none.
func NewAlarms() *Alarms {
	a := &Alarms{timer: time.NewTimer(time.Hour)}
	a.timer.Stop()
	return a
}

// C is ready when Run has something to do.
func (a *Alarms) C() <-chan time.Time { return a.timer.C }

// After sets an alarm.
func (a *Alarms) After(d time.Duration, run func()) *Alarm {
	a.count++
	alarm := &Alarm{at: time.Now().Add(d), order: a.count, run: run}
	heap.Push(&a.due, alarm)
	if alarm.index == 0 {
		a.timer.Reset(d)
	}
	return alarm
}

// Stop calls an alarm off. A nil or spent alarm may be stopped.
func (a *Alarm) Stop() {
	if a != nil {
		a.stopped = true
		a.run = nil
	}
}

// Stopped says that an alarm will not ring any more.
func (a *Alarm) Stopped() bool { return a.stopped }

// Run runs what is due and sets the clock for the next one.
func (a *Alarms) Run() {
	now := time.Now()
	for len(a.due) > 0 && (a.due[0].stopped || !a.due[0].at.After(now)) {
		alarm, ok := heap.Pop(&a.due).(*Alarm)
		if ok && !alarm.stopped {
			alarm.stopped = true
			alarm.run()
		}
	}
	if len(a.due) > 0 {
		a.timer.Reset(time.Until(a.due[0].at))
	}
}

// Close lets go of the clock.
func (a *Alarms) Close() {
	a.timer.Stop()
	a.due = nil
}

// queue is a heap of alarms, the next one first.
type queue []*Alarm

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	if q[i].at.Equal(q[j].at) {
		return q[i].order < q[j].order
	}
	return q[i].at.Before(q[j].at)
}

func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

func (q *queue) Push(x any) {
	alarm, _ := x.(*Alarm)
	alarm.index = len(*q)
	*q = append(*q, alarm)
}

func (q *queue) Pop() any {
	old := *q
	last := len(old) - 1
	alarm := old[last]
	old[last] = nil
	*q = old[:last]
	return alarm
}
