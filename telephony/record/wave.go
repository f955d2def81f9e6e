package record

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"

	"pult/app/crm"
)

const (
	frameSize = 4 // two samples of 16 bits

	// The header is of one size and is written in one piece, so that it is whole
	// at any moment. Markers have their room before the sound: after a crash
	// nobody could add them behind it.
	riffSize   = 12
	formatSize = 24
	markerRoom = 2048
	headerSize = riffSize + formatSize + markerRoom + 8

	mostMarkers = 40
)

// Marker is a place in a recording.
type Marker struct {
	At   int64 // frame
	Text string
}

// Texts of markers.
const (
	Paused  = "pause"
	Resumed = "resume"
)

// head is the header of a file with so many frames (Multimedia Programming
// Interface and Data Specifications 1.0, Microsoft and IBM, chapter 3).
func head(frames int64, markers []Marker) []byte {
	le := binary.LittleEndian
	size := uint32(frames * frameSize)
	b := make([]byte, 0, headerSize)
	b = le.AppendUint32(append(b, "RIFF"...), headerSize-8+size)
	b = le.AppendUint32(append(b, "WAVEfmt "...), 16)
	b = le.AppendUint16(b, 1) // PCM
	b = le.AppendUint16(b, 2)
	b = le.AppendUint32(b, Rate)
	b = le.AppendUint32(b, Rate*frameSize)
	b = le.AppendUint16(b, frameSize)
	b = le.AppendUint16(b, 16)
	b = marks(b, markers[:min(len(markers), mostMarkers)])
	b = le.AppendUint32(append(b, "JUNK"...), uint32(headerSize-8-len(b)-8))
	b = append(b, make([]byte, headerSize-8-len(b))...)
	return le.AppendUint32(append(b, "data"...), size)
}

// marks appends the places and their names.
func marks(b []byte, markers []Marker) []byte {
	if len(markers) == 0 {
		return b
	}
	le := binary.LittleEndian
	b = le.AppendUint32(append(b, "cue "...), uint32(4+24*len(markers)))
	b = le.AppendUint32(b, uint32(len(markers)))
	for i, m := range markers {
		b = le.AppendUint32(b, uint32(i+1))
		b = le.AppendUint32(b, uint32(m.At))
		b = le.AppendUint32(append(b, "data"...), 0)
		b = le.AppendUint32(b, 0)
		b = le.AppendUint32(b, uint32(m.At))
	}
	var names []byte
	for i, m := range markers {
		text := append([]byte(m.Text), 0)
		names = le.AppendUint32(append(names, "labl"...), uint32(4+len(text)))
		names = append(le.AppendUint32(names, uint32(i+1)), text...)
		if len(text)%2 == 1 {
			names = append(names, 0)
		}
	}
	b = le.AppendUint32(append(b, "LIST"...), uint32(4+len(names)))
	return append(append(b, "adtl"...), names...)
}

// Repair makes the header of a file of ours tell of all that is in it: after a
// crash the last second is there and not counted. A file that is being written
// must not be repaired.
func Repair(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("record: repair: %w", kind(err))
	}
	defer file.Close()
	b := make([]byte, headerSize)
	if _, err := io.ReadFull(file, b); err != nil {
		return fmt.Errorf("record: repair: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("record: repair: %w", err)
	}
	if string(b[:4]) != "RIFF" || string(b[headerSize-8:headerSize-4]) != "data" {
		return fmt.Errorf("record: repair: not one of our files: %w", crm.ErrGarbled)
	}
	size := uint32((info.Size() - headerSize) / frameSize * frameSize)
	binary.LittleEndian.PutUint32(b[4:], headerSize-8+size)
	binary.LittleEndian.PutUint32(b[headerSize-4:], size)
	if _, err := file.WriteAt(b, 0); err != nil {
		return fmt.Errorf("record: repair: %w", kind(err))
	}
	return nil
}
