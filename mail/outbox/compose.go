// Package outbox makes letters of what a manager has written and sends them, each
// exactly once: a letter that may have been sent is never sent again by itself.
package outbox

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/mail"
	"path"
	"strings"
	"time"
	"unicode"

	message "github.com/emersion/go-message/mail"

	"pult/app/crm"
)

const (
	// IDHeader names our letter, so that its copy among sent letters is known even if
	// a server gives it another Message-ID.
	IDHeader = "X-Pult-Id"
	// MaxLetter is what most servers take, encoded.
	MaxLetter = 25 << 20
)

// Compose makes the letter of a draft, as it goes out. Nothing that is written in a
// field can become another field or another recipient.
func Compose(d crm.Draft, now time.Time) ([]byte, error) {
	header, err := headerOf(d, now)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if len(d.Files) == 0 {
		err = writeText(&out, header, d.Text)
	} else {
		err = writeParts(&out, header, d)
	}
	if err != nil {
		return nil, fmt.Errorf("compose a letter: %w", err)
	}
	if out.Len() > MaxLetter {
		return nil, &crm.Fault{Kind: crm.ErrInvalid, Subject: "size", Detail: fmt.Sprintf("%d MB", out.Len()>>20)}
	}
	return out.Bytes(), nil
}

// MessageID is that of the letter with an id. It tells nothing of the machine.
func MessageID(id crm.ID, from crm.Address) string {
	return id.String() + "@" + from.Domain()
}

func headerOf(d crm.Draft, now time.Time) (h message.Header, err error) {
	if len(d.Recipients()) == 0 {
		return h, &crm.Fault{Kind: crm.ErrInvalid, Subject: "to", Detail: "nobody"}
	}
	h.SetDate(now)
	h.SetMessageID(MessageID(d.ID, d.From))
	for _, field := range []struct {
		name string
		list []crm.Address
	}{{"From", []crm.Address{d.From}}, {"To", d.To}, {"Cc", d.Cc}, {"", d.Bcc}} {
		list, err := addresses(field.list)
		if err != nil {
			return h, err
		}
		if field.name != "" && len(list) > 0 { // a blind copy stands nowhere
			h.SetAddressList(field.name, list)
		}
	}
	if err := plain("subject", d.Subject); err != nil {
		return h, err
	}
	h.SetSubject(d.Subject)
	if d.InReplyTo != "" {
		h.SetMsgIDList("In-Reply-To", safeIDs([]string{d.InReplyTo}))
		h.SetMsgIDList("References", safeIDs(append(d.References, d.InReplyTo)))
	}
	h.Set(IDHeader, d.ID.String())
	return h, nil
}

func addresses(list []crm.Address) ([]*message.Address, error) {
	var out []*message.Address
	for _, a := range list {
		if err := plain("address", a.Name+a.Email); err != nil {
			return nil, err
		}
		parsed, err := mail.ParseAddress(a.Email)
		if err != nil || parsed.Address != strings.TrimSpace(a.Email) || parsed.Name != "" {
			return nil, &crm.Fault{Kind: crm.ErrInvalid, Subject: "address", Detail: a.Email}
		}
		out = append(out, &message.Address{Name: a.Name, Address: parsed.Address})
	}
	return out, nil
}

// plain refuses signs that end a field, and those that turn a text round.
func plain(what, text string) error {
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return &crm.Fault{Kind: crm.ErrInvalid, Subject: what, Detail: fmt.Sprintf("%U", r)}
		}
	}
	return nil
}

// safeIDs leaves out what is no Message-ID: a letter we answer may say anything.
func safeIDs(ids []string) []string {
	var safe []string
	for _, id := range ids {
		if id != "" && len(id) < 500 && strings.IndexFunc(id, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' }) < 0 {
			safe = append(safe, id)
		}
	}
	if len(safe) > 20 { // the first and the last ones hold a thread together
		safe = append(safe[:1], safe[len(safe)-19:]...)
	}
	return safe
}

func writeText(w io.Writer, h message.Header, text string) error {
	h.SetContentType("text/plain", map[string]string{"charset": "utf-8"})
	h.Set("Content-Transfer-Encoding", "quoted-printable")
	body, err := message.CreateSingleInlineWriter(w, h)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(body, crlf(text)); err != nil {
		return err
	}
	return body.Close()
}

func writeParts(w io.Writer, h message.Header, d crm.Draft) error {
	whole, err := message.CreateWriter(w, h)
	if err != nil {
		return err
	}
	var text message.InlineHeader
	text.SetContentType("text/plain", map[string]string{"charset": "utf-8"})
	text.Set("Content-Transfer-Encoding", "quoted-printable")
	part, err := whole.CreateSingleInline(text)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(part, crlf(d.Text)); err != nil {
		return err
	}
	if err := part.Close(); err != nil {
		return err
	}
	for _, f := range d.Files {
		if err := writeFile(whole, f); err != nil {
			return err
		}
	}
	return whole.Close()
}

func writeFile(whole *message.Writer, f crm.DraftFile) error {
	name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
	if err := plain("file", name); err != nil {
		return err
	}
	kind := f.Type
	if kind == "" {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	if base, _, err := mime.ParseMediaType(kind); err != nil || strings.HasPrefix(base, "multipart/") || strings.HasPrefix(base, "message/") {
		kind = "application/octet-stream"
	} else {
		kind = base
	}
	var h message.AttachmentHeader
	h.SetContentType(kind, map[string]string{"name": name})
	h.SetFilename(name)
	h.Set("Content-Transfer-Encoding", "base64")
	part, err := whole.CreateAttachment(h)
	if err != nil {
		return err
	}
	if _, err := part.Write(f.Content); err != nil {
		return err
	}
	return part.Close()
}

// crlf ends each line as mail does. A bare CR or LF is what letters are smuggled by.
func crlf(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.ReplaceAll(text, "\n", "\r\n")
}
