package desk_test

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// A break turns calls away, is known after a restart of the same day, and over the
// next morning.
func TestABreakOutlivesARestart(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	if err := x.SetPresence(t.Context(), crm.PresenceBreak, " обед "); err != nil {
		t.Fatal(err)
	}
	want := crm.Presence{Kind: crm.PresenceBreak, Reason: "обед", Since: now.UTC()}
	if e := await[feed.PresenceChanged](t, x); e.Presence != want {
		t.Errorf("told %+v", e.Presence)
	}
	assertAsked(t, x, asked{what: "dnd", with: "true"})
	if err := x.SetPresence(t.Context(), "asleep", ""); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a presence nobody knows: %v", err)
	}
	x.stop()

	x = open(t, dir)
	if state, err := x.State(t.Context()); err != nil || state.Presence != want || !state.DoNotDisturb {
		t.Errorf("after a restart %+v, %v", state, err)
	}
	assertAsked(t, x, asked{what: "dnd", with: "true"})
	x.stop()

	passed.Add(int64(24 * time.Hour))
	defer passed.Add(-int64(24 * time.Hour))
	x = open(t, dir)
	if state, err := x.State(t.Context()); err != nil || !state.Presence.Takes() || state.DoNotDisturb {
		t.Errorf("the next day %+v, %v", state, err)
	}
	if err := x.SetPresence(t.Context(), crm.PresenceFree, ""); err != nil {
		t.Fatal(err)
	}
}
