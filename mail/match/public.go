package match

import "strings"

// Public tells a domain where everybody can have a mailbox: it says nothing about
// the firm.
func Public(domain string) bool { return public[strings.ToLower(domain)] }

// public is made of the list below.
var public = func() map[string]bool {
	known := map[string]bool{}
	for domain := range strings.FieldsSeq(publicList) {
		known[domain] = true
	}
	return known
}()

const publicList = `
	mail.ru bk.ru list.ru inbox.ru internet.ru xmail.ru vk.com mail.ua
	yandex.ru yandex.com yandex.by yandex.kz yandex.ua yandex.uz ya.ru narod.ru
	rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru r0.ru rambler.ua sputnik.ru
	gmail.com googlemail.com google.com outlook.com outlook.ru hotmail.com hotmail.ru live.com
	live.ru msn.com icloud.com me.com mac.com yahoo.com yahoo.co.uk ymail.com
	aol.com aim.com proton.me protonmail.com pm.me tutanota.com tuta.io zoho.com
	gmx.de gmx.net gmx.com web.de mail.com ukr.net i.ua meta.ua
	bigmir.net tut.by mail.by mail.kz nur.kz qip.ru pochta.ru hotbox.ru
	nm.ru e1.ru ngs.ru pisem.net km.ru fromru.com front.ru hotmail.co.uk
	qq.com 163.com 126.com sina.com duck.com mail.ee inbox.lv inbox.lt
	seznam.cz wp.pl o2.pl naver.com fastmail.com hey.com mail.bg abv.bg`
