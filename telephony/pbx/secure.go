package pbx

import (
	"context"

	"pult/telephony/internal/media"
)

// Rekey is the outside taking another key for its voice. It returns when the
// extension has answered.
func (c *Call) Rekey(ctx context.Context) error {
	return c.change(ctx, func(done chan<- error) {
		if c.session != nil {
			c.session.Renew()
		}
		c.offer(media.SendReceive, done)
	})
}

func (c *Call) readOffer(body []byte) (media.Description, error) {
	return media.Read(body, c.pbx.options.SRTP)
}

// readAnswer understands an answer, which may come after the end of the call.
func (c *Call) readAnswer(body []byte) (media.Description, error) {
	if c.session == nil {
		return c.readOffer(body)
	}
	return c.session.ReadAnswer(body)
}
