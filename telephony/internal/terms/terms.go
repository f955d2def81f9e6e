// Package terms is what two sides agree on in SDP beside codecs: which way voice
// goes, and the payload type of telephone events (RFC 4733).
package terms

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"

	"pult/telephony/internal/media"
)

// OurKeys is the payload type that we offer for telephone events.
const OurKeys = 101

const keysName = "telephone-event/8000"

// Amend puts a direction and telephone events into a description of ours. A
// payload type of zero leaves the events out.
func Amend(body []byte, d media.Direction, keys uint8) ([]byte, error) {
	var session sdp.SessionDescription
	if err := session.Unmarshal(body); err != nil {
		return nil, media.ErrGarbled
	}
	line := voice(&session)
	if line == nil {
		return body, nil
	}
	line.Attributes = slices.DeleteFunc(line.Attributes, func(a sdp.Attribute) bool {
		switch media.Direction(a.Key) {
		case media.SendReceive, media.SendOnly, media.ReceiveOnly, media.Inactive:
			return true
		}
		return false
	})
	if payload := strconv.Itoa(int(keys)); keys != 0 && !slices.Contains(line.MediaName.Formats, payload) {
		line.MediaName.Formats = append(line.MediaName.Formats, payload)
		line.WithValueAttribute("rtpmap", payload+" "+keysName).WithValueAttribute("fmtp", payload+" 0-15")
	}
	line.WithPropertyAttribute(string(d))
	return session.Marshal()
}

// Keys is the payload type which a description gives telephone events, 0 when it
// does not know them.
func Keys(d media.Description) uint8 {
	line := d.Line()
	if line == nil {
		return 0
	}
	for _, a := range line.Attributes {
		payload, name, _ := strings.Cut(a.Value, " ")
		if a.Key != "rtpmap" || !strings.EqualFold(strings.TrimSuffix(strings.TrimSpace(name), "/1"), keysName) {
			continue
		}
		n, err := strconv.ParseUint(payload, 10, 7)
		if err == nil && slices.Contains(line.MediaName.Formats, payload) {
			return uint8(n)
		}
	}
	return 0
}

// Answer is the direction to answer an offer with (RFC 3264 section 6.1): its
// mirror, without what we do not want to hear while we hold.
func Answer(offered media.Direction, holding bool) media.Direction {
	d := offered.Mirror()
	switch {
	case !holding:
		return d
	case d.Sends():
		return media.SendOnly
	default:
		return media.Inactive
	}
}

// voice is the first voice line in use.
func voice(session *sdp.SessionDescription) *sdp.MediaDescription {
	for _, m := range session.MediaDescriptions {
		if m.MediaName.Media == "audio" && m.MediaName.Port.Value > 0 {
			return m
		}
	}
	return nil
}
