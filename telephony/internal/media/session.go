package media

import (
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
)

const (
	// Rate is that of sound on our side of the codecs, whatever they are.
	Rate = 16000
	// Frame is the number of samples in a packet: 20 ms.
	Frame = Rate / 50
	// frameTicks is how far the clock of RTP goes in a packet.
	frameTicks = Frame / perTick
	// frameTime is how often a packet is sent.
	frameTime = 20 * time.Millisecond
	// patience is how long a source of packets may be silent before another one
	// may take its place.
	patience = 2 * time.Second
)

// Stats counts what a session did.
type Stats struct {
	Sent, Received uint64    // RTP packets
	Loud           uint64    // received packets that were not silence
	Late, Lost     uint64    // packets that came too late, pieces of 10 ms that never came
	Rejected       uint64    // packets that were not authentic or came twice
	LastReceived   time.Time // zero before the first
}

// Session is one RTP stream each way on one socket.
type Session struct {
	mu        sync.Mutex // guards what follows; held for microseconds only
	conn      *net.UDPConn
	local     netip.AddrPort
	remote    netip.AddrPort
	heardAt   time.Time      // last packet from remote
	latched   bool           // remote was learnt from a packet
	described netip.AddrPort // what the other side said last
	before    voices         // see parting.go
	codec     Codec
	sends     bool
	hears     bool
	muted     bool
	epoch     time.Time
	heard     jitter  // from them
	meter     decoder // of every packet, for Loud
	coder     encoder
	spoken    microphone
	stats     Stats
	keys      keys // telephone events, see keys.go

	protection protection // see seal.go

	started atomic.Bool
	stop    chan struct{}
	once    sync.Once
	done    sync.WaitGroup
}

// Open binds a socket for RTP on the address that the other side will see.
func Open(host netip.Addr, p Policy) (*Session, error) {
	conn, local, err := bind(host)
	if err != nil {
		return nil, err
	}
	s := &Session{
		conn: conn, local: local, stop: make(chan struct{}),
		epoch: time.Now(), spoken: newMicrophone(), protection: protection{policy: p},
	}
	s.Renew()
	return s, nil
}

// Local is where we want to receive.
func (s *Session) Local() netip.AddrPort {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.local
}

// Apply takes what was agreed on: d is what the other side said. The first call
// starts the packets, later ones change them (hold, another address).
func (s *Session) Apply(d Description) {
	s.mu.Lock()
	if s.described.IsValid() && d.Remote != s.described {
		s.before.add(s.described)
		s.before.parted = time.Now()
	}
	if !s.latched || d.Remote != s.remote {
		s.remote, s.latched = d.Remote, false
	}
	s.described = d.Remote
	s.codec = d.Codec
	agreed := s.protection.agree(d)
	s.sends, s.hears = agreed && d.Direction.Receives(), agreed && d.Direction.Sends()
	s.mu.Unlock()
	if s.started.CompareAndSwap(false, true) {
		s.done.Add(2)
		go s.receive()
		go s.send()
	}
}

// Mute makes us send silence.
func (s *Session) Mute(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.muted = on
}

// Speak takes samples of the microphone. It never waits for the network.
func (s *Session) Speak(samples []int16) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spoken.put(samples)
}

// Hear fills samples for the loudspeaker. It never waits for the network.
func (s *Session) Hear(samples []int16) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard.play(s.samplesAt(time.Now()), samples)
}

// samplesAt is a moment in samples since the session was opened.
func (s *Session) samplesAt(now time.Time) int64 {
	return now.Sub(s.epoch).Microseconds() * (Rate / 1000) / 1000
}

// Stats tells what has happened so far.
func (s *Session) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats := s.stats
	stats.Late, stats.Lost = s.heard.late, s.heard.lost
	return stats
}

// Close ends the packets and waits until the last one is out.
func (s *Session) Close() {
	s.once.Do(func() {
		close(s.stop)
		_ = s.socket().Close()
	})
	s.done.Wait()
}

