package parse

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode/utf32"
)

// encodings are names that go-message does not know or understands too narrowly.
// The rest of IANA's it knows.
var encodings = map[string]encoding.Encoding{
	"windows-1251": charmap.Windows1251,
	"koi8-r":       charmap.KOI8R,
	"koi8-u":       charmap.KOI8U,
	"cp866":        charmap.CodePage866,
	"cp855":        charmap.CodePage855,
	"iso-8859-5":   charmap.ISO8859_5,
	"x-mac-cyr":    charmap.MacintoshCyrillic,
	"utf-32":       utf32.UTF32(utf32.BigEndian, utf32.UseBOM),
}

// aliases are how programs call them, in the form of aliasKey.
var aliases = map[string]string{
	"windows1251": "windows-1251", "win1251": "windows-1251", "cp1251": "windows-1251", "xcp1251": "windows-1251",
	"ansi1251": "windows-1251", "ansi": "windows-1251", "mscyrl": "windows-1251", "cswindows1251": "windows-1251",
	"1251": "windows-1251", "ibm1251": "windows-1251", "microsoftcp1251": "windows-1251", "windowscyrillic": "windows-1251", "win": "windows-1251",
	"koi8r": "koi8-r", "koi8": "koi8-r", "koi": "koi8-r", "xkoi8r": "koi8-r", "cskoi8r": "koi8-r", "cp878": "koi8-r", "ibm878": "koi8-r", "20866": "koi8-r",
	"koi8u": "koi8-u", "koi8ru": "koi8-u", "xkoi8u": "koi8-u", "cskoi8u": "koi8-u", "cp1168": "koi8-u",
	"cp866": "cp866", "ibm866": "cp866", "866": "cp866", "dos866": "cp866", "csibm866": "cp866", "dos": "cp866", "xcp866": "cp866", "oem866": "cp866", "ibmcp866": "cp866", "alt": "cp866",
	"cp855": "cp855", "ibm855": "cp855", "855": "cp855", "dos855": "cp855", "csibm855": "cp855",
	"iso88595": "iso-8859-5", "88595": "iso-8859-5", "iso885951988": "iso-8859-5", "isoir144": "iso-8859-5", "cyrillic": "iso-8859-5",
	"csisolatincyrillic": "iso-8859-5", "xiso88595": "iso-8859-5", "isocyrillic": "iso-8859-5", "cp28595": "iso-8859-5",
	"xmaccyrillic": "x-mac-cyr", "maccyrillic": "x-mac-cyr", "macintoshcyrillic": "x-mac-cyr", "xmacukrainian": "x-mac-cyr", "macukrainian": "x-mac-cyr", "cp10007": "x-mac-cyr", "xmaccyr": "x-mac-cyr",
	"utf8": "utf-8", "xutf8": "utf-8", "unicode11utf8": "utf-8", "cp65001": "utf-8", "65001": "utf-8", "utf8mb4": "utf-8", "unicode": "utf-8",
	"utf7": "utf-7", "unicode11utf7": "utf-7", "csutf7": "utf-7", "xunicode20utf7": "utf-7", "cp65000": "utf-7",
	"utf32": "utf-32", "ucs4": "utf-32", "utf32be": "utf-32",
	"": "", "usascii": "", "ascii": "", "ansix341968": "", "646": "", "unknown8bit": "", "unknown": "", "xunknown": "", "8bit": "",
	"binary": "", "default": "", "none": "", "defaultcharset": "", "none8bit": "", "xuserdefined": "", "autodetect": "", "null": "",
}

// aliasKey leaves the letters and digits of a name.
func aliasKey(name string) string {
	if len(name) > 60 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, name)
}

// charsetName is the name by which a charset is known here; empty for one that
// says nothing about bytes above 127.
func charsetName(name string) string {
	if known, ok := aliases[aliasKey(name)]; ok {
		return known
	}
	return strings.ToLower(strings.TrimSpace(name))
}

// westernNames are written by programs that were never set up for Russian.
func western(name string) bool {
	switch aliasKey(name) {
	case "iso88591", "latin1", "l1", "windows1252", "cp1252", "iso885915":
		return true
	}
	return false
}

// decodeText makes UTF-8 of bytes in a charset that is declared. It says false
// when the declaration says nothing or is not true and a guess was made; fallback
// is then asked before the bytes are.
func decodeText(data []byte, declared, fallback string) (string, bool) {
	name := charsetName(declared)
	if text, ok := wideText(data, name); ok {
		return text, true
	}
	ascii := isASCII(data)
	switch {
	case ascii && name != "utf-7" && !stateful(name):
		return string(data), true
	case name == "utf-7":
		return decodeUTF7(data), true
	case name == "utf-8":
		if utf8.Valid(data) {
			return string(data), true
		}
		if mostlyUTF8(data) {
			return string(bytes.ToValidUTF8(data, []byte("\ufffd"))), true
		}
	case name == "":
	case western(name):
		if !inRuns(data) {
			return decodeAs(data, "windows-1252")
		}
	default:
		if russianUTF8(data) {
			return string(bytes.ToValidUTF8(data, []byte("\ufffd"))), false // UTF-8 under another name
		}
		if text, ok := decodeAs(data, name); ok {
			return text, true
		}
	}
	text, _ := decodeAs(data, guess(data, fallback))
	return text, false
}

// wideText reads two-byte Unicode by its mark; a mark of UTF-8 is left out.
func wideText(data []byte, name string) (string, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) && utf8.Valid(data):
		return string(data[3:]), true
	case name != "utf-32" && (bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))) && len(data)%2 == 0 && bytes.IndexByte(data, 0x04) >= 0:
		text, ok := decodeAs(data, "utf-16")
		return text, ok
	}
	return "", false
}

// stateful charsets write other signs with the bytes of ASCII.
func stateful(name string) bool {
	return strings.HasPrefix(name, "iso-2022") || strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32") || strings.HasPrefix(name, "hz-")
}

// decodeAs makes UTF-8 of bytes in a charset; false when nobody knows it.
func decodeAs(data []byte, name string) (string, bool) {
	if name == "utf-8" || name == "" {
		return string(bytes.ToValidUTF8(data, []byte("\ufffd"))), true
	}
	if e, ok := encodings[name]; ok {
		text, err := e.NewDecoder().Bytes(data)
		return string(text), err == nil
	}
	r, err := charset.Reader(name, bytes.NewReader(data))
	if err != nil {
		return "", false
	}
	text, err := io.ReadAll(r)
	return string(text), err == nil
}

// decodeRaw makes UTF-8 of a field whose bytes stand as they are.
func decodeRaw(value, charset string) string {
	if plain(value) || utf8.ValidString(value) {
		return value
	}
	text, ok := decodeAs([]byte(value), charsetName(charset))
	if !ok || charset == "" {
		text, _ = decodeAs([]byte(value), guess([]byte(value), ""))
	}
	return text
}

func isASCII(data []byte) bool {
	for _, c := range data {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Charsets are those a person may choose from when a guess was wrong.
func Charsets() []string {
	return []string{"utf-8", "windows-1251", "koi8-r", "cp866", "iso-8859-5", "x-mac-cyrillic", "windows-1252"}
}
