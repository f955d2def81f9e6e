package inbox

import (
	"context"
	"fmt"

	"github.com/emersion/go-imap/v2"

	"pult/app/crm"
)

// job is something to be done on the second connection, between looks at folders.
type job struct {
	do   func(*session) error
	news bool // there is something new in a folder after it
	done chan error
}

// Holds looks among the sent letters for one, by its Message-ID or by our mark, which
// stays when a server gives it another Message-ID.
func (w *Watcher) Holds(ctx context.Context, letter crm.ID, messageID string) (found bool, err error) {
	err = w.behind(ctx, false, func(s *session) error {
		name, err := s.sentFolder()
		if err != nil || name == "" {
			return err
		}
		if _, err := s.enter(name); err != nil {
			return err
		}
		got, err := s.search(&imap.SearchCriteria{Or: [][2]imap.SearchCriteria{{
			{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: messageID}}},
			{Header: []imap.SearchCriteriaHeaderField{{Key: "X-Pult-Id", Value: letter.String()}}},
		}}})
		found = len(got) > 0
		return broken(err)
	})
	return found, err
}

// File puts a letter among the sent ones, as read.
func (w *Watcher) File(ctx context.Context, raw []byte) error {
	return w.behind(ctx, true, func(s *session) error {
		name, err := s.sentFolder()
		if err != nil {
			return err
		}
		if name == "" {
			return nil // a mailbox without such a folder keeps none
		}
		defer s.conn.due(4 * s.wait)() // what was written is on its way for a while yet
		cmd := s.client.Append(name, int64(len(raw)), &imap.AppendOptions{Flags: []imap.Flag{imap.FlagSeen}, Time: w.now()})
		if _, err := cmd.Write(raw); err != nil {
			_ = cmd.Close()
			return broken(err)
		}
		if err := cmd.Close(); err != nil {
			return broken(err)
		}
		_, err = cmd.Wait()
		return broken(err)
	})
}

// behind does something on the second connection. When that is down it waits as long
// as the context allows.
func (w *Watcher) behind(ctx context.Context, news bool, do func(*session) error) error {
	j := job{do, news, make(chan error, 1)}
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return fmt.Errorf("mailbox %s: %w: %w", w.account.Name, crm.ErrOffline, ctx.Err())
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("mailbox %s: %w: %w", w.account.Name, crm.ErrOffline, ctx.Err())
	}
}
