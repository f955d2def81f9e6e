package odata

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/view"
)

// refusal is one body a base, its web server or a proxy was seen to answer with.
type refusal struct {
	name    string
	status  int
	body    string
	kind    error
	manager string // what the manager is told
	cure    string // what the administrator is told to do
}

func jsonError(code int, text string) string {
	return fmt.Sprintf(`{"odata.error":{"code":"%d","message":{"lang":"ru","value":%q}}}`, code, text)
}

func xmlError(code int, text string) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?><m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">`+
		`<m:code>%d</m:code><m:message xml:lang="ru">%s</m:message></m:error>`, code, text)
}

// exceptionError nests causes as the application server does, behind a byte order
// mark.
func exceptionError(reason int, texts ...string) string {
	inner := ""
	for i := len(texts) - 1; i >= 0; i-- {
		if inner != "" {
			inner = `,"inner":` + inner
		}
		inner = fmt.Sprintf(`{"clsid":"580392e6-ba49-4280-ac67-fcd6f2180121","reason":%d,"descr":%q,"creationStack":"","data":"77u/"%s}`, reason, texts[i], inner)
	}
	return "\ufeff" + `{"#exception":"{http://v8.1c.ru/8.2/virtual-resource-system}Exception","exception":` + inner + `}`
}

func extensionPage(text string) string {
	return "<html><head><title>1C:Enterprise 8 application error</title></head><body><h2>1C:Enterprise 8 application error:</h2>\n<p>" +
		"Ошибка при выполнении операции с информационной базой\nby reason:\n" + text + "</p></body></html>"
}

func nginxPage(title string) string {
	return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title + "</h1></center>\r\n<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n"
}

func iisPage(title string) string {
	return `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml">` +
		`<head><title>` + title + `</title><style type="text/css"><!-- body{margin:0;font-size:.7em} --></style></head><body><div id="header"><h1>Server Error</h1></div><h2>` + title + `</h2></body></html>`
}

const (
	lockWords     = "Конфликт блокировок при выполнении транзакции: Превышено максимальное время ожидания предоставления блокировки"
	internalWords = "Произошла внутренняя ошибка OData сервиса. Дополнительные сведения можно найти в технологическом журнале."
)

