package record

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"pult/app/crm"
)

// file writes a recording of ours with constant sides.
func file(t *testing.T, frames int) string {
	t.Helper()
	b := head(int64(frames), []Marker{{At: 5, Text: Paused}})
	for range frames {
		b = append(b, 0x00, 0x10, 0x00, 0xE0) // 4096 and -8192
	}
	path := filepath.Join(t.TempDir(), "call.wav")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRead(t *testing.T) {
	tests := []struct {
		name   string
		change func(b []byte) []byte
		frames int64
		err    error
	}{
		{"whole", func(b []byte) []byte { return b }, 10000, nil},
		{"cut off", func(b []byte) []byte { return b[:len(b)-4002] }, 8999, nil},
		{"header of a second ago", func(b []byte) []byte {
			return append(head(2000, nil), b[headerSize:]...)
		}, 10000, nil},
		{"nothing said yet", func([]byte) []byte { return head(0, nil) }, 0, nil},
		{"cut in the header", func(b []byte) []byte { return b[:100] }, 0, crm.ErrGarbled},
		{"something else", func([]byte) []byte { return make([]byte, 5000) }, 0, crm.ErrGarbled},
		{"mono", func(b []byte) []byte { b[22] = 1; return b }, 0, crm.ErrGarbled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := file(t, 10000)
			b, err := os.ReadFile(path)
			if err == nil {
				err = os.WriteFile(path, tt.change(b), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			r, err := Open(path)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err != nil {
				return
			}
			defer r.Close()
			if r.Frames() != tt.frames {
				t.Fatalf("%d frames, want %d", r.Frames(), tt.frames)
			}
			sound := make([][2]int16, 20)
			if err := r.Read(sound, tt.frames-10); err != nil {
				t.Fatal(err)
			}
			if tt.frames > 0 && sound[9] != [2]int16{4096, -8192} || sound[10] != [2]int16{} {
				t.Errorf("at the end %v", sound)
			}
			if err := r.Read(sound, -15); err != nil || sound[14] != [2]int16{} || tt.frames > 0 && sound[15][0] != 4096 {
				t.Errorf("at the beginning %v, %v", sound, err)
			}
		})
	}
}

func TestPeaks(t *testing.T) {
	r, err := Open(file(t, 10000))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ours, theirs, err := r.Peaks(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 7 {
		if ours[i] != 0.125 || theirs[i] != 0.25 {
			t.Errorf("levels %v and %v", ours, theirs)
		}
	}
}
