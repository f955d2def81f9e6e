package conf

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pult/app/crm"
)

// load writes a file and reads it.
func load(t *testing.T, text string) *Config {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSaveSoundTouchesNothingElse(t *testing.T) {
	wanted := Sound{Input: `Mic "A\B"`, Output: "Колонка", Silent: true}
	lines := []string{`input = "Mic \"A\\B\""`, `output = "Колонка"`, `ring = ""`, `silent = true`}
	block := strings.Join(lines, "\n") + "\n"
	tests := []struct{ name, before, after string }{
		{
			"no section", "# of the firm\nversion = 1\n\n[phone]\nuser = \"101\" # Anna\n",
			"# of the firm\nversion = 1\n\n[phone]\nuser = \"101\" # Anna\n\n[sound]\n" + block,
		},
		{"no section, no end of line", "version = 1", "version = 1\n\n[sound]\n" + block},
		{"nothing at all", "", "[sound]\n" + block},
		{
			"an empty section between others", "[sound] # headset\n# nothing yet\n[phone]\nuser = \"101\"\n",
			"[sound] # headset\n" + block + "# nothing yet\n[phone]\nuser = \"101\"\n",
		},
		{
			"some keys, strange spaces", "[ sound ]\n\toutput=  'old # one'   # at the desk\n  silent =false\n\n[record]\non = true\n",
			"[ sound ]\n" + lines[0] + "\n" + lines[2] + "\n\toutput=  \"Колонка\"   # at the desk\n  silent =true\n\n[record]\non = true\n",
		},
		{
			"lines of Windows", "version = 1\r\n[sound]\r\ninput = \"x\"\r\n[hub]\r\n",
			"version = 1\r\n[sound]\r\n" + lines[1] + "\r\n" + lines[2] + "\r\n" + lines[3] + "\r\n" + lines[0] + "\r\n[hub]\r\n",
		},
		{
			"a comment that looks like a key", "[sound]\n# input = \"y\"\ninput = \"x\"\noutput = \"x\"\nring = \"x\"\nsilent = false\n",
			"[sound]\n# input = \"y\"\n" + block,
		},
		{
			"a text over lines that looks like a section",
			"manager = \"\"\"\n[sound]\ninput = \"no\"\n\"\"\"\n[sound]\ninput = \"x\"\n",
			"manager = \"\"\"\n[sound]\ninput = \"no\"\n\"\"\"\n[sound]\n" + strings.Join(lines[1:], "\n") + "\n" + lines[0] + "\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := load(t, tt.before)
			if err := c.SaveSound(wanted); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(c.Home(), FileName)
			text, err := os.ReadFile(path)
			if err != nil || string(text) != tt.after {
				t.Errorf("written\n%s\nwant\n%s", text, tt.after)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			again, err := Load(c.Home())
			if err != nil || again.Sound != wanted {
				t.Errorf("read again %+v, %v", again, err)
			}
			if left, err := filepath.Glob(filepath.Join(c.Home(), "*")); err != nil || len(left) != 1 {
				t.Errorf("left over: %v", left)
			}
		})
	}
}

// What the editor does not understand stays as it is.
func TestSaveSoundRefuses(t *testing.T) {
	for _, text := range []string{
		"sound = { input = \"x\" }\n",
		"sound.input = \"x\"\n",
		"[sound]\ninput = \"\"\"x\"\"\"\n",
	} {
		c := load(t, text)
		if err := c.SaveSound(Sound{Output: "y"}); !errors.Is(err, crm.ErrRefused) {
			t.Errorf("%q: %v", text, err)
		}
		if now, err := os.ReadFile(filepath.Join(c.Home(), FileName)); err != nil || string(now) != text {
			t.Errorf("%q has become %q", text, now)
		}
	}
}

func TestSaveSoundFollowsALink(t *testing.T) {
	c := load(t, "version = 1\n")
	path := filepath.Join(c.Home(), FileName)
	shared := filepath.Join(t.TempDir(), "shared.toml")
	if err := errors.Join(os.Rename(path, shared), os.Symlink(shared, path)); err != nil {
		t.Fatal(err)
	}
	if err := c.SaveSound(Sound{Ring: "bell"}); err != nil {
		t.Fatal(err)
	}
	if target, err := os.Readlink(path); err != nil || target != shared {
		t.Errorf("the link is gone: %v", err)
	}
	if text, err := os.ReadFile(shared); err != nil || !strings.Contains(string(text), `ring = "bell"`) {
		t.Errorf("the shared file says %q", text)
	}
}
