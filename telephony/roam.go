package telephony

import "pult/app/crm"

// moveSound takes the sound of talks along to the address that the line has now:
// sockets of an address that is gone carry nothing.
func (a *actor) moveSound() {
	at := a.link.Local().Addr()
	for _, c := range a.calls {
		if c.session == nil || c.session.Local().Addr() == at {
			continue
		}
		c.strayed = true
		if err := c.session.Move(at); err != nil {
			a.log.Warn("the sound could not move", "call", c.id.String(), "err", err)
		}
	}
}

// moveCalls tells the other sides of talks where we are now, once the exchange
// knows: by an INVITE with the new Contact and the new address of the sound (RFC
// 3261 section 14.1). One that is not agreed to is tried again after the next
// registration.
func (a *actor) moveCalls() {
	for _, c := range a.calls {
		if c.phase != ringing && a.home.IsValid() && a.home != a.reg.contact {
			c.strayed = true
		}
		if c.strayed {
			a.settle(c)
		}
	}
	a.home = a.reg.contact
}

// stillHeard says that an exchange which does not answer is no reason to end a
// talk: people hear each other, or the exchange is known to be away.
func (a *actor) stillHeard(c *call) bool {
	if a.status.State != crm.LineRegistered {
		return true
	}
	return c.session != nil && c.session.Heard(soundPatience)
}
