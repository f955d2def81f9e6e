package conf

import "regexp"

// Keys work while another program has the keyboard. They are off unless wanted:
// what they are taken for is lost to all other programs.
type Keys struct {
	Global bool   `toml:"global"`
	Answer string `toml:"answer"` // "Ctrl+Alt+A"; empty for none
	Hangup string `toml:"hangup"`
	Mute   string `toml:"mute"`
	Show   string `toml:"show"` // brings the window to the front
}

// globalKey is a letter, a digit or a function key with Ctrl or Alt beside it: a
// key alone belongs to whoever types.
var globalKey = regexp.MustCompile(`^(Ctrl\+(Alt\+)?|Alt\+)(Shift\+)?([A-Z0-9]|F[1-9]|F1[0-2])$`)

func (k Keys) check() error {
	taken := map[string]string{}
	for _, one := range []struct{ name, key string }{
		{"answer", k.Answer}, {"hangup", k.Hangup}, {"mute", k.Mute}, {"show", k.Show},
	} {
		if one.key == "" {
			continue
		}
		if !globalKey.MatchString(one.key) {
			return misfit("keys."+one.name, 0, `keys.%s = %q, a key such as "Ctrl+Alt+A" is meant`, one.name, one.key)
		}
		if other, twice := taken[one.key]; twice {
			return misfit("keys."+one.name, 0, "keys.%s and keys.%s are both %s", other, one.name, one.key)
		}
		taken[one.key] = one.name
	}
	return nil
}
