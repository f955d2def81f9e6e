package standin

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // Windows has no zones of its own
)

// DefaultClients is the size of the practice company unless said otherwise.
const DefaultClients = 5000

// Options say which company to make and how its server behaves. How it behaves
// can be changed later by Set.
type Options struct {
	// Seed makes the company; the same seed, sizes and Now give the same base.
	Seed int64
	// Configuration is UT11 when empty, UNF3 or BP3.
	Configuration string
	// Clients is the number of live clients, DefaultClients when zero; the five
	// of the demo set are always among them.
	Clients int
	// ContactRows and Documents are about how many rows of contacts and how many
	// documents of trade there will be; zero leaves it to the usual habits of a
	// client: five rows and seven documents.
	ContactRows, Documents int
	// User and Password for Basic authentication. An empty User lets anybody in.
	User, Password string
	// Now is the clock, time.Now when nil. Documents are dated back from it.
	Now func() time.Time
	// Location is the base's own zone, Europe/Moscow when nil. Dates on the wire
	// are its wall clock and carry no zone.
	Location *time.Location

	// ColdStart delays the first request after SessionLife of silence, as the
	// start of an infobase session does (10 to 30 seconds at real firms).
	ColdStart time.Duration
	// SessionLife is how long an idle session stays warm, 20 s when zero.
	SessionLife time.Duration
	// PoolSize limits requests served at once; above it a request waits
	// PoolTimeout and gets 406. Zero means no limit.
	PoolSize    int
	PoolTimeout time.Duration
	// Sessions says how sessions are used again.
	Sessions SessionMode

	// IgnoreRefKey makes POST give its own key instead of the one in the body.
	IgnoreRefKey bool
	// HonourIfMatch answers 412 to a stale If-Match, as documented and never
	// seen: real bases ignore the header.
	HonourIfMatch bool
	// CountIgnoresPaging makes $inlinecount=allpages switch off $skip and $top,
	// as one reading of the guide has it.
	CountIgnoresPaging bool
	// BOM puts a byte order mark before every JSON body, not only those where
	// the platform always does.
	BOM bool
	// Quotes says which writing of apostrophes inside Condition is understood.
	Quotes QuoteStyle
	// NoLoadMode refuses writes in load mode (header 1C_OData-DataLoadMode).
	NoLoadMode bool
	// ExchangePlan adds ExchangePlan_Пульт with a node for us, and registers
	// every change for it. Stock configurations have no such plan.
	ExchangePlan bool
	// PacketSize makes a packet of changes at least so many bytes by sending
	// objects that did not change; zero sends only what did.
	PacketSize int
}

// Server is the practice company behind an OData interface. It is an
// http.Handler and is safe for concurrent use.
type Server struct {
	optMu    sync.RWMutex
	opt      Options
	face     *face
	base     *base
	company  *practice
	plan     exchangePlan
	failures failureList
	sessions sessionPool
	journal  journal
}

// New makes the company and the server in front of it. It panics when the
// configuration is unknown.
func New(opt Options) *Server {
	if opt.Clients <= 0 {
		opt.Clients = DefaultClients
	}
	if opt.Configuration == "" {
		opt.Configuration = UT11
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Location == nil {
		opt.Location = moscow()
	}
	if opt.SessionLife == 0 {
		opt.SessionLife = 20 * time.Second
	}
	s := &Server{opt: opt, face: faces[opt.Configuration]}
	if s.face == nil {
		panic("standin: unknown configuration " + opt.Configuration)
	}
	s.company = generate(opt, s.wallClock())
	s.company.face = s.face
	s.base = newBase(append(s.face.tables(s.company), s.plan.table()))
	s.base.plan = &s.plan
	s.base.hidden[planSet] = !opt.ExchangePlan
	s.sessions.init()
	return s
}

// Root is the path of the service on its host.
func (s *Server) Root() string { return s.face.root }

// Configuration is the one the company is kept in.
func (s *Server) Configuration() string { return s.opt.Configuration }

// habits are the options as they are now.
func (s *Server) habits() Options {
	s.optMu.RLock()
	defer s.optMu.RUnlock()
	return s.opt
}

// moscow falls back to a fixed offset where no zone database is installed;
// Moscow has kept it since 2014.
func moscow() *time.Location {
	loc, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		return time.FixedZone("Europe/Moscow", 3*60*60)
	}
	return loc
}

