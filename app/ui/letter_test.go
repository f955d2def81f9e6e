package ui

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/station"
	"pult/app/store"
	"pult/app/ui/internal/letter"
	"pult/mail/specimen"
)

var askedFor = crm.Sheet{
	Letter: crm.Letter{
		Message: crm.Message{
			From: crm.Address{Name: "Орлова Мария", Email: "orlova@vektor.example"}, To: []crm.Address{{Email: "anna@firm.example"}},
			Subject: "Счёт на оплату", Date: noon.Add(-3 * time.Hour),
			Links: []crm.MessageLink{{Client: vector.Client, Reason: crm.MatchedByThread, Sure: true}},
			Attachments: []crm.Attachment{
				{Name: "Заявка.pdf", Size: 184_320, Kind: crm.AttachedFile}, {Name: "Акт.exe", Size: 40, Kind: crm.AttachedFile, Risky: true},
			},
		},
		File: "x.eml", Text: "Пришлите счёт.\n\nСмирнова Анна пишет:\n> раз\n> два\n> три\n> четыре",
	},
	Names:    map[crm.Ref]string{vector.Client: vector.Name},
	Targets:  []crm.LetterLink{{Text: "sbis.ru", URL: "https://sbis-docs.example/akt", Deceptive: true}},
	Head:     "Received: from mx.vektor.example",
	Charsets: []string{"windows-1251", "koi8-r"},
}

// mailed is a panel with a letter in the timeline of its open client.
func mailed(t *testing.T) (*stage, *fakeMail) {
	t.Helper()
	line := crm.ID{7}
	m := &fakeMail{sheet: askedFor, signs: map[crm.ID]crm.LetterSign{line: {From: askedFor.From, Files: 2, Waits: true}}}
	s := newStage(t)
	s.Mail = m
	card := s.desk.cards[vector.Client]
	card.History = []crm.Interaction{{
		ID: line, Kind: crm.MailKind, At: noon.Add(-3 * time.Hour), Client: vector.Client, Direction: crm.Incoming,
		Subject: "Счёт на оплату", Text: "Пришлите счёт.",
	}}
	s.desk.cards[vector.Client] = card
	s.openClient(vector.Client, vector.Name)
	s.until("the card is read", func() bool { return s.open.read && len(s.open.signs) > 0 })
	return s, m
}

// lettered is that panel with the letter open.
func lettered(t *testing.T) (*stage, *fakeMail) {
	t.Helper()
	s, m := mailed(t)
	s.openLetter(crm.ID{7})
	s.until("the letter is read", func() bool { return s.letter.read })
	return s, m
}

func TestALetterStandsInTheTimelineAndIsOpened(t *testing.T) {
	s, _ := mailed(t)
	row := s.card.Rows()[0]
	if row.Title != "Орлова Мария: Счёт на оплату" || row.Detail != "Пришлите счёт." || row.Files != 2 || !strings.HasPrefix(row.Right, "ждёт ответа") {
		t.Errorf("row %+v", row)
	}
	s.key(fyne.KeyDown, alt)
	s.press(fyne.KeyReturn)
	s.until("the letter is read", func() bool { return s.letter.read })
	for _, text := range []string{"Счёт на оплату", "orlova@vektor.example", "сегодня в 09:00", "ООО «Вектор»: по переписке", "Пришлите счёт."} {
		if !says(s.letter.window, text) {
			t.Errorf("%q is not said", text)
		}
	}
	if strings.Contains(s.letter.view.Shown(), "> два") || !strings.Contains(plain(s.letter.view.Shown()), "4 строки: нажмите Q") {
		t.Errorf("earlier letters are not folded: %s", s.letter.view.Shown())
	}
	s.letterRune('й') // Q, in the Russian layout
	if !strings.Contains(s.letter.view.Shown(), "> два") {
		t.Error("and not unfolded")
	}
	s.letterRune('4')
	if !says(s.letter.window, "Received: from mx.vektor.example") {
		t.Error("the header as it came is not shown")
	}
	s.letterKey(fyne.KeyEscape, 0)
	if s.letter.window != nil {
		t.Error("Esc leaves it open")
	}
}

