// Package view turns the domain into what people read: texts in Russian and
// English, money, dates, ages. It is pure and knows no screen toolkit, so the
// panel, the console and the tests say the same words.
package view

import (
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
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

// Printer words things in one time zone and in one language, which may be changed.
// It is safe for use by several goroutines.
type Printer struct {
	loc    *time.Location
	now    func() time.Time
	spoken atomic.Pointer[speech]
	veiled atomic.Bool
}

// speech is a language with its texts.
type speech struct {
	lang  Language
	texts map[string]string
}

// New makes a printer; an unknown language becomes Russian. Times are shown in
// loc, ages are counted from now.
func New(lang Language, loc *time.Location, now func() time.Time) *Printer {
	p := &Printer{loc: loc, now: now}
	p.Speak(lang)
	return p
}

// Twin is a printer that says the same and changes by itself: what a screen is
// turned to must not turn what is written into 1C.
func (p *Printer) Twin() *Printer {
	twin := New(p.Language(), p.loc, p.now)
	twin.Veil(p.Veiled())
	return twin
}

// Speak changes the language; an unknown one becomes Russian.
func (p *Printer) Speak(lang Language) {
	if lang != English {
		lang = Russian
	}
	p.spoken.Store(&speech{lang: lang, texts: load(lang)})
}

// Veil hides every amount of money, or shows them again: others may be looking
// at the screen.
func (p *Printer) Veil(on bool) { p.veiled.Store(on) }

// Veiled tells whether amounts are hidden.
func (p *Printer) Veiled() bool { return p.veiled.Load() }

// All gives the texts of keys in every language: people look for a thing by the
// word they know.
func (p *Printer) All(keys ...string) (list []string) {
	for _, lang := range []Language{Russian, English} {
		texts := load(lang)
		for _, key := range keys {
			list = append(list, texts[key])
		}
	}
	return list
}

// load reads an embedded file, once.
func load(lang Language) map[string]string {
	if lang == English {
		return english()
	}
	return russian()
}

var russian, english = sync.OnceValue(func() map[string]string { return parse(Russian) }),
	sync.OnceValue(func() map[string]string { return parse(English) })

// parse panics over a fault in the file: it is a fault of the build, and a test
// reads both.
func parse(lang Language) map[string]string {
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
func (p *Printer) Language() Language { return p.spoken.Load().lang }

// Now is the present moment in the zone that is shown.
func (p *Printer) Now() time.Time { return p.now().In(p.loc) }

// T gives the text of a key with its figures. A missing key shows itself, which
// a test forbids.
func (p *Printer) T(key string, args ...any) string {
	text, ok := p.spoken.Load().texts[key]
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
	if p.Language() == English {
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
