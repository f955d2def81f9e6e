package media

import (
	"net/netip"
	"slices"
	"time"
)

const (
	// parting is how long the voices of before are not believed once the other side
	// has named a new place. After it they are: behind NAT both may be the same.
	parting = 300 * time.Millisecond
	// mostVoices is how many are remembered. More telephones than that do not ring at
	// once, and strangers must not fill our memory.
	mostVoices = 16
)

// voices are the places that were named or heard in a session: several telephones
// may ring at once, each with a tone of its own that goes on for a moment after
// another one has answered.
type voices struct {
	known  []netip.AddrPort
	parted time.Time // when the other side named a new place
}

func (v *voices) add(from netip.AddrPort) {
	if slices.Contains(v.known, from) {
		return
	}
	if len(v.known) == mostVoices {
		v.known = slices.Delete(v.known, 0, 1)
	}
	v.known = append(v.known, from)
}

// leaving says whether a packet is of the time before, still under way.
func (v *voices) leaving(from netip.AddrPort, now time.Time) bool {
	return now.Sub(v.parted) < parting && slices.Contains(v.known, from)
}
