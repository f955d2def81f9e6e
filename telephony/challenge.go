package telephony

import (
	"bytes"
	"io"

	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
)

// credentials answer digest challenges (RFC 3261 section 22, RFC 8760).
type credentials struct {
	user, password string

	challenge *digest.Challenge
	header    string // Authorization or Proxy-Authorization
	count     int    // uses of the nonce
	proven    bool   // the nonce was accepted once: refusing it now means it is old
}

// take keeps the first challenge of a 401 or 407 that we can answer. Exchanges
// list the algorithm they like best first.
func (c *credentials) take(res *sip.Response) bool {
	asked, header := "www-authenticate", "Authorization"
	if res.StatusCode == sip.StatusProxyAuthRequired {
		asked, header = "proxy-authenticate", "Proxy-Authorization"
	}
	for _, h := range res.GetHeaders(asked) {
		challenge, err := digest.ParseChallenge(h.Value())
		if err == nil && digest.CanDigest(challenge) {
			c.challenge, c.header, c.count, c.proven = challenge, header, 0, false
			return true
		}
	}
	return false
}

// sign puts the answer to the challenge into a request; false says that there is
// no challenge to answer.
func (c *credentials) sign(req *sip.Request) bool {
	if c.challenge == nil {
		return false
	}
	c.count++
	body := req.Body()
	answer, err := digest.Digest(c.challenge, digest.Options{
		Method: req.Method.String(), URI: req.Recipient.String(), Count: c.count,
		Username: c.user, Password: c.password,
		GetBody: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil },
	})
	if err != nil {
		return false
	}
	req.RemoveHeader(c.header)
	req.AppendHeader(sip.NewHeader(c.header, answer.String()))
	return true
}

// isChallenge tells a response that asks who we are.
func isChallenge(res *sip.Response) bool {
	return res.StatusCode == sip.StatusUnauthorized || res.StatusCode == sip.StatusProxyAuthRequired
}