func TestADeceptiveLinkShowsWhereItLeads(t *testing.T) {
	s, _ := lettered(t)
	if warned := s.letter.view.Warned(); !strings.Contains(warned, "«sbis.ru» ведёт на другой сайт: sbis-docs.example") {
		t.Errorf("warned %q", warned)
	}
	s.letterRune('3')
	rows := s.letter.view.Rows(letter.Links)
	if len(rows) != 1 || rows[0].Title != "https://sbis-docs.example/akt" || rows[0].Right != "обман" {
		t.Fatalf("links %+v", rows)
	}
	s.letterKey(fyne.KeyReturn, 0)
	if got := s.app.Clipboard().Content(); got != "https://sbis-docs.example/akt" {
		t.Errorf("copied %q", got)
	}
}

func TestFilesAreKeptWhereTheyAreWanted(t *testing.T) {
	s, m := lettered(t)
	s.letterRune('s')
	if s.letter.view.Page() != letter.Files {
		t.Fatal("it is not asked which of two files")
	}
	s.letterRune('ы') // S, in the Russian layout
	s.until("the file is kept", func() bool {
		return m.did("keep 0 in /downloads") == 1 && strings.Contains(s.letter.view.Said(), "Заявка.pdf")
	})
	s.letterKey(fyne.KeyDown, 0)
	s.letterRune('s')
	if m.did("keep 1 in /downloads") != 0 || !strings.Contains(s.letter.view.Said(), "запустится") {
		t.Errorf("a file that runs was kept unasked: %q", s.letter.view.Said())
	}
	s.letter.folder = "/elsewhere"
	s.letterRune('s')
	s.until("it is kept when asked twice", func() bool { return m.did("keep 1 in /elsewhere") == 1 })
}

func TestALetterIsMadePrivateWhenAskedTwice(t *testing.T) {
	s, m := lettered(t)
	s.letterRune('p')
	if m.did("hide "+s.letter.id.String()) != 0 {
		t.Fatal("hidden by one key")
	}
	id := s.letter.id
	s.letterRune('з') // P, in the Russian layout
	s.until("it is gone", func() bool { return m.did("hide "+id.String()) == 1 && s.letter.window == nil })
}

func TestTheCharsetIsChosenByHand(t *testing.T) {
	s, m := lettered(t)
	s.letterRune('c')
	s.letterRune('с') // the Russian letter of the same key
	s.until("it is read anew", func() bool { return m.did("read windows-1251") == 1 && m.did("read koi8-r") == 1 })
	if !strings.Contains(s.letter.view.Said(), "koi8-r (2 из 2)") {
		t.Errorf("said %q", s.letter.view.Said())
	}
}

