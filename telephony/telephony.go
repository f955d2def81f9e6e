// Package telephony is one registered telephone line over SIP: registration,
// calls both ways and their sound. One goroutine owns all of it; sockets, sound
// devices and commands send it events, and what happens is told to a Listener.
package telephony

import (
	"io"
	"time"

	"pult/app/crm"
)

// Listener hears what happens on the line, in order, on one goroutine that is
// not the line's: a slow listener never delays an answer to the exchange.
type Listener interface {
	// LineChanged tells of every change of the registration.
	LineChanged(crm.LineStatus)
	// Ringing is an incoming call; 180 has been sent already, unless
	// SetDoNotDisturb is on and Ended follows at once.
	Ringing(crm.Ring)
	// RemoteRinging says that a call we dialled rings at the other end.
	RemoteRinging(call crm.ID)
	// Answered says that people can talk.
	Answered(call crm.ID, at time.Time)
	// Held says whether the other side is on hold (here) and whether it has put
	// us on hold (there). It comes at each change of either.
	Held(call crm.ID, here, there bool)
	// TransferEnded comes once for each transfer that was begun. Without an
	// error the call is over, and Ended follows; with one the talk goes on. The
	// error wraps crm.ErrBusy, crm.ErrNotFound (no such number), crm.ErrOffline
	// (not reached, or nobody told) or crm.ErrRefused when the other side said no.
	TransferEnded(call crm.ID, err error)
	// Ended comes exactly once for each call that rang or was dialled.
	Ended(call crm.ID, end crm.CallEnd)
}

// Audio opens microphone and loudspeaker for one call.
type Audio interface {
	// Open starts a session of 16-bit mono sound at 16 kHz. The device gives what
	// the microphone hears to speak and asks hear to fill what the loudspeaker
	// plays, in pieces of any length; neither function blocks. Open may take
	// long and is never called on the goroutine of the line. Close of the
	// result ends the calls of both functions before it returns.
	Open(speak, hear func(samples []int16)) (io.Closer, error)
}

// Silence is an Audio without devices.
type Silence struct{}

// Open gives a session in which nothing is said or heard.
func (Silence) Open(_, _ func([]int16)) (io.Closer, error) { return io.NopCloser(nil), nil }
