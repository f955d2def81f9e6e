package standin

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

const callSet = "Document_ТелефонныйЗвонок"

// Call is a Document_ТелефонныйЗвонок as the base holds it.
type Call struct {
	Ref         string
	Number      string
	Date        time.Time // an instant, read in the base's zone
	Incoming    bool
	Topic       string
	Description string
	Comment     string
	Contact     string // reference of the subscriber, "" when none
	ContactType string // entity set of the subscriber
	ContactName string
	Address     string // АбонентКакСвязаться: the telephone number
	Author      string
	Responsible string
	Importance  string
	Marked      bool // for deletion
	Version     int64
}

// Calls gives every stored record of a call, in the order they were written.
func (s *Server) Calls() []Call {
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	t := s.base.tables[callSet]
	out := make([]Call, 0, len(t.recs))
	for _, r := range t.recs {
		out = append(out, s.call(t.shape, r))
	}
	return out
}

func (s *Server) call(shape *shape, r *record) Call {
	vals := r.values(shape)
	text := func(name string) string { return vals[shape.index[name]].(string) }
	key := func(name string) string { return vals[shape.index[name]].(guid).String() }
	contact := vals[shape.index["АбонентКонтакт"]].(composite)
	c := Call{
		Ref: r.ref.String(), Number: text("Number"), Date: s.instant(vals[shape.index["Date"]].(time.Time)),
		Incoming: vals[shape.index["Входящий"]].(bool), Topic: text("Тема"), Description: text("Описание"), Comment: text("Комментарий"),
		ContactType: contact.set, ContactName: text("АбонентПредставление"), Address: text("АбонентКакСвязаться"),
		Author: key("Автор_Key"), Responsible: key("Ответственный_Key"), Importance: text("Важность"),
		Marked: vals[shape.index["DeletionMark"]].(bool), Version: r.version,
	}
	if contact.set != "" {
		c.Contact = contact.ref.String()
	}
	return c
}

// instant reads a wall clock of the base as a moment.
func (s *Server) instant(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, s.opt.Location)
}

// Traffic counts what came over HTTP, refused and lost requests included.
type Traffic struct {
	Requests  int
	CallPosts int // attempts to POST a Document_ТелефонныйЗвонок
	Writes    int // POST, PATCH, PUT and DELETE of anything
	Peak      int // most requests in flight at once
}

// Traffic tells how often the base was asked so far.
func (s *Server) Traffic() Traffic {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return s.journal.seen
}

type journal struct {
	mu     sync.Mutex
	seen   Traffic
	flying int
}

// note counts a request on arrival.
func (j *journal) note(r *http.Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.seen.Requests++
	j.flying++
	j.seen.Peak = max(j.seen.Peak, j.flying)
	if isWrite(r.Method) {
		j.seen.Writes++
	}
	if r.Method == http.MethodPost && strings.HasSuffix(strings.TrimSuffix(r.URL.Path, "/"), "/"+callSet) {
		j.seen.CallPosts++
	}
}

func (j *journal) done() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.flying--
}
