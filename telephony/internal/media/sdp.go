// Package media carries the voice of a call: what two sides agreed on (SDP, RFC
// 4566 and RFC 3264), RTP packets both ways, and a small buffer against jitter.
package media

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

// Errors of an offer or an answer.
var (
	ErrGarbled = errors.New("media: the description cannot be read")
	ErrNoCodec = errors.New("media: no common codec")
)

// Direction says which way voice goes, seen from the side that describes.
type Direction string

// Directions of RFC 4566 section 6.
const (
	SendReceive Direction = "sendrecv"
	SendOnly    Direction = "sendonly"
	ReceiveOnly Direction = "recvonly"
	Inactive    Direction = "inactive"
)

// Mirror is the answer to a direction (RFC 3264 section 6.1): who is put on hold
// only listens.
func (d Direction) Mirror() Direction {
	switch d {
	case SendOnly:
		return ReceiveOnly
	case ReceiveOnly:
		return SendOnly
	default:
		return d
	}
}

// Sends says whether the side that describes sends voice.
func (d Direction) Sends() bool { return d == SendReceive || d == SendOnly }

// Receives says whether the side that describes wants voice.
func (d Direction) Receives() bool { return d == SendReceive || d == ReceiveOnly }

// Description is what one side says about its voice.
type Description struct {
	Remote    netip.AddrPort
	Codec     Codec
	Direction Direction
	Session   *sdp.SessionDescription // for the answer
	audio     int                     // which media line is ours
	key       *key                    // of its packets, nil when they are plain
	savp      bool                    // the line insists on protection
}

// Line is the media line that is talked by, nil in a description of nobody.
func (d Description) Line() *sdp.MediaDescription {
	if d.Session == nil {
		return nil
	}
	return d.Session.MediaDescriptions[d.audio]
}

// Read understands an offer or an answer. Of several voice lines the first that
// can be used is taken, but a protected one comes before a plain one.
func Read(body []byte, p Policy) (d Description, err error) {
	defer func() {
		if recover() != nil { // the parser is somebody else's, its input anybody's
			d, err = Description{}, ErrGarbled
		}
	}()
	session := &sdp.SessionDescription{}
	if err := session.Unmarshal(body); err != nil {
		return Description{}, ErrGarbled
	}
	d, err = choose(session, p)
	if err != nil {
		return Description{}, err
	}
	m := d.Line()
	remote, held, err := address(session, m)
	if err != nil {
		return Description{}, err
	}
	d.Remote, d.Direction = remote, direction(session, m)
	if held { // hold as RFC 2543 had it
		d.Direction = SendOnly
	}
	return d, nil
}

// choose finds the voice line to talk by.
func choose(session *sdp.SessionDescription, p Policy) (d Description, err error) {
	err = ErrNoCodec
	for i, m := range session.MediaDescriptions {
		codec, ok := codecOf(m)
		if !ok {
			continue
		}
		line := Description{Codec: codec, Session: session, audio: i, savp: isProfile(m, "RTP/SAVP")}
		if k, ok := keyOf(m); ok && p != Plain {
			line.key = &k
		}
		switch {
		case line.key == nil && (line.savp || p == Strict):
			if err != nil {
				err = ErrUnprotected
			}
		case err != nil || d.key == nil && line.key != nil:
			d, err = line, nil
		}
	}
	return d, err
}

func isProfile(m *sdp.MediaDescription, name string) bool {
	return strings.EqualFold(strings.Join(m.MediaName.Protos, "/"), name)
}

func codecOf(m *sdp.MediaDescription) (Codec, bool) {
	if m.MediaName.Media != "audio" || m.MediaName.Port.Value <= 0 || m.MediaName.Port.Value > 65535 ||
		!isProfile(m, "RTP/AVP") && !isProfile(m, "RTP/SAVP") {
		return Codec{}, false
	}
	names := map[string]string{"0": "PCMU/8000", "8": "PCMA/8000", "9": "G722/8000"}
	for _, a := range m.Attributes {
		if a.Key != "rtpmap" {
			continue
		}
		if payload, name, ok := strings.Cut(a.Value, " "); ok {
			names[payload] = strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(name)), "/1")
		}
	}
	for _, format := range m.MediaName.Formats {
		payload, err := strconv.ParseUint(format, 10, 7)
		if err != nil {
			continue
		}
		for _, coding := range offered {
			if names[format] == coding.Name()+"/8000" {
				return Codec{coding, uint8(payload)}, true
			}
		}
	}
	return Codec{}, false
}

