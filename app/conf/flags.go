package conf

import (
	"flag"
	"fmt"

	"pult/app/crm"
)

// Version is the version of all programs of Pult.
const Version = "0.1.0"

// Flags are the flags every program of Pult takes.
type Flags struct {
	Home    string
	JSON    bool
	Lang    string
	Version bool
}

// Register adds the flags to a set.
func (f *Flags) Register(set *flag.FlagSet) {
	set.StringVar(&f.Home, "home", "", "folder with pult.toml and the data (or PULT_HOME)")
	set.BoolVar(&f.JSON, "json", false, "print JSON: one value, or one object a line")
	set.StringVar(&f.Lang, "lang", "", "language of the texts: ru or en")
	set.BoolVar(&f.Version, "version", false, "print the version and leave")
}

// Parse reads flags wherever they stand among the words and returns the words:
// "lookup 8912… --json" is what people type. No flag begins with a digit, so a zone such
// as -03:00 is a word.
func Parse(set *flag.FlagSet, args []string) (words []string, err error) {
	for {
		for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' && args[0][1] >= '0' && args[0][1] <= '9' {
			words, args = append(words, args[0]), args[1:]
		}
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		args = set.Args()
		if len(args) == 0 {
			return words, nil
		}
		words, args = append(words, args[0]), args[1:]
	}
}

// Folder is the home folder the flags point to.
func (f *Flags) Folder() (string, error) {
	if f.Home != "" {
		return f.Home, nil
	}
	return DefaultHome()
}

// Config loads the settings the flags point to, with the language they ask for.
func (f *Flags) Config() (*Config, error) {
	home, err := f.Folder()
	if err != nil {
		return nil, err
	}
	c, err := Load(home)
	if err != nil {
		return nil, err
	}
	switch f.Lang {
	case "":
	case "ru", "en":
		c.Language = f.Lang
	default:
		return nil, fmt.Errorf("--lang %q, ru or en is meant: %w", f.Lang, crm.ErrInvalid)
	}
	return c, nil
}
