package conf

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Default are the settings of a home folder that has no pult.toml yet.
func Default(home string) (*Config, error) {
	home, err := filepath.Abs(home)
	if err != nil {
		return nil, fmt.Errorf("folder for settings: %w", err)
	}
	return parse(fmt.Appendf(nil, "version = %d\n", fileVersion), home)
}

// Create writes a first pult.toml into a home folder that has none.
func Create(home string) error {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return fmt.Errorf("folder for settings: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(home, FileName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	_, err = fmt.Fprintf(file, "# Settings of Pult. Passwords are not kept here.\nversion = %d\n", fileVersion)
	return errors.Join(err, file.Close())
}