var corpus = []refusal{
	// The four bodies that were recorded, and their codes in XML.
	{"no such set", 404, jsonError(8, `Сущность "Catalog_Партнерыы" не найдена`), crm.ErrNotPublished, "не показывает Пульту: Catalog_Партнеры", "«Состав»"},
	{"no such set, XML", 404, xmlError(8, "Сущность не найдена"), crm.ErrNotPublished, "не показывает", "«Состав»"},
	{"no such object", 404, jsonError(9, "Экземпляр сущности не найден"), crm.ErrNotFound, "больше нет", "не удалён ли объект"},
	{"no such object, XML", 404, xmlError(9, "Экземпляр сущности не найден"), crm.ErrNotFound, "больше нет", "не удалён"},
	{"bad option", 400, jsonError(14, "Ошибка при разборе опции запроса $filter"), crm.ErrRefused, "не приняла", "разборе опции"},
	{"no right", 401, jsonError(20, "Нарушение прав доступа"), crm.ErrNoRight, "нет прав", "права на объект Catalog_Партнеры"},
	{"no right, XML", 401, xmlError(20, "Нарушение прав доступа"), crm.ErrNoRight, "нет прав", "ограничение доступа"},
	{"no right, 403", 403, exceptionError(403, "HTTP: Forbidden", "Недостаточно прав для работы с объектом"), crm.ErrNoRight, "нет прав", "права на объект"},
	{"key exists", 400, jsonError(15, "Сущность с таким ключом уже существует"), crm.ErrConflict, "уже есть запись", "Ничего делать не нужно"},
	{"handler", 500, jsonError(-1, "Ошибка при выполнении обработчика - 'ПередЗаписью': Не заполнено поле «Ответственный»"), crm.ErrRefused, "Не заполнено поле", "pultctl outbox --retry"},
	{"closed period", 500, jsonError(-1, "Запись не может быть изменена: действует дата запрета изменения данных 31.10.2026"), crm.ErrClosedPeriod, "Период в 1С закрыт", "дата запрета изменения. Перенесите"},
	{"closed period, English", 500, jsonError(-1, "The period is closed for changes"), crm.ErrClosedPeriod, "Период в 1С закрыт", "Даты запрета изменения"},
	{"inside", 500, jsonError(-1, internalWords), crm.ErrInternal, "внутренняя ошибка", "технологическом журнале"},
	{"lock", 500, jsonError(-1, lockWords), crm.ErrLocked, "записывает кто-то другой", "консоли кластера"},
	{"lock, XML", 500, xmlError(-1, lockWords), crm.ErrLocked, "записывает кто-то другой", "блокировку"},
	{"lock, English", 500, jsonError(-1, "Lock conflict during transaction"), crm.ErrLocked, "записывает кто-то другой", "блокировку"},
	{"comparison", 500, jsonError(-1, "Нельзя сравнивать поля неограниченной длины и поля несовместимых типов"), crm.ErrRefused, "не приняла", "Нельзя сравнивать"},
	{"columns", 500, jsonError(-1, "joins can have at most 32767 columns"), crm.ErrRefused, "не приняла", "32767"},
	{"disk", 500, jsonError(-1, `Ошибка записи файла v8_1234.tmp: на диске недостаточно места`), crm.ErrDiskFull, "кончилось место", "v8_*.tmp"},
	{"disk, page", 500, extensionPage("No space left on device"), crm.ErrDiskFull, "кончилось место", "Освободите место"},
	// Sessions and licences.
	{"maintenance", 403, exceptionError(403, "HTTP: Forbidden\nОшибка", "Начало сеанса с информационной базой запрещено.\nВедутся технические работы"), crm.ErrMaintenance, "закрыта на обслуживание: Начало сеанса с информационной базой запрещено. Ведутся технические работы", "Снимите блокировку"},
	{"maintenance, deep", 403, exceptionError(403, "a", "b", "c", "d", "Начало сеанса с информационной базой запрещено"), crm.ErrMaintenance, "обслуживание", "Блокировка работы пользователей"},
	{"licence, 406", 406, "<html><head><title>406 Not Acceptable</title></head><body>Не обнаружено свободной лицензии!</body></html>", crm.ErrNoLicence, "не хватило лицензий", "клиентскую лицензию"},
	{"licence, exception", 500, exceptionError(500, "HTTP: Internal", "Не обнаружено свободной лицензии!"), crm.ErrNoLicence, "не хватило лицензий", "клиентскую лицензию"},
	{"licence, English", 500, extensionPage("No free license was found"), crm.ErrNoLicence, "не хватило лицензий", "лицензию"},
	{"pool, empty", 406, "", crm.ErrNoSession, "не может принять Пульт", "poolSize"},
	{"pool, page", 406, nginxPage("406 Not Acceptable"), crm.ErrNoSession, "не может принять", "poolTimeout"},
	{"too many", 429, "", crm.ErrNoSession, "не может принять", "poolSize"},
	{"dead session cookie", 400, "", crm.ErrGarbled, "не так, как должна", "веб-расширения"},
	// What stands in front of 1C.
	{"wrong password, empty", 401, "", crm.ErrDenied, "имя или пароль", "Удалённый доступ OData"},
	{"wrong password, IIS", 401, iisPage("401 - Unauthorized: Access is denied due to invalid credentials."), crm.ErrDenied, "имя или пароль", "[onec]"},
	{"forbidden, IIS", 403, iisPage("403 - Forbidden: Access is denied."), crm.ErrForbidden, "не пускает", "веб-сервер"},
	{"forbidden, nginx", 403, nginxPage("403 Forbidden"), crm.ErrForbidden, "не пускает", "nginx"},
	{"no publication, IIS", 404, iisPage("404 - File or directory not found."), crm.ErrNoBase, "не нашлась", "/odata/standard.odata/"},
	{"no publication, nginx", 404, nginxPage("404 Not Found"), crm.ErrNoBase, "не нашлась", "опубликуйте базу"},
	{"PATCH and WebDAV", 405, iisPage("405 - HTTP verb used to access this page is not allowed."), crm.ErrForbidden, "не пускает", "WebDAV"},
	{"no length", 411, nginxPage("411 Length Required"), crm.ErrGarbled, "не так, как должна", "веб-сервера"},
	{"plain HTTP to TLS", 400, nginxPage("400 The plain HTTP request was sent to HTTPS port"), crm.ErrGarbled, "не так, как должна", "plain HTTP"},
	{"gateway", 502, nginxPage("502 Bad Gateway"), crm.ErrOffline, "не отвечает", "Bad Gateway"},
	{"unavailable, IIS", 503, iisPage("Service Unavailable"), crm.ErrOffline, "не отвечает", "службы"},
	{"gateway timeout", 504, nginxPage("504 Gateway Time-out"), crm.ErrOffline, "не отвечает", "прокси"},
	{"extension", 500, extensionPage("Сервер 1С:Предприятия не обнаружен"), crm.ErrGarbled, "не так, как должна", "служба 1С"},
	{"not implemented", 501, jsonError(0, "Не поддерживается"), crm.ErrRefused, "не приняла", "Не поддерживается"},
	{"precondition", 412, jsonError(-1, "Версия объекта отличается от ожидаемой"), crm.ErrRefused, "Версия объекта", "обработчик"},
	{"half a JSON", 500, `{"odata.error":{"code":"-1","mess`, crm.ErrGarbled, "не так, как должна", "веб-расширения"},
	{"half an XML", 500, `<m:error><m:code>9</m:code><m:mess`, crm.ErrGarbled, "не так, как должна", "веб-расширения"},
}

