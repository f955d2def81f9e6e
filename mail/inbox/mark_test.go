//go:build field

package inbox

import "github.com/emersion/go-imap/v2"

func markAnswered(s *session, uid uint32) error {
	return s.client.Store(setOf([]uint32{uid}), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagAnswered}}, nil).Close()
}
