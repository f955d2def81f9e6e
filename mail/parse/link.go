package parse

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// maxURL is how long a link may be that is shown.
const maxURL = 2000

func (w *pageWriter) beginLink(href string) {
	w.endLink()
	if w.href = showURL(href); w.href != "" {
		w.linkFrom = len(w.out)
	}
}

// endLink writes where a link leads, unless its text says just that.
func (w *pageWriter) endLink() {
	href := w.href
	if w.href = ""; href == "" {
		return
	}
	text := oneLine(strings.ReplaceAll(string(w.out[min(w.linkFrom, len(w.out)):]), "\n> ", "\n"))
	if len(w.links) < MaxLinks {
		w.links = append(w.links, Link{Text: shorten(text, 200), URL: href, Deceptive: deceptive(text, href)})
	}
	if text == "" || bareURL(text) == bareURL(href) {
		if text == "" && !strings.HasPrefix(href, "mailto:") {
			w.words(href)
		}
		return
	}
	w.words(" <" + href + ">")
}

// bareURL is a link without what people leave out.
func bareURL(text string) string {
	text = strings.ToLower(text)
	for _, scheme := range []string{"https://", "http://", "mailto:", "tel:", "www."} {
		text = strings.TrimPrefix(text, scheme)
	}
	return strings.TrimRight(text, "/ ")
}

// showURL is a link as it is shown: with the host it really leads to. What is no
// address of a page, a letter or a telephone comes out empty.
func showURL(href string) string {
	href = strings.Map(func(r rune) rune {
		if r <= ' ' || unseen(r) {
			return -1
		}
		return r
	}, href)
	if href == "" || len(href) > maxURL {
		return ""
	}
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
		u.User = nil // https://bank.ru@evil.example shows another host than it has
		u.Host = honestHost(u.Host)
		return readableURL(u)
	case "mailto", "tel":
		address, _, _ := strings.Cut(u.Opaque, "?")
		return strings.ToLower(u.Scheme) + ":" + address
	}
	return ""
}

// readableURL writes letters that are not Latin as letters. Escapes of other signs
// stay: undone, they would lead elsewhere.
func readableURL(u *url.URL) string {
	text := u.String()
	var out strings.Builder
	for i := 0; i < len(text); {
		var coded []byte
		end := i
		for end+2 < len(text) && text[end] == '%' && len(coded) < utf8.UTFMax {
			b, ok := hexPair([]byte(text[end+1 : end+3]))
			if !ok || b < utf8.RuneSelf {
				break
			}
			coded = append(coded, b)
			end += 3
		}
		r, size := utf8.DecodeRune(coded)
		if r != utf8.RuneError && unicode.IsLetter(r) {
			out.WriteRune(r)
			i += 3 * size
			continue
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String()
}

// honestHost writes a host so that it cannot be taken for another: Cyrillic only
// where all of it is, everything else in ASCII.
func honestHost(host string) string {
	name, port, hasPort := strings.Cut(host, ":")
	if ascii, err := idna.Lookup.ToASCII(name); err == nil {
		name = ascii
	} else if !plain(name) {
		name = "xn--"
	}
	if unicoded, err := idna.Lookup.ToUnicode(name); err == nil && allCyrillic(unicoded) {
		name = unicoded
	}
	if hasPort {
		name += ":" + port
	}
	return name
}

func allCyrillic(host string) bool {
	letters := 0
	for _, r := range host {
		switch {
		case r == 'ё' || r >= 'а' && r <= 'я':
			letters++
		case r != '.' && r != '-' && !unicode.IsDigit(r):
			return false
		}
	}
	return letters > 0
}

// deceptive tells a text that names one host and leads to another.
func deceptive(text, href string) bool {
	u, err := url.Parse(href)
	if err != nil || u.Host == "" {
		return false
	}
	word := strings.Trim(text, "<>()[]«»\"'.,; ")
	if word == "" || strings.ContainsFunc(word, unicode.IsSpace) || strings.Contains(word, "@") || !strings.Contains(word, ".") {
		return false
	}
	shown, err := url.Parse("https://" + bareURL(word))
	if err != nil || shown.Host == "" || !looksLikeHost(shown.Hostname()) {
		return false
	}
	a, b := honestHost(shown.Hostname()), honestHost(u.Hostname())
	a, b = strings.TrimPrefix(a, "www."), strings.TrimPrefix(b, "www.")
	return a != b && !strings.HasSuffix(b, "."+a)
}

// looksLikeHost leaves out names of files and numbers with a dot.
func looksLikeHost(host string) bool {
	i := strings.LastIndexByte(host, '.')
	if i < 0 {
		return false
	}
	top := host[i+1:]
	return len(top) >= 2 && !strings.ContainsFunc(top, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
}
