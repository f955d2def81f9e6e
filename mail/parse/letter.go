package parse

import (
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
	Sealed      bool     // by S/MIME or PGP: it cannot be read here
	Digest      string   // of what it says and carries, the same in every copy
}

// Attachment is a file of a letter. Its bytes stay in the letter until they are
// asked for.
type Attachment struct {
	crm.Attachment
	ContentID string // by which an HTML text refers to it
	Sum       string // SHA-256 of the file; of a letter that was read, empty

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

// digest names what a letter says and carries. Servers on the way encode bodies
// anew and break their lines, so it is taken of what was decoded.
func (l Letter) digest() string {
	h := sha256.New()
	add := func(text string) {
		_, _ = io.WriteString(h, text)
		_, _ = h.Write([]byte{0})
	}
	for line := range strings.Lines(l.Text) {
		if line = strings.TrimSpace(line); line != "" {
			add(line)
		}
	}
	for _, a := range l.Attachments {
		if a.Kind != crm.AttachedLetter {
			add(a.Sum)
		}
	}
	for _, inner := range l.Inner {
		add(inner.Digest)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
