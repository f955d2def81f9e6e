package standin

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// FailureKind names a failure that can be switched on.
type FailureKind string

// The failures of a real office.
const (
	Unauthorized     FailureKind = "unauthorized"      // 401 whatever the login
	Unpublish        FailureKind = "unpublish"         // Set leaves the composition
	BadGateway       FailureKind = "bad-gateway"       // the proxy's HTML page, 502
	ApplicationError FailureKind = "application-error" // the extension's HTML page, 500
	Truncate         FailureKind = "truncate"          // status 200, half of the body, connection closed
	Maintenance      FailureKind = "maintenance"       // sessions forbidden: 403 with an #exception body
	NoLicence        FailureKind = "no-licence"        // no session can start: 406
	LicenceGone      FailureKind = "licence-gone"      // the same as an #exception body, 500
	LockConflict     FailureKind = "lock-conflict"     // writes fail with 500/-1, the next one by default
	Refusal          FailureKind = "refusal"           // a handler refuses writes for good: 500/-1 with its own words
	Denied           FailureKind = "denied"            // a row closed by rights: 401/20 unless allowedOnly=true
	LostAnswer       FailureKind = "lost-answer"       // the write is stored, its answer never comes; one by default
	Slow             FailureKind = "slow"              // every answer waits for Delay
	Down             FailureKind = "down"              // the connection is reset
)

var failureKinds = []FailureKind{
	Unauthorized, Unpublish, BadGateway, ApplicationError, Truncate, Maintenance, NoLicence, LicenceGone, LockConflict, Refusal, Denied,
	LostAnswer, Slow, Down,
}

// Failure is one thing gone wrong.
type Failure struct {
	Kind FailureKind
	// Set limits the failure to one entity set; Unpublish needs it.
	Set string
	// Count is the number of requests to fail; zero means until healed, but one
	// for LockConflict and LostAnswer.
	Count int
	// After lets so many requests pass before the first to fail.
	After int
	// Delay is for Slow.
	Delay time.Duration
}

// FailureKinds lists every kind there is, for help texts and control pages.
func FailureKinds() []FailureKind { return slices.Clone(failureKinds) }

// String writes a failure the way ParseFailure reads it.
func (f Failure) String() string {
	s := string(f.Kind)
	if f.Count > 0 {
		s += " " + strconv.Itoa(f.Count)
	}
	if f.After > 0 {
		s += " +" + strconv.Itoa(f.After)
	}
	if f.Delay > 0 {
		s += " " + f.Delay.String()
	}
	if f.Set != "" {
		s += " " + f.Set
	}
	return s
}

// ParseFailure reads "kind [argument...]": an argument is a count, a duration
// or a set, and +2 lets two requests pass first. It serves control pages:
// "slow 3s", "lost-answer 2", "lock-conflict 1 +3", "unpublish Catalog_Контрагенты".
func ParseFailure(s string) (Failure, error) {
	words := strings.Fields(s)
	if len(words) == 0 || !slices.Contains(failureKinds, FailureKind(words[0])) {
		return Failure{}, fmt.Errorf("standin: unknown failure %q, known are %v", s, failureKinds)
	}
	f := Failure{Kind: FailureKind(words[0])}
	for _, w := range words[1:] {
		if n, err := strconv.Atoi(w); err == nil && n >= 0 && w[0] == '+' {
			f.After = n
		} else if err == nil && n >= 0 {
			f.Count = n
		} else if d, err := time.ParseDuration(w); err == nil && d >= 0 {
			f.Delay = d
		} else if strings.Contains(w, "_") {
			f.Set = w
		} else {
			return Failure{}, fmt.Errorf("standin: failure %s: %q is no count, duration or entity set", f.Kind, w)
		}
	}
	if f.Kind == Unpublish && f.Set == "" {
		return Failure{}, fmt.Errorf("standin: failure %s needs an entity set", f.Kind)
	}
	return f, nil
}

// failureList is what is broken now.
type failureList struct {
	mu     sync.Mutex
	active []*Failure
}

// Fail switches a failure on; several may be on at once.
func (s *Server) Fail(f Failure) {
	if f.Count == 0 && (f.Kind == LockConflict || f.Kind == LostAnswer) {
		f.Count = 1
	}
	if f.Kind == Unpublish {
		s.Publish(f.Set, false)
		return
	}
	s.failures.mu.Lock()
	defer s.failures.mu.Unlock()
	s.failures.active = append(s.failures.active, &f)
}

// Heal switches off the failures named, or all of them.
func (s *Server) Heal(kinds ...FailureKind) {
	s.failures.mu.Lock()
	s.failures.active = slices.DeleteFunc(s.failures.active, func(f *Failure) bool {
		return len(kinds) == 0 || slices.Contains(kinds, f.Kind)
	})
	s.failures.mu.Unlock()
	if len(kinds) == 0 || slices.Contains(kinds, Unpublish) {
		s.base.mu.Lock()
		defer s.base.mu.Unlock()
		clear(s.base.hidden)
		s.base.hidden[planSet] = !s.habits().ExchangePlan
		clear(s.base.closed)
		s.base.changes++
	}
}

// Failures lists what is broken now, unpublished sets included.
func (s *Server) Failures() []Failure {
	var out []Failure
	s.failures.mu.Lock()
	for _, f := range s.failures.active {
		out = append(out, *f)
	}
	s.failures.mu.Unlock()
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	for _, name := range s.base.order {
		if s.base.hidden[name] && name != planSet {
			out = append(out, Failure{Kind: Unpublish, Set: name})
		}
	}
	return out
}

// Publish puts a set into the composition of the interface or takes it out, as
// the administrator does; an empty name means all sets.
func (s *Server) Publish(set string, on bool) {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	for _, name := range s.base.order {
		if set == "" && name != planSet || set == name {
			s.base.hidden[name] = !on
		}
	}
	s.base.changes++
}

// take finds an active failure of this kind that concerns the request and uses
// up one of its count.
func (l *failureList) take(r *http.Request, kind FailureKind) *Failure {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, f := range l.active {
		if f.Kind != kind || (f.Set != "" && !strings.Contains(r.URL.Path, "/"+f.Set)) {
			continue
		}
		if f.After > 0 {
			f.After--
			continue
		}
		found := *f
		if f.Count > 0 {
			if f.Count--; f.Count == 0 {
				l.active = slices.Delete(l.active, i, i+1)
			}
		}
		return &found
	}
	return nil
}
