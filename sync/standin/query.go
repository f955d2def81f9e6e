package standin

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// query is the set of options the platform knows. Any other is refused by name.
type query struct {
	format    string
	sel       string
	filter    string
	orderby   string
	expand    []string
	top       int // -1 when not given: the whole table comes
	skip      int
	inline    bool
	allowed   bool              // leave out rows closed by rights instead of failing
	arguments map[string]string // of a virtual table, when given after the ?
	hasFilter bool
}

// parseQuery reads the raw query. A plus sign stays a plus sign: the platform
// does not take it for a space, which is why $filter must be escaped with %20.
func parseQuery(raw string, arguments []string, set string) (*query, error) {
	q := &query{top: -1, arguments: map[string]string{}}
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, err1 := url.PathUnescape(name)
		value, err2 := url.PathUnescape(value)
		if err1 != nil || err2 != nil {
			return nil, refuse(400, 2, "Неверный формат запроса")
		}
		if slices.Contains(arguments, name) || (set == "SelectChanges" || set == "NotifyChangesReceived") && slices.Contains(exchangeArguments, name) {
			q.arguments[name] = value
			continue
		}
		if err := q.option(name, value); err != nil {
			return nil, err
		}
	}
	return q, nil
}

func (q *query) option(name, value string) error {
	var err error
	switch name {
	case "$format":
		q.format = value
	case "$select":
		q.sel = value
	case "$filter":
		q.filter, q.hasFilter = value, true
	case "$orderby":
		q.orderby = value
	case "$expand":
		q.expand = strings.Split(value, ",")
	case "$top":
		q.top, err = count(name, value)
	case "$skip":
		q.skip, err = count(name, value)
	case "$inlinecount":
		if value != "allpages" && value != "none" {
			return badOption(name)
		}
		q.inline = value == "allpages"
	case "allowedOnly", "$allowedOnly": // the guide spells it both ways
		q.allowed = value == "true"
	case "PostingModeOperational":
	default:
		return unknownOption(name)
	}
	return err
}

func unknownOption(name string) error {
	return refuse(400, 0, "Параметр %q не поддерживается", name)
}

func count(name, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0, badOption(name)
	}
	return n, nil
}

// wantsJSON tells the form of the answer: Atom unless JSON is asked for.
func wantsJSON(format, accept string) bool {
	if format != "" {
		return strings.HasPrefix(format, "json") || strings.HasPrefix(format, "application/json")
	}
	return strings.Contains(accept, "application/json")
}

// metadataLevel is none, minimal or full.
func metadataLevel(format, accept string) string {
	for _, s := range []string{format, accept} {
		switch {
		case strings.Contains(s, "odata=nometadata"):
			return "none"
		case strings.Contains(s, "odata=fullmetadata"):
			return "full"
		}
	}
	return "minimal"
}