func refused(t *testing.T, status int, body string) error {
	t.Helper()
	_, err := serve(t, answer(status, body)).Create(t.Context(), "Catalog_Партнеры", map[string]any{})
	return err
}

// Every body gives a kind the program acts on, a sentence a manager understands
// and one an administrator can act on.
func TestCorpusOfRefusals(t *testing.T) {
	words := view.New(view.Russian, time.UTC, time.Now)
	for _, c := range corpus {
		t.Run(c.name, func(t *testing.T) {
			err := fmt.Errorf("write into 1C: %w", refused(t, c.status, c.body))
			if crm.TroubleOf(err) != crm.TroubleOf(c.kind) {
				t.Errorf("%v is taken for %q, want %q", err, crm.TroubleOf(err), crm.TroubleOf(c.kind))
			}
			if told := words.Error(view.OneC, err); !strings.Contains(told, c.manager) {
				t.Errorf("the manager is told %q, want %q in it", told, c.manager)
			}
			if cure := words.Cure(err); !strings.Contains(cure, c.cure) {
				t.Errorf("the administrator is told %q, want %q in it", cure, c.cure)
			}
		})
	}
}

// Whatever comes, of any status and code, both are told something whole, and the
// administrator the words of 1C where it had any.
func TestEveryStatusAndCodeIsSpokenOf(t *testing.T) {
	const said = "Слова самой 1С"
	bodies := map[string]func(code int) string{
		"JSON":  func(code int) string { return jsonError(code, said) },
		"XML":   func(code int) string { return xmlError(code, said) },
		"empty": func(int) string { return "" },
		"page":  func(int) string { return nginxPage(said) },
		"BOM":   func(code int) string { return exceptionError(code, "HTTP", said) },
	}
	mute := map[crm.Trouble]bool{"not_published": true, "no_field": true} // the object says it all
	for name, body := range bodies {
		for status := 400; status <= 511; status++ {
			for code := -1; code <= 21; code++ {
				err := readError(status, "Catalog_Партнеры", []byte(body(code)))
				trouble := crm.TroubleOf(err)
				if trouble == "" {
					t.Fatalf("%s, %d, code %d: %v is of no kind", name, status, code, err)
				}
				for _, language := range []view.Language{view.Russian, view.English} {
					words := sharedWords[language]
					told, cure := words.Error(view.OneC, err), words.Cure(err)
					if told == "" || cure == "" || told == cure || strings.Contains(told+cure, "%!") || strings.Contains(told+cure, "onec_") {
						t.Fatalf("%s, %d, code %d: %q, %q", name, status, code, told, cure)
					}
					if name != "empty" && !mute[trouble] && !strings.Contains(cure, said) {
						t.Fatalf("%s, %d, code %d: the cure keeps back what was said: %q", name, status, code, cure)
					}
				}
			}
		}
	}
}

var sharedWords = map[view.Language]*view.Printer{
	view.Russian: view.New(view.Russian, time.UTC, time.Now), view.English: view.New(view.English, time.UTC, time.Now),
}

// An answer that never came, or broke off, is spoken of too.
func TestSilenceIsSpokenOf(t *testing.T) {
	words := sharedWords[view.Russian]
	for _, c := range []struct {
		err           error
		manager, cure string
	}{
		{offline(t.Context(), "Catalog_Партнеры", errors.New("connection refused")), "не отвечает", "connection refused"},
		{cut("Catalog_Партнеры", 7), "оборвался (Catalog_Партнеры)", "after 7 rows"},
		{refused(t, 201, ""), "не так, как должна", "служба 1С"},
		{refused(t, 201, "<!DOCTYPE html><title>Вход</title>"), "не так, как должна", "Вход"},
		{refused(t, 201, `{"Ref_Key":"`), "оборвался", "тайм-ауты"},
	} {
		if told := words.Error(view.OneC, c.err); !strings.Contains(told, c.manager) {
			t.Errorf("%v: the manager is told %q", c.err, told)
		}
		if cure := words.Cure(c.err); !strings.Contains(cure, c.cure) {
			t.Errorf("%v: the administrator is told %q", c.err, cure)
		}
	}
}
