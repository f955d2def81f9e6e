package match

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
	"pult/mail/parse"
)

// previewSigns is how much of a letter a line of history shows.
const previewSigns = 240

// Message is a letter as it goes on record, by its header alone. The id is the
// caller's to give.
func (v Verdict) Message(letter Letter) crm.Message {
	h := letter.Header
	return crm.Message{
		Account:    letter.Account,
		Owners:     []string{letter.Account},
		Direction:  v.Direction,
		From:       h.Writer(),
		To:         h.To,
		Cc:         h.Cc,
		Subject:    h.Subject,
		Date:       h.Date,
		MessageID:  h.MessageID,
		InReplyTo:  h.InReplyTo,
		References: h.References,
		Thread:     crm.ThreadOf(h.MessageID, h.InReplyTo, h.References),
		Automatic:  h.Automatic,
		Bulk:       h.Bulk,
		Private:    v.Cause == Private,
		Key:        letter.Key(),
		Links:      v.Links,
	}
}

// WithBody adds what only the whole letter tells.
func WithBody(m crm.Message, body parse.Letter) crm.Message {
	m.Preview = body.Preview(previewSigns)
	m.Attachments = body.Files()
	m.Digest = body.Digest
	return m
}

// maxSign is longer than any sign of ours.
const maxSign = 64

// Key is what all copies of a letter have in common: its Message-ID, or, where that
// says nothing, what else is in it. A letter of ours is known by a sign of our own,
// for some servers change the Message-ID of what they send. Who copies the sign
// gains nothing: of one key are only letters that say the same.
func (l Letter) Key() string {
	h := l.Header
	switch {
	case h.PultID != "" && len(h.PultID) <= maxSign:
		return "pult:" + h.PultID
	case saneID(h.MessageID):
		return "id:" + h.MessageID
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{
		h.Date.UTC().Format(time.RFC3339), h.Writer().Key(), h.Subject, strconv.FormatInt(l.Size, 10),
	}, "\x00")))
	return "sum:" + hex.EncodeToString(sum[:16])
}

// saneID tells a Message-ID that can be of one letter only.
func saneID(id string) bool {
	local, host, ok := strings.Cut(id, "@")
	return ok && len(local) >= 4 && host != "" && !strings.EqualFold(local, "null")
}
