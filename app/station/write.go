package station

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"pult/app/crm"
	"pult/app/view"
	"pult/mail/outbox"
	"pult/mail/parse"
)

const (
	// filesLimit is what files of a letter may come to: encoded they grow by a third.
	filesLimit = outbox.MaxLetter/4*3 - 256<<10
	// templateSize is more than anybody writes.
	templateSize = 256 << 10
)

// Reply begins an answer.
func (m *MailRoom) Reply(ctx context.Context, id crm.ID, all bool) (crm.Draft, error) {
	return m.station.Reply(ctx, id, all)
}

// Write begins a letter to a client: to the one address it has, if it has one.
func (m *MailRoom) Write(ctx context.Context, client crm.Ref) (crm.Draft, error) {
	list, err := m.Addresses(ctx, client)
	if err != nil {
		return crm.Draft{}, err
	}
	var to crm.Address
	if len(list) == 1 {
		to = list[0]
	}
	return m.station.NewLetter(client, to)
}

// Addresses are those of a client: its people and the firm itself.
func (m *MailRoom) Addresses(ctx context.Context, client crm.Ref) (list []crm.Address, err error) {
	if client.IsZero() {
		return nil, nil
	}
	card, err := m.station.Store.Cache.Card(ctx, client)
	if err != nil {
		return nil, err
	}
	add := func(name string, emails []string) {
		for _, email := range emails {
			a := crm.Address{Name: name, Email: strings.TrimSpace(email)}
			if a.Key() != "" && !slices.ContainsFunc(list, func(known crm.Address) bool { return known.Key() == a.Key() }) {
				list = append(list, a)
			}
		}
	}
	for _, c := range card.Contacts {
		add(c.Name, c.Emails)
	}
	add(card.Client.Name, card.Client.Emails)
	held, err := m.station.Store.Journal.AddressesHeld(ctx, client)
	add("", held)
	return list, err
}

// ReadAddresses reads what was typed into a field of addresses; false says that it
// could not be understood as it stands.
func (m *MailRoom) ReadAddresses(text string) ([]crm.Address, bool) { return parse.Addresses(text) }

// Templates are those of the folder "templates", then those of the panel.
func (m *MailRoom) Templates(context.Context) ([]crm.LetterTemplate, error) {
	s := m.station
	dir := filepath.Join(s.Conf.Home(), "templates")
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.Words.LetterTemplates(), fmt.Errorf("templates: %w", err)
	}
	var list []crm.LetterTemplate
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || filepath.Ext(e.Name()) != ".txt" || info.Size() > templateSize {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil || !utf8.Valid(raw) {
			continue
		}
		list = append(list, readTemplate(strings.TrimSuffix(e.Name(), ".txt"), string(raw)))
	}
	return append(list, s.Words.LetterTemplates()...), nil
}

// readTemplate reads a template; its first line may be "Тема: …".
func readTemplate(name, text string) crm.LetterTemplate {
	t := crm.LetterTemplate{Name: name}
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	first, rest, _ := strings.Cut(text, "\n")
	for _, mark := range []string{"Тема:", "Subject:"} {
		if subject, ok := strings.CutPrefix(first, mark); ok {
			t.Subject, text = strings.TrimSpace(subject), rest
		}
	}
	t.Text = strings.Trim(text, "\n")
	return t
}

// Fill puts what is known into a template. Fields without a value stay as they are, so
// that they are seen and the letter is not sent with them; missing names them.
func (m *MailRoom) Fill(ctx context.Context, t crm.LetterTemplate, client crm.Ref, to crm.Address) (filled crm.LetterTemplate, missing string, err error) {
	s := m.station
	var card crm.Card
	if !client.IsZero() {
		if card, err = s.Desk.Card(ctx, client); err != nil {
			return t, "", err
		}
	}
	values := s.Words.LetterFields(card, to, s.Conf.Manager)
	filled = t
	var fault *crm.Fault
	if _, err := outbox.Fill(t.Subject+"\n"+t.Text, values); errors.As(err, &fault) {
		missing = fault.Detail
		for mark := range strings.SplitSeq(missing, ", ") {
			values[strings.Trim(mark, "{}")] = mark
		}
	}
	if filled.Subject, err = outbox.Fill(t.Subject, values); err != nil {
		return t, missing, err
	}
	filled.Text, err = outbox.Fill(t.Text, values)
	return filled, missing, err
}

// Limit is what files of a letter may come to.
func (m *MailRoom) Limit() int64 { return filesLimit }

// Attach looks at a file that is to go along.
func (m *MailRoom) Attach(path string) (crm.DraftFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return crm.DraftFile{}, fmt.Errorf("attach a file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return crm.DraftFile{}, fmt.Errorf("attach %s, no file: %w", filepath.Base(path), crm.ErrInvalid)
	}
	return crm.DraftFile{Name: filepath.Base(path), Path: path, Size: info.Size()}, nil
}

