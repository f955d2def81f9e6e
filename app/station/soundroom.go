package station

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/feed"
	"pult/app/lines"
	"pult/telephony/audio"
)

// Sound is what the settings of the sound work with. Its methods may be called
// from any goroutine; those that may take long have a context.
type Sound struct {
	conf    *conf.Config
	devices *audio.Devices
	lines   *lines.Board // nil without a telephone account
	check   *soundCheck
	silent  *atomic.Bool // of the tones

	alive atomic.Int64 // when the microphone gave more than zeros, in Unix milliseconds

	mu     sync.Mutex // guards what follows
	choice crm.SoundChoice
	listed []string // loudspeakers that were listed last
	watch  io.Closer
}

func newSound(c *conf.Config, devices *audio.Devices, check *soundCheck) *Sound {
	s := &Sound{
		conf: c, devices: devices, check: check, silent: &atomic.Bool{},
		choice: crm.SoundChoice{Input: c.Sound.Input, Output: c.Sound.Output, Ring: c.Sound.Ring, Silent: c.Sound.Silent},
	}
	s.apply(s.choice)
	return s
}

// FirstSound is the sound of a home folder before there is a station: devices are
// chosen and tried, calls are not.
func FirstSound(c *conf.Config, log *slog.Logger) *Sound {
	devices := &audio.Devices{}
	return newSound(c, devices, newSoundCheck(devices, &feed.Feed{}, log))
}

func (s *Sound) apply(c crm.SoundChoice) {
	s.devices.Choose(audio.Choice{Input: c.Input, Output: c.Output, Ring: c.Ring})
	s.silent.Store(c.Silent)
}

// Trouble is what was found wrong last, without a look at the devices.
func (s *Sound) Trouble() error { return s.check.trouble() }

// Choice is what is chosen.
func (s *Sound) Choice() crm.SoundChoice {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.choice
}

// Choose takes effect at once, in a call too, and is kept in pult.toml. When it
// cannot be kept it holds until the program ends, and the error says why.
func (s *Sound) Choose(_ context.Context, c crm.SoundChoice) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.choice = c
	s.apply(c)
	s.alive.Store(time.Now().UnixMilli())
	s.check.again()
	return s.conf.SaveSound(conf.Sound{Input: c.Input, Output: c.Output, Ring: c.Ring, Silent: c.Silent})
}

// Devices lists what can be chosen.
func (s *Sound) Devices(context.Context) (crm.SoundDevices, error) {
	found, err := s.devices.List()
	if err != nil && !errors.Is(err, crm.ErrNotFound) {
		return crm.SoundDevices{}, err
	}
	d := crm.SoundDevices{Inputs: namesOf(found.Inputs), Outputs: namesOf(found.Outputs)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listed = d.Outputs
	return d, nil
}

func namesOf(devices []audio.Device) []string {
	names := make([]string, len(devices))
	for i, d := range devices {
		names[i] = d.Name
	}
	return names
}

// Watch opens the devices, so that State tells of them without a call; off lets
// go of them.
func (s *Sound) Watch(_ context.Context, on bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !on {
		if s.watch != nil {
			_ = s.watch.Close()
			s.watch = nil
			s.check.again()
		}
		return nil
	}
	if s.watch != nil {
		return nil
	}
	s.alive.Store(time.Now().UnixMilli())
	watch, err := s.devices.Open(func(samples []int16) {
		if slices.ContainsFunc(samples, func(v int16) bool { return v != 0 }) {
			s.alive.Store(time.Now().UnixMilli())
		}
	}, func(samples []int16) { clear(samples) })
	if err != nil {
		return err
	}
	s.watch = watch
	return nil
}

// muteAfter is how long a microphone may give pure zeros, which no room does.
const muteAfter = 3 * time.Second

// State tells how the devices do while they are watched, or in a call.
func (s *Sound) State() crm.SoundState {
	levels := s.devices.Levels()
	state := crm.SoundState{In: levels.In.Peak, Out: levels.Out.Peak}
	in, out, ok := s.devices.InUse()
	if !ok {
		return state
	}
	state.Input, state.Output = soundFault(in.Device, in.Trouble()), soundFault(out.Device, out.Trouble())
	s.mu.Lock()
	defer s.mu.Unlock()
	quiet := time.Since(time.UnixMilli(s.alive.Load()))
	if state.Input == nil && s.watch != nil && quiet > muteAfter {
		state.Input = soundFault(in.Device, audio.Mute)
	}
	if ring := s.choice.Ring; ring != "" && s.listed != nil && !slices.Contains(s.listed, ring) {
		state.Ring = soundFault(ring, audio.Missing)
	}
	return state
}

func soundFault(device string, t audio.Trouble) error {
	if t == audio.Fine {
		return nil
	}
	return &crm.Fault{Kind: crm.ErrNoSound, Subject: device, Detail: string(t)}
}

// ringFor is one round of the ringtone.
const ringFor = 3 * time.Second

// Ring lets the ringtone be heard where calls will ring.
func (s *Sound) Ring(ctx context.Context) error {
	tone, err := s.devices.Play(audio.Ringtone)
	if err != nil {
		return err
	}
	defer tone.Close()
	timer := time.NewTimer(ringFor)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// loopFor is how much the test of the microphone takes and plays back.
const loopFor = 3 * time.Second

// Loop plays back what the microphone hears; turned is told when it begins to.
func (s *Sound) Loop(ctx context.Context, turned func()) error {
	return s.devices.Loop(ctx, loopFor, turned)
}

// TestCall calls ourselves through the exchange.
func (s *Sound) TestCall(ctx context.Context) (crm.TestResult, error) {
	if s.lines == nil {
		return crm.TestResult{}, crm.ErrNotConnected
	}
	return s.lines.TestCall(ctx)
}
