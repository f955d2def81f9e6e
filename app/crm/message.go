package crm

import (
	"slices"
	"strings"
	"time"
)

// Message is one letter of a client. A letter that lies in two mailboxes is one
// message with two owners.
type Message struct {
	ID          ID
	Account     string   // mailbox it was first seen in
	Owners      []string // every mailbox it lies in, Account among them
	Direction   Direction
	From        Address
	To          []Address
	Cc          []Address
	Subject     string
	Date        time.Time // UTC
	MessageID   string    // without angle brackets; may be empty or forged
	InReplyTo   string
	References  []string // oldest first
	Thread      string   // same for all letters of one talk
	Preview     string   // first words, one line
	Attachments []Attachment
	Automatic   bool   // written by a program: out of office, a notice
	Bulk        bool   // sent to many: a list, a newsletter
	Private     bool   // «личное»: its owner alone may see it
	Key         string // what copies of one letter have in common
	Digest      string // of the body; copies that differ in it are two letters
	Links       []MessageLink
}

// MessageLink is a client a letter was put on record for, with the reason.
type MessageLink struct {
	Client  Ref
	Contact Ref // whose address it is; zero for the firm's own
	Reason  MatchReason
	Address string // address or Message-ID that decided
	Sure    bool   // put on record by itself; else a person is asked
}

// MatchReason is why a letter belongs to a client.
type MatchReason string

// Reasons, the strongest first.
const (
	MatchedByHand    MatchReason = "hand"
	MatchedByAddress MatchReason = "address"
	MatchedByThread  MatchReason = "thread"   // answers a letter on record
	MatchedByTag     MatchReason = "tag"      // name+tag@host with the tag taken off
	MatchedByDomain  MatchReason = "domain"   // of the firm, known for one client only
	MatchedByForward MatchReason = "forward"  // writer of a letter passed on in this one
	MatchedByReplyTo MatchReason = "reply_to" // Reply-To and Sender prove little
)

// Address is one side of a letter. The name is what the letter says and proves
// nothing.
type Address struct {
	Name  string
	Email string
}

// Key is the address as addresses are compared; empty when it is none.
func (a Address) Key() string { return CleanEmail(a.Email) }

// Domain is what stands behind the @.
func (a Address) Domain() string {
	key := a.Key()
	return key[strings.LastIndexByte(key, '@')+1:]
}

// Attachment is a file of a letter.
type Attachment struct {
	Name  string // safe to be written to a folder
	Type  string // "application/pdf", as the letter says
	Size  int64  // of the file itself
	Kind  AttachmentKind
	Risky bool // it would run when opened
}

// AttachmentKind is what a part of a letter is to people.
type AttachmentKind string

// Kinds of attachment.
const (
	AttachedFile      AttachmentKind = "file"
	AttachedImage     AttachmentKind = "image"     // stands inside the text
	AttachedLetter    AttachmentKind = "letter"    // another letter
	AttachedCalendar  AttachmentKind = "calendar"  // an invitation
	AttachedSignature AttachmentKind = "signature" // S/MIME or PGP
	AttachedSealed    AttachmentKind = "sealed"    // encrypted, only a key opens it
	AttachedOutlook   AttachmentKind = "outlook"   // winmail.dat
)

// ThreadOf names the talk a letter belongs to: the first letter of it that is
// known by name.
func ThreadOf(messageID, inReplyTo string, references []string) string {
	switch {
	case len(references) > 0:
		return references[0]
	case inReplyTo != "":
		return inReplyTo
	}
	return messageID
}

// SameAs tells two copies of one letter. A Message-ID can be forged, so a letter
// never hides another one whose body differs.
func (m Message) SameAs(other Message) bool {
	return m.Key != "" && m.Key == other.Key && (m.Digest == "" || other.Digest == "" || m.Digest == other.Digest)
}

// Sure is the first link that needs no person to be asked; ok is false without one.
func (m Message) Sure() (link MessageLink, ok bool) {
	i := slices.IndexFunc(m.Links, func(l MessageLink) bool { return l.Sure })
	if i < 0 {
		return MessageLink{}, false
	}
	return m.Links[i], true
}

// With is the message with the owners and links of another copy of it.
func (m Message) With(copied Message) Message {
	m.Owners = slices.Clone(m.Owners)
	for _, owner := range copied.Owners {
		if !slices.Contains(m.Owners, owner) {
			m.Owners = append(m.Owners, owner)
		}
	}
	m.Links = slices.Clone(m.Links)
	for _, link := range copied.Links {
		i := slices.IndexFunc(m.Links, func(l MessageLink) bool { return l.Client == link.Client })
		switch {
		case i < 0:
			m.Links = append(m.Links, link)
		case link.Sure && !m.Links[i].Sure:
			m.Links[i] = link
		}
	}
	if m.Digest == "" {
		m.Digest = copied.Digest
	}
	if m.Preview == "" {
		m.Preview, m.Attachments = copied.Preview, copied.Attachments
	}
	m.Private = m.Private || copied.Private
	return m
}