// Send accepts a letter. Its files are read now: what is changed later does not change
// what was sent.
func (m *MailRoom) Send(ctx context.Context, d crm.Draft) (crm.ID, error) {
	var total int64
	d.Files = slices.Clone(d.Files)
	for i, f := range d.Files {
		if f.Path == "" {
			total += int64(len(f.Content))
			continue
		}
		content, err := readWithin(f.Path, filesLimit-total)
		if err != nil {
			return crm.ID{}, err
		}
		total += int64(len(content))
		d.Files[i].Content = content
	}
	id, err := m.station.SendLetter(ctx, d)
	if err == nil {
		m.dropFiles(d.ID)
	}
	return id, err
}

// readWithin reads a file that may be so large.
func readWithin(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, &crm.Fault{Kind: crm.ErrNotFound, Subject: "file", Detail: filepath.Base(path)}
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, fmt.Errorf("attach a file: %w", err)
	}
	if int64(len(content)) > most {
		return nil, &crm.Fault{Kind: crm.ErrInvalid, Subject: "size", Detail: filepath.Base(path)}
	}
	return content, nil
}

// KeepSketch keeps a letter that is being written.
func (m *MailRoom) KeepSketch(ctx context.Context, s crm.Sketch) error {
	return m.station.Store.Journal.KeepSketch(ctx, s)
}

// Sketches are letters that are being written, the newest first.
func (m *MailRoom) Sketches(ctx context.Context) ([]crm.Sketch, error) {
	return m.station.Store.Journal.Sketches(ctx)
}

// DropSketch forgets a draft.
func (m *MailRoom) DropSketch(ctx context.Context, id crm.ID) error {
	err := m.station.Store.Journal.DropSketch(ctx, id)
	if err == nil {
		m.dropFiles(id)
	}
	return err
}

// Postings are letters on their way, and those that need a person.
func (m *MailRoom) Postings(ctx context.Context) ([]crm.Posting, error) {
	return m.station.Store.Journal.Postings(ctx)
}

// Resend sends a letter once more.
func (m *MailRoom) Resend(ctx context.Context, id crm.ID) error {
	return m.station.ResendLetter(ctx, id)
}

// Drop forgets a letter that was not sent.
func (m *MailRoom) Drop(ctx context.Context, id crm.ID) error { return m.station.DropLetter(ctx, id) }

// Rewrite takes a letter that was not sent back to be written: another one, with its
// text and files. Where it may have arrived it is not offered.
func (m *MailRoom) Rewrite(ctx context.Context, id crm.ID) (crm.Sketch, error) {
	j := m.station.Store.Journal
	p, err := j.Posting(ctx, id)
	if err != nil {
		return crm.Sketch{}, err
	}
	if p.State != crm.PostingRefused && p.State != crm.PostingWaiting {
		return crm.Sketch{}, fmt.Errorf("letter %s may have arrived: %w", id, crm.ErrConflict)
	}
	l := p.Letter
	s := crm.Sketch{Draft: crm.Draft{
		ID: crm.NewID(time.Now()), Account: l.Account, To: l.To, Cc: l.Cc, Subject: l.Subject, Text: l.Text,
		InReplyTo: l.InReplyTo, References: l.References,
	}}
	if link, sure := l.Sure(); sure {
		s.Draft.Client, s.Draft.Contact = link.Client, link.Contact
	}
	s.To, s.Cc = view.AddressField(l.To), view.AddressField(l.Cc)
	if raw, err := m.raw(l); err == nil {
		if s.Draft.Files, err = m.takeFiles(s.Draft.ID, raw); err != nil {
			return crm.Sketch{}, err
		}
	}
	if err := j.KeepSketch(ctx, s); err != nil {
		return crm.Sketch{}, err
	}
	return s, m.Drop(ctx, id)
}

// draftFiles is where files lie that are taken out of a letter to be written anew.
func (m *MailRoom) draftFiles(id crm.ID) string {
	return filepath.Join(m.station.Conf.Home(), "drafts", id.String())
}

func (m *MailRoom) takeFiles(id crm.ID, raw []byte) (files []crm.DraftFile, err error) {
	body, err := parse.ReadLetter(raw, parse.Options{})
	if err != nil || len(body.Attachments) == 0 {
		return nil, err
	}
	if err := os.MkdirAll(m.draftFiles(id), 0o700); err != nil {
		return nil, fmt.Errorf("files of a draft: %w", err)
	}
	for _, a := range body.Attachments {
		path, err := keep(m.draftFiles(id), parse.SafeName(a.Name, a.Type), func(w io.Writer) error {
			_, err := a.WriteTo(w)
			return err
		})
		if err != nil {
			return nil, err
		}
		files = append(files, crm.DraftFile{Name: a.Name, Type: a.Type, Path: path, Size: a.Size})
	}
	return files, nil
}

// dropFiles takes them away. Ones that stay do no harm.
func (m *MailRoom) dropFiles(id crm.ID) {
	if err := os.RemoveAll(m.draftFiles(id)); err != nil {
		m.station.log.Warn("files of a draft", "err", err)
	}
}
