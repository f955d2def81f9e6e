package station

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/zalando/go-keyring"

	"pult/app/conf"
	"pult/app/crm"
)

// elsewhere are the keys that are not set by Settings: the layout of the file, and the
// sound, which is kept as it is chosen.
var elsewhere = []string{"version", "sound."}

// keysOf are the keys of pult.toml: "onec.url", "colleague.name".
func keysOf(prefix string, t reflect.Type) (list []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("toml")
		inner := f.Type
		if inner.Kind() == reflect.Slice && inner.Elem().Kind() == reflect.Struct {
			inner = inner.Elem()
		}
		switch {
		case name == "" || name == "-":
		case inner.Kind() == reflect.Struct && inner != reflect.TypeFor[conf.Duration]():
			list = append(list, keysOf(prefix+name+".", inner)...)
		default:
			list = append(list, prefix+name)
		}
	}
	return list
}

// full are settings in which nothing is as it is in an empty file.
func full() crm.Settings {
	return crm.Settings{
		Language: "en", Manager: "Смирнова Анна", Theme: "dark", Scale: 1.25, Tray: true,
		Popup:      crm.PopupPlace{Corner: "top-left", Screen: "2"},
		OneC:       crm.Access{Address: "http://1c.firm.example/ut/odata/standard.odata/", User: "odata.user", Password: "one"},
		Write:      crm.Writes{Calls: true, Clients: true},
		Phone:      crm.Access{Address: "sip:pbx.firm.example;transport=tls", User: "101", Password: "two"},
		AreaCode:   "495",
		Accounts:   []crm.Account{{Name: "Склад", Access: crm.Access{Address: "sip:two.example;transport=tls", User: "7", Password: "three"}, SRTP: "off", Certificate: pin, Voicemail: true}},
		Colleagues: []crm.Inner{{Name: "Петрова Ольга", Extension: "102"}},
		Discount:   crm.Steps{Months: 6, Steps: [][2]int64{{100000, 3}}},
		Mail: crm.MailSettings{
			Mailbox: boxed("anna", "Анна", "four"),
			Own:     []string{"firm.example"}, Exclude: []string{"@shop.example"}, ExcludeFolders: []string{"Личное"}, ExcludeSubjects: []string{"реклама"},
		},
		Mailboxes: []crm.Mailbox{boxed("sales", "Продажи", "five")},
		Lists:     crm.ListLimits{Zone: "+05:00", Hours: "10:00-18:00", Ends: "10:00-16:00", Day: 1, Week: 1, Tries: 3, Grace: "20m"},
		Record:    true, RecordDays: 30, Notice: "tone",
		Keys: crm.GlobalKeys{On: true, Answer: "Ctrl+Alt+1", Hangup: "Ctrl+Alt+2", Mute: "Ctrl+Alt+3", Show: "Ctrl+Alt+4"},
		Bell: crm.Doorbell{Listen: "127.0.0.1:8712", Token: strings.Repeat("t", 40), CertFile: "bell.crt", KeyFile: "bell.key"},
		More: crm.MoreSettings{
			Interval: "10m", Zone: "Asia/Omsk", Configuration: "ut11", ExchangePlan: "Пульт", ExchangeNode: "П1", Map: "map.toml",
			LineName: "Офис", Country: "KZ", SRTP: "required", Certificate: pin, Voicemail: true, Companion: true, DeskPhone: "201", AutoAnswer: false,
			Records: "talks", Hub: "wss://hub.firm.example/ws",
		},
	}
}

// boxed is a mailbox in which nothing is as it is in an empty file.
func boxed(user, name, password string) crm.Mailbox {
	return crm.Mailbox{
		Address: user + "@firm.example", Password: password, IMAP: "imaps://imap.firm.example", SMTP: "smtps://smtp.firm.example", User: user,
		Name: name, Signature: name + "\n+7 495 765-43-21", Aliases: []string{"old." + user + "@firm.example"}, Folders: []string{"Архив"}, Days: 30, Certificate: pin,
		OAuthClient: "pult", OAuthRedirect: "http://127.0.0.1:8899/",
	}
}

const pin = "sha256:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"

