package pbx

import (
	"context"
	"math"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/dialog"
	"pult/telephony/internal/media"
	"pult/telephony/internal/transact"
)

// State is where a call stands.
type State string

// States of a call.
const (
	Dialling State = "dialling" // INVITE sent or received
	Ringing  State = "ringing"  // 180 sent or received
	Talking  State = "talking"
	Over     State = "over"
)

// Sound counts RTP packets of a call.
type Sound = media.Stats

// Record is what happened in a call, as the exchange saw it.
type Record struct {
	CallID    string
	Extension string // the telephone of ours
	Incoming  bool   // the extension was called
	Number    string // the outside
	State     State
	Began     time.Time // INVITE sent or received
	Rang      time.Time // zero if it never did
	Answered  time.Time
	Ended     time.Time
	EndedBy   string // "caller", "callee", "exchange", or why
	Code      int    // final status other than 2xx
	Sound     Sound

	Held   bool    // by the extension
	Glares int     // changes of the extension that were refused with 491
	Keys   string  // pressed by the extension, as telephone events
	Info   string  // and by INFO
	Refers []Refer // what the extension wanted to hand over
}

// Call is a call through the exchange.
type Call struct {
	pbx     *PBX
	record  Record        // owned by the goroutine of Serve
	changed chan struct{} // closed and renewed at each change of state

	client   *transact.Client
	invite   *sip.Request
	server   *transact.Server
	tag      string
	dialog   *dialog.Dialog
	session  *media.Session
	talkFor  time.Duration
	cancel   bool // CANCEL waits for a provisional response
	gaveUp   bool // an answer that crosses the CANCEL is too late
	alarm    *transact.Alarm
	stop     chan struct{} // ends the tone
	version  uint64        // of our description
	holds    bool          // the outside has put the extension on hold
	offering bool          // a change of the outside is not answered yet
	glare    int           // changes still to be refused
	pitch    float64       // of the tone it says
	heard    *ear
	peer     *Call  // the other end, when we connect two of our own
	taking   func() // told that this end was answered
	fork     *fork  // this is one of its branches
	rung     *fork  // what the extension rings by this call
}

// Calls lists all calls there ever were, oldest first.
func (p *PBX) Calls(ctx context.Context) ([]Record, error) {
	var all []Record
	err := p.do(ctx, func() {
		for _, c := range p.calls {
			all = append(all, c.snapshot())
		}
	})
	return all, err
}

// Record tells what has happened so far.
func (c *Call) Record(ctx context.Context) (Record, error) {
	var r Record
	err := c.pbx.do(ctx, func() { r = c.snapshot() })
	return r, err
}

// Wait waits until the call is in a state, or over.
func (c *Call) Wait(ctx context.Context, state State) (Record, error) {
	for {
		var (
			r       Record
			changed chan struct{}
		)
		if err := c.pbx.do(ctx, func() { r, changed = c.snapshot(), c.changed }); err != nil {
			return r, err
		}
		if r.State == state || r.State == Over {
			return r, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return r, ctx.Err()
		}
	}
}

// Over waits for the end of the call.
func (c *Call) Over(ctx context.Context) (Record, error) { return c.Wait(ctx, Over) }

// Hangup ends the call from the outside: CANCEL before the answer, BYE after.
func (c *Call) Hangup(ctx context.Context) error {
	return c.pbx.do(ctx, c.hangup)
}

func (c *Call) snapshot() Record {
	r := c.record
	if c.session != nil {
		r.Sound, r.Keys = c.session.Stats(), c.session.HeardKeys()
	}
	return r
}

func (c *Call) enter(s State) {
	c.record.State = s
	c.pbx.tellDialogs(c)
	close(c.changed)
	c.changed = make(chan struct{})
}

func (p *PBX) newCall(id, extension, number string, incoming bool) *Call {
	c := &Call{
		pbx: p, pitch: usualPitch, heard: &ear{}, changed: make(chan struct{}), tag: sip.GenerateTagN(12), version: 1,
		record: Record{
			CallID: id, Extension: extension, Number: number, Incoming: incoming,
			State: Dialling, Began: time.Now(),
		},
	}
	p.calls = append(p.calls, c)
	p.open[id] = c
	return c
}

func (c *Call) hangup() {
	switch {
	case c.record.State == Over:
	case c.record.State == Talking:
		c.bye()
		c.end(c.outside(), 0)
	case c.client != nil:
		c.gaveUp = true
		c.cancel = !c.client.Heard()
		if !c.cancel {
			c.client.Cancel()
		}
	case c.server != nil:
		c.server.Respond(transact.Reply(c.server.Request, sip.StatusTemporarilyUnavailable, "Temporarily Unavailable", c.tag))
		c.end("callee", sip.StatusTemporarilyUnavailable)
	}
}

// outside is the role of the side that is not the extension.
func (c *Call) outside() string {
	if c.record.Incoming {
		return "caller"
	}
	return "callee"
}

func (c *Call) bye() {
	req := c.dialog.Request(sip.BYE)
	c.pbx.endpoint.Send(req, c.pbx.where(c.record.Extension, c.dialog.Target), func(*sip.Response, error) {})
}

// talk starts the sound and the time limit.
func (c *Call) talk(d media.Description) {
	c.record.Answered = time.Now()
	c.session.Apply(d)
	c.stop = make(chan struct{})
	session, stop, pitch, heard := c.session, c.stop, c.pitch, c.heard
	if c.peer != nil {
		other := c.peer.session
		c.pbx.tasks.Go(func() { pass(session, other, stop, heard) })
	} else {
		c.pbx.tasks.Go(func() { tone(session, stop, pitch, heard) })
	}
	if c.talkFor > 0 {
		c.alarm.Stop()
		c.alarm = c.pbx.endpoint.Alarms.After(c.talkFor, c.hangup)
	}
	c.enter(Talking)
	if c.taking != nil {
		c.taking()
	}
}

func (c *Call) end(by string, code int) {
	if c.record.State == Over {
		return
	}
	c.alarm.Stop()
	c.record.Ended, c.record.EndedBy, c.record.Code = time.Now(), by, code
	if c.stop != nil {
		close(c.stop)
	}
	if session := c.session; session != nil {
		c.record.Sound, c.record.Keys = session.Stats(), session.HeardKeys()
		c.session = nil
		c.pbx.tasks.Go(session.Close)
	}
	delete(c.pbx.open, c.record.CallID)
	c.enter(Over)
	c.fork.over()
	c.leave()
}

// usualPitch is 425 Hz, the tone of Russian exchanges.
const usualPitch = 425

// tone says a quiet tone and hears what is said.
func tone(session *media.Session, stop <-chan struct{}, pitch float64, heard *ear) {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	frame := make([]int16, media.Frame)
	for n := 0; ; {
		for i := range frame {
			frame[i] = int16(2000 * math.Sin(2*math.Pi*pitch*float64(n)/media.Rate))
			n++
		}
		session.Speak(frame)
		session.Hear(frame)
		heard.take(frame)
		select {
		case <-ticker.C:
		case <-stop:
			return
		}
	}
}

// goodbye is the extension hanging up.
func (p *PBX) goodbye(s *transact.Server) {
	c := p.open[s.Request.CallID().Value()]
	if c == nil || c.dialog == nil || !c.dialog.Owns(s.Request) {
		s.Respond(transact.Reply(s.Request, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist", ""))
		return
	}
	s.Respond(transact.Reply(s.Request, sip.StatusOK, "OK", ""))
	if c.server != nil {
		c.server.Acked()
	}
	by := "callee"
	if !c.record.Incoming {
		by = "caller"
	}
	c.end(by, 0)
}
