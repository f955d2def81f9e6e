package specimen

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"pult/app/crm"
)

// vectors are ways of an HTML text to make a program ask for something elsewhere,
// or to run something. %s is the address that would be asked.
var vectors = []string{
	`<img src="%s">`,
	`<img srcset="%s 1x, %s 2x">`,
	`<IMG SRC='%s' width=1 height=1 style="display:block">`,
	`<picture><source srcset="%s"><img src="%s"></picture>`,
	`<div style="background-image: url(%s)">x</div>`,
	`<div style="background:url('%s')">x</div>`,
	`<style>@import url("%s");</style>`,
	`<style>body { background: url(%s) } @font-face { font-family: x; src: url(%s) }</style>`,
	`<link rel="stylesheet" href="%s">`,
	`<link rel="prefetch" href="%s"><link rel="dns-prefetch" href="%s"><link rel="preload" as="image" href="%s">`,
	`<base href="%s"><img src="x.gif">`,
	`<meta http-equiv="refresh" content="0; url=%s">`,
	`<iframe src="%s"></iframe>`,
	`<frameset><frame src="%s"></frameset>`,
	`<object data="%s"></object>`,
	`<embed src="%s">`,
	`<video poster="%s" src="%s" autoplay></video>`,
	`<audio src="%s" autoplay></audio>`,
	`<svg><image href="%s"/><use xlink:href="%s#x"/></svg>`,
	`<svg onload="fetch('%s')"></svg>`,
	`<body background="%s">`,
	`<table background="%s"><tr><td background="%s">x</td></tr></table>`,
	`<script src="%s"></script>`,
	`<script>fetch("%s")</script>`,
	`<form action="%s"><input type="image" src="%s"></form>`,
	`<a href="%s">https://bank.example</a>`,
	`<a href="javascript:fetch('%s')">x</a>`,
	`<img src=x onerror="fetch('%s')">`,
	`<?xml-stylesheet href="%s"?><p>x</p>`,
	`<!--[if mso]><img src="%s"><![endif]-->`,
	`<v:fill src="%s" type="frame"/>`,
	`<bgsound src="%s">`,
	`<input type="image" src="%s">`,
	`<menuitem icon="%s">`,
	`<track src="%s">`,
	`<img lowsrc="%s" dynsrc="%s">`,
	`<p style="list-style: url(%s); cursor: url(%s)">x</p>`,
	`<blockquote cite="%s">x</blockquote>`,
	`<math href="%s">x</math>`,
	`<template><img src="%s"></template>`,
}

// Hostile are HTML letters that try to make whoever opens them ask for an address:
// n of them, in every way and in several wrappings.
func Hostile(address string, n int) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		for i := range n {
			html := strings.ReplaceAll(vectors[i%len(vectors)], "%s", fmt.Sprintf("%s/letter/%d", address, i))
			if !yield(i, hostile(i, html)) {
				return
			}
		}
	}
}

func hostile(place int, html string) []byte {
	w := Writer(place)
	head := fmt.Sprintf("From: %s\r\nTo: maria@firm.example\r\nSubject: Счёт %d\r\nDate: %s\r\nMessage-ID: <hostile.%d@%s>\r\nMIME-Version: 1.0\r\n",
		w.Email, place, time.Date(2026, 11, 16, 7, place, 0, 0, time.UTC).Format(time.RFC1123Z), place, crm.Address{Email: w.Email}.Domain())
	html = "<html><body><p>Добрый день!</p>" + html + "<p>Конец письма.</p></body></html>"
	switch place / len(vectors) % 3 {
	case 0:
		return []byte(head + "Content-Type: text/html; charset=utf-8\r\n\r\n" + html)
	case 1:
		return []byte(head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b--\r\n")
	default:
		return []byte(head + "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html +
			"\r\n--b\r\nContent-Type: message/external-body; access-type=URL; URL=\"http://" + w.Email + "/\"\r\n\r\nContent-Type: image/png\r\n\r\n--b--\r\n")
	}
}