// address finds where voice is wanted. Names instead of addresses are not
// looked up: that would hold up the call, and no exchange sends them.
func address(session *sdp.SessionDescription, m *sdp.MediaDescription) (remote netip.AddrPort, held bool, err error) {
	connection := m.ConnectionInformation
	if connection == nil {
		connection = session.ConnectionInformation
	}
	if connection == nil || connection.Address == nil {
		return netip.AddrPort{}, false, ErrGarbled
	}
	text, _, _ := strings.Cut(connection.Address.Address, "/")
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.IsMulticast() {
		return netip.AddrPort{}, false, ErrGarbled
	}
	return netip.AddrPortFrom(addr.Unmap(), uint16(m.MediaName.Port.Value)), addr.IsUnspecified(), nil
}

func direction(session *sdp.SessionDescription, m *sdp.MediaDescription) Direction {
	for _, attributes := range [][]sdp.Attribute{m.Attributes, session.Attributes} {
		for _, a := range attributes {
			switch d := Direction(a.Key); d {
			case SendReceive, SendOnly, ReceiveOnly, Inactive:
				return d
			}
		}
	}
	return SendReceive
}

// Identity numbers the descriptions of one side of one call.
type Identity struct {
	ID, Version uint64
}

// offered are the codings we have, the best first: wide band, then the law of
// Europe.
var offered = []Coding{G722, PCMA, PCMU}

// Offer describes our side: all codings, both ways, and our keys. Protection that
// may be done without stands in a plain line, which those who do not know it take;
// a side that spoke of RTP/SAVP once is spoken to in kind.
func (s *Session) Offer(id Identity) ([]byte, error) {
	codecs := make([]Codec, 0, len(offered))
	for _, coding := range offered {
		codecs = append(codecs, Codec{coding, uint8(coding)})
	}
	s.mu.Lock()
	p := &s.protection
	line := ours(s.local, p.policy == Strict || p.profile, codecs, p.ours, SendReceive)
	s.mu.Unlock()
	return marshal(s.local, id, []*sdp.MediaDescription{line})
}

// Answer accepts an offer: one line for each of theirs, and all but the voice
// refused by port 0 (RFC 3264 section 6). Our key stands under the tag of theirs.
func (s *Session) Answer(id Identity, offer Description) ([]byte, error) {
	var keys []key
	if offer.key != nil {
		s.mu.Lock()
		k, ok := s.protection.of(offer.key.suite)
		s.mu.Unlock()
		if !ok {
			return nil, ErrUnprotected
		}
		k.tag = offer.key.tag
		keys = append(keys, k)
	}
	var lines []*sdp.MediaDescription
	for i, m := range offer.Session.MediaDescriptions {
		if i == offer.audio {
			lines = append(lines, ours(s.local, offer.savp, []Codec{offer.Codec}, keys, offer.Direction.Mirror()))
			continue
		}
		refused := &sdp.MediaDescription{MediaName: m.MediaName}
		refused.MediaName.Port = sdp.RangedPort{Value: 0}
		lines = append(lines, refused)
	}
	return marshal(s.local, id, lines)
}

// ReadAnswer understands the answer to our offer.
func (s *Session) ReadAnswer(body []byte) (Description, error) {
	d, err := Read(body, s.protection.policy)
	if err != nil || d.key == nil {
		return d, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.protection.answers(*d.key) {
		return Description{}, ErrUnprotected
	}
	return d, nil
}

func ours(local netip.AddrPort, savp bool, codecs []Codec, keys []key, d Direction) *sdp.MediaDescription {
	profile := "AVP"
	if savp {
		profile = "SAVP"
	}
	m := &sdp.MediaDescription{MediaName: sdp.MediaName{
		Media: "audio", Port: sdp.RangedPort{Value: int(local.Port())}, Protos: []string{"RTP", profile},
	}}
	for _, c := range codecs {
		payload := strconv.Itoa(int(c.Payload))
		m.MediaName.Formats = append(m.MediaName.Formats, payload)
		m.WithValueAttribute("rtpmap", payload+" "+c.Coding.Name()+"/8000")
	}
	for _, k := range keys {
		m.WithValueAttribute("crypto", k.attribute())
	}
	return m.WithValueAttribute("ptime", "20").WithPropertyAttribute(string(d))
}

func marshal(local netip.AddrPort, id Identity, lines []*sdp.MediaDescription) ([]byte, error) {
	kind := "IP4"
	if local.Addr().Is6() {
		kind = "IP6"
	}
	host := local.Addr().WithZone("").String()
	session := &sdp.SessionDescription{
		Origin: sdp.Origin{
			Username: "-", SessionID: id.ID, SessionVersion: id.Version,
			NetworkType: "IN", AddressType: kind, UnicastAddress: host,
		},
		SessionName: "-",
		ConnectionInformation: &sdp.ConnectionInformation{
			NetworkType: "IN", AddressType: kind, Address: &sdp.Address{Address: host},
		},
		TimeDescriptions:  []sdp.TimeDescription{{}},
		MediaDescriptions: lines,
	}
	return session.Marshal()
}
