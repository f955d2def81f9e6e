package standin

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Root is the address of the service on the host.
const Root = "/ut/odata/standard.odata"

// DefaultClients is the size of the practice company unless said otherwise.
const DefaultClients = 5000

// Options say which company to make and how its server behaves.
type Options struct {
	// Seed makes the company; the same seed, Clients and Now give the same base.
	Seed int64
	// Clients is the number of live clients, DefaultClients when zero; the five
	// of the demo set are always among them.
	Clients int
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

	// ManualSessions obeys the IBSession header: start gives a cookie, finish
	// ends the session, a cookie unknown or expired is refused with 400. By
	// default the header is ignored, as the automatic mode does.
	ManualSessions bool

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
}

// Server is the practice company behind an OData interface. It is an
// http.Handler and is safe for concurrent use.
type Server struct {
	opt      Options
	base     *base
	company  *practice
	failures failureList
	sessions sessionPool
	journal  journal
}

// New makes the company and the server in front of it.
func New(opt Options) *Server {
	if opt.Clients <= 0 {
		opt.Clients = DefaultClients
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
	s := &Server{opt: opt, base: newBase()}
	s.company = generate(opt.Seed, opt.Clients, s.wallClock())
	s.company.load(s.base)
	s.sessions.init(opt)
	return s
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
	release, ok := s.sessions.enter(r.Context())
	if !ok {
		http.Error(w, "Not Acceptable", http.StatusNotAcceptable)
		return
	}
	defer release()
	if s.opt.ManualSessions && !s.sessions.manual(w, r) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.answer(w, r)
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, Root)
	if !ok || (path != "" && path[0] != '/') {
		http.NotFound(w, r)
		return
	}
	a := &answer{server: s, r: r, json: wantsJSON(formatOf(r.URL.RawQuery), r.Header.Get("Accept"))}
	a.status = http.StatusOK
	a.header = http.Header{}
	w.Header().Set("DataServiceVersion", "3.0")
	if err := a.run(path); err != nil {
		refusal := &odataError{status: 500, code: -1, text: internalText}
		errors.As(err, &refusal)
		writeError(w, refusal, a.json)
		return
	}
	s.send(w, r, a)
}

// formatOf finds $format before the query is checked: even the refusal of a bad
// query comes in the form asked for.
func formatOf(raw string) string {
	q := &query{}
	for part := range strings.SplitSeq(raw, "&") {
		if v, ok := strings.CutPrefix(part, "$format="); ok {
			_ = q.option("$format", v, false)
		} else if v, ok := strings.CutPrefix(part, "%24format="); ok {
			_ = q.option("$format", v, false)
		}
	}
	return q.format
}

// answer collects the whole response first, so that no slow reader holds the
// base locked.
type answer struct {
	server *Server
	r      *http.Request
	json   bool
	query  *query
	status int
	header http.Header
	body   bytes.Buffer
}

func (a *answer) root() string {
	scheme := "http://"
	if a.r.TLS != nil {
		scheme = "https://"
	}
	return scheme + a.r.Host + Root
}

const bom = "\uFEFF"

func (s *Server) send(w http.ResponseWriter, r *http.Request, a *answer) {
	for name, v := range a.header {
		w.Header()[name] = v
	}
	body := a.body.Bytes()
	if s.opt.BOM && strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		body = append([]byte(bom), body...)
	}
	if s.failures.take(r, Truncate) != nil {
		cutInHalf(w, a.status, body)
		return
	}
	if isWrite(r.Method) && s.failures.take(r, LostAnswer) != nil {
		hangUp(w, false)
		return
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body)
}

// lockFor takes the base for reading or for the whole of a write.
func (a *answer) lockFor() func() {
	mu := &a.server.base.mu
	if isWrite(a.r.Method) {
		mu.Lock()
		return sync.OnceFunc(mu.Unlock)
	}
	mu.RLock()
	return sync.OnceFunc(mu.RUnlock)
}

func isWrite(method string) bool {
	return method == http.MethodPost || method == http.MethodPatch || method == http.MethodDelete || method == http.MethodPut
}
