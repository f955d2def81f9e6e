package odata

import (
	"bytes"
	"encoding/json"
	"fmt"
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
	if len(raw) > 0 && raw[0] == '{' {
		e.Code, e.Detail = readJSONError(raw)
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

var (
	licence = regexp.MustCompile(`(?i)лиценз|licen[sc]e`)
	lock    = regexp.MustCompile(`(?i)конфликт блокировок|lock conflict`)
)

func kindOf(status, code int, text string) error {
	switch {
	case licence.MatchString(text), lock.MatchString(text):
		return crm.ErrBusy
	case status == http.StatusUnauthorized, code == CodeNoRight:
		return crm.ErrDenied
	case status == http.StatusForbidden, status == http.StatusNotAcceptable:
		// 403: sessions are forbidden for maintenance. 406: no session left.
		return crm.ErrBusy
	case code == CodeNoSet:
		return crm.ErrNotPublished
	case code == CodeNoObject:
		return crm.ErrNotFound
	case code == CodeKeyExists:
		return crm.ErrConflict
	case status == http.StatusBadGateway, status == http.StatusServiceUnavailable, status == http.StatusGatewayTimeout:
		return crm.ErrOffline
	case code != NoCode:
		return crm.ErrRefused
	default:
		return crm.ErrGarbled
	}
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
