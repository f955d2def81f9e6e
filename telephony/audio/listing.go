package audio

// Device is one that can be chosen.
type Device struct {
	Name    string
	Default bool
}

// Listing is what is plugged in.
type Listing struct {
	Inputs, Outputs []Device
}

// List says what can be chosen. It may take long.
func (d *Devices) List() (Listing, error) {
	if d.Null {
		return Listing{}, nil
	}
	return d.system().list()
}

// InUse says what a call that is up runs on; ok is false when there is none.
func (d *Devices) InUse() (in, out Use, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for s := range d.sessions {
		if s.in == nil {
			continue
		}
		return *s.in.state.Load(), *s.out.state.Load(), true
	}
	return Use{}, Use{}, false
}
