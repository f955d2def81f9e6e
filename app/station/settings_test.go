package station

import (
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"pult/app/conf"
	"pult/app/crm"
)

// desktop is a system that remembers what it was told.
type desktop struct{ start, links bool }

func (d *desktop) Installed() (start, links bool) { return d.start, d.links }

func (d *desktop) Install(start, links bool) error {
	d.start, d.links = start, links
	return nil
}

func TestSettingsAreKeptFromTheFirstStartOn(t *testing.T) {
	keyring.MockInit()
	home := filepath.Join(t.TempDir(), "new")
	c, err := conf.Default(home)
	if err != nil {
		t.Fatal(err)
	}
	system := &desktop{}
	s := NewSettings(c, system, slog.New(slog.DiscardHandler))
	want := s.Read()
	want.Manager, want.Scale, want.Start, want.Write.Calls, want.AreaCode = "Смирнова Анна", 1.25, true, true, "495"
	want.Phone = crm.Access{Address: "sip:pbx.firm.example", User: "105", Password: "s3cret"}
	if want.More.Interval != "5m" || want.File != filepath.Join(home, conf.FileName) {
		t.Errorf("at first: %+v", want)
	}
	want.More.Interval, want.More.Voicemail, want.More.Zone = "10m", true, "Asia/Omsk"
	want.Keys.On, want.Keys.Mute = true, ""
	saved, err := s.Save(t.Context(), want)
	if err != nil || !saved.Restart || saved.InFile {
		t.Fatalf("saved %+v, %v", saved, err)
	}
	want.Phone.Password = ""
	if got := s.Read(); !reflect.DeepEqual(got, want) || !system.start {
		t.Errorf("read %+v, want %+v", got, want)
	}
	path := filepath.Join(home, conf.FileName)
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "s3cret") {
		t.Fatalf("%s, %v", text, err)
	}
	text = append([]byte("# ours\n"), text...)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	want.Theme, want.Scale = "dark", 40
	if _, err := s.Save(t.Context(), want); err == nil {
		t.Error("a scale of 40 is kept")
	}
	want.Scale = 1.25
	saved, err = s.Save(t.Context(), want)
	if err != nil || saved.Restart {
		t.Errorf("a theme: %+v, %v", saved, err)
	}
	if now, _ := os.ReadFile(path); !strings.HasPrefix(string(now), "# ours\n") || !strings.Contains(string(now), `theme = "dark"`) {
		t.Errorf("the file is now\n%s", now)
	}
}