// Whatever pult.toml knows can be set in the window: what Save is given gets into
// the file under every key there is. A new key without a place fails here.
func TestEveryKeyHasAPlace(t *testing.T) {
	keyring.MockInitWithError(errors.New("no keychain here")) // passwords get files, which are keys too
	home := filepath.Join(t.TempDir(), "new")
	c, err := conf.Default(home)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.MkdirAll(home, 0o700), os.WriteFile(filepath.Join(home, "map.toml"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	s := NewSettings(c, nil, slog.New(slog.DiscardHandler))
	if saved, err := s.Save(t.Context(), full()); err != nil || !saved.InFile || !saved.Restart {
		t.Fatalf("saved %+v, %v", saved, err)
	}
	text, err := os.ReadFile(filepath.Join(home, conf.FileName))
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if _, err := toml.Decode(string(text), &file); err != nil {
		t.Fatal(err)
	}
	var written []string
	for name, value := range file {
		switch v := value.(type) {
		case map[string]any:
			for key := range v {
				written = append(written, name+"."+key)
			}
		case []map[string]any:
			for key := range v[0] {
				written = append(written, name+"."+key)
			}
		default:
			written = append(written, name)
		}
	}
	for _, key := range keysOf("", reflect.TypeFor[conf.Config]()) {
		known := slices.ContainsFunc(elsewhere, func(e string) bool { return strings.HasPrefix(key, e) })
		if !known && !slices.Contains(written, key) {
			t.Errorf("%s cannot be set in the window of settings", key)
		}
	}
	for _, secret := range []string{"one", "two", "three", "four", "five", strings.Repeat("t", 40)} {
		if strings.Contains(string(text), fmt.Sprintf("= %q", secret)) {
			t.Errorf("the password %q is in the file", secret)
		}
	}
	want := full()
	want.OneC.Password, want.Phone.Password, want.Bell.Token, want.Accounts[0].Password, want.Mail.Password, want.Mailboxes[0].Password = "", "", "", "", "", ""
	want.Accounts[0].Was, want.Mailboxes[0].Was, want.Colleagues[0].Was, want.File = 1, 1, 1, filepath.Join(home, conf.FileName)
	if got := s.Read(); !reflect.DeepEqual(got, want) {
		t.Errorf("read again\n%+v, want\n%+v", got, want)
	}
	if p, err := s.now().AccountPassword(s.now().Accounts()[1]); err != nil || p != "three" {
		t.Errorf("the password of the further account: %q, %v", p, err)
	}
	if p, err := s.now().MailPassword(s.now().Mailboxes()[1]); err != nil || p != "five" {
		t.Errorf("the password of the further mailbox: %q, %v", p, err)
	}
}

// An account that is called otherwise keeps its password.
func TestARenamedAccountKeepsItsPassword(t *testing.T) {
	keyring.MockInit()
	home := t.TempDir()
	c, err := conf.Default(home)
	if err != nil {
		t.Fatal(err)
	}
	s := NewSettings(c, nil, slog.New(slog.DiscardHandler))
	want := s.Read()
	want.Phone = crm.Access{Address: "sip:pbx.firm.example", User: "101", Password: "two"}
	want.Accounts = []crm.Account{{Name: "Склад", Access: crm.Access{Address: "sip:two.example", User: "7", Password: "three"}}}
	if _, err := s.Save(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	want = s.Read()
	want.Accounts[0].Name = "Касса"
	if _, err := s.Save(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if p, err := s.now().AccountPassword(s.now().Accounts()[1]); err != nil || p != "three" {
		t.Errorf("its password: %q, %v", p, err)
	}
	want = s.Read()
	want.Accounts = nil
	if _, err := s.Save(t.Context(), want); err != nil || len(s.Read().Accounts) != 0 {
		t.Errorf("it is not taken out: %v", err)
	}
}

// A further mailbox that is called otherwise keeps its password, what stands beside it
// in the file stays, and it can be taken out.
func TestARenamedMailboxKeepsItsPassword(t *testing.T) {
	keyring.MockInit()
	home := t.TempDir()
	path := filepath.Join(home, conf.FileName)
	file := "version = 1\n\n# of the department\n[[mailbox]] # since May\nuser = \"sales\"\naddress = \"sales@firm.example\"\nimap = \"imaps://imap.firm.example\"\ndays = 30 # enough\n"
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := conf.Load(home)
	if err != nil {
		t.Fatal(err)
	}
	s := NewSettings(c, nil, slog.New(slog.DiscardHandler))
	for _, change := range []func(m *crm.Mailbox){
		func(m *crm.Mailbox) { m.Password = "five" },
		func(m *crm.Mailbox) { m.Name = "Отдел" },
	} {
		typed := s.Read()
		change(&typed.Mailboxes[0])
		if _, err := s.Save(t.Context(), typed); err != nil {
			t.Fatal(err)
		}
	}
	if p, err := s.now().MailPassword(s.now().Mailboxes()[0]); err != nil || p != "five" {
		t.Errorf("its password: %q, %v", p, err)
	}
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "# of the department\n[[mailbox]] # since May\n") || !strings.Contains(string(text), "days = 30 # enough") {
		t.Errorf("%s, %v", text, err)
	}
	typed := s.Read()
	typed.Mailboxes = nil
	if _, err := s.Save(t.Context(), typed); err != nil || len(s.Read().Mailboxes) != 0 {
		t.Errorf("it is not taken out: %v", err)
	}
}

// What is wrong is told with its key, and then nothing is changed at all.
func TestAMisfitChangesNothing(t *testing.T) {
	keyring.MockInit()
	home := t.TempDir()
	c, err := conf.Default(home)
	if err != nil {
		t.Fatal(err)
	}
	s := NewSettings(c, nil, slog.New(slog.DiscardHandler))
	for key, spoil := range map[string]func(s *crm.Settings){
		"bell.listen":         func(s *crm.Settings) { s.Bell.Listen = "8712" },
		"onec.map":            func(s *crm.Settings) { s.More.Map = "gone.toml" },
		"onec.url":            func(s *crm.Settings) { s.OneC.Address = "1c" },
		"phone.server":        func(s *crm.Settings) { s.Phone.Address = "sip:pbx;transport=pigeon" },
		"colleague.extension": func(s *crm.Settings) { s.Colleagues[1].Extension = "10-2" },
		"discount.steps":      func(s *crm.Settings) { s.Discount.Steps[0][1] = 100 },
		"mailbox.imap":        func(s *crm.Settings) { s.Mailboxes[0].IMAP = "" },
		"mailbox.smtp":        func(s *crm.Settings) { s.Mailboxes[0].SMTP = "http://smtp.firm.example" },
		"mailbox.name":        func(s *crm.Settings) { s.Mailboxes[0].Name = s.Mail.Name },
		"account.server":      func(s *crm.Settings) { s.Accounts[0].Address = "sip:" },
	} {
		typed := full()
		typed.More.Map, typed.Colleagues = "", append(typed.Colleagues, crm.Inner{Name: "Касса", Extension: "104"})
		spoil(&typed)
		var misfit *crm.Misfit
		_, err := s.Save(t.Context(), typed)
		if !errors.As(err, &misfit) || misfit.Key != key {
			t.Errorf("%s: %v", key, err)
		}
		if now, err := conf.Load(home); err == nil && now.Manager != "" {
			t.Errorf("%s: half of it is kept", key)
		}
	}
}
