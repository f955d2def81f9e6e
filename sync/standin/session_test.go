package standin

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// The first request after a silence waits for a session, the next does not.
func TestColdStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Clients: 5, ColdStart: 12 * time.Second})
		took := func() time.Duration {
			start := time.Now()
			s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", Root+"/?$format=json", nil))
			return time.Since(start)
		}
		for i, want := range []time.Duration{12 * time.Second, 0, 0, 12 * time.Second} {
			if i == 3 {
				time.Sleep(21 * time.Second)
			}
			if got := took(); got != want {
				t.Errorf("request %d took %s, want %s", i, got, want)
			}
		}
	})
}

func TestManualSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Clients: 5, Sessions: SessionsManual})
		send := func(wish, id string) *http.Response {
			r := httptest.NewRequest("GET", Root+"/?$format=json", nil)
			r.Header.Set("IBSession", wish)
			if id != "" {
				r.AddCookie(&http.Cookie{Name: "ibsession", Value: id})
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			return w.Result()
		}
		first := send("start", "").Cookies()
		if len(first) != 1 || first[0].Name != "ibsession" {
			t.Fatalf("no session: %v", first)
		}
		id := first[0].Value
		for _, step := range []struct {
			wish, id string
			status   int
		}{{"", id, 200}, {"", "нет", 400}, {"finish", id, 200}, {"", id, 400}, {"", "", 200}} {
			if got := send(step.wish, step.id).StatusCode; got != step.status {
				t.Errorf("%q with %q: %d, want %d", step.wish, step.id, got, step.status)
			}
		}
		other := send("start", "").Cookies()[0].Value
		time.Sleep(21 * time.Second)
		if got := send("", other).StatusCode; got != 400 {
			t.Errorf("an expired session: %d", got)
		}
	})
}
