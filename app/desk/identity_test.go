package desk_test

import (
	"context"
	"testing"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
)

// slowDisk is a cache that gives no answer in time, so many times.
type slowDisk struct {
	desk.Directory
	fails int
}

func (s *slowDisk) Match(ctx context.Context, number phone.Number) ([]crm.Match, error) {
	if s.fails > 0 {
		s.fails--
		return nil, context.DeadlineExceeded
	}
	return s.Directory.Match(ctx, number)
}

// A call that rang while the disk was busy is shown at once, and belongs to its
// client in the end all the same.
func TestCallIsIdentifiedLate(t *testing.T) {
	for fails := 1; fails <= 2; fails++ { // it answers by the talk, or by the end
		x := openOn(t, t.TempDir(), func(all desk.Directory) desk.Directory { return &slowDisk{all, fails} })
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
