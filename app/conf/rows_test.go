package conf

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"pult/app/crm"
)

const team = `version = 1
# of the firm

[[colleague]] # the boss
name = "Петрова Ольга"
extension = "102" # her desk

# the store
[[colleague]]
name = "Склад"
extension = "103"

[discount] # since May
steps = [ # roubles, percent
  [100000, 3],
]
[hub]
`

func fileOf(t *testing.T, c *Config) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(c.Home(), FileName))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSaveRowsTouchesNothingElse(t *testing.T) {
	row := func(was int, name, extension string) Row {
		return Row{was, map[string]any{"name": name, "extension": extension}}
	}
	tests := []struct {
		name string
		rows []Row
		want string
	}{
		{"one changed, one new", []Row{row(1, "Петрова О.", "102"), row(2, "Склад", "103"), row(0, "Касса", "104")}, `version = 1
# of the firm

[[colleague]] # the boss
name = "Петрова О."
extension = "102" # her desk

# the store
[[colleague]]
name = "Склад"
extension = "103"

[[colleague]]
extension = "104"
name = "Касса"

[discount] # since May
steps = [ # roubles, percent
  [100000, 3],
]
[hub]
`},
		{"one gone", []Row{row(1, "Петрова Ольга", "102")}, `version = 1
# of the firm

[[colleague]] # the boss
name = "Петрова Ольга"
extension = "102" # her desk

# the store

[discount] # since May
steps = [ # roubles, percent
  [100000, 3],
]
[hub]
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := load(t, team)
			if err := c.SaveRows("colleague", tt.rows); err != nil {
				t.Fatal(err)
			}
			if got := fileOf(t, c); got != tt.want {
				t.Errorf("written\n%s\nwant\n%s", got, tt.want)
			}
			if again, err := Load(c.Home()); err != nil || len(again.Colleagues) != len(tt.rows) {
				t.Errorf("read again %+v, %v", again, err)
			}
		})
	}
}

func TestSaveRowsIntoAFileWithout(t *testing.T) {
	c := load(t, "version = 1")
	if err := c.SaveRows("colleague", []Row{{0, map[string]any{"name": "Склад", "extension": "103"}}}); err != nil {
		t.Fatal(err)
	}
	if got, want := fileOf(t, c), "version = 1\n\n[[colleague]]\nextension = \"103\"\nname = \"Склад\"\n"; got != want {
		t.Errorf("written\n%q\nwant\n%q", got, want)
	}
}

func TestSaveRowsRefuses(t *testing.T) {
	c := load(t, team)
	before := fileOf(t, c)
	var misfit *crm.Misfit
	err := c.SaveRows("colleague", []Row{{Was: 1}, {2, map[string]any{"extension": "10-3"}}})
	if !errors.As(err, &misfit) || misfit.Key != "colleague.extension" || misfit.Row != 1 {
		t.Errorf("a wrong number: %v", err)
	}
	if fileOf(t, c) != before {
		t.Error("a wrong number is in the file")
	}
	if err := os.WriteFile(filepath.Join(c.Home(), FileName), []byte("version = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.SaveRows("colleague", []Row{{Was: 1}}); !errors.Is(err, crm.ErrRefused) {
		t.Errorf("a file of somebody else: %v", err)
	}
	c = load(t, "colleague = [ { name = \"Склад\", extension = \"103\" } ]\n")
	if err := c.SaveRows("colleague", []Row{{1, map[string]any{"name": "X"}}}); !errors.Is(err, crm.ErrRefused) {
		t.Errorf("tables written in one line: %v", err)
	}
}

func TestAnArrayOverLines(t *testing.T) {
	steps := map[string]any{"steps": [][2]int64{{50000, 2}, {100000, 3}}}
	c := load(t, "[discount]\nsteps = [\n  [100000, 3],\n  [300000, 5],\n] # since May\nmonths = 6\n")
	if err := c.Save("discount", steps); err != nil {
		t.Fatal(err)
	}
	if got, want := fileOf(t, c), "[discount]\nsteps = [[50000, 2], [100000, 3]] # since May\nmonths = 6\n"; got != want {
		t.Errorf("written\n%q\nwant\n%q", got, want)
	}
	c = load(t, "[discount]\nsteps = [\n  [100000, 3], # agreed in May\n]\n")
	before := fileOf(t, c)
	if err := c.Save("discount", steps); !errors.Is(err, crm.ErrRefused) || fileOf(t, c) != before {
		t.Errorf("a comment in it would be lost: %v", err)
	}
	c = load(t, "[onec]\nwrite = [\"calls\"] # \"notes\" from June on\n")
	if err := c.Save("onec", map[string]any{"write": []string{"calls", "notes"}}); err != nil {
		t.Fatal(err)
	}
	if got, want := fileOf(t, c), "[onec]\nwrite = [\"calls\", \"notes\"] # \"notes\" from June on\n"; got != want {
		t.Errorf("written\n%q\nwant\n%q", got, want)
	}
}
