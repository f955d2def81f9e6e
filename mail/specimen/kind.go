package specimen

import "math/rand/v2"

// Kind is how a letter is put into bytes.
type Kind string

// Good letters, and those that are only unusual.
const (
	UTF8         Kind = "utf-8"
	KOI8R        Kind = "koi8-r"
	Windows1251  Kind = "windows-1251"
	CP866        Kind = "cp866"
	ISO88595     Kind = "iso-8859-5"
	KOI8U        Kind = "koi8-u"
	MacCyrillic  Kind = "x-mac-cyrillic"
	ISO2022JP    Kind = "iso-2022-jp"
	Win1251Alias Kind = "charset=win-1251"
	Windows1251A Kind = "charset=windows1251"
	SplitWord    Kind = "encoded word split inside a letter"
	RawUTF8      Kind = "raw UTF-8 headers"
	LongThread   Kind = "2,000 references"
	HTML         Kind = "HTML alone"
	Nested       Kind = "letter within a letter, in koi8-r"
	File2231     Kind = "file name by RFC 2231"
	File2047     Kind = "file name by RFC 2047 in quotes"
	FileRaw      Kind = "file name in raw UTF-8"
)

// Letters that break rules.
const (
	RawCP1251       Kind = "raw windows-1251, no charset"
	RawKOI8R        Kind = "raw koi8-r, no charset"
	RawCP866        Kind = "raw cp866, no charset"
	Unclosed        Kind = "no closing boundary"
	NoBoundary      Kind = "multipart without boundary"
	BrokenBase64    Kind = "illegal base64"
	BrokenType      Kind = "broken Content-Type and transfer 8-bit"
	WrongCharset    Kind = "windows-1251 under the name of utf-8"
	UnquotedComma   Kind = "unquoted comma in a name"
	SemicolonsInTo  Kind = "semicolons between addresses"
	LatinCharset    Kind = "windows-1251 under the name of iso-8859-1"
	JunkInHeader    Kind = "lines in the header that are no fields"
	EncodedAddress  Kind = "name and address in one encoded word"
	UTF8UnderCP1251 Kind = "utf-8 under the name of windows-1251"
)

// Declared kinds say their charset, or need none.
func Declared() []Kind {
	return []Kind{
		UTF8, KOI8R, Windows1251, CP866, ISO88595, KOI8U, MacCyrillic, ISO2022JP, Win1251Alias, Windows1251A, SplitWord, RawUTF8,
		LongThread, HTML, Nested, File2231, File2047, FileRaw, Unclosed, NoBoundary, BrokenBase64, BrokenType, UnquotedComma,
		SemicolonsInTo, JunkInHeader, EncodedAddress,
	}
}

// Undeclared kinds leave the charset to be guessed, or lie about it.
func Undeclared() []Kind {
	return []Kind{RawCP1251, RawKOI8R, RawCP866, WrongCharset, LatinCharset, UTF8UnderCP1251}
}

// DefaultMix is a mailbox as measured ones are: most letters are good.
func DefaultMix(roll *rand.Rand) Kind {
	pick := func(kinds ...Kind) Kind { return kinds[roll.IntN(len(kinds))] }
	switch n := roll.IntN(100); {
	case n < 30:
		return UTF8
	case n < 45:
		return KOI8R
	case n < 65:
		return Windows1251
	case n < 80:
		return pick(File2231, File2047, FileRaw)
	case n < 85:
		return RawCP1251
	case n < 90:
		return pick(Unclosed, NoBoundary, BrokenBase64, BrokenType, Win1251Alias, Windows1251A, Nested)
	case n < 95:
		return pick(CP866, ISO88595, KOI8U, MacCyrillic, ISO2022JP)
	default:
		return pick(SplitWord, RawUTF8, LongThread)
	}
}

// Only writes letters of one kind.
func Only(kind Kind) func(*rand.Rand) Kind { return func(*rand.Rand) Kind { return kind } }

// Good is a mailbox without a single fault in it.
func Good(roll *rand.Rand) Kind {
	good := []Kind{UTF8, KOI8R, Windows1251, UTF8, RawUTF8, HTML, File2231, File2047}
	return good[roll.IntN(len(good))]
}
