package feed

import (
	"time"

	"pult/app/crm"
)

// LetterCame says that a letter of a client is on record: one that was just written,
// not one of those found when a mailbox was read for the first time.
type LetterCame struct {
	Letter crm.Letter
	Client string // working name of the client it surely belongs to; empty when in doubt
}

// MailboxChanged says how the watching of a mailbox goes.
type MailboxChanged struct{ State MailboxState }

// MailboxState is how the watching of a mailbox goes.
type MailboxState struct {
	Account string
	Online  bool
	Checked time.Time // when the server last answered
	Err     error     // why it is not online
}

// PostingsChanged says that something has become of a letter of ours.
type PostingsChanged struct{ Account string }

// SendingChanged says that no letter of a mailbox goes out until a person acts, or that
// they go out again.
type SendingChanged struct {
	Account string
	Err     error // nil when letters go out
}

func (LetterCame) event()      {}
func (MailboxChanged) event()  {}
func (PostingsChanged) event() {}
func (SendingChanged) event()  {}
