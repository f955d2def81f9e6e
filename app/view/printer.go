// Package view turns the domain into what people read: texts in Russian and
// English, money, dates, ages. It is pure and knows no screen toolkit, so the
// panel, the console and the tests say the same words.
package view

import (
	"encoding/json"
	"fmt"
	"time"

	"pult/assets/words"
)

// Language of the texts.
type Language string

// Languages.
const (
	Russian Language = "ru"
	English Language = "en"
)

// Printer words things in one language and one time zone. It is safe for use by
// several goroutines.
type Printer struct {
	lang  Language
	loc   *time.Location
	now   func() time.Time
	texts map[string]string
}

// New makes a printer; an unknown language becomes Russian. Times are shown in
// loc, ages are counted from now.
func New(lang Language, loc *time.Location, now func() time.Time) *Printer {
	if lang != English {
		lang = Russian
	}
	return &Printer{lang: lang, loc: loc, now: now, texts: load(lang)}
}

// load reads an embedded file: a fault in it is a fault of the build, and a test
// reads both.
func load(lang Language) map[string]string {
	raw, err := words.FS.ReadFile(string(lang) + ".json")
	if err != nil {
		panic(err)
	}
	texts := map[string]string{}
	if err := json.Unmarshal(raw, &texts); err != nil {
		panic(fmt.Errorf("%s.json: %w", lang, err))
	}
	return texts
}

// Language tells which language the printer speaks.
func (p *Printer) Language() Language { return p.lang }

// Now is the present moment in the zone that is shown.
func (p *Printer) Now() time.Time { return p.now().In(p.loc) }

// T gives the text of a key with its figures. A missing key shows itself, which
// a test forbids.
func (p *Printer) T(key string, args ...any) string {
	text, ok := p.texts[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Count gives a number with its noun in the right form: "1 день", "12 дней".
func (p *Printer) Count(noun string, n int) string {
	return p.T(noun+"."+p.plural(n), n)
}

// plural is the CLDR rule of the language for whole numbers.
func (p *Printer) plural(n int) string {
	if p.lang == English {
		if n == 1 {
			return "one"
		}
		return "many"
	}
	if n < 0 {
		n = -n
	}
	switch {
	case n%10 == 1 && n%100 != 11:
		return "one"
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return "few"
	default:
		return "many"
	}
}
