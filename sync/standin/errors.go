package standin

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
)

// odataError is a refusal with the platform's own internal code (developer's
// guide 17.4, list of error codes). -1 carries failures of handlers.
type odataError struct {
	status int
	code   int
	text   string
}

func (e *odataError) Error() string { return fmt.Sprintf("%d/%d %s", e.status, e.code, e.text) }

func refuse(status, code int, format string, args ...any) *odataError {
	return &odataError{status: status, code: code, text: fmt.Sprintf(format, args...)}
}

func badOption(name string) *odataError {
	return refuse(http.StatusBadRequest, 14, "Ошибка при разборе опции запроса %s", name)
}

func badSegment(name string) *odataError {
	return refuse(http.StatusBadRequest, 6, "Сегмент пути %q не найден", name)
}

func noSet(name string) *odataError {
	return refuse(http.StatusNotFound, 8, "Сущность %q не найдена", name)
}

func noEntity(name string) *odataError {
	return refuse(http.StatusNotFound, 9, "Экземпляр сущности %q не найден", name)
}

func internalError(text string) *odataError {
	return refuse(http.StatusInternalServerError, -1, "%s", text)
}

func notAllowed() *odataError {
	return refuse(http.StatusMethodNotAllowed, 19, "Метод HTTP не разрешен для данного ресурса")
}

const internalText = "Произошла внутренняя ошибка OData сервиса. Дополнительные сведения можно найти в технологическом журнале."

const lockText = "Конфликт блокировок при выполнении транзакции:\nПревышено максимальное время ожидания предоставления блокировки"

const refusalText = "Ошибка при выполнении обработчика - 'ПередЗаписью': Данные этого периода запрещены для изменения"

// writeError answers in the form the request asked for.
func writeError(w http.ResponseWriter, e *odataError, asJSON, withBOM bool) {
	if !asJSON {
		w.Header().Set("Content-Type", "application/xml;charset=utf-8")
		w.WriteHeader(e.status)
		fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><m:error xmlns:m="%s"><m:code>%d</m:code><m:message xml:lang="ru">`, nsMetadata, e.code)
		_ = xml.EscapeText(w, []byte(e.text))
		fmt.Fprint(w, "</m:message></m:error>")
		return
	}
	type message struct {
		Lang  string `json:"lang"`
		Value string `json:"value"`
	}
	body := map[string]any{"odata.error": map[string]any{
		"code": fmt.Sprint(e.code), "message": message{"ru", e.text},
	}}
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(e.status)
	if withBOM {
		_, _ = w.Write([]byte(bom))
	}
	_ = json.NewEncoder(w).Encode(body)
}