func (s *Session) receive() {
	defer s.done.Done()
	buffer := make([]byte, 2048)
	var packet rtp.Packet
	for {
		conn := s.socket()
		n, from, err := conn.ReadFromUDPAddrPort(buffer)
		if errors.Is(err, net.ErrClosed) && conn == s.socket() {
			return // not moved
		}
		if err != nil {
			select { // such as "port unreachable", which Windows reports here
			case <-s.stop:
				return
			case <-time.After(frameTime):
			}
			continue
		}
		if plain, ok := s.opened(buffer[:n]); ok && packet.Unmarshal(plain) == nil {
			s.take(&packet, netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), time.Now())
		}
	}
}

// take accepts a packet and learns from it where to send: behind NAT the
// address in the description is wrong (symmetric RTP, RFC 4961).
func (s *Session) take(packet *rtp.Packet, from netip.AddrPort, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys.take(packet) {
		return
	}
	coding := s.codec.Coding
	switch packet.PayloadType {
	case s.codec.Payload:
	case uint8(PCMA), uint8(PCMU), uint8(G722): // offered all: a peer may switch
		coding = Coding(packet.PayloadType)
	default:
		return
	}
	if from != s.remote {
		switch {
		case from == s.described: // by whoever was asked; all others only guess
		case s.before.leaving(from, now):
			return
		case s.latched && now.Sub(s.heardAt) < patience:
			s.before.add(from)
			return // a second sender must not take the call over
		}
		s.before.add(from)
		s.remote = from
	}
	s.latched, s.heardAt = true, now
	s.stats.Received++
	s.stats.LastReceived = now
	if s.isLoud(coding, packet.Payload) {
		s.stats.Loud++
	}
	if s.hears {
		s.heard.put(s.samplesAt(now), packet.SSRC, packet.Timestamp, packet.SequenceNumber, coding, packet.Payload)
	}
}

func (s *Session) isLoud(coding Coding, payload []byte) bool {
	var samples [2 * maxPayload]int16
	for _, v := range s.meter.decode(samples[:0], coding, payload) {
		if v > 256 || v < -256 {
			return true
		}
	}
	return false
}

func (s *Session) send() {
	defer s.done.Done()
	ticker := time.NewTicker(frameTime)
	defer ticker.Stop()
	packet := rtp.Packet{Header: rtp.Header{Version: 2, Timestamp: rand.Uint32()}}
	begin(&packet.Header)
	buffer, sealed := make([]byte, 12+frameTicks), make([]byte, 2048)
	for {
		select {
		case <-s.stop:
			return
		case <-ticker.C:
		}
		to, ok := s.nextFrame(&packet)
		if ok {
			n, err := s.keyed(&packet).MarshalTo(buffer)
			if data, ok := s.sealed(sealed[:0], buffer[:n]); ok && err == nil {
				// A lost packet is 20 ms of silence; there is nobody to tell.
				_, _ = s.socket().WriteToUDPAddrPort(data, to)
			}
			packet.Marker = false
			packet.SequenceNumber++ // on hold the clock runs on, the numbers do not
		}
		packet.Timestamp += frameTicks
	}
}

// begin makes a stream of its own. Its numbers stay far from their end, as long as
// a receiver may not have heard the first of them (RFC 3711 section 3.3.1).
func begin(h *rtp.Header) {
	h.Marker, h.SequenceNumber, h.SSRC = true, uint16(rand.N(1<<15)), rand.Uint32()
}

// nextFrame fills the payload with our voice, or with silence when there is none.
func (s *Session) nextFrame(packet *rtp.Packet) (to netip.AddrPort, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var frame [Frame]int16
	s.spoken.take(&frame)
	if !s.sends || !s.remote.IsValid() || s.remote.Addr().IsUnspecified() || s.remote.Port() == 0 {
		return netip.AddrPort{}, false
	}
	if s.muted {
		clear(frame[:])
	}
	if s.protection.renewed {
		s.protection.renewed = false
		begin(&packet.Header)
	}
	packet.PayloadType = s.codec.Payload
	packet.Payload = s.coder.encode(packet.Payload[:0], s.codec.Coding, frame[:])
	s.stats.Sent++
	return s.remote, true
}
