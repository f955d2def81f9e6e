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
}

// Read understands an offer or an answer. Of several voice lines the first that
// can be used is taken.
func Read(body []byte) (d Description, err error) {
	defer func() {
		if recover() != nil { // the parser is somebody else's, its input anybody's
			d, err = Description{}, ErrGarbled
		}
	}()
	session := &sdp.SessionDescription{}
	if err := session.Unmarshal(body); err != nil {
		return Description{}, ErrGarbled
	}
	for i, m := range session.MediaDescriptions {
		codec, ok := codecOf(m)
		if !ok {
			continue
		}
		remote, held, err := address(session, m)
		if err != nil {
			return Description{}, err
		}
		d := Description{Remote: remote, Codec: codec, Direction: direction(session, m), Session: session, audio: i}
		if held { // hold as RFC 2543 had it
			d.Direction = SendOnly
		}
		return d, nil
	}
	return Description{}, ErrNoCodec
}

func codecOf(m *sdp.MediaDescription) (Codec, bool) {
	if m.MediaName.Media != "audio" || m.MediaName.Port.Value <= 0 || m.MediaName.Port.Value > 65535 ||
		!strings.EqualFold(strings.Join(m.MediaName.Protos, "/"), "RTP/AVP") {
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

// Offer describes our side: all codings, both ways.
func Offer(local netip.AddrPort, id Identity) ([]byte, error) {
	codecs := make([]Codec, 0, len(offered))
	for _, coding := range offered {
		codecs = append(codecs, Codec{coding, uint8(coding)})
	}
	return marshal(local, id, []*sdp.MediaDescription{ours(local, codecs, SendReceive)})
}

// Answer accepts an offer: one line for each of theirs, and all but the voice
// refused by port 0 (RFC 3264 section 6).
func Answer(local netip.AddrPort, id Identity, offer Description) ([]byte, error) {
	var lines []*sdp.MediaDescription
	for i, m := range offer.Session.MediaDescriptions {
		if i == offer.audio {
			lines = append(lines, ours(local, []Codec{offer.Codec}, offer.Direction.Mirror()))
			continue
		}
		refused := &sdp.MediaDescription{MediaName: m.MediaName}
		refused.MediaName.Port = sdp.RangedPort{Value: 0}
		lines = append(lines, refused)
	}
	return marshal(local, id, lines)
}

func ours(local netip.AddrPort, codecs []Codec, d Direction) *sdp.MediaDescription {
	m := &sdp.MediaDescription{MediaName: sdp.MediaName{
		Media: "audio", Port: sdp.RangedPort{Value: int(local.Port())}, Protos: []string{"RTP", "AVP"},
	}}
	for _, c := range codecs {
		payload := strconv.Itoa(int(c.Payload))
		m.MediaName.Formats = append(m.MediaName.Formats, payload)
		m.WithValueAttribute("rtpmap", payload+" "+c.Coding.Name()+"/8000")
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
