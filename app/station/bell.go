package station

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"pult/app/crm"
	"pult/app/run"
	"pult/sync/team"
)

// bell is what 1C rings, as the settings want it.
func (s *Station) bell(token string) team.BellOptions {
	cert, key := s.Conf.BellCertificate()
	return team.BellOptions{Listen: s.Conf.Bell.Listen, Token: token, CertFile: cert, KeyFile: key, Notice: s.Puller.Notice, Log: s.log}
}

// serveBell hears 1C until ctx ends. Without a token nobody may ring: that is told
// once, and 1C is asked at intervals as ever.
func (s *Station) serveBell(ctx context.Context) error {
	token, err := s.Conf.BellToken()
	if err != nil {
		return fmt.Errorf("bell: %w: %w", run.ErrFinal, err)
	}
	b, err := team.NewBell(s.bell(token))
	if err != nil {
		return fmt.Errorf("%w: %w", run.ErrFinal, err)
	}
	return b.Serve(ctx)
}

// TryBell looks whether 1C could be heard: its token is there, the port is free.
// While a panel runs on the folder the port is its own, and that is
// crm.ErrConflict. Open tells that anybody in the network can listen to it.
func (s *Station) TryBell(ctx context.Context) (open bool, err error) {
	token, err := s.Conf.BellToken()
	if err != nil {
		return false, err
	}
	if _, err := team.NewBell(team.BellOptions{Token: token}); err != nil {
		return false, err
	}
	o := s.bell(token)
	held, err := takeLock(filepath.Join(s.Conf.Home(), "pult.lock"))
	if err != nil {
		return o.Open(), err
	}
	defer func() { _ = held.release() }()
	if err := o.Try(ctx); errors.Is(err, crm.ErrConflict) {
		return o.Open(), &crm.Fault{Kind: crm.ErrBusy, Subject: o.Listen, Detail: err.Error()} // somebody else's
	} else if err != nil {
		return o.Open(), err
	}
	return o.Open(), nil
}
