package settings

import (
	"strings"

	"pult/app/crm"
	"pult/app/ui/internal/look"
)

// guess fills in the servers of mail by the address, or by the provider that was
// named. A domain that tells nothing is asked about.
func (v *View) guess() {
	if v.filling || v.act.Mail.Servers == nil {
		return
	}
	address, named := v.typed("mail.address"), v.item(provider).list.value()
	home := v.act.Mail.Servers(address, named)
	v.live(home)
	if home.Known || home.IMAP == "" {
		v.act.Mail.Find("")
		return
	}
	_, domain, _ := strings.Cut(address, "@")
	v.about(v.words.T("mail.seeking", domain))
	v.act.Mail.Find(address)
}

// Found says where the mailbox of an address is, unless another was typed since.
func (v *View) Found(address string, home crm.MailHome) {
	if v.typed("mail.address") == address && v.item(provider).list.value() == "" {
		v.live(home)
	}
}

// live has the mailbox live somewhere. What a person has typed stays.
func (v *View) live(home crm.MailHome) {
	v.home = home
	named := v.item(provider).list.value() != ""
	for i, server := range []string{home.IMAP, home.SMTP} {
		field := v.item([2]string{"mail.imap", "mail.smtp"}[i]).field
		if server != "" && (field.Text == "" || field.Text == v.guessed[i] || named) {
			field.SetText(server)
			v.guessed[i] = server
		}
	}
	v.doors()
}

// doors shows what has to be done first there, and the way in by the browser.
func (v *View) doors() {
	if v.act.Mail.Browser == nil {
		return
	}
	s, _ := v.mail()
	browser := v.act.Mail.Browser(s)
	v.tries[Mail].enter.Hidden = !browser
	v.tries[Mail].box.Refresh()
	if text := v.words.MailFound(v.home, browser); text != "" {
		v.about(text)
	} else {
		v.about(v.words.T(v.item("mail.address").entry.about()))
	}
}

// about says something below the address.
func (v *View) about(text string) {
	it := v.item("mail.address")
	it.said = text
	it.about.Set(text, look.Muted)
	if body := v.bodies[Mail]; body != nil {
		body.Content.Refresh()
		body.Refresh()
	}
}

// mail is the mailbox as it is typed.
func (v *View) mail() (m crm.MailSettings, wrong bool) {
	s := v.kept
	for _, it := range v.items[Mail] {
		if it.bind != nil && !it.take(it.bind(&s)) {
			wrong = true
		}
	}
	return s.Mail, wrong
}

// item is a setting of the page of mail.
func (v *View) item(key string) *item {
	for _, it := range v.items[Mail] {
		if it.key == key {
			return it
		}
	}
	return nil
}

func (v *View) typed(key string) string { return strings.TrimSpace(v.item(key).field.Text) }

// Entering turns the button of the browser into the one that ends it, and back.
func (v *View) Entering(on bool) {
	word := "set.browser"
	if on {
		word = "set.browser_stop"
	}
	v.tries[Mail].enter.Set(v.words.T(word), "", on)
}
