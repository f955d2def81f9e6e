package crm

// Lamp is what the telephone of a colleague is doing, as the exchange tells it
// (RFC 4235).
type Lamp string

// States of a lamp. A colleague who dials is LampTalking: the telephone is in use.
const (
	LampIdle    Lamp = "idle"
	LampRinging Lamp = "ringing"
	LampTalking Lamp = "talking"
	LampUnknown Lamp = "unknown" // not told yet, refused, or the line is down
)

// Colleague is somebody on the same exchange to whom a call can be handed over.
type Colleague struct {
	Name      string // as 1C shows the manager
	Extension string
	Lamp      Lamp
}
