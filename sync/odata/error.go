package odata

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"pult/app/crm"
)

// Error is a refusal of 1C. Code is the internal code of the OData interface
// (guide, table of 17.4: 6 bad URL, 8 set not found, 9 object not found, 15 key
// exists, 20 access right; -1 failure of business logic); NoCode when there was
// none.
type Error struct {
	crm.Fault
	Status int
	Code   int
}

// NoCode stands for an answer without an internal code.
const NoCode = -1 << 31

// Unwrap gives the fault, so that errors.As finds it and errors.Is its kind.
func (e *Error) Unwrap() error { return &e.Fault }

// Internal codes that matter here.
const (
	CodeBusiness  = -1
	CodeBadURL    = 6
	CodeNoSet     = 8
	CodeNoObject  = 9
	CodeBadOption = 14
	CodeKeyExists = 15
	CodeNoRight   = 20
)

// readError understands all shapes of a refusal by their first byte: OData JSON,
// the exception JSON of the application server, XML, HTML of the web server.
func readError(status int, path string, raw []byte) error {
	raw = bytes.TrimPrefix(bytes.TrimSpace(raw), []byte("\ufeff"))
	e := &Error{Status: status, Code: NoCode, Fault: crm.Fault{Subject: setOf(path)}}
	switch {
	case len(raw) > 0 && raw[0] == '{':
		e.Code, e.Detail = readJSONError(raw)
	case len(raw) > 0 && raw[0] == '<':
		e.Code, e.Detail = readXMLError(raw)
	}
	if e.Detail == "" {
		e.Detail = describe(raw)
	}
	if e.Detail == "" {
		e.Detail = fmt.Sprintf("HTTP %d %s", status, http.StatusText(status))
	}
	e.Kind = kindOf(status, e.Code, e.Detail)
	return e
}

func readJSONError(raw []byte) (code int, text string) {
	var shape struct {
		OData *struct {
			Code    json.RawMessage `json:"code"`
			Message struct {
				Value string `json:"value"`
			} `json:"message"`
		} `json:"odata.error"`
		Exception *exception `json:"exception"`
	}
	if json.Unmarshal(raw, &shape) != nil {
		return NoCode, ""
	}
	if shape.OData != nil {
		code = NoCode
		_, _ = fmt.Sscan(strings.Trim(string(shape.OData.Code), `"`), &code)
		return code, shape.OData.Message.Value
	}
	if shape.Exception != nil {
		return NoCode, shape.Exception.deepest()
	}
	return NoCode, ""
}

// readXMLError reads <m:error><m:code>…</m:code><m:message>…, which comes where no
// format was asked for; another document has no code.
func readXMLError(raw []byte) (code int, text string) {
	var shape struct {
		XMLName xml.Name `xml:"error"`
		Code    string   `xml:"code"`
		Message string   `xml:"message"`
	}
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the codes are ASCII
	code = NoCode
	if d.Decode(&shape) != nil {
		return NoCode, ""
	}
	_, _ = fmt.Sscan(shape.Code, &code)
	return code, strings.TrimSpace(shape.Message)
}

// exception nests its causes; the innermost says what really happened.
type exception struct {
	Descr string     `json:"descr"`
	Inner *exception `json:"inner"`
}

func (e *exception) deepest() string {
	for depth := 0; e.Inner != nil && e.Inner.Descr != "" && depth < 100; depth++ {
		e = e.Inner
	}
	return strings.TrimSpace(e.Descr)
}

