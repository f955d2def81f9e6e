package inbox

import (
	"context"
	"errors"
	"slices"
	"strings"

	"pult/app/crm"
)

// back looks at sent letters and other folders, one after another. It begins when
// the inbox is up: a wrong password must not be tried twice.
func (w *Watcher) back(ctx context.Context) error {
	w.until(ctx, func(s State) bool { return s.Online })
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	folders, err := w.folders(s)
	if err != nil || len(folders) == 0 {
		return errors.Join(err, w.rest(ctx, 10*w.options.Poll, w.awake(), s))
	}
	for {
		for _, f := range folders {
			err := w.catchUp(ctx, s, f, w.suspects(f.Name))
			if errors.Is(err, crm.ErrNotFound) || errors.Is(err, crm.ErrRefused) {
				w.log.Warn("folder is not there", "sent", f.Sent)
				continue // the others are
			}
			if err != nil {
				return err
			}
		}
		if err := w.rest(ctx, w.options.Poll, w.awake(), s); err != nil {
			return err
		}
	}
}

// folders are those watched beside the inbox.
func (w *Watcher) folders(s *session) ([]Folder, error) {
	sent, err := s.sentFolder()
	if err != nil {
		return nil, err
	}
	var list []Folder
	if sent != "" {
		list = append(list, Folder{Account: w.account.Name, Name: sent, Sent: true})
	}
	for _, name := range w.account.Folders {
		if !strings.EqualFold(name, inboxName) && name != sent && !slices.ContainsFunc(list, func(f Folder) bool { return f.Name == name }) {
			list = append(list, Folder{Account: w.account.Name, Name: name})
		}
	}
	return list, nil
}

// suspects of a folder live as long as the watcher: the connection that they broke
// is another one each time.
func (w *Watcher) suspects(folder string) *suspects {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broke[folder] == nil {
		w.broke[folder] = newSuspects(0)
	}
	return w.broke[folder]
}
