package telephony

import (
	"fmt"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/terms"
)

const (
	// keys of a telephone, and the pause.
	keyNames = "0123456789*#ABCD,"
	// keyLength is how long the exchange is asked to sound a key; keyStep is from
	// one key to the next.
	keyLength = 100 * time.Millisecond
	keyStep   = 160 * time.Millisecond
	keyPause  = 500 * time.Millisecond
	// maxKeys is more than a card number and its menus; what is longer is a mistake.
	maxKeys = 64
	// keysLimit is how long what comes after keys waits for them: as long as so many
	// take, without pauses.
	keysLimit = 12 * time.Second

	infoType = "application/dtmf-relay"
)

// keysCommand presses keys. It is answered when they wait to be sent in RTP, or
// when the exchange has taken the last one by INFO.
type keysCommand struct {
	reply
	id     crm.ID
	digits string
}

func (e *keysCommand) handle(a *actor) {
	c, err := a.talk(e.id)
	if err == nil {
		err = e.check(c)
	}
	switch {
	case err != nil:
		e.c <- err
	case terms.Keys(c.theirs) != 0:
		c.session.Press(terms.Keys(c.theirs), e.digits)
		e.c <- nil
	default:
		c.presses = append(c.presses, e)
		if len(c.presses) == 1 {
			a.pressNext(c)
		}
	}
}

func (e *keysCommand) check(c *call) error {
	e.digits = strings.ToUpper(e.digits)
	if e.digits == "" || len(e.digits) > maxKeys {
		return fmt.Errorf("telephony: keys are 0-9, *, #, A-D and a comma: %w", crm.ErrInvalid)
	}
	for _, key := range e.digits {
		if !strings.ContainsRune(keyNames, key) {
			return fmt.Errorf("telephony: keys are 0-9, *, #, A-D and a comma: %w", crm.ErrInvalid)
		}
	}
	if c.held || c.agreed || !c.theirs.Direction.Receives() {
		return fmt.Errorf("telephony: the call is on hold: %w", crm.ErrConflict)
	}
	return nil
}

// pressNext sends the first key that waits as INFO and goes on when it is
// answered: two INFO under way could arrive in the wrong order.
func (a *actor) pressNext(c *call) {
	if c.ended || len(c.presses) == 0 {
		return
	}
	e := c.presses[0]
	if e.digits == "" {
		e.c <- nil
		c.presses = c.presses[1:]
		a.pressNext(c)
		return
	}
	key := e.digits[:1]
	e.digits = e.digits[1:]
	if key == "," {
		a.endpoint.Alarms.After(keyPause, func() { a.pressNext(c) })
		return
	}
	build := func() *sip.Request {
		req := c.dialog.Request(sip.INFO)
		kind := sip.ContentTypeHeader(infoType)
		req.AppendHeader(&kind)
		req.SetBody(fmt.Appendf(nil, "Signal=%s\r\nDuration=%d\r\n", key, keyLength.Milliseconds()))
		return req
	}
	a.request(c, build, 1, func(res *sip.Response, err error) { a.pressed(c, e, res, err) })
}

func (a *actor) pressed(c *call, e *keysCommand, res *sip.Response, err error) {
	if c.ended {
		return
	}
	switch {
	case err != nil:
		err = fmt.Errorf("telephony: %w: %w", err, crm.ErrOffline)
	case res.StatusCode >= 300:
		err = fmt.Errorf("telephony: keys: %s: %w", statusText(res), crm.ErrRefused)
	default:
		a.endpoint.Alarms.After(keyStep, func() { a.pressNext(c) })
		return
	}
	c.presses = c.presses[1:]
	e.c <- err
	a.pressNext(c)
}

// afterKeys does something when the keys that were pressed before are out, and at
// the limit even so: an exchange may never answer an INFO.
func (a *actor) afterKeys(c *call, limit time.Time, do func()) {
	switch {
	case c.ended:
	case c.pressing() && time.Now().Before(limit):
		a.endpoint.Alarms.After(keyStep, func() { a.afterKeys(c, limit, do) })
	default:
		do()
	}
}

// pressing leaves out keys that were caught by a hold and go out after it.
func (c *call) pressing() bool {
	return len(c.presses) > 0 || c.session.Pressing() && !c.quiet.Load() && c.theirs.Direction.Receives()
}
