package telephony

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/internal/media"
)

// Line is one account on an exchange. It satisfies the Phone of app/desk.
type Line struct {
	cfg      Config
	server   server
	listener Listener
	audio    Audio
	policy   media.Policy    // of the voice
	pin      crm.Fingerprint // of the exchange; zero trusts the system's roots

	serving  atomic.Pointer[actor]
	password atomic.Pointer[string]
	// undisturbed outlives a Serve: it is the user's wish, not the line's state.
	undisturbed atomic.Bool
	watched     atomic.Pointer[[]string] // extensions, see lamp.go
	one         sync.Mutex               // held while serving
}

// New checks the configuration. Nothing is sent before Serve.
func New(cfg Config, listener Listener, audio Audio) (*Line, error) {
	server, err := parseServer(cfg.Server)
	if err != nil {
		return nil, err
	}
	if cfg.User == "" {
		return nil, fmt.Errorf("telephony: no user: %w", crm.ErrInvalid)
	}
	if cfg.DeskPhone != "" && !isExtension(cfg.DeskPhone) {
		return nil, fmt.Errorf("telephony: no extension of a desk phone: %w", crm.ErrInvalid)
	}
	if listener == nil {
		return nil, errors.New("telephony: no listener")
	}
	if audio == nil {
		audio = Silence{}
	}
	l := &Line{cfg: cfg.withDefaults(), server: server, listener: listener, audio: audio}
	if l.policy, err = cfg.policy(server); err != nil {
		return nil, err
	}
	if cfg.Fingerprint != "" {
		if l.pin, err = crm.ParseFingerprint(cfg.Fingerprint); err != nil {
			return nil, fmt.Errorf("telephony: certificate of the exchange: %w", err)
		}
	}
	l.password.Store(&cfg.Password)
	return l, nil
}

// Serve keeps the line registered until the context ends. Then it ends all
// calls, takes back its own Contact and returns when every goroutine is gone.
func (l *Line) Serve(ctx context.Context) error {
	if !l.one.TryLock() {
		return errors.New("telephony: the line is being served already")
	}
	defer l.one.Unlock()
	a := newActor(l)
	l.serving.Store(a)
	defer l.serving.Store(nil)
	a.run(ctx)
	return ctx.Err()
}

// Dial calls a number under the id given. It returns when the INVITE is out;
// after an error there is no call and Ended does not come.
func (l *Line) Dial(ctx context.Context, id crm.ID, number phone.Number) error {
	return l.command(ctx, &dialCommand{reply: newReply(), id: id, number: number})
}

// Answer takes a ringing call.
func (l *Line) Answer(ctx context.Context, id crm.ID) error {
	return l.command(ctx, &answerCommand{reply: newReply(), id: id})
}

// Hangup ends a call: it rejects one that rings (486), cancels one that is being
// dialled and says BYE in one that was answered.
func (l *Line) Hangup(ctx context.Context, id crm.ID) error {
	return l.command(ctx, &hangupCommand{reply: newReply(), id: id})
}

// Mute switches our microphone: while it is on, silence is sent.
func (l *Line) Mute(ctx context.Context, id crm.ID, on bool) error {
	return l.command(ctx, &muteCommand{reply: newReply(), id: id, on: on})
}

// Hold puts the other side on hold, or takes it back; taking one back holds the
// others. It returns when the exchange has agreed. From the moment of the call on
// nothing is said or heard.
func (l *Line) Hold(ctx context.Context, id crm.ID, on bool) error {
	return l.command(ctx, &holdCommand{reply: newReply(), id: id, on: on})
}

// DTMF presses keys of a telephone: 0-9, *, #, A-D, and a comma for a pause of
// half a second.
func (l *Line) DTMF(ctx context.Context, id crm.ID, digits string) error {
	return l.command(ctx, &keysCommand{reply: newReply(), id: id, digits: digits})
}

// Transfer hands a talk over to a number without asking there. It returns when
// the exchange has been told; TransferEnded says what became of it.
func (l *Line) Transfer(ctx context.Context, id crm.ID, to phone.Number) error {
	return l.command(ctx, &transferCommand{reply: newReply(), id: id, to: to})
}

// Join connects the other sides of two talks with each other and leaves both.
// TransferEnded of the first says what became of it.
func (l *Line) Join(ctx context.Context, id, other crm.ID) error {
	return l.command(ctx, &joinCommand{reply: newReply(), id: id, other: other})
}

// Retry registers now: the user has corrected something, or does not want to
// wait. It is the only way out of crm.LineRefused.
func (l *Line) Retry() {
	if a := l.serving.Load(); a != nil {
		a.post(retryCommand{})
	}
}

// SetPassword replaces the password for the next Retry.
func (l *Line) SetPassword(password string) { l.password.Store(&password) }

// command hands an event to the owner and waits for its verdict.
func (l *Line) command(ctx context.Context, c command) error {
	a := l.serving.Load()
	if a == nil {
		return crm.ErrNotConnected
	}
	select {
	case a.inbox <- c:
	case <-a.done:
		return crm.ErrNotConnected
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-c.verdict():
		return err
	case <-a.done:
		return crm.ErrNotConnected
	case <-ctx.Done():
		return ctx.Err()
	}
}
