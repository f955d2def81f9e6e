package conf

import (
	"fmt"

	"pult/app/crm"
)

// misfit names the key that is wrong, so that the window of settings can say it
// beside the field; row is that of a list.
func misfit(key string, row int, format string, args ...any) error {
	return &crm.Misfit{Key: key, Row: row, Detail: fmt.Sprintf(format, args...) + ": " + crm.ErrInvalid.Error()}
}
