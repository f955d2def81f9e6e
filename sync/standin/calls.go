package standin

import (
	"cmp"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Call is the record of a call as the base holds it: a Document_ТелефонныйЗвонок,
// or a Document_Событие of that type.
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
	t := s.base.tables[s.face.calls]
	out := []Call{}
	for _, pos := range s.base.all(t) {
		r := reading{s, t.shape, t.values(pos, nil, nil)}
		if kind := r.text("ТипСобытия"); kind == "" || kind == "ТелефонныйЗвонок" {
			out = append(out, r.call(t.ref(pos).String(), t.at(pos)))
		}
	}
	return out
}

// reading reads attributes by name; one the set does not have is empty.
type reading struct {
	s     *Server
	shape *shape
	vals  []any
}

func (r reading) value(names ...string) any {
	for _, name := range names {
		if i, ok := r.shape.index[name]; ok {
			return r.vals[i]
		}
	}
	return nil
}

func (r reading) text(names ...string) string {
	switch v := r.value(names...).(type) {
	case string:
		return v
	case composite:
		return v.text
	}
	return ""
}

func (r reading) flag(name string) bool { v, _ := r.value(name).(bool); return v }

func (r reading) key(name string) string {
	v, _ := r.value(name).(guid)
	return v.String()
}

func (r reading) moment(names ...string) time.Time {
	v, _ := r.value(names...).(time.Time)
	if v.IsZero() {
		return v
	}
	return r.s.instant(v)
}

// party is whom an interaction is with: its own attribute, or the first row of
// those who take part.
func (r reading) party() (who composite, name, address string) {
	for _, section := range []string{"Участники", "ПолучателиПисьма"} {
		lines, _ := r.value(section).([]row)
		if len(lines) == 0 {
			continue
		}
		f, _ := r.shape.field(section)
		line := reading{r.s, f.rows, lines[0]}
		who, _ = line.value("Контакт").(composite)
		name, address = line.text("ПредставлениеКонтакта", "Представление"), line.text("КакСвязаться", "Адрес")
	}
	if own, ok := r.value("АбонентКонтакт", "ОтправительКонтакт").(composite); ok {
		who, name, address = own, r.text("АбонентПредставление", "ОтправительПредставление"), r.text("АбонентКакСвязаться", "ОтправительАдрес")
	}
	if who.set == "" {
		name, address = cmp.Or(name, who.text), cmp.Or(address, who.text)
	}
	return who, name, address
}

func (r reading) call(ref string, version int64) Call {
	who, name, address := r.party()
	c := Call{
		Ref: ref, Number: r.text("Number"), Date: r.moment("Date"),
		Incoming: r.flag("Входящий") || r.text("ВходящееИсходящееСобытие") == "Входящее",
		Topic:    r.text("Тема"), Description: r.text("Описание", "Содержание"), Comment: r.text("Комментарий"),
		ContactType: who.set, ContactName: name, Address: address,
		Author: r.key("Автор_Key"), Responsible: r.key("Ответственный_Key"), Importance: r.text("Важность"),
		Marked: r.flag("DeletionMark"), Version: version,
	}
	if who.set != "" {
		c.Contact = who.ref.String()
	}
	return c
}

// Event is an interaction of any kind as the base holds it.
type Event struct {
	Set         string // entity set it stands in
	Ref         string
	Kind        string // "call", "letter", "meeting" or "other"
	Incoming    bool
	Date        time.Time
	Begin, End  time.Time // zero where the set keeps none
	Topic       string
	Text        string
	Contact     string // reference, "" when none
	ContactType string // its entity set
	ContactName string
	Address     string // telephone number or mail address
	Responsible string
	MessageID   string // of a letter
	About       string // reference of the object it is about, "" when none
	Marked      bool
	Version     int64
}

// eventKinds by set, and by type in the one set УНФ has for all.
var eventKinds = map[string]string{
	callSet: "call", mailInSet: "letter", mailOutSet: "letter", meetingSet: "meeting",
	"ТелефонныйЗвонок": "call", "ЭлектронноеПисьмо": "letter", "ЛичнаяВстреча": "meeting",
}

// Events gives the interactions written since the company was made, over HTTP
// or by CallByOther, set by set in the order they were written.
func (s *Server) Events() []Event {
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	out := []Event{}
	for _, set := range []string{callSet, mailInSet, mailOutSet, meetingSet, plannedSet, eventSet} {
		t := s.base.tables[set]
		if t == nil {
			continue
		}
		for _, pos := range s.base.all(t) {
			if src, ok := t.src.(*paperSource); pos >= 0 && (!ok || int(src.list.ids[pos]) < s.company.generated) {
				continue
			}
			r := reading{s, t.shape, t.values(pos, nil, nil)}
			e := r.event(set)
			e.Ref, e.Version = t.ref(pos).String(), t.at(pos)
			out = append(out, e)
		}
	}
	return out
}

func (r reading) event(set string) Event {
	who, name, address := r.party()
	e := Event{
		Set: set, Kind: cmp.Or(eventKinds[set], eventKinds[r.text("ТипСобытия")], "other"),
		Incoming: r.flag("Входящий") || r.text("ВходящееИсходящееСобытие") == "Входящее" || set == mailInSet,
		Date:     r.moment("Date"), Begin: r.moment("НачалоСобытия", "ДатаНачала"), End: r.moment("ОкончаниеСобытия", "ДатаОкончания"),
		Topic: r.text("Тема"), Text: r.text("Описание", "Содержание", "Текст"), MessageID: r.text("ИдентификаторСообщения"),
		ContactType: who.set, ContactName: name, Address: address, Responsible: r.key("Ответственный_Key"), Marked: r.flag("DeletionMark"),
	}
	if who.set != "" {
		e.Contact = who.ref.String()
	}
	if about, ok := r.value("ВзаимодействиеОснование", "ДокументОснование").(composite); ok && about.set != "" {
		e.About = about.ref.String()
	}
	return e
}

// instant reads a wall clock of the base as a moment.
func (s *Server) instant(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, s.opt.Location)
}

// Traffic counts what came over HTTP, refused and lost requests included.
type Traffic struct {
	Requests  int
	CallPosts int // attempts to POST a Document_ТелефонныйЗвонок or Document_Событие
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
	path := strings.TrimSuffix(r.URL.Path, "/")
	if r.Method == http.MethodPost && (strings.HasSuffix(path, "/"+callSet) || strings.HasSuffix(path, "/"+eventSet)) {
		j.seen.CallPosts++
	}
}

func (j *journal) done() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.flying--
}
