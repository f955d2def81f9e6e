package audio

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
	"unsafe"

	"github.com/gen2brain/malgo"

	"pult/app/crm"
)

const (
	periodMilli = 20
	// backends of miniaudio with hardware behind them are 0 to 12, the best
	// first. null is the one without; the constant of malgo, BackendNull, is one
	// too low and names a backend that does not exist. Left to itself miniaudio
	// would take null where there is no sound card, and nobody would know.
	hardware = 13
	null     = malgo.Backend(14)
)

// kind is a direction of sound.
type kind uint8

const (
	capture kind = iota
	playback
)

// driver opens devices. stopped is called once at most, on any thread, when a
// device ends by itself.
type driver interface {
	list() (Listing, error)
	open(k kind, name string, work func(samples []int16), stopped func()) (io.Closer, error)
}

// machine is the sound system of this machine.
type machine struct{ null bool }

func (m machine) context() (*malgo.AllocatedContext, error) {
	backends := make([]malgo.Backend, 0, hardware)
	for b := range malgo.Backend(hardware) {
		backends = append(backends, b)
	}
	if m.null {
		backends = []malgo.Backend{null}
	}
	ctx, err := malgo.InitContext(backends, malgo.ContextConfig{}, nil)
	if err != nil {
		return nil, fmt.Errorf("audio: sound system: %w", reason(err))
	}
	return ctx, nil
}

func release(ctx *malgo.AllocatedContext) {
	_ = ctx.Uninit()
	ctx.Free()
}

// reason says in words of the domain why a device cannot be had.
func reason(err error) error {
	kinds := map[error]error{
		malgo.ErrAccessDenied: crm.ErrDenied,
		malgo.ErrBusy:         crm.ErrBusy,
		malgo.ErrAlreadyInUse: crm.ErrBusy,
		malgo.ErrNoDevice:     crm.ErrNotFound,
		malgo.ErrDoesNotExist: crm.ErrNotFound,
		malgo.ErrNoBackend:    crm.ErrNotFound,
		malgo.ErrUnavailable:  crm.ErrNotFound,
	}
	for cause, k := range kinds {
		if errors.Is(err, cause) {
			return fmt.Errorf("%w: %w", k, err)
		}
	}
	return fmt.Errorf("%w: %w", crm.ErrRefused, err)
}

func (m machine) list() (Listing, error) {
	ctx, err := m.context()
	if err != nil {
		return Listing{}, err
	}
	defer release(ctx)
	var l Listing
	if l.Inputs, err = names(ctx, capture); err != nil {
		return Listing{}, err
	}
	if l.Outputs, err = names(ctx, playback); err != nil {
		return Listing{}, err
	}
	return l, nil
}

func (k kind) native() malgo.DeviceType {
	if k == capture {
		return malgo.Capture
	}
	return malgo.Playback
}

// plugged lists devices without the one that ALSA has everywhere, "null", which
// takes everything and plays nothing.
func plugged(ctx *malgo.AllocatedContext, k kind) ([]malgo.DeviceInfo, error) {
	infos, err := ctx.Devices(k.native())
	if err != nil {
		return nil, fmt.Errorf("audio: list: %w", reason(err))
	}
	return slices.DeleteFunc(infos, func(i malgo.DeviceInfo) bool {
		return strings.HasPrefix(string(i.ID[:]), "null\x00")
	}), nil
}

func names(ctx *malgo.AllocatedContext, k kind) ([]Device, error) {
	infos, err := plugged(ctx, k)
	if err != nil {
		return nil, err
	}
	devices := make([]Device, 0, len(infos))
	for i := range infos {
		devices = append(devices, Device{Name: infos[i].Name(), Default: infos[i].IsDefault != 0})
	}
	return devices, nil
}

func (m machine) open(k kind, name string, work func([]int16), stopped func()) (io.Closer, error) {
	ctx, err := m.context()
	if err != nil {
		return nil, err
	}
	n := &native{context: ctx, work: work}
	if n.device, err = start(ctx, k, name, n.call, stopped); err != nil {
		release(ctx)
		return nil, err
	}
	return n, nil
}

func start(ctx *malgo.AllocatedContext, k kind, name string, work func([]int16), stopped func()) (*malgo.Device, error) {
	config := malgo.DefaultDeviceConfig(k.native())
	config.SampleRate = Rate
	config.PeriodSizeInMilliseconds = periodMilli
	config.Capture.Format, config.Capture.Channels = malgo.FormatS16, 1
	config.Playback.Format, config.Playback.Channels = malgo.FormatS16, 1
	var pin runtime.Pinner // C reads the id while the device is made
	defer pin.Unpin()
	id, err := find(ctx, k, name)
	if err != nil {
		return nil, err
	}
	if id != nil {
		pin.Pin(id)
		config.Capture.DeviceID, config.Playback.DeviceID = unsafe.Pointer(id), unsafe.Pointer(id)
	}
	device, err := malgo.InitDevice(ctx.Context, config, malgo.DeviceCallbacks{
		Data: func(out, in []byte, _ uint32) {
			if k == capture {
				out = in
			}
			if len(out) >= 2 {
				work(samples(out))
			}
		},
		Stop: stopped,
	})
	if err != nil {
		return nil, fmt.Errorf("audio: device: %w", reason(err))
	}
	if err := device.Start(); err != nil {
		device.Uninit()
		return nil, fmt.Errorf("audio: start: %w", reason(err))
	}
	return device, nil
}

// find looks for a device by its name; without one the answer is nil. It says so
// when there is no device at all: a driver would only say that it failed.
func find(ctx *malgo.AllocatedContext, k kind, name string) (*malgo.DeviceID, error) {
	infos, err := plugged(ctx, k)
	if err != nil {
		return nil, err
	}
	if name == "" && len(infos) > 0 {
		return nil, nil
	}
	for i := range infos {
		if infos[i].Name() == name {
			return &infos[i].ID, nil
		}
	}
	return nil, fmt.Errorf("audio: no such device: %w", crm.ErrNotFound)
}

// samples looks at a device's buffer as samples in the byte order of the machine,
// which is what miniaudio means by S16.
func samples(raw []byte) []int16 {
	return unsafe.Slice((*int16)(unsafe.Pointer(unsafe.SliceData(raw))), len(raw)/2)
}

// closeLimit is how long a driver may take to let go of a device.
const closeLimit = 2 * time.Second

// native is one open device.
type native struct {
	context *malgo.AllocatedContext
	device  *malgo.Device
	once    sync.Once

	mu   sync.Mutex // held while the device calls
	work func(samples []int16)
	shut bool
}

func (n *native) call(samples []int16) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.shut {
		clear(samples)
		return
	}
	n.work(samples)
}

// Close stops the device; no function is called after it returns. Miniaudio waits
// for ever for a device that PulseAudio has taken away: such a one is left behind,
// for a call must not hang on it.
func (n *native) Close() error {
	n.once.Do(func() {
		n.mu.Lock()
		n.shut = true
		n.mu.Unlock()
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			n.device.Uninit()
			release(n.context)
		}()
		limit := time.NewTimer(closeLimit)
		defer limit.Stop()
		select {
		case <-gone:
		case <-limit.C:
		}
	})
	return nil
}
