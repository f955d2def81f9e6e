// Package record keeps a call as a file that any player opens: WAV, 16-bit, our
// side on the left, theirs on the right. The file can be played after a crash at
// any moment: its header is brought up to date every second.
package record

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"pult/app/crm"
)

const (
	// Rate is that of the samples taken and written.
	Rate = 16000

	left, right = 0, 1

	depth   = 4 * Rate        // frames that may wait for the disk
	patient = 2 * Rate / 5    // how far one side may be behind before it counts as silent
	pace    = time.Second / 5 // between two writes
	header  = 5               // writes between two of the header
	rescue  = 25              // and between two that wait for the disk itself
)

// ErrLong says that a WAV file can hold no more, after 18 hours.
var ErrLong = errors.New("record: the file is full")

// Recording is one file being written. Ours and Theirs never wait for the disk.
type Recording struct {
	file *os.File
	stop chan struct{}
	once sync.Once
	done sync.WaitGroup

	mu      sync.Mutex // guards what follows; held for microseconds only
	clock   clock
	sides   [2]side
	ring    [depth][2]int16 // by position; zero where nobody spoke
	taken   int64           // frames that have left the ring
	paused  bool
	markers []Marker
	err     error

	block   []byte // of the writing goroutine
	written int64  // frames in the file
}

// Create begins a file that only its owner may read. It must not exist.
func Create(path string) (*Recording, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("record: create: %w", kind(err))
	}
	r := &Recording{file: file, stop: make(chan struct{}), block: make([]byte, 0, depth*frameSize)}
	r.clock.began = time.Now()
	if err := r.writeHeader(nil); err != nil {
		_ = file.Close()
		_ = os.Remove(path)
		return nil, err
	}
	r.done.Go(r.write)
	return r, nil
}

// kind says in words of the domain why a file cannot be written.
func kind(err error) error {
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%w: %w", crm.ErrConflict, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %w", crm.ErrDenied, err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", crm.ErrNotFound, err)
	default:
		return err
	}
}

// Ours takes what was said here up to now.
func (r *Recording) Ours(samples []int16) { r.take(left, samples) }

// Theirs takes what was heard from the other side up to now.
func (r *Recording) Theirs(samples []int16) { r.take(right, samples) }

// Pause makes silence of both sides, from now on, and marks the place.
func (r *Recording) Pause(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.paused == on {
		return
	}
	r.paused = on
	text := Resumed
	if on {
		text = Paused
	}
	if len(r.markers) < mostMarkers {
		at := max(r.clock.at(time.Now()), r.taken)
		r.markers = append(r.markers, Marker{At: at, Text: text})
	}
}

// Length is how much has been recorded.
func (r *Recording) Length() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return time.Duration(r.clock.at(time.Now())) * time.Second / Rate
}

// Err is why nothing is written any more: a full disk, as a rule.
func (r *Recording) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Close writes what is left. The recording keeps its last error.
func (r *Recording) Close() error {
	r.once.Do(func() {
		close(r.stop)
		r.done.Wait()
		if err := r.file.Close(); err != nil {
			r.fail(fmt.Errorf("record: close: %w", err))
		}
	})
	return r.Err()
}

func (r *Recording) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
}
