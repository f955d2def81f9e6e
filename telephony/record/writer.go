package record

import (
	"fmt"
	"math"
	"time"
)

// write is the goroutine of the file. A disk that is slow or full harms nobody
// but the recording.
func (r *Recording) write() {
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	for round := 1; ; round++ {
		select {
		case <-r.stop:
			r.flush(true)
			r.update(true)
			return
		case <-ticker.C:
		}
		r.flush(false)
		if round%header == 0 {
			r.update(round%rescue == 0)
		}
	}
}

// flush writes the frames that are there, at the end all of them.
func (r *Recording) flush(end bool) {
	r.mu.Lock()
	ready := r.ready(time.Now())
	if end {
		ready = max(r.sides[left].at, r.sides[right].at, r.taken)
	}
	r.carry(ready)
	failed := r.err != nil
	r.mu.Unlock()
	if failed || len(r.block) == 0 {
		return
	}
	if r.written*frameSize+int64(len(r.block)) > math.MaxUint32-headerSize {
		r.fail(ErrLong)
		return
	}
	if _, err := r.file.WriteAt(r.block, headerSize+r.written*frameSize); err != nil {
		r.fail(fmt.Errorf("record: write: %w", kind(err)))
		return
	}
	r.written += int64(len(r.block) / frameSize)
}

// update makes the header true of what is in the file.
func (r *Recording) update(sync bool) {
	r.mu.Lock()
	markers := r.markers[:len(r.markers):len(r.markers)]
	r.mu.Unlock()
	err := r.writeHeader(markers)
	if err == nil && sync {
		err = r.file.Sync() // what a loss of power may cost: 5 s
	}
	if err != nil {
		r.fail(err)
	}
}

func (r *Recording) writeHeader(markers []Marker) error {
	if _, err := r.file.WriteAt(head(r.written, markers), 0); err != nil {
		return fmt.Errorf("record: header: %w", kind(err))
	}
	return nil
}
