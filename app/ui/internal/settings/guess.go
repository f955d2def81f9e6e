package settings

import (
	"strings"

	"pult/app/crm"
	"pult/app/ui/internal/look"
)

// door is how the mailbox of a page is found and entered: the first one on its own
// page, or one of the others.
type door struct {
	view    *View
	page    Page
	prefix  string
	guessed [2]string // servers that stand there by our guess
	home    crm.MailHome
}

func newDoors(v *View) map[Page]*door {
	return map[Page]*door{
		Mail:  {view: v, page: Mail, prefix: "mail."},
		Boxes: {view: v, page: Boxes, prefix: "mailbox."},
	}
}

// item is a setting of the mailbox; nil where the page has none such.
func (d *door) item(key string) *item {
	for _, it := range d.view.items[d.page] {
		if it.key == d.prefix+key || it.key == key {
			return it
		}
	}
	return nil
}

func (d *door) typed(key string) string { return strings.TrimSpace(d.item(key).field.Text) }

// named is the provider that a person has named.
func (d *door) named() string { return d.item(provider).list.Value() }

// box is the mailbox as it is typed.
func (d *door) box() (m crm.Mailbox) {
	if d.page == Boxes {
		b := d.view.boxes
		b.keep()
		if row := b.row(); row >= 0 {
			m = b.list[row]
		}
		return m
	}
	s := d.view.kept
	for _, it := range d.view.items[Mail] {
		if it.bind != nil {
			it.take(it.bind(&s))
		}
	}
	return s.Mail.Mailbox
}

// forget is for a page that shows another mailbox now.
func (d *door) forget() {
	v := d.view
	if d.item("address") == nil { // no step of a first start
		return
	}
	d.guessed, d.home = [2]string{}, crm.MailHome{}
	if v.act.Mail.Leave != nil {
		v.act.Mail.Leave(d.page)
	}
	v.tries[d.page].rest(v.words.T("set.try_hint_" + pageNames[d.page]))
	filling := v.filling
	v.filling = true
	d.item(provider).list.Set("")
	v.filling = filling
	d.settle()
}

// quiet tells that the fields change by themselves.
func (d *door) quiet() bool {
	return d.view.filling || d.page == Boxes && d.view.boxes.turning
}

// guess fills in the servers of mail by the address, or by the provider that was
// named. A domain that tells nothing is asked about.
func (d *door) guess() {
	v := d.view
	if d.quiet() || v.act.Mail.Servers == nil {
		return
	}
	address := d.typed("address")
	home := v.act.Mail.Servers(address, d.named())
	d.live(home)
	if home.Known || home.IMAP == "" {
		v.act.Mail.Find(d.page, "")
		return
	}
	_, domain, _ := strings.Cut(address, "@")
	d.about("address", v.words.T("mail.seeking", domain))
	v.act.Mail.Find(d.page, address)
}

// Found says where the mailbox of an address is, unless another was typed since.
func (v *View) Found(p Page, address string, home crm.MailHome) {
	if d := v.doors[p]; d.typed("address") == address && d.named() == "" {
		d.live(home)
	}
}

// live has the mailbox live somewhere. What a person has typed stays.
func (d *door) live(home crm.MailHome) {
	d.home = home
	for i, server := range []string{home.IMAP, home.SMTP} {
		field := d.item([2]string{"imap", "smtp"}[i]).field
		if server != "" && (field.Text == "" || field.Text == d.guessed[i] || d.named() != "") {
			field.SetText(server)
			d.guessed[i] = server
		}
	}
	d.settle()
}

// change is for a field that was typed into.
func (d *door) change() {
	if !d.quiet() {
		d.settle()
	}
}

// settle shows what has to be done first there, the way in by the browser, and of the
// fields those that this way needs.
func (d *door) settle() {
	v := d.view
	if v.act.Mail.Browser == nil {
		return
	}
	browser := v.act.Mail.Browser(d.box())
	t := v.tries[d.page]
	t.enter.Hidden = !browser
	t.box.Refresh()
	if v.steps { // a first start asks for what is needed only
		d.item("oauth_client").hide(!d.home.Browser)
		d.item("password_file").hide(d.home.Browser)
	}
	d.where()
	if text := v.words.MailFound(d.home, browser); text != "" {
		d.about("address", text)
	} else {
		d.about("address", v.words.T(d.item("address").entry.about()))
	}
}

// where says who gives the name that a provider wants of programs.
func (d *door) where() {
	key := "mail.client_where"
	if d.home.Browser {
		key += "." + d.home.Provider
	}
	d.about("oauth_client", d.view.words.T(key))
}

// about says something below a setting.
func (d *door) about(key, text string) {
	it := d.item(key)
	it.said = text
	it.about.Set(text, look.Muted)
	if body := d.view.bodies[d.page]; body != nil {
		body.Content.Refresh()
		body.Refresh()
	}
}

// Entering turns the button of the browser into the one that ends it, and back.
func (v *View) Entering(p Page, on bool) {
	word := "set.browser"
	if on {
		word = "set.browser_stop"
	}
	v.tries[p].enter.Set(v.words.T(word), "", on)
}