// stored is the mail room of a workstation whose journal holds these letters.
func stored(t *testing.T, letters map[crm.ID][]byte) *station.MailRoom {
	t.Helper()
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, conf.FileName), []byte("version = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := conf.Load(home)
	if err != nil {
		t.Fatal(err)
	}
	s, err := station.Open(t.Context(), cfg, station.Read, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	s.Mailboxes = []*station.Mailbox{{}}
	if err := os.MkdirAll(cfg.Letters(), 0o700); err != nil {
		t.Fatal(err)
	}
	folder := crm.MailFolder{Account: "anna", Name: "INBOX"}
	var list []store.ReceivedLetter
	for id, raw := range letters {
		file := id.String() + ".eml"
		if err := os.WriteFile(filepath.Join(cfg.Letters(), file), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		list = append(list, store.ReceivedLetter{
			Letter: crm.Letter{
				Message: crm.Message{
					ID: id, Account: "anna", Owners: []string{"anna"}, Direction: crm.Incoming, Date: noon, Key: file, Subject: "Письмо",
					Links: []crm.MessageLink{{Client: vector.Client, Reason: crm.MatchedByAddress, Sure: true}},
				},
				File: file,
			},
			Copy: crm.LetterCopy{Folder: folder, Validity: 1, UID: uint32(len(list) + 1)},
		})
	}
	if _, err := s.Store.Journal.RecordLetters(t.Context(), folder, list, crm.MailPlace{Validity: 1, Last: uint32(len(list))}, false); err != nil {
		t.Fatal(err)
	}
	return s.MailRoom()
}

// A hundred letters that want to be told when they are opened are opened, turned to
// every side and read anew in another charset. A listener must hear nothing.
func TestHostileLettersAskForNothing(t *testing.T) {
	var asked atomic.Int32
	listener := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	letters := map[crm.ID][]byte{}
	for i, raw := range specimen.Hostile(listener.URL, 100) {
		letters[crm.ID{9, 14: byte(i >> 8), 15: byte(i)}] = raw
	}
	s := newStage(t)
	s.Mail = stored(t, letters)
	for id := range letters {
		s.openLetter(id)
		s.until("the letter is read", func() bool { return s.letter.read && s.letter.id == id })
		if !strings.Contains(s.letter.view.Shown(), "Добрый день!") {
			t.Errorf("it reads %q", s.letter.view.Shown())
		}
		for _, side := range "2341" {
			s.letterRune(side)
		}
		s.letterRune('q')
	}
	s.letterRune('c')
	s.letterKey(fyne.KeyEscape, 0)
	listener.Close() // waits for requests on their way
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests were made", n)
	}
}

// Names that would leave the folder, hide how they end or overwrite a file are made
// safe; what is there stays.
func TestAttachmentsWithEvilNamesStayInTheirFolder(t *testing.T) {
	var raw strings.Builder
	raw.WriteString("From: a@client.example\r\nSubject: ../../x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n")
	evil := []string{`..\\evil.exe`, `../../evil.exe`, `C:\\Windows\\evil.exe`, `CON.txt`, "photo\u202egpj.exe", `/etc/passwd`, ``}
	for _, name := range evil {
		fmt.Fprintf(&raw, "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"%s\"\r\n\r\nMZ\r\n", name)
	}
	raw.WriteString("--b--\r\n")
	id := crm.ID{8}
	s := newStage(t)
	room := stored(t, map[crm.ID][]byte{id: []byte(raw.String())})
	s.Mail = room
	outer := t.TempDir()
	folder := filepath.Join(outer, "downloads")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s.letter.folder = folder
	s.openLetter(id)
	s.until("the letter is read", func() bool { return s.letter.read })
	s.letterRune('2')
	files := s.letter.view.Rows(letter.Files)
	if len(files) != len(evil)+1 {
		t.Fatalf("%d files of %d", len(files), len(evil))
	}
	for i := range files {
		s.letter.view.Pick(letter.Files, i)
		s.letterRune('s')
		if i < len(evil) && askedForFile(s, i) {
			s.letterRune('s')
		}
		s.until("the file is kept", func() bool {
			list, err := os.ReadDir(folder)
			return err == nil && len(list) == i+1
		})
	}
	if list, err := os.ReadDir(outer); err != nil || len(list) != 1 {
		t.Errorf("outside of the folder: %v, %v", list, err)
	}
	list, _ := os.ReadDir(folder)
	for _, f := range list {
		if strings.ContainsAny(f.Name(), "\\/:\u202e") || strings.HasPrefix(f.Name(), ".") || strings.EqualFold(f.Name(), "CON.txt") {
			t.Errorf("kept as %q", f.Name())
		}
		if info, err := f.Info(); err != nil || info.Mode().Perm()&0o111 != 0 {
			t.Errorf("%q may run: %v", f.Name(), err)
		}
	}
}

func askedForFile(s *stage, i int) bool { return s.letter.sheet.Attachments[i].Risky }
