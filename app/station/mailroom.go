package station

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"unicode"

	"pult/app/crm"
	"pult/mail/parse"
)

// MailRoom is what the windows of mail work with.
type MailRoom struct{ station *Station }

// MailRoom gives it; nil without a mailbox.
func (s *Station) MailRoom() *MailRoom {
	if len(s.Mailboxes) == 0 {
		return nil
	}
	return &MailRoom{s}
}

// Signs are what lines of history show of their letters.
func (m *MailRoom) Signs(ctx context.Context, lines []crm.ID) (map[crm.ID]crm.LetterSign, error) {
	return m.station.Store.Journal.LetterSigns(ctx, lines)
}

// headShown is what is shown of a header block: more than anybody reads.
const headShown = 64 << 10

// Read opens a letter. The id may be that of its line of history; a charset is what a
// person says of a letter that looks wrong.
func (m *MailRoom) Read(ctx context.Context, id crm.ID, charset string) (crm.Sheet, error) {
	l, err := m.station.Store.Journal.Letter(ctx, id)
	if err != nil {
		return crm.Sheet{}, err
	}
	sheet := crm.Sheet{Letter: l, Charsets: parse.Charsets()}
	clients := make([]crm.Ref, len(l.Links))
	for i, link := range l.Links {
		clients[i] = link.Client
	}
	if sheet.Names, err = m.station.Store.Cache.Names(ctx, clients); err != nil {
		return crm.Sheet{}, err
	}
	sheet.Impostor = m.impostor(ctx, l)
	raw, err := m.raw(l)
	if errors.Is(err, fs.ErrNotExist) {
		sheet.Gone, sheet.Attachments = true, nil
		return sheet, nil
	}
	if err != nil {
		return crm.Sheet{}, err
	}
	body, err := parse.ReadLetter(raw, parse.Options{Charset: charset})
	if err != nil {
		return crm.Sheet{}, err
	}
	unfold(&sheet, body, charset != "")
	sheet.Head = headOf(raw)
	return sheet, nil
}

// unfold fills in what only the whole letter tells; again says that a person has named
// the charset.
func unfold(sheet *crm.Sheet, body parse.Letter, again bool) {
	sheet.Attachments, sheet.Sealed = body.Files(), body.Sealed
	sheet.Guessed, sheet.Doubled = body.Has(parse.FlawCharset), body.Has(parse.FlawDoubled)
	sheet.Disguised = body.Disguised
	for _, l := range body.Links {
		sheet.Targets = append(sheet.Targets, crm.LetterLink(l))
	}
	if text := body.Reading(); text != "" || again {
		sheet.Text = text
	}
	if again {
		sheet.Subject, sheet.From = body.Subject, body.Writer()
	}
}

func (m *MailRoom) raw(l crm.Letter) ([]byte, error) {
	if l.File == "" {
		return nil, fs.ErrNotExist
	}
	raw, err := os.ReadFile(filepath.Join(m.station.Conf.Letters(), filepath.Base(l.File)))
	if err != nil {
		return nil, fmt.Errorf("read a letter: %w", err)
	}
	return raw, nil
}

// headOf is the header block as it came, with nothing in it that a screen would obey.
func headOf(raw []byte) string {
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	head, _, _ := bytes.Cut(raw, []byte("\n\n"))
	text := strings.ToValidUTF8(string(head[:min(len(head), headShown)]), "·")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.Is(unicode.C, r):
			return -1
		}
		return r
	}, text)
}

// Folder is where attachments are kept unless somebody says otherwise.
func (m *MailRoom) Folder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	for _, name := range []string{"Загрузки", "Downloads"} {
		if info, err := os.Stat(filepath.Join(home, name)); err == nil && info.IsDir() {
			return filepath.Join(home, name)
		}
	}
	return home
}

// Keep writes an attachment, or crm.WholeLetter, into a folder. Its name is made safe,
// no file that is there is touched, and nothing is opened.
func (m *MailRoom) Keep(ctx context.Context, id crm.ID, place int, folder string) (path string, err error) {
	l, err := m.station.Store.Journal.Letter(ctx, id)
	if err != nil {
		return "", err
	}
	raw, err := m.raw(l)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("the letter as it came is gone: %w", crm.ErrNotFound)
	}
	if err != nil {
		return "", err
	}
	if place == crm.WholeLetter {
		return keep(folder, parse.SafeName(l.Subject+".eml", ""), func(w io.Writer) error {
			_, err := w.Write(raw)
			return err
		})
	}
	body, err := parse.ReadLetter(raw, parse.Options{})
	if err != nil {
		return "", err
	}
	if place < 0 || place >= len(body.Attachments) {
		return "", fmt.Errorf("attachment %d of a letter: %w", place, crm.ErrNotFound)
	}
	a := body.Attachments[place]
	return keep(folder, parse.SafeName(a.Name, a.Type), func(w io.Writer) error {
		_, err := a.WriteTo(w)
		return err
	})
}

// sameNames is how many files of one name a folder may hold.
const sameNames = 1000

// keep writes a file that was not there before.
func keep(folder, name string, write func(io.Writer) error) (path string, err error) {
	end := filepath.Ext(name)
	stem := strings.TrimSuffix(name, end)
	var file *os.File
	for n := range sameNames {
		path = filepath.Join(folder, name)
		if n > 0 {
			path = filepath.Join(folder, stem+" ("+strconv.Itoa(n+1)+")"+end)
		}
		file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return "", fmt.Errorf("keep a file of a letter: %w", err)
	}
	if err = errors.Join(write(file), file.Close()); err != nil {
		_ = os.Remove(path) // half of a file is none
		return "", fmt.Errorf("keep a file of a letter: %w", err)
	}
	fromNetwork(path)
	return path, nil
}

// fromNetwork has Windows ask before it opens a file that came from outside.
func fromNetwork(path string) {
	if runtime.GOOS == "windows" {
		_ = os.WriteFile(path+":Zone.Identifier", []byte("[ZoneTransfer]\r\nZoneId=3\r\n"), 0o600) // a disk without streams keeps none
	}
}

// Hide makes a letter private: nothing of it is left here.
func (m *MailRoom) Hide(ctx context.Context, id crm.ID) error { return m.station.HideLetter(ctx, id) }
