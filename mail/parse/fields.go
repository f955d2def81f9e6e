package parse

import (
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message"

	"pult/app/crm"
)

// fieldReader reads fields of one block, in which bytes above 127 may stand as
// they are.
type fieldReader struct {
	block   message.Header
	charset string // of such bytes
	flaws   []Flaw
}

func (r *fieldReader) note(flaw Flaw) { r.flaws = joinFlaws(r.flaws, []Flaw{flaw}) }

// guessed are fields people read: their bytes together tell the charset better
// than each alone.
var guessed = []string{"Subject", "From", "To", "Cc", "Reply-To", "Sender"}

// guessCharset settles what raw bytes of the block mean, unless it was told.
func (r *fieldReader) guessCharset() {
	var sample []byte
	for _, name := range guessed {
		if value := r.block.Get(name); !plain(value) {
			sample = append(append(sample, value[:min(len(value), maxSample)]...), '\n')
		}
	}
	if len(sample) == 0 || r.charset != "" {
		return
	}
	if !utf8.Valid(sample) {
		r.note(FlawCharset)
	}
	_, params := mediaType(r.block.Get("Content-Type"))
	r.charset = guess(sample, params["charset"])
}

// text is a field for people to read.
func (r *fieldReader) text(name string) string {
	value := r.block.Get(name)
	text, sure := decodeWords(value, r.charset)
	if !sure {
		r.note(FlawCharset)
	}
	return text
}

// addresses reads all fields of a name as one list.
func (r *fieldReader) addresses(name string) []crm.Address {
	var list []crm.Address
	fields := r.block.FieldsByKey(name)
	for fields.Next() && len(list) < MaxAddresses {
		more, sure := readAddresses(fields.Value(), r.charset)
		if !sure {
			r.note(FlawAddress)
		}
		list = append(list, more[:min(len(more), MaxAddresses-len(list))]...)
	}
	return list
}

// plain tells a text of ASCII signs only.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// firstID is the Message-ID a field names.
func firstID(value string) string {
	if ids := messageIDs(value); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// messageIDs picks Message-IDs out of a field, without their brackets. Of very
// many the first and the newest are kept.
func messageIDs(value string) []string {
	var ids []string
	for rest := value; rest != ""; {
		from := strings.IndexByte(rest, '<')
		if from < 0 {
			break
		}
		to := strings.IndexByte(rest[from:], '>')
		if to < 0 {
			break
		}
		if id := cleanID(rest[from+1 : from+to]); id != "" {
			ids = append(ids, id)
		}
		rest = rest[from+to+1:]
	}
	if len(ids) == 0 {
		for word := range strings.FieldsSeq(value) { // brackets were forgotten
			if id := cleanID(word); strings.Contains(id, "@") {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) > MaxReferences {
		ids = append(ids[:1:1], ids[len(ids)-MaxReferences+1:]...)
	}
	return ids
}

// maxID is longer than any Message-ID that is honest: a line holds 998 bytes.
const maxID = 900

func cleanID(id string) string {
	if len(id) <= maxID && visible(id) && strings.IndexByte(id, ' ') < 0 {
		return id
	}
	id = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, id)
	if len(id) > maxID {
		return ""
	}
	return clean(id)
}
