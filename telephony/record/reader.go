package record

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"pult/app/crm"
)

const (
	// mostChunks bounds the walk over a file that claims to be a WAV.
	mostChunks = 64
	readBlock  = 4096 // frames
)

// Reader reads a recording. It may still be written, have been left by a crash or
// be cut off: what is there can be read.
type Reader struct {
	file   *os.File
	first  int64 // where the sound begins, in bytes
	frames int64
	block  []byte
}

// Open opens a stereo WAV of 16 bits at Rate. Anything else is crm.ErrGarbled.
func Open(path string) (*Reader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("record: open: %w", kind(err))
	}
	r := &Reader{file: file, block: make([]byte, readBlock*frameSize)}
	if err := r.find(); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("record: open: %w", err)
	}
	return r, nil
}

// find looks for the sound.
func (r *Reader) find() error {
	info, err := r.file.Stat()
	if err != nil {
		return err
	}
	head := make([]byte, riffSize)
	if _, err := r.file.ReadAt(head, 0); err != nil || string(head[:4]) != "RIFF" || string(head[8:]) != "WAVE" {
		return fmt.Errorf("no WAV: %w", crm.ErrGarbled)
	}
	known, at := false, int64(riffSize)
	for range mostChunks {
		var b [8]byte
		if _, err := r.file.ReadAt(b[:], at); err != nil {
			return fmt.Errorf("no sound in it: %w", crm.ErrCut)
		}
		size := int64(binary.LittleEndian.Uint32(b[4:]))
		switch string(b[:4]) {
		case "fmt ":
			if err := r.format(at + 8); err != nil {
				return err
			}
			known = true
		case "data":
			r.first = at + 8
			rest := info.Size() - r.first
			if r.first == headerSize {
				size = rest // ours: the last second may not be counted yet
			}
			r.frames = min(size, rest) / frameSize
			if !known {
				return fmt.Errorf("no format: %w", crm.ErrGarbled)
			}
			return nil
		}
		at += 8 + size + size%2
	}
	return fmt.Errorf("no sound in it: %w", crm.ErrGarbled)
}

func (r *Reader) format(at int64) error {
	var b [formatSize - 8]byte
	if _, err := r.file.ReadAt(b[:], at); err != nil {
		return fmt.Errorf("no format: %w", crm.ErrCut)
	}
	le := binary.LittleEndian
	if le.Uint16(b[:]) != 1 || le.Uint16(b[2:]) != 2 || le.Uint32(b[4:]) != Rate || le.Uint16(b[14:]) != 16 {
		return fmt.Errorf("another kind of sound: %w", crm.ErrGarbled)
	}
	return nil
}

// Frames is how many there are.
func (r *Reader) Frames() int64 { return r.frames }

// Read fills frames from a place on: our side and theirs. Before the beginning
// and after the end there is silence.
func (r *Reader) Read(to [][2]int16, from int64) error {
	for len(to) > 0 {
		n := min(len(to), readBlock)
		part := to[:n]
		clear(part)
		skip := min(max(-from, 0), int64(n))
		have := min(r.frames-from, int64(n))
		if have > skip {
			bytes := r.block[:(have-skip)*frameSize]
			if _, err := r.file.ReadAt(bytes, r.first+(from+skip)*frameSize); err != nil && !errors.Is(err, io.EOF) {
				return fmt.Errorf("record: read: %w", err)
			}
			for i := range part[skip:have] {
				b := bytes[i*frameSize:]
				part[skip+int64(i)] = [2]int16{
					int16(binary.LittleEndian.Uint16(b)), int16(binary.LittleEndian.Uint16(b[2:])),
				}
			}
		}
		to, from = to[n:], from+int64(n)
	}
	return nil
}

// Peaks draws both sides as n levels from 0 to 1 each. It reads the whole file.
func (r *Reader) Peaks(ctx context.Context, n int) (ours, theirs []float32, err error) {
	ours, theirs = make([]float32, n), make([]float32, n)
	if n == 0 {
		return ours, theirs, nil
	}
	frames := make([][2]int16, readBlock)
	for at := int64(0); at < r.frames; at += readBlock {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		part := frames[:min(readBlock, r.frames-at)]
		if err := r.Read(part, at); err != nil {
			return nil, nil, err
		}
		for i, f := range part {
			where := (at + int64(i)) * int64(n) / r.frames
			ours[where] = max(ours[where], height(f[left]))
			theirs[where] = max(theirs[where], height(f[right]))
		}
	}
	return ours, theirs, nil
}

func height(v int16) float32 {
	h := float32(v) / 32768
	return max(h, -h)
}

// Close closes the file.
func (r *Reader) Close() error { return r.file.Close() }
