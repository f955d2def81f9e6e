package media

import (
	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"
)

const (
	// replayWindow is how far a packet may be behind the newest one (RFC 3711
	// section 3.3.2): more than a second, by far more than is played.
	replayWindow = 64
	// maxSenders bounds what a peer can make us remember: each change of its SSRC
	// is a stream with a count of its own.
	maxSenders = 64
)

// seal is the protection of one direction. Its context counts the packets, so it
// lives as long as the key (RFC 3711 section 3.2.1).
type seal struct {
	key     key
	context *srtp.Context
	header  rtp.Header
	senders map[uint32]bool
}

func newSeal(k key) (*seal, error) {
	context, err := k.context()
	if err != nil {
		return nil, err
	}
	return &seal{key: k, context: context, senders: make(map[uint32]bool)}, nil
}

// open checks a packet and takes its protection off. What is not authentic, or
// came before, is not opened.
func (s *seal) open(to, data []byte) ([]byte, bool) {
	if _, err := s.header.Unmarshal(data); err != nil {
		return nil, false
	}
	sender := s.header.SSRC
	if !s.senders[sender] && len(s.senders) >= maxSenders {
		return nil, false
	}
	plain, err := s.context.DecryptRTP(to, data, &s.header)
	if err != nil {
		return nil, false
	}
	s.senders[sender] = true
	return plain, true
}

// close puts the protection on a packet.
func (s *seal) close(to, data []byte) ([]byte, bool) {
	sealed, err := s.context.EncryptRTP(to, data, &s.header)
	return sealed, err == nil
}

// protection is what a session knows of keys. It belongs to whoever holds the
// session's lock.
type protection struct {
	policy  Policy
	ours    []key // offered, one for each suite; none when the policy is Plain
	profile bool  // the other side speaks of RTP/SAVP
	on      bool  // packets are protected
	in, out *seal // of the last agreement that had any
	renewed bool  // what we send begins anew
	scratch [2048]byte
}

// agree takes the keys that both sides have named. One that has not changed goes on
// counting: hold and resume must not begin at zero, and no key may protect two
// packets of one number. Where theirs has changed somebody else may be there, who
// counts from zero, so our stream begins anew, under an SSRC of its own.
// False is a description that must not be talked by.
func (p *protection) agree(d Description) bool {
	p.profile = d.savp
	if d.key == nil {
		if p.policy == Strict {
			return false
		}
		p.on = false
		return true
	}
	ours, ok := p.of(d.key.suite)
	if !ok || !p.take(&p.in, *d.key) || !p.take(&p.out, ours) {
		return false
	}
	p.on = true
	return true
}

// take puts a key in the place of another one.
func (p *protection) take(place **seal, k key) bool {
	if *place != nil && (*place).key.same(k) {
		return true
	}
	fresh, err := newSeal(k)
	if err != nil {
		return false
	}
	*place, p.renewed = fresh, true
	return true
}

// of is our key for a suite.
func (p *protection) of(s suite) (key, bool) {
	for _, k := range p.ours {
		if k.suite == s {
			return k, true
		}
	}
	return key{}, false
}

// answers says that a key answers one that we have offered.
func (p *protection) answers(k key) bool {
	ours, ok := p.of(k.suite)
	return ok && ours.tag == k.tag
}

// opened gives a packet as it was before it was protected.
func (s *Session) opened(data []byte) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &s.protection
	if !p.on && p.policy != Strict {
		return data, true
	}
	if p.on {
		if plain, ok := p.in.open(p.scratch[:0], data); ok {
			return plain, true
		}
	}
	s.stats.Rejected++
	return nil, false
}

// sealed protects a packet, if that was agreed on.
func (s *Session) sealed(to, data []byte) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &s.protection
	if !p.on {
		return data, p.policy != Strict
	}
	return p.out.close(to, data)
}

// Protected says whether packets are protected, both ways.
func (s *Session) Protected() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.protection.on
}

// Insist makes the next offer one of RTP/SAVP; false says that offers are so already,
// or never.
func (s *Session) Insist() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.protection.policy != Optional || s.protection.profile {
		return false
	}
	s.protection.profile = true
	return true
}

// Renew makes new keys for the next description: it is for somebody else.
func (s *Session) Renew() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.protection.policy != Plain {
		s.protection.ours = newKeys()
	}
}
