package station

import (
	"context"
	"errors"
	"path/filepath"

	"pult/app/crm"
)

// asSender does what only one program a home folder may do: send facts to 1C.
// What a sender left leased when it was killed is free then, for it cannot be
// sending any more. crm.ErrConflict says that another program sends.
func (s *Station) asSender(ctx context.Context, do func() error) (err error) {
	l, err := takeLock(filepath.Join(s.Conf.Home(), "push.lock"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.release()) }()
	if err := s.Store.Journal.ReleaseLeases(ctx); err != nil {
		return err
	}
	return do()
}

// servePush sends until ctx ends. While another program sends it fails, and is
// started again by app/run: whichever remains takes over.
func (s *Station) servePush(ctx context.Context) error {
	return s.asSender(ctx, func() error { return s.courier.Serve(ctx) })
}

// Push sends what is due and returns how many facts 1C took. With a panel open
// on the folder it leaves the sending to the panel.
func (s *Station) Push(ctx context.Context) (sent int, err error) {
	err = s.asSender(ctx, func() error {
		sent, err = s.courier.Drain(ctx)
		return err
	})
	if errors.Is(err, crm.ErrConflict) {
		return 0, nil
	}
	return sent, err
}
