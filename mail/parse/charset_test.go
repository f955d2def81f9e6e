package parse

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// TestCharsets proves every name under which Cyrillic letters come.
func TestCharsets(t *testing.T) {
	const text = "Съешь ещё этих мягких французских булок, да выпей чаю."
	for _, c := range []struct {
		table encoding.Encoding
		names []string
	}{
		{charmap.Windows1251, []string{"windows-1251", "Windows-1251", "WINDOWS-1251", "cp1251", "CP-1251", "cp_1251", "x-cp1251", "win-1251", "win1251", "windows1251", "windows_1251", "ansi", "ANSI-1251", "ms-cyrl", "cswindows1251", "1251", `"windows-1251"`, " windows-1251 ", "ibm-1251"}},
		{charmap.KOI8R, []string{"koi8-r", "KOI8-R", "koi8r", "koi8_r", "koi8", "koi", "x-koi8-r", "csKOI8R", "cp878"}},
		{charmap.KOI8U, []string{"koi8-u", "KOI8U", "koi8-ru", "x-koi8-u"}},
		{charmap.CodePage866, []string{"cp866", "CP-866", "ibm866", "IBM-866", "866", "dos-866", "csIBM866", "x-cp866", "oem-866"}},
		{charmap.CodePage855, []string{"cp855", "ibm855", "855", "csIBM855"}},
		{charmap.ISO8859_5, []string{"iso-8859-5", "ISO8859-5", "iso8859_5", "8859-5", "iso_8859-5:1988", "iso-ir-144", "cyrillic", "csISOLatinCyrillic"}},
		{charmap.MacintoshCyrillic, []string{"x-mac-cyrillic", "mac-cyrillic", "MacCyrillic", "x-mac-ukrainian"}},
		{unicode.UTF8, []string{"utf-8", "UTF8", "utf_8", "unicode-1-1-utf-8", "utf8mb4", "cp65001", "x-utf-8"}},
		{unicode.UTF16(unicode.BigEndian, unicode.UseBOM), []string{"utf-16", "UTF-16"}},
		{unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), []string{"utf-16le"}},
		{unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), []string{"utf-16be"}},
		{utf32.UTF32(utf32.BigEndian, utf32.UseBOM), []string{"utf-32", "ucs-4"}},
		{japanese.ISO2022JP, []string{"iso-2022-jp", "ISO-2022-JP"}},
		{japanese.ShiftJIS, []string{"shift_jis", "sjis"}},
		{japanese.EUCJP, []string{"euc-jp"}},
		{korean.EUCKR, []string{"euc-kr", "ks_c_5601-1987"}},
		{simplifiedchinese.GBK, []string{"gb2312", "gbk"}},
		{simplifiedchinese.GB18030, []string{"gb18030"}},
	} {
		data, err := c.table.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", c.names[0], err)
		}
		for _, name := range c.names {
			if got, sure := decodeText(data, name, ""); got != text || !sure {
				t.Errorf("%s: %q, %v", name, got, sure)
			}
		}
	}
	for _, name := range []string{"utf-7", "UTF7", "unicode-1-1-utf-7"} {
		if got, _ := decodeText([]byte("+BCEERwRRBEI- 5 +- 3 = 8"), name, ""); got != "Счёт 5 + 3 = 8" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Western letters are not taken for Russian.
func TestWestern(t *testing.T) {
	const text = "Grüße aus München, à bientôt, señor Núñez"
	data, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"iso-8859-1", "windows-1252", "us-ascii", "", "unknown-8bit"} {
		if got, _ := decodeText(data, name, ""); got != text {
			t.Errorf("%q: %q", name, got)
		}
	}
}

// Short texts are guessed too: subjects, names.
func TestShortGuesses(t *testing.T) {
	bad, all := 0, 0
	for _, text := range []string{
		"Счёт на оплату", "СЧЁТ НА ОПЛАТУ", "Re: заявка", "Акт сверки", "Прошу перезвонить", "Иван Петров", "Договор", "ПРЕТЕНЗИЯ", "Отгрузка завтра?",
		"ООО Ромашка", "Коммерческое предложение", "Юрий Щукин", "ИП Ёлкин", "Срочно!", "тест", "Прайс", "Эльвира Цой", "Заказ 125 от 16.11", "ЖАЛОБА",
		"Добрый день", "вопрос", "Цены на ноябрь", "Подтвердите получение", "Товарная накладная",
	} {
		for _, c := range []struct {
			name  string
			table *charmap.Charmap
		}{{"windows-1251", charmap.Windows1251}, {"koi8-r", charmap.KOI8R}, {"cp866", charmap.CodePage866}} {
			data, err := c.table.NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			all++
			if got, _ := decodeText(data, "", ""); got != text {
				bad++
				t.Logf("%s in %s is %q", text, c.name, got)
			}
		}
	}
	if bad*20 > all {
		t.Errorf("%d of %d short texts were not read", bad, all)
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"просто так":                                      "просто так",
		"=?utf-8?B?0KHRh9GR0YI=?=":                        "Счёт",
		"=?UTF-8?q?=D0=A1=D1=87=D1=91=D1=82_5?=":          "Счёт 5",
		"=?utf-8?B?0KHRh9GR?= =?utf-8?B?0YI=?=":           "Счёт",
		"=?utf-8?B?0KHRh9E=?=\t=?utf-8?B?kdGC?=":          "Счёт", // cut inside a letter
		"=?utf-8?B?0KHRh9GR0YI=?= 5 =?utf-8?B?0YjRgg==?=": "Счёт 5 шт",
		"Re: =?koi8-r?B?89ej1A==?=":                       "Re: Свёт",
		"=?windows-1251?Q?=D1=F7=B8=F2?=":                 "Счёт",
		"=?win-1251?Q?=D1=F7=B8=F2?=":                     "Счёт",
		"=?utf-8*ru?B?0KHRh9GR0YI=?=":                     "Счёт", // RFC 2231 language
		"=?utf-8?B?0KHRh9GR0YI?=":                         "Счёт", // no padding
		"=?utf-8?B?0KHRh9 GR0YI=?=":                       "Счёт", // a space inside
		"=?utf-8?Q?a b c?=":                               "a b c",
		"=?utf-8?Q?how much?=3F?=":                        "how much??",
		"=?utf-8?Q?100%?=":                                "100%",
		"=?utf-8?Q?=ZZ=4?=":                               "=ZZ=4",
		"=?utf-8?X?abc?=":                                 "=?utf-8?X?abc?=",
		"=?utf-8?B?":                                      "=?utf-8?B?",
		"=?=?utf-8?Q?a?=":                                 "=?a",
		"=?utf-8?Q??=":                                    "",
		"=?nonsense?B?0KHRh9GR0YI=?=":                     "Счёт", // the bytes say it
		"=?us-ascii?Q?abc?=":                              "abc",
		"=?utf-8?B?0KE=?==?utf-8?B?0KE=?=":                "СС",
		"=?utf-8?B?0KE=?= =?koi8-r?B?8w==?=":              "СС",
	} {
		if got, _ := decodeWords(in, ""); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
}