// said are failures known by the words of 1C, whatever status and code carry them:
// the texts of the platform and of its standard library in both languages.
var said = []struct {
	words *regexp.Regexp
	kind  error
}{
	{regexp.MustCompile(`(?i)лиценз|licen[sc]e`), crm.ErrNoLicence},
	{regexp.MustCompile(`(?i)конфликт блокировок|ожидания предоставления блокировки|взаимоблокировк|lock conflict|lock request|deadlock`), crm.ErrLocked},
	{regexp.MustCompile(`(?i)недостаточно (свободного )?места|нет (свободного )?места|диск[^.]{0,20} (заполнен|переполнен)|no space left|not enough (disk |free )?space|disk (is )?full`), crm.ErrDiskFull},
	{regexp.MustCompile(`(?i)начало сеанса[^.]*запрещен|технические работы|установка соединений[^.]*запрещена|session start[^.]*(prohibited|forbidden|denied)|under maintenance`), crm.ErrMaintenance},
	{regexp.MustCompile(`(?i)дат[аыуе] запрета|период[^.]{0,20} закрыт|закрыт[а-я]* период|period[^.]{0,20} closed|closed period|closing date`), crm.ErrClosedPeriod},
	{regexp.MustCompile(`(?i)нарушение прав|недостаточно прав|нет прав|прав доступа|access right|access violation|insufficient rights|insufficient access`), crm.ErrNoRight},
	{regexp.MustCompile(`(?i)внутренняя ошибка odata|internal odata|internal error.*odata`), crm.ErrInternal},
}

// codes are the kinds of internal codes; the rest are refusals.
var codes = map[int]error{
	CodeNoRight: crm.ErrNoRight, CodeNoSet: crm.ErrNotPublished, CodeNoObject: crm.ErrNotFound, CodeKeyExists: crm.ErrConflict,
}

// statuses are the kinds of answers that carry no internal code: they come from
// the web server, its extension, or something between.
var statuses = map[int]error{
	http.StatusUnauthorized:        crm.ErrDenied,
	http.StatusForbidden:           crm.ErrForbidden,
	http.StatusNotFound:            crm.ErrNoBase,
	http.StatusMethodNotAllowed:    crm.ErrForbidden, // IIS lets no PATCH through as it is installed
	http.StatusNotAcceptable:       crm.ErrNoSession, // of 1C: the pool of sessions is used up
	http.StatusRequestTimeout:      crm.ErrOffline,
	http.StatusGone:                crm.ErrNoBase,
	http.StatusTooManyRequests:     crm.ErrNoSession,
	http.StatusInsufficientStorage: crm.ErrDiskFull,
	http.StatusBadGateway:          crm.ErrOffline,
	http.StatusServiceUnavailable:  crm.ErrOffline,
	http.StatusGatewayTimeout:      crm.ErrOffline,
}

func kindOf(status, code int, text string) error {
	for _, s := range said {
		if s.words.MatchString(text) {
			return s.kind
		}
	}
	if kind, ok := codes[code]; ok {
		return kind
	}
	if kind, ok := statuses[status]; ok && (code == NoCode || status != http.StatusNotFound) {
		return kind
	}
	if code != NoCode {
		return crm.ErrRefused
	}
	return crm.ErrGarbled
}

func garbled(path, detail string) error {
	return &Error{Code: NoCode, Fault: crm.Fault{Kind: crm.ErrGarbled, Subject: setOf(path), Detail: detail}}
}

func cut(path string, rows int) error {
	return &Error{Code: NoCode, Fault: crm.Fault{Kind: crm.ErrCut, Subject: setOf(path), Detail: fmt.Sprintf("after %d rows", rows)}}
}

var (
	tags   = regexp.MustCompile(`(?s)<(script|style)[^>]*>.*?</(script|style)>|<[^>]*>`)
	blanks = regexp.MustCompile(`\s+`)
)

// maxDescription is enough for 1C's sentence and short enough for a screen.
const maxDescription = 300

// describe takes the readable text out of an HTML or XML page.
func describe(raw []byte) string {
	text := tags.ReplaceAllString(strings.ToValidUTF8(string(raw), ""), " ")
	text = strings.TrimSpace(blanks.ReplaceAllString(text, " "))
	if runes := []rune(text); len(runes) > maxDescription {
		text = string(runes[:maxDescription]) + "…"
	}
	return text
}

// setOf takes the set's name out of a path: keys and conditions may be personal.
func setOf(path string) string {
	if i := strings.IndexAny(path, "(/?"); i >= 0 {
		path = path[:i]
	}
	if path == "" {
		return "standard.odata"
	}
	return path
}
