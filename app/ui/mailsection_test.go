package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// boxed is a panel whose section of mail is open, with a letter of each kind.
func boxed(t *testing.T) (*stage, *fakeMail) {
	t.Helper()
	s, m := mailed(t)
	of := func(n byte, subject string, links ...crm.MessageLink) crm.Letter {
		return crm.Letter{Message: crm.Message{
			ID: crm.ID{n}, Direction: crm.Incoming, Date: noon.Add(-time.Hour), From: askedFor.From, Subject: subject, Preview: "Добрый день", Links: links,
		}}
	}
	names := map[crm.Ref]string{vector.Client: vector.Name, romashka.Client: romashka.Name}
	both := []crm.MessageLink{
		{Client: vector.Client, Reason: crm.MatchedByAddress, Sure: true}, {Client: romashka.Client, Reason: crm.MatchedByAddress, Sure: true},
	}
	m.mu.Lock()
	m.doubtful = crm.NamedLetters{Letters: []crm.Letter{of(0x41, "Сверка", both...)}, Names: names}
	m.latest = crm.NamedLetters{Letters: []crm.Letter{of(0x42, "Прайс", both[1])}, Names: names}
	m.sheet.Links, m.sheet.Names, m.sheet.Direction = both, names, crm.Incoming
	m.mu.Unlock()
	s.desk.mu.Lock()
	s.desk.day = crm.Day{
		Letters: []crm.Interaction{{ID: crm.ID{7}, Kind: crm.MailKind, Direction: crm.Incoming, At: noon.Add(-3 * time.Hour), Client: vector.Client, Subject: "Счёт на оплату"}},
		Silent:  []crm.Interaction{{ID: crm.ID{0x43}, Kind: crm.MailKind, Direction: crm.Outgoing, At: noon.AddDate(0, 0, -4), Client: romashka.Client, Subject: "КП"}},
		Names:   names,
	}
	s.desk.mu.Unlock()
	s.lists.load(s.Panel)
	s.loadPost()
	s.key(fyne.Key5, ctrl)
	s.until("the section is read", func() bool { return len(s.shell.List.Rows()) >= 10 })
	return s, m
}

func TestTheSectionOfMailPutsFirstWhatNeedsAPerson(t *testing.T) {
	s, m := boxed(t)
	var said []string
	for _, row := range s.shell.List.Rows() {
		said = append(said, row.Title)
	}
	want := "Ждут ответа|ООО «Вектор»|Чьи это письма? Del: ничьё|Орлова Мария: Сверка|||Нет ответа на письма|ООО «Ромашка»|Все письма|ООО «Ромашка»: Прайс"
	if got := strings.Join(said, "|"); got != want {
		t.Errorf("the section is %s, want %s", got, want)
	}
	s.shell.List.Choose(7)
	s.press(fyne.KeyDelete)
	s.until("it need not be answered any more", func() bool { return m.did("settle "+crm.ID{0x43}.String()) == 1 })
	s.shell.List.Choose(9)
	s.press(fyne.KeyReturn)
	s.until("the letter and the card are open", func() bool { return s.letter.read && s.open.client == romashka.Client })
}

func TestALetterOfSeveralIsGivenToOne(t *testing.T) {
	s, m := boxed(t)
	card := s.open.client
	s.shell.List.Choose(3)
	s.press(fyne.KeyReturn)
	s.until("it is asked whose it is", func() bool {
		return s.letter.read && strings.Contains(plain(s.letter.view.Warned()), "Чьё это письмо? N: ничьё, P: личное")
	})
	if !says(s.letter.window, romashka.Name) || !says(s.letter.window, "Alt+2") {
		t.Error("the clients it may be of have no buttons")
	}
	if s.open.client != card {
		t.Error("a card was opened by guess")
	}
	s.letterKey(fyne.Key2, alt)
	s.until("it is Romashka's", func() bool { return m.did("belongs "+romashka.Client.String()) == 1 })
}

