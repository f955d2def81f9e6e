package conf

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"pult/app/crm"
)

func home(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The sample of the README and of the design must load as it stands.
func TestSample(t *testing.T) {
	c, err := Load(home(t, `
version = 1
language = "ru"
[onec]
url = "https://1c.firm.example/ut/odata/standard.odata/"
user = "odata.user"
timezone = "Europe/Moscow"
interval = "5m"
configuration = "auto"
write = ["calls"]
[phone]
server = "sip:pbx.firm.example;transport=tls"
user = "101"
country = "RU"
area_code = "495"
[mail]
imap = "imaps://mail.firm.example"
smtp = "smtps://mail.firm.example"
user = "anna@firm.example"
[hub]
url = "wss://hub.firm.example/ws"
`))
	if err != nil {
		t.Fatal(err)
	}
	if c.OneC.Interval.Duration != 5*time.Minute || c.Plan().AreaCode != "495" || c.Zone().String() != "Europe/Moscow" || !c.MayWrite(crm.CallFacts) {
		t.Errorf("settings %+v", c)
	}
}

func TestNothingIsWrittenInto1CUnlessAllowed(t *testing.T) {
	c, err := Load(home(t, "[onec]\nurl = \"http://x/\"\n"))
	if err != nil || c.MayWrite(crm.CallFacts) {
		t.Errorf("may write %v, %v", c.MayWrite(crm.CallFacts), err)
	}
}

const pin = "sha256:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"

// Talks are encrypted where that protects, unless somebody decides otherwise.
func TestProtectionOfThePhone(t *testing.T) {
	for text, want := range map[string]Phone{
		"server = \"pbx\"":                         {},
		"server = \"pbx\"\nsrtp = \"off\"":         {SRTP: "off"},
		"server = \"sips:pbx\"\nsrtp=\"required\"": {SRTP: "required"},
		"server = \"pbx;transport=TLS;lr\"\nsrtp = \"required\"\ncertificate = \"" + pin + "\"": {SRTP: "required", Certificate: pin},
	} {
		c, err := Load(home(t, "[phone]\n"+text+"\n"))
		if err != nil || c.Phone.SRTP != want.SRTP || c.Phone.Certificate != want.Certificate {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestMistakesAreNamed(t *testing.T) {
	tests := map[string]string{
		"version = 2":                                             "version = 2",
		"language = \"de\"":                                       "language",
		"[onec]\ninterval = \"soon\"":                             "soon",
		"[onec]\ninterval = \"1ms\"":                              "least",
		"[onec]\ntimezone = \"Moscow\"":                           "Moscow",
		"[onec]\nwrite = [\"money\"]":                             "money",
		"[onec]\nurll = \"x\"":                                    "onec.urll",
		"[onec]\nconfiguration = \"zup\"":                         "zup",
		"[record]\nnotice = \"loud\"":                             "record.notice",
		"[popup]\ncorner = \"middle\"":                            "middle",
		"[popup]\nscreen = \"left one\"":                          "left one",
		"theme = \"pink\"":                                        "pink",
		"[[colleague]]\nextension = \"102\"":                      "no name",
		"[[colleague]]\nname = \"Петрова\"":                       "Петрова",
		"[[colleague]]\nname = \"Петрова\"\nextension = \"10-2\"": "10-2",
		"[[colleague]]\nname = \"А\"\nextension = \"102\"\n[[colleague]]\nname = \"Б\"\nextension = \"102\"": "two colleagues",
		"[record]\ndays = -1":                  "record.days",
		"[discount]\nmonths = 0":               "discount.months",
		"[discount]\nsteps = [[100000, 100]]":  "[100000, 100]",
		"[phone]\ndesk_phone = \"101\"":        "phone.companion",
		"language = ":                          "line 1",
		"\n\n[onec\nurl = 1":                   "line 4",
		"[phone]\npassword = \"in the clear\"": "phone.password",
		twoAccounts + "name = \"\"":            "number 1",
		twoAccounts + "name = \"101\"":         "\"101\"",
		"[[account]]\nname = \"x\"":            "[phone]",
		twoAccounts + "name = \"a b\"\n[[account]]\nname = \"A-B\"\nserver = \"sip:y\"\nuser = \"7\"": "A-B",
		"[phone]\nsrtp = \"always\"":                                         "phone: srtp",
		"[phone]\nserver = \"pbx\"\nsrtp = \"required\"":                     "transport=tls",
		"[phone]\nserver = \"pbx;transport=tcp\"\nsrtp = \"required\"":       "transport=tls",
		"[phone]\nserver = \"pbx;transport=tls\"\ncertificate = \"sha1:AA\"": "phone: certificate",
		"[phone]\nserver = \"pbx\"\ncertificate = \"" + pin + "\"":           "transport=tls",
		twoAccounts + "name = \"B\"\nsrtp = \"required\"":                    "transport=tls",
		"[keys]\nanswer = \"A\"":                                             "keys.answer",
		"[keys]\nmute = \"Ctrl+Alt+A\"":                                      "keys.answer and keys.mute",
		"[bell]\nlisten = \"8712\"":                                          "bell.listen",
		"[bell]\nlisten = \"127.0.0.1:http\"":                                "bell.listen",
		"[bell]\ncert_file = \"bell.crt\"":                                   "bell.key_file",
		"[onec]\nexchange_plan = \"Пульт\"":                                  "onec.exchange_node",
		twoAccounts + "name = \"B\"\nsrtp = \"never\"":                       "account \"B\": srtp",
	}
	for text, says := range tests {
		_, err := Load(home(t, text))
		if !errors.Is(err, crm.ErrInvalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q named", text, err, says)
		}
	}
	if _, err := Load(t.TempDir()); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("no file: %v", err)
	}
}

func TestWhereAPasswordComesFrom(t *testing.T) {
	keyring.MockInit()
	dir := home(t, "[onec]\nuser = \"odata.user\"\npassword_file = \"secret\"\n[phone]\nserver = \"sip:x\"\nuser = \"101\"\n")
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.OneCPassword(); !errors.Is(err, crm.ErrNoSecret) {
		t.Errorf("no file: %v", err)
	}
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("из файла\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := c.OneCPassword(); got != "из файла" || err != nil {
		t.Errorf("password %q, %v", got, err)
	}
	if err := os.Chmod(secret, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := c.OneCPassword(); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a file others can read was taken: %v", err)
	}
	t.Setenv("PULT_ONEC_PASSWORD", "из окружения")
	if got, _ := c.OneCPassword(); got != "из окружения" {
		t.Errorf("password %q", got)
	}
	if _, err := c.AccountPassword(c.Accounts()[0]); !errors.Is(err, crm.ErrNoSecret) {
		t.Errorf("empty keychain: %v", err)
	}
	if err := keyring.Set("pult/phone", "101", "из хранилища"); err != nil {
		t.Fatal(err)
	}
	if got, _ := c.AccountPassword(c.Accounts()[0]); got != "из хранилища" {
		t.Errorf("password %q", got)
	}
}

const twoAccounts = "[phone]\nserver = \"sip:x\"\nuser = \"101\"\n[[account]]\nserver = \"sip:y\"\nuser = \"7\"\n"

func TestSeveralTelephoneAccounts(t *testing.T) {
	keyring.MockInit()
	c, err := Load(home(t, twoAccounts+"name = \"Склад 2\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	all := c.Accounts()
	if len(all) != 2 || all[0].Name != "101" || all[1].Name != "Склад 2" || all[1].Server != "sip:y" {
		t.Fatalf("accounts %+v", all)
	}
	if err := keyring.Set("pult/phone/Склад 2", "7", "из хранилища"); err != nil {
		t.Fatal(err)
	}
	if got, err := c.AccountPassword(all[1]); got != "из хранилища" {
		t.Errorf("password %q, %v", got, err)
	}
	t.Setenv("PULT_PHONE_PASSWORD", "первого")
	t.Setenv("PULT_PHONE_СКЛАД_2_PASSWORD", "второго")
	for i, want := range []string{"первого", "второго"} {
		if got, err := c.AccountPassword(all[i]); got != want {
			t.Errorf("password %q, %v", got, err)
		}
	}
}

func TestFlagsStandAnywhere(t *testing.T) {
	for _, line := range []string{"8912 --json --home d", "--home d 8912 --json", "--json --home=d 8912"} {
		var f Flags
		set := flag.NewFlagSet("x", flag.ContinueOnError)
		set.SetOutput(io.Discard)
		f.Register(set)
		words, err := Parse(set, strings.Fields(line))
		if err != nil || !slices.Equal(words, []string{"8912"}) || !f.JSON || f.Home != "d" {
			t.Errorf("%q: words %v, flags %+v, %v", line, words, f, err)
		}
	}
}

// A zone in the west is no flag.
func TestANumberIsNoFlag(t *testing.T) {
	var f Flags
	set := flag.NewFlagSet("x", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	f.Register(set)
	words, err := Parse(set, []string{"-5", "client", "-03:00", "--json"})
	if err != nil || !slices.Equal(words, []string{"-5", "client", "-03:00"}) || !f.JSON {
		t.Errorf("words %v, flags %+v, %v", words, f, err)
	}
	if _, err := Parse(set, []string{"-colour"}); err == nil {
		t.Error("an unknown flag is taken for a word")
	}
}

// One list serves a whole firm: the owner of the telephone is not a colleague.
func TestColleagues(t *testing.T) {
	c, err := Load(home(t, "[phone]\nuser = \"101\"\nvoicemail = true\n"+
		"[[colleague]]\nname = \"Киселёв Пётр\"\nextension = \"103\"\n"+
		"[[colleague]]\nname = \"Петрова Анна\"\nextension = \"101\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if list := c.Others(); len(list) != 1 || list[0].Name != "Киселёв Пётр" || list[0].Extension != "103" || !c.Phone.Voicemail {
		t.Errorf("colleagues %+v, %+v", list, c.Phone)
	}
}

func TestCompanion(t *testing.T) {
	c, err := Load(home(t, "[phone]\nuser = \"201\"\ncompanion = true\ndesk_phone = \"101\"\n"))
	if err != nil || !c.Phone.Companion || c.Phone.DeskPhone != "101" || !c.Phone.AutoAnswer {
		t.Errorf("phone %+v, %v", c.Phone, err)
	}
	c, err = Load(home(t, "[phone]\ncompanion = true\nauto_answer = false\n"))
	if err != nil || c.Phone.AutoAnswer || c.Phone.DeskPhone != "" {
		t.Errorf("phone %+v, %v", c.Phone, err)
	}
}

func TestBell(t *testing.T) {
	dir := home(t, "[onec]\nexchange_plan = \"Пульт\"\nexchange_node = \"PULT\"\n"+
		"[bell]\nlisten = \"127.0.0.1:8712\"\npassword_file = \"bell.token\"\ncert_file = \"bell.crt\"\nkey_file = \"/etc/bell.key\"\n")
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if cert, key := c.BellCertificate(); cert != filepath.Join(dir, "bell.crt") || key != "/etc/bell.key" {
		t.Errorf("certificate %s, key %s", cert, key)
	}
	if _, err := c.BellToken(); !errors.Is(err, crm.ErrNoSecret) {
		t.Errorf("a token that is not there: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "bell.token"), []byte("из файла\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if token, err := c.BellToken(); token != "из файла" || err != nil {
		t.Errorf("token %q, %v", token, err)
	}
	t.Setenv("PULT_BELL_PASSWORD", "из окружения")
	if token, err := c.BellToken(); token != "из окружения" || err != nil {
		t.Errorf("token %q, %v", token, err)
	}
}

func TestPopupCorner(t *testing.T) {
	c, err := Load(home(t, "[popup]\ncorner = \"top-left\"\nscreen = \"2\"\n"))
	if err != nil || c.Popup != (Popup{Corner: "top-left", Screen: "2"}) {
		t.Errorf("%+v, %v", c.Popup, err)
	}
}
