package wire

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"
)

// FuzzStream cuts bytes of a connection in two: what is made of them does not
// depend on where, and nothing breaks.
func FuzzStream(f *testing.F) {
	out, err := exec.CommandContext(f.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/emiago/sipgo").Output()
	if err != nil {
		f.Fatalf("where is sipgo? %v", err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "sip/testdata/torture/*/*.dat"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no files of RFC 4475, %v", err)
	}
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, uint16(i*37))
		f.Add(append(bytes.Clone(data), data...), uint16(len(data)))
	}
	f.Fuzz(func(t *testing.T, data []byte, at uint16) {
		cut := min(int(at), len(data))
		whole, wholeErr := readAll(data)
		parts, partsErr := readAll(data[:cut], data[cut:])
		if (wholeErr == nil) != (partsErr == nil) || strings.Join(whole, "\n") != strings.Join(parts, "\n") {
			t.Errorf("cut at %d: %q, %v, whole: %q, %v", cut, parts, partsErr, whole, wholeErr)
		}
	})
}

// readAll gives what a stream makes of bytes that come in pieces.
func readAll(pieces ...[]byte) (messages []string, err error) {
	s := &Stream{out: make(chan []byte, 1<<14), closed: make(chan struct{})}
	var f frames
	for _, piece := range pieces {
		f.add(piece)
		err = s.deliver(sip.NewParser(), &f, time.Time{}, Reader{
			Deliver: func(p Packet) { messages = append(messages, p.Message.String()) },
			Garbled: func(int) {},
		})
		if err != nil {
			return messages, err
		}
	}
	return messages, nil
}
