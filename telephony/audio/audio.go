// Package audio gives the sound devices of the machine to the telephone line,
// through miniaudio.
package audio

import (
	"fmt"
	"io"
	"sync"
	"unsafe"

	"github.com/gen2brain/malgo"
)

const (
	rate        = 16000 // samples a second
	periodMilli = 20
	// null is miniaudio's device without hardware. The constant of malgo,
	// BackendNull, is one too low and names a backend that does not exist.
	null = malgo.Backend(14)
)

// Devices opens the default microphone and loudspeaker. The zero value uses the
// sound system of the machine.
type Devices struct {
	// Null uses a device without hardware, which still calls in real time.
	Null bool
}

// session is one open device.
type session struct {
	context *malgo.AllocatedContext
	device  *malgo.Device
	once    sync.Once
}

// Open starts a duplex session of 16-bit mono sound at 16 kHz. speak is given
// what the microphone hears, hear fills what the loudspeaker plays; both are
// called on the thread of the device and must not block. On a machine without
// a sound card silence is played to nobody, so that a call goes on.
func (d Devices) Open(speak, hear func(samples []int16)) (io.Closer, error) {
	if !d.Null {
		if s, err := open(nil, speak, hear); err == nil {
			return s, nil
		}
	}
	return open([]malgo.Backend{null}, speak, hear)
}

func open(backends []malgo.Backend, speak, hear func([]int16)) (io.Closer, error) {
	ctx, err := malgo.InitContext(backends, malgo.ContextConfig{}, nil)
	if err != nil {
		return nil, fmt.Errorf("audio: sound system: %w", err)
	}
	config := malgo.DefaultDeviceConfig(malgo.Duplex)
	config.SampleRate = rate
	config.PeriodSizeInMilliseconds = periodMilli
	config.Capture.Format, config.Capture.Channels = malgo.FormatS16, 1
	config.Playback.Format, config.Playback.Channels = malgo.FormatS16, 1
	device, err := malgo.InitDevice(ctx.Context, config, malgo.DeviceCallbacks{
		Data: func(out, in []byte, _ uint32) {
			if len(in) >= 2 {
				speak(samples(in))
			}
			if len(out) >= 2 {
				hear(samples(out))
			}
		},
	})
	if err != nil {
		release(ctx)
		return nil, fmt.Errorf("audio: device: %w", err)
	}
	if err := device.Start(); err != nil {
		device.Uninit()
		release(ctx)
		return nil, fmt.Errorf("audio: start: %w", err)
	}
	return &session{context: ctx, device: device}, nil
}

// samples looks at a device's buffer as samples in the byte order of the machine,
// which is what miniaudio means by S16.
func samples(raw []byte) []int16 {
	return unsafe.Slice((*int16)(unsafe.Pointer(unsafe.SliceData(raw))), len(raw)/2)
}

// Close stops the device; no function is called after it returns.
func (s *session) Close() error {
	s.once.Do(func() {
		s.device.Uninit()
		release(s.context)
	})
	return nil
}

func release(ctx *malgo.AllocatedContext) {
	_ = ctx.Uninit()
	ctx.Free()
}
