// Package settings is the window in which the panel is set up, page by page: how
// it looks, the telephone, 1C, the sound, recording. The same pages are the steps
// of the first start.
package settings

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"pult/app/crm"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Page is one page.
type Page int

// Pages.
const (
	General Page = iota
	OneC
	Phone
	Record
	Keys // that work in other programs
	More // for who sets the workstation up
	Sound
	pages
)

var pageNames = [pages]string{"general", "onec", "phone", "record", "keys", "more", "sound"}

// Actions are what the window asks for.
type Actions struct {
	Page    func(Page) // another page is wanted
	Save    func()     // in steps: go on
	Back    func()     // in steps only
	Try     func(Page)
	Look    func() // what has effect at once was changed
	Restart func()
	File    func(path string) // the file of the settings is to be opened
	Keys    parts.Keys
}

// View draws the window.
type View struct {
	words *view.Printer
	act   Actions
	steps bool // the pages are steps of a first start
	shown []Page
	page  Page

	filling                           bool
	language, theme, scale, notice    *choice
	manager, url, baseUser, basePass  *parts.Field
	server, lineUser, linePass, area  *parts.Field
	days                              *parts.Field
	keyAnswer, keyHangup              *parts.Field
	keyMute, keyShow                  *parts.Field
	tray, start, links, calls, record *widget.Check
	global, voicemail, companion      *widget.Check
	interval, configuration, srtp     *choice
	zone, country, deskPhone, records *parts.Field
	file                              string
	open                              *parts.Button

	nav           [pages]*tab
	bodies        [pages]*fyne.Container
	tries         [pages]*trial
	save, back    *parts.Button
	restart       *parts.Button
	told          *parts.Prose
	sound, root   *fyne.Container
	ground, foot  *parts.Plate
	rule, divider *parts.Plate
}

// trial is the button that tries an account, and what came of it.
type trial struct {
	button *parts.Button
	told   *parts.Prose
}

// Width and Height of the window.
const (
	Width     float32 = 796
	Height    float32 = 560
	navWidth  float32 = 176
	footer    float32 = 62
	side      float32 = 22
	column    float32 = 170
	rowHeight float32 = 38
)

