package station

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony"
)

// tryLimit is how long an exchange is given to take us.
const tryLimit = 8 * time.Second

// TryAccount registers one telephone account for a moment and gives it up again.
// While a panel runs on the folder it is crm.ErrConflict: two registrations of
// one account take each other's calls.
func (s *Station) TryAccount(ctx context.Context, a conf.Account) error {
	held, err := takeLock(lockPath(s.Conf))
	if err != nil {
		return err
	}
	defer func() { _ = held.release() }()
	password, err := s.Conf.AccountPassword(a)
	if err != nil {
		return fmt.Errorf("phone: %w", err)
	}
	return tryAccount(ctx, s.Conf.Plan(), a, password, s.log)
}

// tryAccount registers an account, wherever its settings come from.
func tryAccount(ctx context.Context, plan phone.Plan, a conf.Account, password string, log *slog.Logger) (err error) {
	trial := &trial{states: make(chan crm.LineStatus, 16)}
	line, err := telephony.New(telephony.Config{
		Account: a.Name, Server: a.Server, User: a.User, Password: password, Plan: plan, Log: log,
		Fingerprint: a.Certificate, SRTP: telephony.SRTP(a.SRTP),
	}, trial, telephony.Silence{})
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, tryLimit)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = line.Serve(ctx)
	}()
	defer func() {
		stop()
		<-done
	}()
	return trial.wait(ctx)
}

// trial hears one registration and takes no calls.
type trial struct{ states chan crm.LineStatus }

func (t *trial) LineChanged(s crm.LineStatus) {
	select {
	case t.states <- s:
	default: // what matters has come before
	}
}

// A call in that moment rings on; it is not this program's to take.
func (t *trial) Ringing(crm.Ring)            {}
func (t *trial) Ended(crm.ID, crm.CallEnd)   {}
func (t *trial) RemoteRinging(crm.ID)        {}
func (t *trial) Answered(crm.ID, time.Time)  {}
func (t *trial) Held(crm.ID, bool, bool)     {}
func (t *trial) TransferEnded(crm.ID, error) {}

// wait gives nil once registered, and else the last reason.
func (t *trial) wait(ctx context.Context) error {
	err := crm.ErrOffline
	for {
		select {
		case s := <-t.states:
			switch s.State {
			case crm.LineRegistered:
				return nil
			case crm.LineRefused:
				return s.Err
			}
			if s.Err != nil {
				err = s.Err
			}
		case <-ctx.Done():
			return err
		}
	}
}
