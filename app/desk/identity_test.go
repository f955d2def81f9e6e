package desk_test

import (
	"context"
	"sync"
	"testing"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
)

// slowDisk is a cache that gives no answer in time, so many times.
type slowDisk struct {
	desk.Directory
	mu    sync.Mutex
	fails int
}

func (s *slowDisk) Match(ctx context.Context, number phone.Number) ([]crm.Match, error) {
	s.mu.Lock()
	late := s.fails > 0
	s.fails--
	s.mu.Unlock()
	if late {
		return nil, context.DeadlineExceeded
	}
	return s.Directory.Match(ctx, number)
}

// While it rings the cache is asked again: the pop-up says that it looks, and then who
// it is, before anybody has answered.
func TestRingIsIdentifiedWhileItRings(t *testing.T) {
	x := openOn(t, t.TempDir(), func(all desk.Directory) desk.Directory { return &slowDisk{Directory: all, fails: 3} })
	id := ring(x, "89733456789")
	looked := false
	for named := false; !named; {
		switch e := (<-x.events.C).(type) {
		case feed.RingShown:
			looked = e.Say.Kind == crm.SayLooking
		case feed.CallRenamed:
			named = true
			if len(e.Matches) != 1 || e.Call.Client != vektor || e.Call.ID != id {
				t.Errorf("named %+v", e)
			}
		}
	}
	if !looked {
		t.Error("the pop-up does not say that it looks")
	}
	if calls, err := x.Journal.OpenCalls(t.Context()); err != nil || len(calls) != 1 || calls[0].Client != vektor {
		t.Errorf("on record: %+v, %v", calls, err)
	}
}

// A call that rang while the disk was busy is shown at once, and belongs to its
// client in the end all the same.
func TestCallIsIdentifiedLate(t *testing.T) {
	for fails := 1; fails <= 2; fails++ { // it answers by the talk, or by the end
		x := openOn(t, t.TempDir(), func(all desk.Directory) desk.Directory { return &slowDisk{Directory: all, fails: fails} })
		id := ring(x, "89733456789")
		x.Answered(id, now)
		x.Ended(id, crm.CallEnd{Outcome: crm.Answered, At: now})
		faults, told := 0, false
		for ended := false; !ended; {
			switch e := (<-x.events.C).(type) {
			case feed.Fault:
				faults++
			case feed.RingShown:
				if len(e.Matches) != 0 {
					t.Errorf("shown %+v", e)
				}
			case feed.CallRenamed:
				told = len(e.Matches) == 1 && e.Call.Client == vektor
			case feed.CallEnded:
				ended = true
				if e.Call.Client != vektor || e.Call.Contact != ivanov {
					t.Errorf("ended as %+v", e.Call)
				}
			}
		}
		if faults != fails || !told {
			t.Errorf("%d faults of %d, the client was told: %v", faults, fails, told)
		}
		if facts, err := x.Outbox(t.Context()); err != nil || len(facts) != 1 || facts[0].Client != vektor {
			t.Errorf("on the way to 1C: %+v, %v", facts, err)
		}
	}
}
