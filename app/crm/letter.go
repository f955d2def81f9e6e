package crm

import (
	"strings"
	"time"
)

// Letter is a message as it is kept: with its text, and the file it came as.
type Letter struct {
	Message
	Text     string    // for people
	File     string    // name in the folder of letters; empty when only this is kept
	Spoilt   bool      // it could not be read; the file is what there is
	Answered time.Time // when somebody answered it, as far as the mailbox says
	Remind   time.Time // of ours: when an answer is missed; zero when none is waited for
	Failed   time.Time // of ours: when we were told that it did not arrive
	Settled  time.Time // when a person took it out of what waits; one received is nobody's then
}

// Bounce says that a letter of ours did not arrive.
type Bounce struct {
	Letter    string // our id, when the report encloses the letter
	MessageID string
	Recipient string
	Status    string // "5.1.1", RFC 3463
	Detail    string // words of the server that refused it
	At        time.Time
}

// Reason is the number and the words of the refusal, as they are kept.
func (b Bounce) Reason() string {
	return strings.TrimSpace(b.Status + " " + b.Detail)
}

// BounceStatus is the number that a kept reason begins with; empty when it has none.
func BounceStatus(reason string) (status, words string) {
	first, rest, _ := strings.Cut(reason, " ")
	if len(first) >= 5 && first[1] == '.' && first[0] >= '2' && first[0] <= '5' {
		return first, rest
	}
	return "", reason
}

// LetterCopy is where a letter lies in a mailbox.
type LetterCopy struct {
	Folder   MailFolder
	Validity uint32
	UID      uint32
}

// MailFolder is one folder of a mailbox that is watched.
type MailFolder struct {
	Account string
	Name    string
	Sent    bool
}

// MailPlace is how far a folder has been read; see mail/inbox.
type MailPlace struct {
	Validity uint32
	Last     uint32
	ModSeq   uint64
}

// MailRule is something that keeps letters out of the history.
type MailRule struct {
	Kind  MailRuleKind
	Value string // an address, a domain, a word of the subject, a folder
}

// MailRuleKind says what of a letter a rule looks at.
type MailRuleKind string

// Kinds of rule.
const (
	PrivateAddress  MailRuleKind = "private" // somebody said «личное»
	ExcludedAddress MailRuleKind = "address"
	ExcludedDomain  MailRuleKind = "domain"
	ExcludedSubject MailRuleKind = "subject"
	ExcludedFolder  MailRuleKind = "folder"
)

// EmailHolder is whose an address is.
type EmailHolder struct {
	Client  Ref
	Contact Ref // zero for the firm's own address
}
