package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

// A talk is kept as a file that any player opens, ours left and theirs right,
// for nobody but its owner; what is too old is deleted.
func TestTalkIsRecorded(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	o.add(t, "[record]\non = true\ndays = 30\n")
	old := filepath.Join(o.home, "records", "2020-01", "016f5e66-e800-7000-8000-000000000001.wav")
	if err := os.MkdirAll(filepath.Dir(old), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	a := o.agent(t)
	a.await(t, "registered")
	call, err := p.Ring(bounded(t), pbx.Caller{From: standin.DemoClient().Phone, Extension: testUser, TalkFor: 1500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	a.await(t, "incoming")
	a.tell(t, "answer")
	a.await(t, "ended")
	if _, err := call.Over(bounded(t)); err != nil {
		t.Fatal(err)
	}
	a.quit(t)

	var lines []struct{ Recording string }
	if err := o.pultctl(t, &lines, "history"); err != nil || len(lines) != 1 || lines[0].Recording == "" {
		t.Fatalf("history %+v, %v", lines, err)
	}
	info, err := os.Stat(lines[0].Recording)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("recording %v, %v", info, err)
	}
	channels, seconds, heard := listen(t, lines[0].Recording)
	if channels != 2 || seconds < 1 || seconds > 4 || !heard {
		t.Errorf("%d channels, %.1f s, the other side heard %v", channels, seconds, heard)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("a recording of 2020 is still there: %v", err)
	}
}

// listen reads a WAV file by its own header and tells whether the right channel
// holds any sound.
func listen(t *testing.T, path string) (channels int, seconds float64, heard bool) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(raw) < 12 || string(raw[:4]) != "RIFF" || string(raw[8:12]) != "WAVE" {
		t.Fatalf("%d bytes that are no WAV file", len(raw))
	}
	var rate uint32
	for at := 12; at+8 <= len(raw); {
		name, size := string(raw[at:at+4]), int(binary.LittleEndian.Uint32(raw[at+4:]))
		body := raw[at+8:]
		switch name {
		case "fmt ":
			channels = int(binary.LittleEndian.Uint16(body[2:]))
			rate = binary.LittleEndian.Uint32(body[4:])
		case "data":
			body = body[:min(size, len(body))]
			for i := 2; i+2 <= len(body); i += 4 {
				sample := int16(binary.LittleEndian.Uint16(body[i:]))
				heard = heard || sample > 200 || sample < -200
			}
			seconds = float64(len(body)) / 4 / float64(max(rate, 1))
		}
		at += 8 + size + size%2
	}
	return channels, seconds, heard
}
