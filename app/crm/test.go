package crm

import "time"

// TestResult is what a test call to oneself has shown.
type TestResult struct {
	Registered bool
	// Refused is why the exchange did not connect us with ourselves; empty when
	// it did. Code is its SIP status.
	Refused Outcome
	Code    int
	// Elsewhere says that somebody else took the call: a voicemail, another
	// telephone with our number.
	Elsewhere  bool
	Signalling time.Duration // from dialling to the answer
	There      bool          // sound reached the other end
	Back       bool          // and came back
	RoundTrip  time.Duration // of sound, with all that delays it
	Loss       float64       // per cent of packets, of both ways
	Codec      string
}

// Good tells a line that can be talked on.
func (r TestResult) Good() bool {
	return r.Registered && r.Refused == "" && !r.Elsewhere && r.There && r.Back
}