// Whose a letter is can be said where it is listed, by key and by mouse, also in the
// day's list; it can be nobody's, and all of it taken back.
func TestWhoseALetterIsIsSaidInTheList(t *testing.T) {
	s, m := boxed(t)
	list := s.shell.List
	if under := plain(list.Rows()[4].Detail + "; " + list.Rows()[5].Detail); under != "Alt+1 по адресу: ООО «Вектор»; Alt+2 по адресу: ООО «Ромашка»" {
		t.Errorf("below the letter stands %s", under)
	}
	said := func(what string) {
		t.Helper()
		s.until(what, func() bool { return strings.Contains(plain(s.shell.NoticeText()), what) })
	}
	list.Choose(3)
	s.key(fyne.Key2, alt)
	said("Письмо отнесено: ООО «Ромашка», адрес запомнили.")
	if m.did("belongs "+romashka.Client.String()) != 1 || s.letter.window != nil {
		t.Error("it was not given to Romashka there")
	}
	s.key(fyne.KeyZ, ctrl)
	said("Вернули как было")
	s.openRow(list.Rows()[4]) // a click
	said("Письмо отнесено: ООО «Вектор»")
	list.Choose(3)
	s.press(fyne.KeyDelete)
	said("Письмо ничьё")
	s.key(fyne.KeyZ, ctrl)
	said("Вернули как было")
	m.mu.Lock()
	m.failed = crm.ErrConflict
	m.mu.Unlock()
	list.Choose(3)
	s.key(fyne.Key2, alt)
	said("уже записано в 1С. Удалите его там, потом выберите клиента")
	m.mu.Lock()
	m.failed = nil
	m.mu.Unlock()
	s.section(shell.Day)
	at := slices.IndexFunc(list.Rows(), func(r view.Row) bool { return len(r.Whose) > 0 })
	if at < 0 {
		t.Fatalf("the day says nothing of it: %s", rowTitles(s))
	}
	list.Choose(at)
	s.key(fyne.Key1, alt)
	s.until("it is Vector's from the day", func() bool { return m.did("belongs "+vector.Client.String()) == 2 })
	list.Choose(at)
	private := func() { s.key(fyne.KeyP, ctrl|shift) }
	private()
	said("Ещё раз Ctrl+Shift+P")
	private()
	said("Письмо личное")
}

// A stranger who writes under the name of a client's person is warned of, quietly.
func TestAStrangerUnderAClientsNameIsWarnedOf(t *testing.T) {
	s, m := boxed(t)
	m.mu.Lock()
	m.sheet.Impostor = vector.Name
	m.mu.Unlock()
	s.openLetter(crm.ID{0x41})
	s.until("it is warned of", func() bool {
		return strings.Contains(plain(s.letter.view.Warned()), "Имя как у клиента (ООО «Вектор»), а адрес другой")
	})
}

func TestLettersAreSearched(t *testing.T) {
	s, m := boxed(t)
	s.key(fyne.KeyF, ctrl)
	s.shell.Top.Search.SetText("прайс")
	s.until("letters are found", func() bool { rows := s.shell.List.Rows(); return len(rows) == 1 && rows[0].Letter == crm.ID{0x42} })
	if s.desk.did("search прайс") != 0 || m.did("find прайс") != 1 {
		t.Error("clients were searched too")
	}
	s.endSearch()
	s.key(fyne.KeyK, ctrl)
	s.shell.Top.Search.SetText("прайс")
	s.until("letters are found beside clients", func() bool {
		return s.desk.did("search прайс") == 1 && strings.Contains(rowTitles(s), "ООО «Ромашка»: Прайс")
	})
	s.section(shell.Day)
}

func rowTitles(s *stage) (all string) {
	for _, row := range s.shell.List.Rows() {
		all += row.Title + "|"
	}
	return all
}

// A letter of a client says who it is by the same line as a call.
func TestLetterSaysWhoItIs(t *testing.T) {
	s := newStage(t)
	s.feed.Publish(feed.LetterCame{Client: vector.Name, Letter: crm.Letter{Message: crm.Message{
		Direction: crm.Incoming, From: crm.Address{Email: "zakaz@vector.example"}, Subject: "Счёт",
		Links: []crm.MessageLink{{Client: vector.Client, Sure: true}},
	}}})
	s.until("it is told", func() bool { return s.shell.NoticeText() != "" })
	if got := s.shell.NoticeText(); !strings.Contains(got, "Счёт. Просрочено 84\u00a0200\u00a0₽") {
		t.Errorf("the notice says %q", got)
	}
}
