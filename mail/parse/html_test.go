package parse

import (
	"strings"
	"testing"
)

var htmlTable = []struct {
	name string
	html string
	want string
}{
	{"paragraphs", "<p>Добрый день!</p><p>Ждём\n счёт.</p>", "Добрый день!\n\nЖдём счёт."},
	{"lines", "один<br>два<br/>три<div>четыре</div>пять", "один\nдва\nтри\nчетыре\nпять"},
	{"cells", "<table><tr><td>Кабель</td><td>10</td><td>1 500,00</td></tr><tr><td>Профиль</td><td>2</td></tr></table>", "Кабель  10  1 500,00\nПрофиль  2"},
	{"list", "<ul><li>раз</li><li>два</li></ul><ol><li>a<li>b</ol>", "• раз\n• два\n1. a\n2. b"},
	{"quote", "ответ<blockquote>спросили<br>ещё</blockquote>конец", "ответ\n> спросили\n> ещё\nконец"},
	{"link", `<a href="https://firm.ru/price">прайс</a>, спасибо`, "прайс <https://firm.ru/price>, спасибо"},
	{"link that says itself", `<a href="https://firm.ru/">firm.ru</a>`, "firm.ru"},
	{"letter link", `<a href="mailto:ivan@firm.ru?subject=x">ivan@firm.ru</a>`, "ivan@firm.ru"},
	{"deceptive link", `<a href="http://evil.example/login">https://bank.ru</a>`, "https://bank.ru <http://evil.example/login>"},
	{"link with a name in it", `<a href="https://bank.ru@evil.example/">вход</a>`, "вход <https://evil.example/>"},
	{"host of two scripts", "<a href=\"https://b\u0430nk.ru/\">bank</a>", "bank <https://xn--bnk-6cd.ru/>"},
	{"Cyrillic host under a Latin end", "<a href=\"https://\u0430\u0440\u0440\u04cf\u0435.com/\">x</a>", "x <https://xn--80ak6aa92e.com/>"},
	{"Cyrillic host", `<a href="https://xn--e1afmkfd.xn--p1ai/">сайт</a>`, "сайт <https://пример.рф/>"},
	{"letters in a path", `<a href="https://firm.ru/%D0%BF%D1%80%D0%B0%D0%B9%D1%81%2F5%3Fa?q=1%26b&amp;c=%E2%80%AE">x</a>`, "x <https://firm.ru/прайс%2F5%3Fa?q=1%26b&c=%E2%80%AE>"},
	{"script link", `<a href="javascript:alert(1)">жми</a><a href="data:text/html,x">и тут</a><a href="file:///etc/passwd">ещё</a>`, "жмии тутещё"},
	{"script link in disguise", "<a href=\" java\nscript:alert(1)\">жми</a>", "жми"},
	{"picture link", `<a href="https://firm.ru"><img src="http://t/x.gif"></a>`, "https://firm.ru"},
	{"picture", `до <img src="http://t/x.gif" alt="логотип"> после`, "до логотип после"},
	{"script and style", "<style>p{}</style><script>alert('<p>нет</p>')</script><title>нет</title>да", "да"},
	{"hidden", `<div style="display: none">фильтру <b>раз</b></div>человеку<span hidden>фильтру</span><p style="font-size:0">x</p>`, "человеку"},
	{"hidden without end", `<div style="display:none">раз<p>два</div><div hidden>три`, "раз\n\nдва\nтри"},
	{"list without end", `<select><option>раз<p>два`, "раз\n\nдва"},
	{"script without end", `раз<script>два<p>три`, "раз"},
	{"hidden line break", `<br style="display:none">видно`, "видно"},
	{"never closed", "<p>текст <b>жирно <a href='http://x.ru/y'>ссылка", "текст жирно ссылка <http://x.ru/y>"},
	{"entities", "2 &lt; 3 &amp; 4&nbsp;₽ &#1046; &#x202e;x", "2 < 3 & 4\u00a0₽ Ж x"},
	{"pre", "<pre>a  b\n  c</pre>d", "a  b\n  c\nd"},
	{"comment", "раз<!-- нет --><![if !mso]>два<![endif]>", "раздва"},
	{"word's rubbish", "<html xmlns:o='urn'><o:p></o:p><p class=MsoNormal>текст<o:p>&nbsp;</o:p></p>", "текст"},
	{"rule", "верх<hr>низ", "верх\n---\nниз"},
	{"nothing", "", ""},
	{"plain words", "просто текст", "просто текст"},
	{"form", "<form action='http://evil/'><input value='x'><textarea>нет</textarea><button>да</button></form>", "да"},
	{"frame", "<iframe src='http://evil/'>нет</iframe><object data='http://evil/'>нет</object>да", "да"},
}

func TestHTML(t *testing.T) {
	for _, c := range htmlTable {
		if got := trimLines(clean(readHTML(c.html).text)); strings.TrimRight(got, "\u00a0") != c.want {
			t.Errorf("%s: %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestDeceptiveLinks(t *testing.T) {
	for _, c := range []struct {
		text, href string
		want       bool
	}{
		{"https://bank.ru", "http://evil.example/", true},
		{"www.bank.ru/login", "https://bank.ru/login", false},
		{"bank.ru", "https://lk.bank.ru/", false},
		{"bank.ru", "https://bank.ru.evil.example/", true},
		{"прайс", "https://firm.ru/", false},
		{"прайс.pdf", "https://firm.ru/x", true}, // may well be a host
		{"1.500", "https://firm.ru/", false},
		{"ivan@firm.ru", "https://evil.example/", false},
	} {
		page := readHTML(`<a href="` + c.href + `">` + c.text + `</a>`)
		if len(page.links) != 1 || page.links[0].Deceptive != c.want {
			t.Errorf("%s leading to %s: %+v", c.text, c.href, page.links)
		}
	}
}
