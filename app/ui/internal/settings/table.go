package settings

import (
	"strings"

	"pult/app/crm"
)

// kind is how a setting is shown.
type kind int

const (
	text   kind = iota
	secret      // a text nobody reads over a shoulder
	number
	list // of texts, with commas
	long // a text of several lines
	check
	pick
	head   // a heading
	hint   // a paragraph
	try    // the button that tries what stands above
	filed  // the button that opens pult.toml
	listed // rows of which there may be any number
)

// entry is one setting: its place in pult.toml and in crm.Settings.
type entry struct {
	key    string // "onec.url"; what the system keeps has one of its own
	kind   kind
	word   string // its name
	sample string // stands grey in the empty field
	wide   bool
	first  bool // also asked at the first start
	ahead  bool // there it stands behind the password
	bind   func(s *crm.Settings) any
	of     func(a *crm.Account) any // in place of bind
	// mailbox is where it is in a further mailbox, in place of bind.
	mailbox func(m *crm.Mailbox) any
	values  []string
	names   []string // of the values; a value without a word is its own name
}

// about is the sentence that says what a setting does.
func (e entry) about() string { return "about." + strings.Replace(e.key, "mailbox.", "mail.", 1) }

var table = [pages][]entry{
	General: {
		{key: "language", kind: pick, word: "set.language", first: true, bind: func(s *crm.Settings) any { return &s.Language }, values: []string{"ru", "en"}, names: []string{"Русский", "English"}},
		{key: "manager", word: "set.manager", sample: "set.manager_hint", wide: true, first: true, bind: func(s *crm.Settings) any { return &s.Manager }},
		{key: "theme", kind: pick, word: "set.theme", first: true, bind: func(s *crm.Settings) any { return &s.Theme }, values: []string{"", "light", "dark"}, names: []string{"set.theme_system", "set.theme_light", "set.theme_dark"}},
		{key: "scale", kind: pick, word: "set.scale", first: true, bind: func(s *crm.Settings) any { return &s.Scale }, values: []string{"0", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2"}, names: []string{"set.scale_system", "90 %", "100 %", "110 %", "125 %", "150 %", "175 %", "200 %"}},
		{key: "popup.corner", kind: pick, word: "set.popup_corner", bind: func(s *crm.Settings) any { return &s.Popup.Corner }, values: []string{"", "bottom-left", "top-right", "top-left"}, names: []string{"set.bottom_right", "set.bottom_left", "set.top_right", "set.top_left"}},
		{key: "popup.screen", kind: pick, word: "set.popup_screen", bind: func(s *crm.Settings) any { return &s.Popup.Screen }, values: []string{"", "pointer", "1", "2", "3"}, names: []string{"set.screen_main", "set.screen_pointer", "1", "2", "3"}},
		{key: "tray", kind: check, word: "set.tray", first: true, bind: func(s *crm.Settings) any { return &s.Tray }},
		{key: "start", kind: check, word: "set.start", first: true, bind: func(s *crm.Settings) any { return &s.Start }},
		{key: "links", kind: check, word: "set.links", first: true, bind: func(s *crm.Settings) any { return &s.Links }},
	},
	OneC: {
		{key: "onec.url", word: "set.url", sample: "set.url_hint", wide: true, first: true, bind: func(s *crm.Settings) any { return &s.OneC.Address }},
		{key: "onec.user", word: "set.user", first: true, bind: func(s *crm.Settings) any { return &s.OneC.User }},
		{key: "onec.password_file", kind: secret, word: "set.password", sample: "set.password_hint", first: true, bind: func(s *crm.Settings) any { return &s.OneC.Password }},
		{kind: try, first: true},
		{kind: head, word: "set.head_write"},
		{key: "write.calls", kind: check, word: "set.calls", first: true, bind: func(s *crm.Settings) any { return &s.Write.Calls }},
		{key: "write.notes", kind: check, word: "set.write_notes", bind: func(s *crm.Settings) any { return &s.Write.Notes }},
		{key: "write.mails", kind: check, word: "set.write_mails", bind: func(s *crm.Settings) any { return &s.Write.Mails }},
		{key: "write.meetings", kind: check, word: "set.write_meetings", bind: func(s *crm.Settings) any { return &s.Write.Meetings }},
		{key: "write.clients", kind: check, word: "set.write_clients", bind: func(s *crm.Settings) any { return &s.Write.Clients }},
		{kind: head, word: "set.head_read"},
		{key: "onec.interval", kind: pick, word: "set.interval", bind: func(s *crm.Settings) any { return &s.More.Interval }, values: []string{"1m", "2m", "5m", "10m", "15m", "30m", "1h"}, names: []string{"set.every_1m", "set.every_2m", "set.every_5m", "set.every_10m", "set.every_15m", "set.every_30m", "set.every_1h"}},
		{key: "onec.configuration", kind: pick, word: "set.configuration", bind: func(s *crm.Settings) any { return &s.More.Configuration }, values: []string{"auto", "ut11", "unf3", "bp3"}, names: []string{"set.conf_auto", "set.conf_ut11", "set.conf_unf3", "set.conf_bp3"}},
		{key: "onec.map", word: "set.map", sample: "set.map_hint", wide: true, bind: func(s *crm.Settings) any { return &s.More.Map }},
		{key: "onec.timezone", word: "set.zone", bind: func(s *crm.Settings) any { return &s.More.Zone }},
		{key: "onec.exchange_plan", word: "set.plan", bind: func(s *crm.Settings) any { return &s.More.ExchangePlan }},
		{key: "onec.exchange_node", word: "set.node", bind: func(s *crm.Settings) any { return &s.More.ExchangeNode }},
	},
	Phone: {
		{key: "phone.server", word: "set.server", sample: "set.server_hint", wide: true, first: true, bind: func(s *crm.Settings) any { return &s.Phone.Address }},
		{key: "phone.user", word: "set.extension", sample: "set.extension_hint", first: true, bind: func(s *crm.Settings) any { return &s.Phone.User }},
		{key: "phone.password_file", kind: secret, word: "set.password", sample: "set.password_hint", first: true, bind: func(s *crm.Settings) any { return &s.Phone.Password }},
		{key: "phone.area_code", word: "set.area", sample: "set.area_hint", first: true, bind: func(s *crm.Settings) any { return &s.AreaCode }},
		{kind: try, first: true},
		{kind: head, word: "set.head_line"},
		{key: "phone.country", word: "set.country", bind: func(s *crm.Settings) any { return &s.More.Country }},
		{key: "phone.name", word: "set.line_name", sample: "set.line_name_hint", bind: func(s *crm.Settings) any { return &s.More.LineName }},
		{key: "phone.srtp", kind: pick, word: "set.srtp", bind: func(s *crm.Settings) any { return &s.More.SRTP }, values: srtpValues, names: srtpNames},
		{key: "phone.certificate", word: "set.certificate", sample: "set.certificate_hint", wide: true, bind: func(s *crm.Settings) any { return &s.More.Certificate }},
		{key: "phone.voicemail", kind: check, word: "set.voicemail", bind: func(s *crm.Settings) any { return &s.More.Voicemail }},
		{kind: head, word: "set.head_desk"},
		{key: "phone.companion", kind: check, word: "set.companion", bind: func(s *crm.Settings) any { return &s.More.Companion }},
		{key: "phone.desk_phone", word: "set.desk_phone", sample: "set.desk_phone_hint", bind: func(s *crm.Settings) any { return &s.More.DeskPhone }},
		{key: "phone.auto_answer", kind: check, word: "set.auto_answer", bind: func(s *crm.Settings) any { return &s.More.AutoAnswer }},
	},
	Accounts: {
		{key: "account.name", word: "set.account_name", sample: "set.account_hint", of: func(a *crm.Account) any { return &a.Name }},
		{key: "account.server", word: "set.server", sample: "set.server_hint", wide: true, of: func(a *crm.Account) any { return &a.Address }},
		{key: "account.user", word: "set.extension", sample: "set.extension_hint", of: func(a *crm.Account) any { return &a.User }},
		{key: "account.password_file", kind: secret, word: "set.password", sample: "set.password_hint", of: func(a *crm.Account) any { return &a.Password }},
		{key: "account.srtp", kind: pick, word: "set.srtp", of: func(a *crm.Account) any { return &a.SRTP }, values: srtpValues, names: srtpNames},
		{key: "account.certificate", word: "set.certificate", sample: "set.certificate_hint", wide: true, of: func(a *crm.Account) any { return &a.Certificate }},
		{key: "account.voicemail", kind: check, word: "set.voicemail", of: func(a *crm.Account) any { return &a.Voicemail }},
		{kind: try},
	},
	Mail: {
		{key: "mail.address", word: "set.mail_address", sample: "set.mail_address_hint", wide: true, first: true, bind: func(s *crm.Settings) any { return &s.Mail.Address }},
		{key: provider, kind: pick, word: "set.mail_provider", first: true, values: providerValues, names: providerNames},
		{key: "mail.password_file", kind: secret, word: "set.password", sample: "set.password_hint", first: true, bind: func(s *crm.Settings) any { return &s.Mail.Password }},
		{key: "mail.imap", word: "set.mail_imap", sample: "set.mail_imap_hint", wide: true, first: true, bind: func(s *crm.Settings) any { return &s.Mail.IMAP }},
		{key: "mail.smtp", word: "set.mail_smtp", sample: "set.mail_smtp_hint", wide: true, first: true, bind: func(s *crm.Settings) any { return &s.Mail.SMTP }},
		{kind: try, first: true},
		{kind: head, word: "set.head_letters"},
		{key: "mail.signature", kind: long, word: "set.mail_signature", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.Signature }},
		{key: "mail.days", kind: number, word: "set.mail_days", bind: func(s *crm.Settings) any { return &s.Mail.Days }},
		{key: "mail.folders", kind: list, word: "set.mail_folders", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.Folders }},
		{kind: head, word: "set.head_rules"},
		{key: "mail_rules.own_domains", kind: list, word: "set.mail_own", sample: "set.mail_own_hint", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.Own }},
		{key: "mail_rules.exclude", kind: list, word: "set.mail_exclude", sample: "set.mail_exclude_hint", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.Exclude }},
		{key: "mail_rules.exclude_subjects", kind: list, word: "set.mail_words", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.ExcludeSubjects }},
		{key: "mail_rules.exclude_folders", kind: list, word: "set.mail_not", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.ExcludeFolders }},
		{kind: head, word: "set.head_login"},
		{key: "mail.user", word: "set.mail_user", sample: "set.mail_user_hint", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.User }},
		{key: "mail.aliases", kind: list, word: "set.mail_aliases", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.Aliases }},
		{key: "mail.name", word: "set.mail_name", sample: "set.mail_user_hint", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.Name }},
		{key: "mail.oauth_client", word: "set.mail_oauth", wide: true, first: true, ahead: true, bind: func(s *crm.Settings) any { return &s.Mail.OAuthClient }},
		{key: "mail.oauth_redirect", word: "set.mail_redirect", sample: "set.mail_redirect_hint", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.OAuthRedirect }},
		{key: "mail.certificate", word: "set.certificate", sample: "set.certificate_hint", wide: true, bind: func(s *crm.Settings) any { return &s.Mail.Certificate }},
	},
	Boxes: {
		{key: "mailbox.address", word: "set.mail_address", sample: "set.box_address_hint", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.Address }},
		{key: provider, kind: pick, word: "set.mail_provider", values: providerValues, names: providerNames},
		{key: "mailbox.password_file", kind: secret, word: "set.password", sample: "set.password_hint", mailbox: func(m *crm.Mailbox) any { return &m.Password }},
		{key: "mailbox.imap", word: "set.mail_imap", sample: "set.mail_imap_hint", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.IMAP }},
		{key: "mailbox.smtp", word: "set.mail_smtp", sample: "set.mail_smtp_hint", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.SMTP }},
		{kind: try},
		{kind: head, word: "set.head_letters"},
		{key: "mailbox.name", word: "set.mail_name", sample: "set.mail_user_hint", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.Name }},
		{key: "mailbox.signature", kind: long, word: "set.mail_signature", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.Signature }},
		{key: "mailbox.days", kind: number, word: "set.mail_days", mailbox: func(m *crm.Mailbox) any { return &m.Days }},
		{key: "mailbox.folders", kind: list, word: "set.mail_folders", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.Folders }},
		{kind: head, word: "set.head_login"},
		{key: "mailbox.user", word: "set.mail_user", sample: "set.mail_user_hint", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.User }},
		{key: "mailbox.aliases", kind: list, word: "set.mail_aliases", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.Aliases }},
		{key: "mailbox.oauth_client", word: "set.mail_oauth", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.OAuthClient }},
		{key: "mailbox.oauth_redirect", word: "set.mail_redirect", sample: "set.mail_redirect_hint", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.OAuthRedirect }},
		{key: "mailbox.certificate", word: "set.certificate", sample: "set.certificate_hint", wide: true, mailbox: func(m *crm.Mailbox) any { return &m.Certificate }},
	},
	Colleagues: {{key: "colleague.name", kind: listed}},
	Discount: {
		{key: "discount.months", kind: number, word: "set.months", bind: func(s *crm.Settings) any { return &s.Discount.Months }},
		{key: "discount.steps", kind: listed},
	},
	Record: {
		{key: "record.on", kind: check, word: "set.record", bind: func(s *crm.Settings) any { return &s.Record }},
		{key: "record.notice", kind: pick, word: "set.notice", bind: func(s *crm.Settings) any { return &s.Notice }, values: []string{"", "tone", "notice.wav"}, names: []string{"set.notice_off", "set.notice_tone", "set.notice_file"}},
		{key: "record.days", kind: number, word: "set.days", bind: func(s *crm.Settings) any { return &s.RecordDays }},
		{key: "record.folder", word: "set.records", sample: "set.records_hint", wide: true, bind: func(s *crm.Settings) any { return &s.More.Records }},
	},
	Keys: {
		{key: "keys.global", kind: check, word: "set.global", bind: func(s *crm.Settings) any { return &s.Keys.On }},
		{key: "keys.answer", word: "cmd.answer", sample: "set.key_none", bind: func(s *crm.Settings) any { return &s.Keys.Answer }},
		{key: "keys.hangup", word: "set.key_hangup", sample: "set.key_none", bind: func(s *crm.Settings) any { return &s.Keys.Hangup }},
		{key: "keys.mute", word: "cmd.mute", sample: "set.key_none", bind: func(s *crm.Settings) any { return &s.Keys.Mute }},
		{key: "keys.show", word: "set.key_show", sample: "set.key_none", bind: func(s *crm.Settings) any { return &s.Keys.Show }},
	},
	More: {
		{kind: head, word: "set.head_lists"},
		{key: "lists.hours", word: "set.list_hours", sample: "set.list_hours_hint", bind: func(s *crm.Settings) any { return &s.Lists.Hours }},
		{key: "lists.weekends", word: "set.list_weekends", sample: "set.list_weekends_hint", bind: func(s *crm.Settings) any { return &s.Lists.Ends }},
		{key: "lists.zone", word: "set.list_zone", sample: "set.list_zone_hint", bind: func(s *crm.Settings) any { return &s.Lists.Zone }},
		{key: "lists.day", kind: number, word: "set.list_day", bind: func(s *crm.Settings) any { return &s.Lists.Day }},
		{key: "lists.week", kind: number, word: "set.list_week", bind: func(s *crm.Settings) any { return &s.Lists.Week }},
		{key: "lists.attempts", kind: number, word: "set.list_tries", bind: func(s *crm.Settings) any { return &s.Lists.Tries }},
		{key: "lists.grace", word: "set.list_grace", sample: "set.list_grace_hint", bind: func(s *crm.Settings) any { return &s.Lists.Grace }},
		{kind: head, word: "set.head_bell"},
		{key: "bell.listen", word: "set.bell_listen", sample: "set.bell_hint", bind: func(s *crm.Settings) any { return &s.Bell.Listen }},
		{key: "bell.password_file", kind: secret, word: "set.bell_token", sample: "set.password_hint", wide: true, bind: func(s *crm.Settings) any { return &s.Bell.Token }},
		{key: "bell.cert_file", word: "set.cert_file", wide: true, bind: func(s *crm.Settings) any { return &s.Bell.CertFile }},
		{key: "bell.key_file", word: "set.key_file", wide: true, bind: func(s *crm.Settings) any { return &s.Bell.KeyFile }},
		{kind: try},
		{kind: head, word: "set.head_hub"},
		{key: "hub.url", word: "set.hub", sample: "set.hub_hint", wide: true, bind: func(s *crm.Settings) any { return &s.More.Hub }},
		{kind: head, word: "set.head_file"},
		{key: "file", kind: filed},
	},
}

// provider is a choice that is no key of the file: it fills in the servers.
const provider = "mail_provider"

var (
	providerValues = []string{"", "yandex", "mailru", "gmail", "outlook"}
	providerNames  = []string{"set.provider_auto", "set.provider_yandex", "set.provider_mailru", "Gmail", "Outlook"}
)

var (
	srtpValues = []string{"", "required", "off"}
	srtpNames  = []string{"set.srtp_preferred", "set.srtp_required", "set.srtp_off"}
)

// PageOf is where a key of pult.toml is set.
func PageOf(key string) (Page, bool) {
	for p, entries := range table {
		for _, e := range entries {
			if e.key == key || key == "onec.write" && e.key == "write.calls" || key == "colleague.extension" && e.key == "colleague.name" {
				return Page(p), true
			}
		}
	}
	section, _, _ := strings.Cut(key, ".")
	return Sound, section == "sound"
}
