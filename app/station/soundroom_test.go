package station

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/feed"
	"pult/telephony/audio"
)

func soundRoom(t *testing.T) *Sound {
	t.Helper()
	devices := &audio.Devices{Null: true}
	return newSound(settings(t), devices, newSoundCheck(devices, &feed.Feed{}, slog.New(slog.DiscardHandler)))
}

func TestTheChoiceIsKept(t *testing.T) {
	s := soundRoom(t)
	want := crm.SoundChoice{Input: "Jabra", Ring: "Колонка", Silent: true}
	if err := s.Choose(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if s.Choice() != want || !s.silent.Load() {
		t.Errorf("chosen %+v, silent %v", s.Choice(), s.silent.Load())
	}
	again, err := conf.Load(s.conf.Home())
	if err != nil || again.Sound != (conf.Sound{Input: "Jabra", Ring: "Колонка", Silent: true}) {
		t.Errorf("kept %+v, %v", again, err)
	}
}

// A choice that cannot be kept still holds.
func TestTheChoiceHoldsWithoutAFile(t *testing.T) {
	s := soundRoom(t)
	path := filepath.Join(s.conf.Home(), conf.FileName)
	if err := os.WriteFile(path, []byte("sound.input = \"x\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Choose(t.Context(), crm.SoundChoice{Output: "Jabra"}); !errors.Is(err, crm.ErrRefused) {
		t.Errorf("error %v", err)
	}
	if s.Choice().Output != "Jabra" {
		t.Error("the choice does not hold")
	}
}

func TestWatchedDevicesTellHowTheyDo(t *testing.T) {
	s := soundRoom(t)
	if state := s.State(); state.Input != nil || state.In != 0 {
		t.Errorf("unwatched: %+v", state)
	}
	for range 2 {
		if err := s.Watch(t.Context(), true); err != nil {
			t.Fatal(err)
		}
	}
	defer func() { _ = s.Watch(t.Context(), false) }()
	s.alive.Store(time.Now().Add(-time.Minute).UnixMilli())
	// A device that gives but zeros is as good as a microphone switched off.
	if err := s.State().Input; err == nil || !strings.Contains(err.Error(), string(audio.Mute)) {
		t.Errorf("a silent microphone: %v", err)
	}
}
