package inbox

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"pult/app/crm"
	"pult/mail/account"
)

// session is one connection that is logged in.
type session struct {
	client *imapclient.Client
	conn   *guarded
	caps   imap.CapSet
	news   chan struct{} // something has changed in the folder that is open
	wait   time.Duration
	deaf   bool // IDLE was refused
	stop   func() bool
}

// open connects and logs in.
func (w *Watcher) open(ctx context.Context) (*session, error) {
	conn, err := connect(ctx, w.dialer, w.account.IMAP, w.patience)
	if err != nil {
		return nil, err
	}
	return w.begin(ctx, conn)
}

// begin logs in on a connection.
func (w *Watcher) begin(ctx context.Context, conn net.Conn) (*session, error) {
	s := &session{conn: newGuarded(conn), news: make(chan struct{}, 1), wait: w.patience}
	s.client = imapclient.New(s.conn, &imapclient.Options{
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{
			Mailbox: func(m *imapclient.UnilateralDataMailbox) {
				if m.NumMessages != nil {
					s.notice()
				}
			},
			Fetch: func(m *imapclient.FetchMessageData) { _, _ = m.Collect(); s.notice() },
		},
	})
	// A context that ends is the end of whatever is under way.
	s.stop = context.AfterFunc(ctx, func() { _ = conn.Close() })
	if err := s.login(ctx, w); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) login(ctx context.Context, w *Watcher) error {
	defer s.conn.due(s.wait)()
	if err := s.client.WaitGreeting(); err != nil {
		return broken(err)
	}
	caps := s.client.Caps()
	if s.client.State() != imap.ConnStateNotAuthenticated || caps == nil {
		return &crm.Fault{Kind: crm.ErrGarbled, Subject: w.account.IMAP.Address, Detail: "greeting"}
	}
	var mechanisms []string
	for _, name := range []string{"PLAIN", "LOGIN"} {
		if caps.Has(imap.AuthCap(name)) {
			mechanisms = append(mechanisms, name)
		}
	}
	way, err := w.account.Login(ctx, mechanisms)
	if err != nil {
		return err
	}
	if w.account.Token == nil && len(mechanisms) == 0 {
		err = s.command(ctx, w)
	} else {
		err = s.client.Authenticate(way)
	}
	if err != nil {
		return refused(err, w.account.IMAP)
	}
	s.caps = s.client.Caps()
	if s.caps.Has(imap.CapID) { // some servers treat clients without a name worse
		_, _ = s.client.ID(&imap.IDData{Name: "Pult"}).Wait()
	}
	return nil
}

// command is the old LOGIN, for servers that name no mechanism.
func (s *session) command(ctx context.Context, w *Watcher) error {
	if s.client.Caps().Has(imap.CapLoginDisabled) {
		return &crm.Fault{Kind: crm.ErrForbidden, Subject: w.account.IMAP.Address, Detail: "LOGINDISABLED"}
	}
	password, err := w.account.Secret(ctx)
	if err != nil {
		return err
	}
	return s.client.Login(w.account.User, password).Wait()
}

func (s *session) notice() {
	select {
	case s.news <- struct{}{}:
	default:
	}
}

func (s *session) close() {
	s.stop()
	_ = s.conn.Close()
	_ = s.client.Close() // waits for the reader
}

// enter opens a folder for reading only.
func (s *session) enter(name string) (*imap.SelectData, error) {
	defer s.conn.due(s.wait)()
	data, err := s.client.Select(name, &imap.SelectOptions{ReadOnly: true, CondStore: s.caps.Has(imap.CapCondStore)}).Wait()
	if err != nil {
		return nil, broken(err)
	}
	return data, nil
}

// alive asks the server for a word.
func (s *session) alive() error {
	defer s.conn.due(s.wait)()
	return broken(s.client.Noop().Wait())
}

// idle waits for news for a while; RFC 2177. It returns early at a change.
func (s *session) idle(ctx context.Context, d time.Duration, awake func() bool) error {
	answered := s.conn.due(s.wait)
	cmd, err := s.client.Idle()
	answered()
	if err != nil {
		return broken(err)
	}
	s.until(ctx, d, awake)
	defer s.conn.due(s.wait)()
	if err := cmd.Close(); err != nil {
		return broken(err)
	}
	return broken(cmd.Wait())
}

// until waits for news, for a while. A machine that has slept has no connection.
func (s *session) until(ctx context.Context, d time.Duration, awake func() bool) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	ticker := time.NewTicker(min(look, d))
	defer ticker.Stop()
	for {
		select {
		case <-s.news:
			return
		case <-timer.C:
			return
		case <-s.client.Closed():
			return
		case <-ctx.Done():
			return
		case <-ticker.C:
			if !awake() {
				_ = s.conn.Close()
				return
			}
		}
	}
}

// refused makes of a NO what it means to people, RFC 5530.
func refused(err error, by account.Server) error {
	var no *imap.Error
	if !errors.As(err, &no) {
		return broken(err)
	}
	kind := crm.ErrRefused
	switch no.Code {
	case imap.ResponseCodeAuthenticationFailed, imap.ResponseCodeExpired, imap.ResponseCodeAuthorizationFailed:
		kind = crm.ErrDenied
	case imap.ResponseCodePrivacyRequired, imap.ResponseCodeContactAdmin:
		kind = crm.ErrForbidden
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeOverQuota:
		kind = crm.ErrBusy
	case "":
		kind = crm.ErrDenied // older servers say no more than NO
	}
	return &crm.Fault{Kind: kind, Subject: by.Address, Detail: no.Text}
}

// broken wraps an error of the connection. A NO is not one.
func broken(err error) error {
	var no *imap.Error
	var fault *crm.Fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &fault):
		return fault
	case errors.As(err, &no) && no.Type == imap.StatusResponseTypeNo:
		return &crm.Fault{Kind: kindOfNo(no.Code), Detail: no.Text}
	case errors.As(err, &no):
		return &crm.Fault{Kind: crm.ErrRefused, Detail: no.Text}
	}
	return &crm.Fault{Kind: crm.ErrOffline, Detail: err.Error()}
}

func kindOfNo(code imap.ResponseCode) error {
	switch code {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug:
		return crm.ErrBusy
	case imap.ResponseCodeNonExistent:
		return crm.ErrNotFound
	}
	return crm.ErrRefused
}
