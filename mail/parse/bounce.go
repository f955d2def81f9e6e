package parse

import (
	"bufio"
	"bytes"
	"net/textproto"
	"strings"

	"github.com/emersion/go-message"
)

// Bounce is what a report says of a letter that was sent (RFC 3464).
type Bounce struct {
	MessageID string // of the letter, when the report encloses it
	PultID    string
	Recipient string
	Action    string // failed, delayed, delivered …
	Status    string // "5.1.1"
	Detail    string // words of the server that refused it
}

// Failed tells that the letter will not arrive.
func (b *Bounce) Failed() bool { return b != nil && b.Action == "failed" }

// readStatus reads the machine's part of a report: a block on the letter, then one
// for each recipient. The first that failed counts.
func readStatus(body []byte, known *Bounce) *Bounce {
	if known == nil {
		known = &Bounce{}
	}
	r := textproto.NewReader(bufio.NewReader(bytes.NewReader(body[:min(len(body), 64<<10)])))
	for range 100 {
		block, err := r.ReadMIMEHeader()
		if recipient := block.Get("Final-Recipient"); recipient != "" || block.Get("Status") != "" {
			one := Bounce{
				MessageID: known.MessageID,
				PultID:    known.PultID,
				Recipient: recipientOf(recipient),
				Action:    strings.ToLower(token(block.Get("Action"))),
				Status:    token(block.Get("Status")),
				Detail:    shorten(oneLine(afterType(block.Get("Diagnostic-Code"))), 300),
			}
			if one.Action == "" && strings.HasPrefix(one.Status, "5") {
				one.Action = "failed"
			}
			if known.Status == "" || one.Failed() && !known.Failed() {
				*known = one
			}
		}
		if err != nil {
			break
		}
	}
	return known
}

// afterType is what follows "rfc822;".
func afterType(value string) string {
	if _, after, ok := strings.Cut(value, ";"); ok {
		return strings.TrimSpace(after)
	}
	return strings.TrimSpace(value)
}

func recipientOf(value string) string { return cleanAddress(afterType(value)) }

// of adds which letter it was, from its header block.
func (b *Bounce) of(block message.Header) *Bounce {
	return b.named(firstID(block.Get("Message-Id")), token(block.Get("X-Pult-Id")))
}

// letter adds which letter it was. Only a report has a bounce.
func (b *Bounce) letter(h Header) *Bounce {
	if b == nil {
		return nil
	}
	return b.named(h.MessageID, h.PultID)
}

func (b *Bounce) named(id, pultID string) *Bounce {
	if b == nil {
		b = &Bounce{}
	}
	if b.MessageID == "" {
		b.MessageID, b.PultID = id, pultID
	}
	return b
}