// New builds the window's content; steps makes it a first start.
func New(words *view.Printer, shown []Page, steps bool, act Actions) *View {
	v := &View{words: words, act: act, steps: steps, shown: shown}
	v.language = newChoice([]string{"ru", "en"}, []string{"Русский", "English"}, v.looked)
	v.theme = newChoice([]string{"", "light", "dark"}, []string{words.T("set.theme_system"), words.T("set.theme_light"), words.T("set.theme_dark")}, v.looked)
	v.scale = newChoice([]string{"0", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2"}, []string{words.T("set.scale_system"), "90 %", "100 %", "110 %", "125 %", "150 %", "175 %", "200 %"}, func() {})
	v.notice = newChoice([]string{"", "tone"}, []string{words.T("set.notice_off"), words.T("set.notice_tone")}, func() {})
	for _, f := range []struct {
		field **parts.Field
		hint  string
	}{
		{&v.manager, "set.manager_hint"},
		{&v.url, "set.url_hint"},
		{&v.baseUser, ""},
		{&v.basePass, "set.password_hint"},
		{&v.server, "set.server_hint"},
		{&v.lineUser, "set.extension_hint"},
		{&v.linePass, "set.password_hint"},
		{&v.area, "set.area_hint"},
		{&v.days, ""},
		{&v.keyAnswer, "set.key_none"},
		{&v.keyHangup, "set.key_none"},
		{&v.keyMute, "set.key_none"},
		{&v.keyShow, "set.key_none"},
		{&v.zone, ""},
		{&v.country, ""},
		{&v.deskPhone, "set.desk_phone_hint"},
		{&v.records, "set.records_hint"},
	} {
		*f.field = parts.NewField("", false, v.keys)
		if f.hint != "" {
			(*f.field).SetPlaceHolder(words.T(f.hint))
		}
	}
	v.basePass.Password, v.linePass.Password = true, true
	check := func(key string) *widget.Check { return widget.NewCheck(words.T(key), nil) }
	v.tray, v.start, v.links = check("set.tray"), check("set.start"), check("set.links")
	v.calls, v.record = check("set.calls"), check("set.record")
	v.global, v.voicemail, v.companion = check("set.global"), check("set.voicemail"), check("set.companion")
	times := []string{"1m", "2m", "5m", "10m", "15m", "30m", "1h"}
	names := make([]string, len(times))
	for i, t := range times {
		names[i] = words.T("set.every_" + t)
	}
	v.interval = newChoice(times, names, func() {})
	v.configuration = newChoice([]string{"auto", "ut11", "unf3", "bp3"}, []string{words.T("set.conf_auto"), words.T("set.conf_ut11"), words.T("set.conf_unf3"), words.T("set.conf_bp3")}, func() {})
	v.srtp = newChoice([]string{"", "required", "off"}, []string{words.T("set.srtp_preferred"), words.T("set.srtp_required"), words.T("set.srtp_off")}, func() {})
	v.build()
	v.Open(shown[0])
	return v
}

// keys: Enter saves or goes on, as in every form; the rest is the panel's.
func (v *View) keys(key fyne.KeyName, mod fyne.KeyModifier) bool {
	if (key == fyne.KeyReturn || key == fyne.KeyEnter) && (mod == 0 || mod == fyne.KeyModifierControl) {
		v.act.Save()
		return true
	}
	return v.act.Keys(key, mod)
}

func (v *View) looked() {
	if !v.filling {
		v.act.Look()
	}
}

// Open shows a page.
func (v *View) Open(p Page) {
	v.page = p
	for i, body := range v.bodies {
		body.Hidden = Page(i) != p
	}
	v.sound.Hidden = p != Sound
	v.save.Hidden = p == Sound && !v.steps
	last := p == v.shown[len(v.shown)-1]
	word := "set.save"
	if v.steps {
		if word = "set.next"; last {
			word = "set.done"
		}
	}
	v.save.Set(v.words.T(word), "", false)
	v.back.Hidden = !v.steps || p == v.shown[0]
	for i, t := range v.nav {
		if t != nil {
			t.selected(Page(i) == p)
		}
	}
	v.root.Refresh()
}

// Page is the one that is shown.
func (v *View) Page() Page { return v.page }

// Next is the page that many steps away; false when there is none.
func (v *View) Next(steps int) (Page, bool) {
	for i, p := range v.shown {
		if p == v.page && i+steps >= 0 && i+steps < len(v.shown) {
			return v.shown[i+steps], true
		}
	}
	return v.page, false
}

// Object is what to put into the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Sound puts the page of the sound in, or takes it out.
func (v *View) Sound(o fyne.CanvasObject) {
	v.sound.Objects = nil
	if o != nil {
		v.sound.Add(o)
	}
	v.sound.Refresh()
}

// Show fills the pages.
func (v *View) Show(s crm.Settings) {
	v.filling = true
	defer func() { v.filling = false }()
	v.language.set(s.Language)
	v.theme.set(s.Theme)
	v.scale.set(strconv.FormatFloat(s.Scale, 'f', -1, 64))
	v.notice.set(s.Notice)
	for field, text := range map[*parts.Field]string{
		v.manager: s.Manager, v.url: s.OneC.Address, v.baseUser: s.OneC.User, v.basePass: s.OneC.Password,
		v.server: s.Phone.Address, v.lineUser: s.Phone.User, v.linePass: s.Phone.Password, v.area: s.AreaCode, v.days: strconv.Itoa(s.RecordDays),
		v.zone: s.More.Zone, v.country: s.More.Country, v.deskPhone: s.More.DeskPhone, v.records: s.More.Records,
		v.keyAnswer: s.Keys.Answer, v.keyHangup: s.Keys.Hangup, v.keyMute: s.Keys.Mute, v.keyShow: s.Keys.Show,
	} {
		field.SetText(text)
	}
	v.tray.SetChecked(s.Tray)
	v.start.SetChecked(s.Start)
	v.links.SetChecked(s.Links)
	v.calls.SetChecked(s.Calls)
	v.record.SetChecked(s.Record)
	v.global.SetChecked(s.Keys.On)
	v.voicemail.SetChecked(s.More.Voicemail)
	v.companion.SetChecked(s.More.Companion)
	v.interval.set(s.More.Interval)
	v.configuration.set(s.More.Configuration)
	v.srtp.set(s.More.SRTP)
	v.file = s.File
}

// Read gives what stands in the pages; false when the days are no number.
func (v *View) Read() (s crm.Settings, ok bool) {
	days, err := strconv.Atoi(v.days.Text)
	scale, _ := strconv.ParseFloat(v.scale.value(), 64)
	return crm.Settings{
		Language: v.language.value(), Theme: v.theme.value(), Scale: scale, Notice: v.notice.value(),
		Manager: trim(v.manager), Tray: v.tray.Checked, Start: v.start.Checked, Links: v.links.Checked,
		OneC: crm.Access{Address: trim(v.url), User: trim(v.baseUser), Password: v.basePass.Text}, Calls: v.calls.Checked,
		Phone: crm.Access{Address: trim(v.server), User: trim(v.lineUser), Password: v.linePass.Text}, AreaCode: trim(v.area),
		Record: v.record.Checked, RecordDays: days,
		More: crm.MoreSettings{
			Interval: v.interval.value(), Zone: trim(v.zone), Configuration: v.configuration.value(), Country: trim(v.country), SRTP: v.srtp.value(),
			Voicemail: v.voicemail.Checked, Companion: v.companion.Checked, DeskPhone: trim(v.deskPhone), Records: trim(v.records),
		},
		File: v.file,
		Keys: crm.GlobalKeys{On: v.global.Checked, Answer: trim(v.keyAnswer), Hangup: trim(v.keyHangup), Mute: trim(v.keyMute), Show: trim(v.keyShow)},
	}, err == nil && days >= 0
}

// Tell says how a trial goes; while it runs it cannot be begun again.
func (v *View) Tell(p Page, text string, tone view.Tone, running bool) {
	if t := v.tries[p]; t != nil {
		t.told.Set(text, parts.ToneColor(tone))
		t.button.Enable(!running)
	}
}

// Told is what was said last of a trial.
func (v *View) Told(p Page) string { return v.tries[p].told.Text }

// Said says what became of saving; restart offers to start anew.
func (v *View) Said(text string, tone view.Tone, restart bool) {
	v.told.Set(text, parts.ToneColor(tone))
	v.restart.Hidden = !restart
	v.root.Refresh()
}

// Saying is what was said last of saving.
func (v *View) Saying() string { return v.told.Text }

// Type types into the field of that place, for tests and pictures: server, user
// and password of the telephone or of 1C.
func (v *View) Type(p Page, a crm.Access) {
	for field, text := range map[Page]map[*parts.Field]string{
		Phone: {v.server: a.Address, v.lineUser: a.User, v.linePass: a.Password},
		OneC:  {v.url: a.Address, v.baseUser: a.User, v.basePass: a.Password},
	}[p] {
		field.SetText(text)
	}
}
