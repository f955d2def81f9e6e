package standin

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
)

// failBeforeLogin plays what happens in front of the platform: the network, the
// proxy, the web server.
func (s *Server) failBeforeLogin(w http.ResponseWriter, r *http.Request) bool {
	if f := s.failures.take(r, Slow); f != nil {
		pause(r.Context(), f.Delay)
	}
	switch {
	case s.failures.take(r, Down) != nil:
		hangUp(w, true)
	case s.failures.take(r, BadGateway) != nil:
		page(w, http.StatusBadGateway, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")
	case s.failures.take(r, Unauthorized) != nil:
		w.Header().Set("WWW-Authenticate", `Basic realm="1C:Enterprise 8"`)
		w.WriteHeader(http.StatusUnauthorized)
	default:
		return false
	}
	return true
}

// failAfterLogin plays the web server extension and the session.
func (s *Server) failAfterLogin(w http.ResponseWriter, r *http.Request) bool {
	switch {
	case s.failures.take(r, ApplicationError) != nil:
		page(w, http.StatusInternalServerError, "<html><head><title>1C:Enterprise 8 application error</title></head><body><h2>1C:Enterprise 8 application error:</h2>\n<p>Ошибка при выполнении операции с информационной базой\nby reason:\nСервер 1С:Предприятия не обнаружен</p></body></html>")
	case s.failures.take(r, Maintenance) != nil:
		writeException(w, http.StatusForbidden, "Начало сеанса с информационной базой запрещено.\nВедутся технические работы")
	case s.failures.take(r, LicenceGone) != nil:
		writeException(w, http.StatusInternalServerError, "Не обнаружено свободной лицензии!")
	case s.failures.take(r, NoLicence) != nil:
		page(w, http.StatusNotAcceptable, "<html><head><title>406 Not Acceptable</title></head><body>Не обнаружено свободной лицензии!</body></html>")
	case isWrite(r.Method) && s.failures.take(r, LockConflict) != nil:
		writeError(w, internalError(lockText), wantsJSON(formatOf(r.URL.RawQuery), r.Header.Get("Accept")), s.habits().BOM)
	// In load mode the handlers of a configuration are not run.
	case isWrite(r.Method) && r.Header.Get(loadModeHeader) != "true" && s.failures.take(r, Refusal) != nil:
		writeError(w, internalError(refusalText), wantsJSON(formatOf(r.URL.RawQuery), r.Header.Get("Accept")), s.habits().BOM)
	default:
		return false
	}
	return true
}

func page(w http.ResponseWriter, status int, html string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(html))
}

// writeException is the application server's own refusal: JSON of another shape
// with a byte order mark in front. Only the deepest descr is of use to people.
func writeException(w http.ResponseWriter, status int, reason string) {
	body, _ := json.Marshal(map[string]any{
		"#exception": "{http://v8.1c.ru/8.2/virtual-resource-system}Exception",
		"exception": map[string]any{
			"clsid": "580392e6-ba49-4280-ac67-fcd6f2180121", "encoded": false, "reason": status,
			"descr": fmt.Sprintf("HTTP: %s\nОшибка при выполнении запроса к ресурсу", http.StatusText(status)),
			"inner": map[string]any{"clsid": "580392e6-ba49-4280-ac67-fcd6f2180121", "descr": reason, "creationStack": "", "data": "77u/"},
		},
	})
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(append([]byte(bom), body...))
}

// hangUp closes the connection without an answer, with a reset when asked.
func hangUp(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// cutInHalf sends a sound-looking answer that stops in the middle. Without a
// Content-Length the end of the connection is the end of the body, so nothing
// but the JSON itself tells that half is missing.
func cutInHalf(w http.ResponseWriter, status int, body []byte) {
	half := body[:len(body)/2]
	kind := w.Header().Get("Content-Type")
	conn, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		w.WriteHeader(status)
		_, _ = w.Write(half)
		return
	}
	defer conn.Close()
	fmt.Fprintf(buf, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nDataServiceVersion: 3.0\r\nConnection: close\r\n\r\n", status, http.StatusText(status), kind)
	_, _ = buf.Write(half)
	_ = buf.Flush()
}
