package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
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

// By hand: the talk is kept from the wish on, the pause is silence, and both sides
// hear that they are recorded. Two talks are two files.
func TestTalkIsRecordedByHand(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	o.add(t, "[record]\nnotice = \"tone\"\n")
	a := o.agent(t)
	a.await(t, "registered")
	recording := func(command, state string) {
		t.Helper()
		a.tell(t, command)
		if e := a.await(t, "recording"); e.State != state {
			t.Errorf("%s: %+v", command, e)
		}
	}
	call, first := talkIn(t, p, a)
	recording("record on", "on")
	waitUntil(t, "the other side to hear the beep", func() bool { return beeps(call.Heard()) })
	recording("pause", "paused")
	recording("pause off", "on")
	recording("record off", "off")
	a.tell(t, "pause")
	a.awaitError(t, "не записывается")
	a.tell(t, "hangup")
	a.await(t, "ended")

	a.tell(t, "dial 102")
	second := a.await(t, "answered")
	recording("record on", "on")
	a.tell(t, "hangup")
	a.await(t, "ended")
	talkIn(t, p, a) // not kept
	a.quit(t)

	var lines []struct{ ID, Recording string }
	if err := o.pultctl(t, &lines, "history"); err != nil || len(lines) != 3 {
		t.Fatalf("history %+v, %v", lines, err)
	}
	for _, l := range lines {
		if kept := l.ID == first.Call || l.ID == second.Call; kept != (l.Recording != "") {
			t.Errorf("line %+v", l)
		}
		if l.ID == first.Call {
			raw, err := os.ReadFile(l.Recording)
			if err != nil || !bytes.Contains(raw[:2048], []byte("pause")) {
				t.Errorf("the pause is not marked; %v", err)
			}
		}
	}
}

// beeps finds 1400 Hz among what was heard.
func beeps(samples []int16) bool {
	const rate, pitch = 16000, 1400
	for ; len(samples) >= rate/20; samples = samples[rate/20:] {
		var re, im float64
		for i, v := range samples[:rate/20] {
			sin, cos := math.Sincos(2 * math.Pi * pitch * float64(i) / rate)
			re, im = re+float64(v)*cos, im+float64(v)*sin
		}
		if math.Hypot(re, im)*2/(rate/20) > 1000 {
			return true
		}
	}
	return false
}

func TestNoticeThatIsNoSound(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	o.add(t, "[record]\nnotice = \"notice.wav\"\n")
	if err := o.pultctl(t, nil, "agent"); err == nil || !strings.Contains(err.Error(), "notice.wav") {
		t.Errorf("without the file: %v", err)
	}
}
