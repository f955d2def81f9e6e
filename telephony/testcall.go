package telephony

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/internal/dialog"
	"pult/telephony/internal/transact"
)

const (
	// testHeader carries the token of a test call through exchanges that leave
	// headers alone.
	testHeader = "X-Pult-Test"
	// testExpect is how long a call from our own number is taken for the test:
	// most exchanges give the second leg another Call-ID and drop the token.
	testExpect = 10 * time.Second
	// testLimit is how long the exchange may take to connect us.
	testLimit = 15 * time.Second
	// testArrival is how long after the answer our own leg may still be due.
	testArrival = 2 * time.Second
	testParting = time.Second
)

var errTestOver = errors.New("telephony: a call came between")

// TestResult is what a test call has shown.
type TestResult = crm.TestResult

// TestCall calls our own number through the exchange and answers by itself. Tones
// that are said come back from there, and tell whether sound goes both ways, and
// how fast. Nobody is rung, and the Listener hears of none of it. It takes some
// 5 seconds. A refusal of the exchange is a result, no error; errors are
// crm.ErrNotConnected and crm.ErrBusy: the line has other calls, or one comes.
func (l *Line) TestCall(ctx context.Context) (TestResult, error) {
	e := &testCommand{reply: newReply()}
	if err := l.command(ctx, e); err != nil {
		return TestResult{Registered: !errors.Is(err, crm.ErrNotConnected)}, err
	}
	select {
	case <-e.test.done:
		return e.test.result, e.test.err
	case <-ctx.Done():
		if a := l.serving.Load(); a != nil {
			a.post(testGivenUp{e.test})
		}
		return TestResult{Registered: true}, ctx.Err()
	}
}

// trial is a test call. It belongs to the goroutine of the line.
type trial struct {
	token  string
	began  time.Time
	out    *call // dialled
	leg    *call // our own, that came back; nil until then. It is in no list of calls
	tones  *tones
	alarm  *transact.Alarm
	over   bool
	result TestResult
	err    error
	done   chan struct{} // closed with result and err
}

type testCommand struct {
	reply
	test *trial // read by the sender after the verdict
}

func (e *testCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *testCommand) do(a *actor) error {
	switch {
	case a.stopping || a.link == nil || a.status.State != crm.LineRegistered:
		return crm.ErrNotConnected
	case a.cfg.Companion:
		return errAfar() // it would ring the desk phone, and nothing is heard here
	case len(a.calls) > 0 || a.test != nil && !a.test.over:
		return fmt.Errorf("telephony: no test during a call: %w", crm.ErrBusy)
	}
	t := &trial{
		token: sip.GenerateTagN(16), began: time.Now(), tones: newTones(), done: make(chan struct{}),
		result: TestResult{Registered: true},
	}
	if err := a.startTo(crm.NewID(t.began), a.cfg.User, t); err != nil {
		return err
	}
	e.test, a.test = t, t
	t.alarm = a.endpoint.Alarms.After(testLimit, func() {
		t.result.Refused = crm.NoAnswer
		a.endTest(t, nil)
	})
	return nil
}

type testGivenUp struct{ test *trial }

func (e testGivenUp) handle(a *actor) { a.endTest(e.test, context.Canceled) }

// comesBack takes an INVITE that is the other end of the test, if it is.
func (a *actor) comesBack(s *transact.Server) bool {
	t := a.test
	if t == nil || !a.isTest(t, s.Request) {
		return false
	}
	if t.leg != nil || t.over { // a second way to us
		s.Respond(transact.Reply(s.Request, sip.StatusLoopDetected, "Loop Detected", ""))
		return true
	}
	c := &call{
		id: crm.NewID(s.At), sipID: s.Request.CallID().Value(), tag: sip.GenerateTagN(12),
		phase: ringing, server: s, test: t, audio: echo{},
		creds: credentials{user: a.cfg.User, password: *a.line.password.Load()},
	}
	c.learn(s.Request)
	a.ringBack(c)
	c.dialog = dialog.Incoming(s.Request, c.tag)
	t.leg = c
	err := c.readOffer(a.line.policy)
	if err == nil {
		err = a.accept(c)
	}
	if err != nil {
		a.hangup(c, crm.CallEnd{Outcome: crm.NetworkFault, Reason: err.Error(), At: time.Now()}, statusUnavailable)
	}
	return true
}

func (a *actor) isTest(t *trial, req *sip.Request) bool {
	if h := req.GetHeader(testHeader); h != nil && h.Value() == t.token || req.CallID().Value() == t.out.sipID {
		return true
	}
	if t.over || time.Since(t.began) > testExpect {
		return false
	}
	own, caller := a.cfg.Plan.Parse(a.cfg.User), identify(req, a.cfg.Plan).number
	return req.From().Address.User == a.cfg.User ||
		own.Kind() != phone.None && caller.String() == own.String()
}

// testAnswered begins to measure.
func (a *actor) testAnswered(t *trial) {
	t.result.Signalling = time.Since(t.began)
	t.result.Codec = t.out.theirs.Codec.Coding.Name()
	t.alarm.Stop()
	t.alarm = a.endpoint.Alarms.After(testArrival, func() {
		if t.leg == nil {
			t.result.Elsewhere = true
			a.endTest(t, nil)
			return
		}
		t.alarm = a.endpoint.Alarms.After(tonesTime-testArrival, func() { a.endTest(t, nil) })
	})
}

// testRefused is the end of a leg before the test was over.
func (a *actor) testRefused(t *trial, c *call, end crm.CallEnd) {
	if t.over || c != t.out {
		return
	}
	if t.result.Signalling == 0 {
		t.result.Refused, t.result.Code = end.Outcome, end.Code
	}
	a.endTest(t, nil)
}

// endTest tells the result and hangs up.
func (a *actor) endTest(t *trial, err error) {
	if t == nil || t.over {
		return
	}
	t.over, t.err = true, err
	t.alarm.Stop()
	t.measure()
	close(t.done)
	end := crm.CallEnd{Outcome: crm.Answered, At: time.Now()}
	a.hangup(t.out, end, statusUnavailable)
	// Our BYE comes back to the leg through the exchange. If it does not, the leg
	// says one of its own.
	t.alarm = a.endpoint.Alarms.After(testParting, func() { a.endLeg(t) })
	if a.stopping {
		a.endLeg(t)
	}
}

func (a *actor) endLeg(t *trial) {
	if t.leg != nil {
		a.hangup(t.leg, crm.CallEnd{Outcome: crm.Answered, At: time.Now()}, statusUnavailable)
	}
}

// dropTest gives the line to people.
func (a *actor) dropTest() { a.endTest(a.test, fmt.Errorf("%w: %w", errTestOver, crm.ErrBusy)) }

// measure reads what came of the tones.
func (t *trial) measure() {
	if t.out.session == nil || t.leg == nil || t.leg.session == nil {
		return
	}
	t.result.RoundTrip, t.result.Back = t.tones.roundTrip()
	out, leg := t.out.session.Stats(), t.leg.session.Stats()
	t.result.There = leg.Loud > 0
	// A piece that never came is half a packet.
	lost, came := float64(out.Lost+leg.Lost)/2, float64(out.Received+leg.Received)
	if lost+came > 0 {
		t.result.Loss = 100 * lost / (lost + came)
	}
}
