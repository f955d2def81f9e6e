package telephony

import (
	"fmt"

	"pult/app/crm"
	"pult/telephony/internal/media"
)

// SRTP says whether voice is encrypted. Its keys travel in the signalling (RFC
// 4568), so without TLS there they would protect from nobody, and are not used.
type SRTP string

// Ways to treat encryption.
const (
	SRTPOff       SRTP = "off"       // voice is plain; a call that must be encrypted is refused
	SRTPPreferred SRTP = "preferred" // encrypted over TLS when the other side can
	SRTPRequired  SRTP = "required"  // only over TLS; a call that cannot be encrypted is refused
)

// policy is what the wish comes to over a transport.
func (c Config) policy(s server) (media.Policy, error) {
	secret := s.transport == "tls" || c.keysInClear
	switch c.SRTP {
	case SRTPOff:
		return media.Plain, nil
	case SRTPPreferred, "":
		if !secret {
			return media.Plain, nil
		}
		return media.Optional, nil
	case SRTPRequired:
		if !secret {
			return media.Plain, fmt.Errorf("telephony: SRTP is required over %s, where its keys would be read by anybody; TLS is needed: %w",
				s.transport, crm.ErrInvalid)
		}
		return media.Strict, nil
	default:
		return media.Plain, fmt.Errorf("telephony: SRTP %q, want off, preferred or required: %w", c.SRTP, crm.ErrInvalid)
	}
}

// SecuredListener is a Listener that also wants to know whether talks are
// encrypted. It is used when the Listener given to New has this method.
type SecuredListener interface {
	// Secured tells after Answered that voice is encrypted both ways between us and
	// the exchange, and each change of that. Calls are plain until it comes.
	Secured(call crm.ID, on bool)
}

// inviteInsisting calls once more, for RTP/SAVP only: who requires encryption
// refuses an offer that could do without, as Asterisk does.
func (a *actor) inviteInsisting(c *call) bool {
	if !c.session.Insist() {
		return false
	}
	offer, err := a.describe(c, nil)
	if err != nil {
		return false
	}
	again := c.invite.Clone()
	again.RemoveHeader("Via")
	again.CSeq().SeqNo++
	again.SetBody(offer)
	a.sign(c, again)
	c.askedBefore, c.dialog = false, nil // another try, another telephone perhaps
	c.invite = again
	a.sendInvite(c)
	return true
}

func (a *actor) tellSecured(c *call) {
	if c.ended || c.phase != talking || c.session == nil {
		return
	}
	now := c.session.Protected()
	if now == c.toldSafe {
		return
	}
	c.toldSafe = now
	id := c.id
	a.tellOf(c, func(l Listener) {
		if s, ok := l.(SecuredListener); ok {
			s.Secured(id, now)
		}
	})
	a.log.Info("voice", "call", id.String(), "encrypted", now)
}
