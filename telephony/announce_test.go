package telephony

import (
	"errors"
	"math"
	"testing"
	"time"

	"pult/app/crm"
	"pult/telephony/internal/media"
	"pult/telephony/pbx"
)

// Both sides hear what is announced, over what they say and also while our
// microphone is off.
func TestAnnounce(t *testing.T) {
	s, audio := startTones(t)
	sound := make([]int16, media.Rate/2)
	for i := range sound {
		sound[i] = int16(2000 * math.Sin(2*math.Pi*otherPitch*float64(i)/media.Rate))
	}
	call, ring := s.call(t, pbx.Caller{Pitch: firstPitch})
	if err := s.line.Announce(within(t), ring.Call, sound, 0); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("while it rings: %v", err)
	}
	s.answer(t, call, ring.Call)
	if err := s.line.Announce(within(t), ring.Call, sound, time.Millisecond); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("too often: %v", err)
	}
	announce := func(sound []int16, every time.Duration) {
		t.Helper()
		if err := s.line.Announce(within(t), ring.Call, sound, every); err != nil {
			t.Fatal(err)
		}
	}
	mute := func(on bool) {
		t.Helper()
		if err := s.line.Mute(within(t), ring.Call, on); err != nil {
			t.Fatal(err)
		}
	}
	announce(sound, time.Second/2)
	awaitTones(t, "the other side", call.Heard, ourPitch, otherPitch)
	awaitTones(t, "we", audio.heard, firstPitch, otherPitch)
	mute(true)
	awaitTones(t, "the other side", call.Heard, otherPitch)
	if on, err := s.line.Announcing(within(t), ring.Call); err != nil || !on {
		t.Errorf("what is repeated has ended: %v, %v", on, err)
	}
	announce(sound, 0)
	waitFor(t, func() bool {
		on, err := s.line.Announcing(within(t), ring.Call)
		return err == nil && !on
	})
	awaitTones(t, "the other side", call.Heard)
	announce(nil, 0)
	awaitTones(t, "we", audio.heard, firstPitch)
	mute(false)
	awaitTones(t, "the other side", call.Heard, ourPitch)
}

func TestAnnouncementKeepsItsTime(t *testing.T) {
	n := &announcement{sound: []int16{1, 2, 3}, period: 5}
	var said []int16
	n.speak([]int16{10, 10, 10, 10, 10, 10, 10, 10}, false, func(s []int16) { said = append(said, s...) })
	n.speak([]int16{10, 10, 10, 10}, true, func(s []int16) { said = append(said, s...) })
	want := []int16{11, 12, 13, 10, 10, 11, 12, 13, 0, 0, 1, 2}
	for i := range want {
		if said[i] != want[i] {
			t.Fatalf("said %v, want %v", said, want)
		}
	}
	once := &announcement{sound: []int16{32767, 5}}
	heard := []int16{1, 1, 1}
	once.hear(heard)
	once.hear(heard[2:])
	if heard[0] != 32767 || heard[1] != 6 || heard[2] != 1 {
		t.Errorf("heard %v", heard)
	}
}
