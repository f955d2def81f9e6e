package crm

import (
	"time"

	"pult/app/phone"
)

// TaskKind is what is to be done.
type TaskKind string

// Kinds of task.
const (
	CallbackTask TaskKind = "callback"
	OtherTask    TaskKind = "task"
	NumberTask   TaskKind = "number" // a number of a client is wrong: to be put right in 1C
)

// Task is a next step somebody has set for themselves. Its line of history
// carries its id.
type Task struct {
	ID     ID
	Kind   TaskKind
	Client Ref          // zero for a caller nobody knows
	Number phone.Number // to call back; may be none
	Call   ID           // the talk it came of; zero outside one
	Set    time.Time
	Due    time.Time // a moment, or the first one of a day
	Day    bool      // any time of that day will do
	Text   string
	Author string
	Done   time.Time // zero while it is open
}

// Ripe tells that its time has come.
func (t Task) Ripe(now time.Time) bool { return t.Done.IsZero() && !t.Due.After(now) }

// Late tells that its time has passed: one for a day is late on the next one.
func (t Task) Late(now time.Time) bool {
	if t.Day {
		return t.Done.IsZero() && DaysBetween(t.Due.In(now.Location()), now) > 0
	}
	return t.Done.IsZero() && t.Due.Before(now.Add(-time.Minute))
}
