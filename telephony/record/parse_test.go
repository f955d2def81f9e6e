package record

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// wave is a file as a player sees it. The parser shares nothing with the writer:
// it walks the chunks and believes their sizes.
type wave struct {
	channels, bits uint16
	rate           uint32
	left, right    []int16
	cues           map[uint32]uint32 // frame by number
	names          map[uint32]string
}

func parse(path string) (*wave, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WAVE" {
		return nil, errors.New("no RIFF file")
	}
	size := int(binary.LittleEndian.Uint32(b[4:])) + 8
	if size > len(b) {
		return nil, fmt.Errorf("%d bytes promised, %d there", size, len(b))
	}
	w := &wave{cues: map[uint32]uint32{}, names: map[uint32]string{}}
	return w, w.chunks(b[12:size])
}

func (w *wave) chunks(b []byte) error {
	for len(b) >= 8 {
		id, size := string(b[:4]), int(binary.LittleEndian.Uint32(b[4:]))
		if size > len(b)-8 {
			return fmt.Errorf("chunk %q of %d bytes, %d there", id, size, len(b)-8)
		}
		if err := w.chunk(id, b[8:8+size]); err != nil {
			return err
		}
		b = b[min(len(b), 8+size+size%2):]
	}
	if len(b) > 0 {
		return fmt.Errorf("%d bytes behind the last chunk", len(b))
	}
	return nil
}

func (w *wave) chunk(id string, b []byte) error {
	le := binary.LittleEndian
	switch id {
	case "fmt ":
		if le.Uint16(b) != 1 || le.Uint32(b[8:]) != le.Uint32(b[4:])*uint32(le.Uint16(b[12:])) {
			return errors.New("not plain PCM")
		}
		w.channels, w.rate, w.bits = le.Uint16(b[2:]), le.Uint32(b[4:]), le.Uint16(b[14:])
	case "data":
		samples := make([]int16, len(b)/2)
		if err := binary.Read(bytes.NewReader(b), le, samples); err != nil {
			return err
		}
		for i := 0; i+1 < len(samples); i += 2 {
			w.left, w.right = append(w.left, samples[i]), append(w.right, samples[i+1])
		}
	case "cue ":
		for i := range le.Uint32(b) {
			point := b[4+24*i:]
			w.cues[le.Uint32(point)] = le.Uint32(point[20:])
		}
	case "LIST":
		return w.chunks(b[4:])
	case "labl":
		w.names[le.Uint32(b)] = string(bytes.TrimRight(b[4:], "\x00"))
	}
	return nil
}