// wallClock is the base's local time written as the platform writes it: the
// digits of the wall clock with no zone (here, in UTC's clothes).
func (s *Server) wallClock() time.Time {
	t := s.opt.Now().In(s.opt.Location)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// ServeHTTP answers one request, in the order a real installation does: the web
// server, its extension, the session, then the interface itself.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.journal.note(r)
	defer s.journal.done()
	if s.failBeforeLogin(w, r) {
		return
	}
	if !s.authorized(r) {
		w.Header().Set("WWW-Authenticate", `Basic realm="1C:Enterprise 8"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if s.failAfterLogin(w, r) {
		return
	}
	habits := s.habits()
	release, ok := s.sessions.enter(r.Context(), &habits)
	if !ok {
		http.Error(w, "Not Acceptable", http.StatusNotAcceptable)
		return
	}
	defer release()
	if habits.Sessions == SessionsManual && !s.sessions.manual(w, r, habits.SessionLife) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.answer(w, r)
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, s.face.root)
	if !ok || (path != "" && path[0] != '/') {
		http.NotFound(w, r)
		return
	}
	a := &answer{server: s, r: r, w: w, json: wantsJSON(formatOf(r.URL.RawQuery), r.Header.Get("Accept"))}
	a.status = http.StatusOK
	a.header = http.Header{}
	w.Header().Set("DataServiceVersion", "3.0")
	if err := a.run(path); err != nil {
		refusal := &odataError{status: 500, code: -1, text: internalText}
		errors.As(err, &refusal)
		if a.spilled {
			panic(http.ErrAbortHandler) // half an answer is out already
		}
		writeError(w, refusal, a.json, s.habits().BOM)
		return
	}
	a.send()
}

// formatOf finds $format before the query is checked: even the refusal of a bad
// query comes in the form asked for.
func formatOf(raw string) string {
	q := &query{}
	for part := range strings.SplitSeq(raw, "&") {
		if v, ok := strings.CutPrefix(part, "$format="); ok {
			_ = q.option("$format", v)
		} else if v, ok := strings.CutPrefix(part, "%24format="); ok {
			_ = q.option("$format", v)
		}
	}
	return q.format
}

// answer collects the response, so that no slow reader holds the base locked.
// One too big to be kept is sent by parts.
type answer struct {
	server  *Server
	r       *http.Request
	w       http.ResponseWriter
	json    bool
	query   *query
	status  int
	header  http.Header
	body    []byte
	spilled bool
	gone    int  // bytes sent already
	cut     bool // the connection is gone, nobody reads what follows
}

func (a *answer) root() string {
	scheme := "http://"
	if a.r.TLS != nil {
		scheme = "https://"
	}
	return scheme + a.r.Host + a.server.face.root
}

const bom = "\uFEFF"

// spillSize is how much of an answer is kept before it goes out.
const spillSize = 1 << 20

// spill sends what there is so far and lets others at the base meanwhile.
func (a *answer) spill() {
	if len(a.body) < spillSize || isWrite(a.r.Method) && !a.exchanging() {
		return
	}
	a.unlock()
	defer a.lock()
	a.out()
	a.gone += len(a.body)
	a.body = a.body[:0]
}

// out sends what is collected.
func (a *answer) out() {
	if a.cut {
		return
	}
	if !a.spilled {
		a.spilled = true
		a.prelude()
		if a.server.failures.take(a.r, Truncate) != nil {
			a.cut = true
			cutInHalf(a.w, a.status, a.body)
			return
		}
		a.w.WriteHeader(a.status)
	}
	_, _ = a.w.Write(a.body)
}

func (a *answer) prelude() {
	for name, v := range a.header {
		a.w.Header()[name] = v
	}
	if a.server.habits().BOM && strings.HasPrefix(a.w.Header().Get("Content-Type"), "application/json") {
		a.body = append([]byte(bom), a.body...)
	}
}

// send finishes the answer.
func (a *answer) send() {
	if !a.spilled && isWrite(a.r.Method) && !a.exchanging() && a.server.failures.take(a.r, LostAnswer) != nil {
		hangUp(a.w, false)
		return
	}
	a.out()
}

// exchanging tells the requests of an exchange plan, which are POST and yet no
// writes of anybody's data.
func (a *answer) exchanging() bool {
	return strings.Contains(a.r.URL.Path, "/SelectChanges") || strings.Contains(a.r.URL.Path, "/NotifyChangesReceived")
}

// lock takes the base for reading or for the whole of a write.
func (a *answer) lock() {
	if isWrite(a.r.Method) {
		a.server.base.mu.Lock()
	} else {
		a.server.base.mu.RLock()
	}
}

func (a *answer) unlock() {
	if isWrite(a.r.Method) {
		a.server.base.mu.Unlock()
	} else {
		a.server.base.mu.RUnlock()
	}
}

func isWrite(method string) bool {
	return method == http.MethodPost || method == http.MethodPatch || method == http.MethodDelete || method == http.MethodPut
}
