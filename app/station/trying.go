package station

import (
	"context"
	"errors"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/team"
)

// password is the one that was typed, else the one that is kept.
func password(typed string, kept func() (string, error)) (string, error) {
	if typed != "" {
		return typed, nil
	}
	return kept()
}

// TryPhone registers the account as it was typed. One that a panel holds already
// is crm.ErrConflict.
func (s *Settings) TryPhone(ctx context.Context, typed crm.Settings) error {
	c := s.now()
	a := conf.Account{Server: typed.Phone.Address, User: typed.Phone.User, Name: typed.Phone.User}
	held := len(c.Accounts()) > 0 && a.Server == c.Phone.Server && a.User == c.Phone.User
	if held {
		a = c.Accounts()[0]
		if typed.Phone.Password == "" && s.running() {
			return crm.ErrConflict
		}
	}
	secret, err := password(typed.Phone.Password, func() (string, error) {
		if !held {
			return "", crm.ErrNoSecret
		}
		return c.AccountPassword(a)
	})
	if err != nil {
		return err
	}
	plan := c.Plan()
	plan.AreaCode = typed.AreaCode
	return tryAccount(ctx, plan, a, secret, s.log)
}

// running tells whether a panel holds the line.
func (s *Settings) running() bool {
	held, err := takeLock(lockPath(s.now()))
	if err != nil {
		return errors.Is(err, crm.ErrConflict)
	}
	_ = held.release() // it was only tried
	return false
}

// TryOneC asks the base as it was typed what it is, and gives its title.
func (s *Settings) TryOneC(ctx context.Context, typed crm.Settings) (title string, err error) {
	c := s.now()
	secret, err := password(typed.OneC.Password, c.OneCPassword)
	if err != nil {
		return "", err
	}
	client, err := odata.New(odata.Options{URL: typed.OneC.Address, User: typed.OneC.User, Password: secret})
	if err != nil {
		return "", err
	}
	corrected, err := readMap(c.Path(typed.More.Map))
	if err != nil {
		return "", &crm.Misfit{Key: "onec.map", Detail: err.Error()}
	}
	zone, err := time.LoadLocation(typed.More.Zone)
	if err != nil {
		return "", &crm.Misfit{Key: "onec.timezone", Detail: err.Error()}
	}
	base := onec.New(client, onec.Options{Zone: zone, Plan: c.Plan(), Log: s.log, Configuration: typed.More.Configuration, Map: corrected})
	if err := base.Probe(ctx); err != nil {
		return "", err
	}
	return base.Report().Title, nil
}

// TryAccount registers one of the further accounts as it was typed. One that a
// panel holds already is crm.ErrConflict.
func (s *Settings) TryAccount(ctx context.Context, typed crm.Settings, row int) error {
	c, t := s.now(), typed.Accounts[row]
	a := conf.Account{Name: t.Name, Server: t.Address, User: t.User, SRTP: t.SRTP, Certificate: t.Certificate}
	var kept conf.Account
	if t.Was > 0 {
		kept = c.Account[t.Was-1]
	}
	if t.Password == "" && kept.Server == a.Server && kept.User == a.User && s.running() {
		return crm.ErrConflict
	}
	secret, err := password(t.Password, func() (string, error) {
		if t.Was == 0 {
			return "", crm.ErrNoSecret
		}
		return c.AccountPassword(kept)
	})
	if err != nil {
		return err
	}
	return tryAccount(ctx, c.Plan(), a, secret, s.log)
}

// TryBell looks whether 1C could be heard as it was typed. Open tells that anybody
// in the network can listen to it.
func (s *Settings) TryBell(ctx context.Context, typed crm.Settings) (open bool, err error) {
	c, b := s.now(), typed.Bell
	token, err := password(b.Token, c.BellToken)
	if err != nil {
		return false, err
	}
	o := team.BellOptions{Listen: b.Listen, Token: token}
	if b.CertFile != "" {
		o.CertFile, o.KeyFile = c.Path(b.CertFile), c.Path(b.KeyFile)
	}
	if _, err := team.NewBell(o); err != nil {
		return false, &crm.Misfit{Key: "bell.password_file", Detail: err.Error()}
	}
	err = o.Try(ctx)
	switch {
	case errors.Is(err, crm.ErrConflict) && c.Bell.Listen == b.Listen && s.running():
		return o.Open(), nil // this panel listens there
	case errors.Is(err, crm.ErrConflict):
		return o.Open(), &crm.Fault{Kind: crm.ErrBusy, Subject: o.Listen, Detail: err.Error()}
	case errors.Is(err, crm.ErrInvalid):
		return o.Open(), &crm.Misfit{Key: "bell.cert_file", Detail: err.Error()}
	}
	return o.Open(), err
}
