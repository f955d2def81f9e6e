package inbox

import (
	"context"
	"fmt"

	"pult/app/crm"
)

// Letter reads one letter that was passed by before, once a person has asked for it. One
// that is no longer there, or whose folder was numbered anew, is crm.ErrNotFound.
func (w *Watcher) Letter(ctx context.Context, folder string, validity, uid uint32) (letter Letter, err error) {
	err = w.behind(ctx, false, func(s *session) error {
		selected, err := s.enter(folder)
		if err != nil {
			return err
		}
		if selected.UIDValidity != validity {
			return fmt.Errorf("letter of a folder that was numbered anew: %w", crm.ErrNotFound)
		}
		var size int64
		if err := s.fetch([]uint32{uid}, justHeader, func(l Letter) error { size = l.Size; return nil }); err != nil {
			return err
		}
		x := whole
		if size > maxWhole {
			x = beginning
		}
		return s.fetch([]uint32{uid}, x, func(l Letter) error { letter = l; return nil })
	})
	if err == nil && letter.UID != uid {
		err = fmt.Errorf("letter that is gone from the mailbox: %w", crm.ErrNotFound)
	}
	return letter, err
}
