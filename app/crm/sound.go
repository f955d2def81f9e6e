package crm

import "time"

// SoundChoice names devices as the system shows them; an empty name is its
// default, an empty Ring the loudspeaker.
type SoundChoice struct {
	Input, Output, Ring string
	Silent              bool // no ringtone and no tones of the exchange
}

// SoundDevices are the names that can be chosen.
type SoundDevices struct{ Inputs, Outputs []string }

// SoundState is how the devices do at this moment.
type SoundState struct {
	In, Out             float64 // how loud it was, from 0 to 1
	Input, Output, Ring error   // what is wrong with each, a Fault of ErrNoSound
}

// Playback is how the playing of a recording stands.
type Playback struct {
	Call     ID
	Position time.Duration
	Length   time.Duration
	Speed    float64
	Paused   bool
	Busy     bool // a call does not let it go on
	Ended    bool
	Err      error // why it ended before its time
}
