package match

import (
	"slices"
	"strings"

	"pult/app/crm"
)

// Rules are what a firm and a manager have said of letters.
type Rules struct {
	Own        []string // addresses of the account, its other names, colleagues
	OwnDomains []string // of the firm: everybody there is a colleague
	KeptOut    []crm.MailRule
}

// own tells an address of ours.
func (r Rules) own(a crm.Address) bool {
	key, domain := a.Key(), a.Domain()
	if slices.ContainsFunc(r.Own, func(own string) bool { return crm.CleanEmail(own) == key || untag(key) == crm.CleanEmail(own) }) {
		return true
	}
	return !Public(domain) && slices.ContainsFunc(r.OwnDomains, func(own string) bool { return below(domain, own) })
}

// excluded finds the rule an address falls under.
func (r Rules) excluded(a crm.Address) (Cause, bool) {
	key, domain := a.Key(), a.Domain()
	for _, rule := range r.KeptOut {
		switch rule.Kind {
		case crm.ExcludedAddress, crm.PrivateAddress:
			if own := crm.CleanEmail(rule.Value); own == key || own == untag(key) {
				return causeOf(rule), true
			}
		case crm.ExcludedDomain:
			if below(domain, strings.TrimPrefix(rule.Value, "@")) {
				return causeOf(rule), true
			}
		}
	}
	return "", false
}

// shut finds the rule a letter falls under by its folder or its subject.
func (r Rules) shut(letter Letter) (Cause, bool) {
	subject := " " + crm.Fold(letter.Header.Subject) + " "
	for _, rule := range r.KeptOut {
		switch rule.Kind {
		case crm.ExcludedFolder:
			if within(letter.Folder, rule.Value) {
				return causeOf(rule), true
			}
		case crm.ExcludedSubject:
			if word := crm.Fold(rule.Value); word != "" && strings.Contains(subject, " "+word+" ") {
				return causeOf(rule), true
			}
		}
	}
	return "", false
}

func causeOf(rule crm.MailRule) Cause {
	if rule.Kind == crm.PrivateAddress {
		return Private
	}
	return Excluded
}

// below tells a domain, or one under it.
func below(domain, top string) bool {
	top = strings.ToLower(strings.TrimSpace(top))
	return top != "" && (domain == top || strings.HasSuffix(domain, "."+top))
}

// within tells a folder, or one in it, whatever the server parts names with.
func within(folder, top string) bool {
	folder, top = strings.ToLower(folder), strings.ToLower(strings.TrimSpace(top))
	rest, ok := strings.CutPrefix(folder, top)
	return top != "" && ok && (rest == "" || strings.ContainsAny(rest[:1], "/|.\\"))
}

// untag takes "+tag" off a name: most servers deliver such letters to the name.
func untag(key string) string {
	local, host, ok := strings.Cut(key, "@")
	if name, _, tagged := strings.Cut(local, "+"); ok && tagged && name != "" {
		return name + "@" + host
	}
	return key
}

// Public tells a domain where everybody can have a mailbox: it says nothing about
// the firm.
func Public(domain string) bool { return slices.Contains(public, strings.ToLower(domain)) }

var public = []string{
	"mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "xmail.ru", "vk.com", "mail.ua",
	"yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "yandex.uz", "ya.ru", "narod.ru",
	"rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru", "r0.ru", "rambler.ua", "sputnik.ru",
	"gmail.com", "googlemail.com", "google.com", "outlook.com", "outlook.ru", "hotmail.com", "hotmail.ru", "live.com", "live.ru", "msn.com",
	"icloud.com", "me.com", "mac.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "aol.com", "aim.com",
	"proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io", "zoho.com", "gmx.de", "gmx.net", "gmx.com", "web.de", "mail.com",
	"ukr.net", "i.ua", "meta.ua", "bigmir.net", "tut.by", "mail.by", "mail.kz", "nur.kz", "qip.ru", "pochta.ru", "hotbox.ru", "nm.ru",
	"e1.ru", "ngs.ru", "pisem.net", "km.ru", "fromru.com", "front.ru", "hotmail.co.uk", "qq.com", "163.com", "126.com", "sina.com", "duck.com",
	"mail.ee", "inbox.lv", "inbox.lt", "seznam.cz", "wp.pl", "o2.pl", "naver.com", "fastmail.com", "hey.com", "mail.bg", "abv.bg",
}
