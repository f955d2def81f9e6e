package crm

import (
	"errors"
	"fmt"
)

// Kinds of failure. Packages wrap them with what was being done; app/view turns
// a kind into a sentence for people with the cure.
var (
	ErrNotFound     = errors.New("not found")
	ErrInvalid      = errors.New("invalid")       // input that cannot be understood
	ErrConflict     = errors.New("conflict")      // it exists already, or somebody else holds it
	ErrOffline      = errors.New("offline")       // the other side does not answer
	ErrDenied       = errors.New("denied")        // wrong password or no right
	ErrNotPublished = errors.New("not published") // the administrator has not ticked it in 1C
	ErrNoField      = errors.New("no such field") // the configuration of 1C has another name for it
	ErrBusy         = errors.New("busy")          // no session, lock, licence: later it will do
	ErrRefused      = errors.New("refused")       // the other side understood and said no
	ErrGarbled      = errors.New("garbled")       // an answer that is not what it claims to be
	ErrNoSecret     = errors.New("no password")   // neither in the keychain nor in a file
	ErrUntrusted    = errors.New("untrusted")     // a certificate nobody vouches for; Detail is its fingerprint
	ErrNoCall       = errors.New("no such call")
	ErrNotRecorded  = errors.New("not recorded")  // the sound of a talk is not kept
	ErrNoSound      = errors.New("no sound")      // a microphone or a loudspeaker does not work
	ErrNotConnected = errors.New("not connected") // the phone line is not registered
	ErrNotHere      = errors.New("not here")      // it is done at the desk phone
	ErrReadOnly     = errors.New("read only")     // the administrator does not allow it to be written
	ErrBanned       = errors.New("asked not to be called")
	ErrHeld         = errors.New("held back")      // another fact about the same client goes first
	ErrIncomplete   = errors.New("not complete")   // Subject names what is to be added
	ErrByHand       = errors.New("by hand")        // a person must dial: no program may
	ErrWithheld     = errors.New("not called now") // the gate of lists says why
)

// Two ways to be garbled that people are told apart.
var (
	ErrCut   = fmt.Errorf("%w: cut off in the middle", ErrGarbled)
	ErrEmpty = fmt.Errorf("%w: nothing where there was much", ErrGarbled)
)

// Ways of 1C to be busy, which pass in different times by different hands.
var (
	ErrLocked      = fmt.Errorf("%w: somebody else is writing there", ErrBusy)
	ErrNoSession   = fmt.Errorf("%w: no session is free", ErrBusy)
	ErrNoLicence   = fmt.Errorf("%w: no licence is free", ErrBusy)
	ErrMaintenance = fmt.Errorf("%w: closed for maintenance", ErrBusy)
	ErrDiskFull    = fmt.Errorf("%w: its disk is full", ErrBusy)
)

// Ways to be turned away that are not about the password.
var (
	ErrNoRight   = fmt.Errorf("%w: no right to that object", ErrDenied)
	ErrForbidden = fmt.Errorf("%w: by the web server", ErrDenied)
)

// Refusals that have a cure of their own.
var (
	ErrClosedPeriod = fmt.Errorf("%w: the period is closed", ErrRefused)
	ErrUnassigned   = fmt.Errorf("%w: it has no client any more", ErrRefused)
	ErrInternal     = fmt.Errorf("%w: it failed inside", ErrRefused)
)

// ErrNoBase says that the web server answers and knows no such base.
var ErrNoBase = fmt.Errorf("%w: no such base at this address", ErrNotPublished)

// ErrKnownClient says that the firm has that client already; Subject is its name.
var ErrKnownClient = fmt.Errorf("%w: such a client is known", ErrConflict)

// ErrTwoTalks says that something needs two talks, and there are fewer, or more and
// no telling which.
var ErrTwoTalks = fmt.Errorf("%w: two talks are needed", ErrConflict)

// Fault is a failure with words of the other side. Kind is one of the errors
// above; Subject names the thing (an entity of 1C, an address); Detail is what
// the other side said, word for word.
type Fault struct {
	Kind    error
	Subject string
	Detail  string
}

func (f *Fault) Error() string {
	text := f.Kind.Error()
	if f.Subject != "" {
		text = f.Subject + ": " + text
	}
	if f.Detail != "" {
		text += ": " + f.Detail
	}
	return text
}

// Unwrap lets errors.Is find the kind.
func (f *Fault) Unwrap() error { return f.Kind }
