package play

import "sync"

// beltSize is what lies ready for the device: 250 ms.
const beltSize = rate / 4

// belt carries sound from the goroutine that reads the file to the thread of the
// device. It is held for microseconds only.
type belt struct {
	mu     sync.Mutex
	sound  []int16
	at     int64 // frame of the recording behind the last sample
	speed  float64
	hungry chan struct{} // has one word when there is room again
}

func newBelt() *belt {
	return &belt{sound: make([]int16, 0, beltSize+hop), speed: 1, hungry: make(chan struct{}, 1)}
}

// set empties the belt: what comes next is from a frame on.
func (b *belt) set(at int64, speed float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sound, b.at, b.speed = b.sound[:0], at, speed
}

func (b *belt) put(piece []int16, at int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sound, b.at = append(b.sound, piece...), at
}

// take is called by the device.
func (b *belt) take(samples []int16) {
	b.mu.Lock()
	n := copy(samples, b.sound)
	b.sound = b.sound[:copy(b.sound, b.sound[n:])]
	low := len(b.sound) <= beltSize/2
	b.mu.Unlock()
	clear(samples[n:])
	if low {
		select {
		case b.hungry <- struct{}{}:
		default:
		}
	}
}

func (b *belt) room() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.sound) < beltSize
}

func (b *belt) empty() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.sound) == 0
}

// heard is the frame of the recording that the device takes next.
func (b *belt) heard() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(b.at-int64(float64(len(b.sound))*b.speed), 0)
}
