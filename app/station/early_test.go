package station

import (
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/telephony/audio"
)

// Our tone of ringing gives way to that of the exchange.
func TestRingbackGivesWay(t *testing.T) {
	s := sounds{silent: &atomic.Bool{}, ringing: map[crm.ID]bool{}, remote: map[crm.ID]bool{}, talks: map[crm.ID]bool{}}
	call := crm.Call{ID: crm.NewID(time.Now()), Direction: crm.Outgoing}
	s.hear(feed.CallRemoteRinging{Call: call})
	if tone, ok := s.wanted(); !ok || tone != audio.Ringback {
		t.Errorf("it rings there: %v %v", tone, ok)
	}
	s.hear(feed.CallEarlySound{Call: call})
	if tone, ok := s.wanted(); ok {
		t.Errorf("tone %v over the one of the exchange", tone)
	}
}
