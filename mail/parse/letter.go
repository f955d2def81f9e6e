package parse

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"pult/app/crm"
)

// Letter is a whole letter made readable.
type Letter struct {
	Header
	Text        string // for people: of an HTML letter, what it says
	FromHTML    bool   // there was no text to speak of beside the HTML
	Links       []Link // of an HTML letter
	Attachments []Attachment
	Inner       []Letter // letters sent along in this one
	Bounce      *Bounce  // of a report that a letter did not arrive
	Sealed      bool     // encrypted: only a key opens it
	Digest      string   // of the body, the same in every copy of the letter
}

// Attachment is a file of a letter. Its bytes stay in the letter until they are
// asked for.
type Attachment struct {
	crm.Attachment
	ContentID string // by which an HTML text refers to it

	data     []byte
	transfer transfer
}

// WriteTo writes the file out.
func (a Attachment) WriteTo(w io.Writer) (int64, error) {
	var written int64
	err := a.transfer.stream(a.data, func(piece []byte) error {
		n, err := w.Write(piece)
		written += int64(n)
		return err
	})
	return written, err
}

// Files are the attachments as the domain knows them.
func (l Letter) Files() []crm.Attachment {
	list := make([]crm.Attachment, 0, len(l.Attachments))
	for _, a := range l.Attachments {
		list = append(list, a.Attachment)
	}
	return list
}

// Reading is the text of the letter, or of the one it passes on when it has none
// itself.
func (l Letter) Reading() string {
	for strings.TrimSpace(l.Text) == "" && len(l.Inner) > 0 {
		l = l.Inner[0]
	}
	return l.Text
}

// Preview is the first words of a letter on one line, without what it quotes.
func (l Letter) Preview(signs int) string {
	var words []string
	size := 0
	for line := range strings.Lines(l.Reading()) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, ">") {
			continue
		}
		if line == "--" {
			break // a signature follows
		}
		words = append(words, oneLine(line))
		if size += len(line); size > 4*signs {
			break
		}
	}
	return shorten(strings.Join(words, " "), signs)
}

// digest names a body. Servers and lists differ in line ends and in what follows
// the last line.
func digest(body []byte) string {
	h := sha256.New()
	body = bytes.TrimRight(body, " \t\r\n")
	for len(body) > 0 {
		line, next := nextLine(body, 0)
		_, _ = h.Write(line)
		_, _ = h.Write([]byte{'\n'})
		body = body[next:]
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
