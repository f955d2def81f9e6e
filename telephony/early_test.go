package telephony

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/media"
)

// voiceAt is somebody who says a tone and listens, at an address of his own.
type voiceAt struct {
	*media.Session
	stop, done chan struct{}
}

func newVoice(t *testing.T, invite *sip.Request) *voiceAt {
	t.Helper()
	session, err := media.Open(netip.MustParseAddr("127.0.0.1"), media.Plain)
	if err != nil {
		t.Fatal(err)
	}
	offer, err := media.Read(invite.Body(), media.Plain)
	if err != nil {
		t.Fatal(err)
	}
	v := &voiceAt{session, make(chan struct{}), make(chan struct{})}
	session.Apply(offer)
	go v.speak()
	t.Cleanup(func() {
		close(v.stop)
		<-v.done
		session.Close()
	})
	return v
}

func (v *voiceAt) speak() {
	defer close(v.done)
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	frame := make([]int16, media.Frame)
	for i := range frame {
		frame[i] = int16(6000 * math.Sin(2*math.Pi*float64(i)/32))
	}
	for {
		v.Speak(frame)
		select {
		case <-ticker.C:
		case <-v.stop:
			return
		}
	}
}

func (v *voiceAt) sdp() string {
	return strings.Replace(rawSDP, "m=audio 9 ", fmt.Sprintf("m=audio %d ", v.Local().Port()), 1)
}

// What the exchange says before the answer is heard and told of, nothing is said
// there and nothing recorded; the answer comes from somewhere else, and the
// announcement that goes on for a moment takes nothing away from it.
func TestEarlyMedia(t *testing.T) {
	for _, code := range []int{180, 183} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			p, s := startRaw(t)
			id := s.dial(t)
			invite := p.request(sip.INVITE)
			announcer := newVoice(t, invite)
			p.send(answer(invite, code, "Early", "x", announcer.sdp()))
			s.told.awaitKind(t, "remote", id)
			s.told.awaitKind(t, "early", id)
			waitFor(t, func() bool { return s.wave.loud.Load() >= 5 && announcer.Stats().Received >= 10 })
			if n := announcer.Stats().Loud; n != 0 {
				t.Errorf("%d packets of the microphone left before the answer", n)
			}
			if err := s.line.Mute(within(t), id, false); err != nil {
				t.Fatal(err)
			}
			if err := s.line.Record(within(t), id, nil); !errors.Is(err, crm.ErrConflict) {
				t.Errorf("recording before the answer: %v", err)
			}
			before := announcer.Stats().Received
			waitFor(t, func() bool { return announcer.Stats().Received >= before+10 })
			if n := announcer.Stats().Loud; n != 0 {
				t.Errorf("%d packets of the microphone left before the answer", n)
			}
			talker := newVoice(t, invite)
			p.send(answer(invite, 200, "OK", "x", talker.sdp()))
			p.request(sip.ACK)
			waitFor(t, func() bool { return talker.Stats().Loud >= 25 })
			if n := announcer.Stats().Loud; n > 0 {
				t.Errorf("%d packets went to the announcement after the answer", n)
			}
			p.hangUp(t, s, id)
			if n := s.told.count(ofKind("early")); n != 1 {
				t.Errorf("told %d times", n)
			}
		})
	}
}

// Three telephones ring, each with a tone of its own; the one that answers is
// talked to.
func TestSeveralEarlyDialogs(t *testing.T) {
	p, s := startRaw(t)
	id := s.dial(t)
	invite := p.request(sip.INVITE)
	var all []*voiceAt
	for i, tag := range []string{"a", "b", "c"} {
		all = append(all, newVoice(t, invite))
		p.send(answer(invite, 180+3*(i%2), "Early", tag, all[i].sdp()))
	}
	s.told.awaitKind(t, "early", id)
	p.send(answer(invite, 200, "OK", "b", all[1].sdp()))
	ack := p.request(sip.ACK)
	if tag, _ := ack.To().Params.Get("tag"); tag != "b" {
		t.Errorf("ACK to %s", tag)
	}
	waitFor(t, func() bool { return all[1].Stats().Loud >= 25 })
	if a, c := all[0].Stats().Loud, all[2].Stats().Loud; a+c > 0 {
		t.Errorf("%d and %d packets of the talk went to those who only rang", a, c)
	}
	p.hangUp(t, s, id)
	s.assertNoCalls(t)
}
