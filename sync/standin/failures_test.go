package standin

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestFailures(t *testing.T) {
	s, h := newTest(t)
	for _, tc := range []struct {
		failure string
		status  int
		body    string
	}{
		{"unauthorized", 401, ""},
		{"unpublish Catalog_Валюты", 404, `"code":"8"`},
		{"bad-gateway", 502, "<html>"},
		{"application-error", 500, "1C:Enterprise 8 application error"},
		{"maintenance", 403, bom + `{"#exception":`},
		{"no-licence", 406, "лицензи"},
		{"denied", 401, `"code":"20"`},
		{"refusal", 200, "643"}, // concerns writes only
		{"slow 1ms", 200, "643"},
		{"bad-gateway Catalog_Валюты", 502, ""},
	} {
		t.Run(tc.failure, func(t *testing.T) {
			f, err := ParseFailure(tc.failure)
			if err != nil {
				t.Fatal(err)
			}
			if f.String() != tc.failure {
				t.Errorf("read %q as %q", tc.failure, f)
			}
			s.Fail(f)
			if tc.failure != "unpublish Catalog_Валюты" && len(s.Failures()) != 1 {
				t.Errorf("active: %v", s.Failures())
			}
			if r := get(t, h, "Catalog_Валюты"); r.status != tc.status || !strings.Contains(r.body, tc.body) {
				t.Errorf("%d %s", r.status, r.body)
			}
			s.Heal()
			if r := get(t, h, "Catalog_Валюты"); r.status != 200 || len(s.Failures()) != 0 {
				t.Errorf("not healed: %d %v", r.status, s.Failures())
			}
		})
	}
	for _, bad := range []string{"", "fire", "slow never", "unpublish"} {
		if _, err := ParseFailure(bad); err == nil {
			t.Errorf("%q was understood", bad)
		}
	}
}

func TestDown(t *testing.T) {
	s, h := newTest(t)
	s.Fail(Failure{Kind: Down})
	if r := get(t, h, "Catalog_Валюты"); r.err == nil {
		t.Errorf("an answer came: %d", r.status)
	}
	s.Heal(Down)
	if r := get(t, h, "Catalog_Валюты"); r.status != 200 {
		t.Errorf("after: %d %v", r.status, r.err)
	}
}

// Half a body with status 200 and no length: only the JSON tells.
func TestTruncate(t *testing.T) {
	s, h := newTest(t)
	s.Fail(Failure{Kind: Truncate, Count: 1})
	r := get(t, h, "Catalog_Партнеры")
	if r.err != nil || r.status != 200 || r.header.Get("Content-Length") != "" || json.Valid([]byte(r.body)) || len(r.body) < 1000 {
		t.Errorf("%d bytes, status %d, %v", len(r.body), r.status, r.err)
	}
	if r := get(t, h, "Catalog_Партнеры"); !json.Valid([]byte(r.body)) {
		t.Error("the second answer is broken too")
	}
}

func TestLostAnswer(t *testing.T) {
	s, h := newTest(t)
	s.Fail(Failure{Kind: LostAnswer})
	body := `{"Ref_Key":"` + testKey + `","Описание":"pult:7"}`
	if r := ask(t, h, "POST", callSet+"?$format=json", body); r.err == nil {
		t.Fatalf("an answer came: %d", r.status)
	}
	if len(s.Calls()) != 1 {
		t.Fatal("the write was lost, not only its answer")
	}
	if status, c := code(t, ask(t, h, "POST", callSet+"?$format=json", body)); status != 400 || c != "15" {
		t.Errorf("again: %d/%s", status, c)
	}
	// The HTTP client itself never repeats a POST it has begun to send.
	if n := s.Traffic().CallPosts; n != 2 {
		t.Errorf("%d attempts", n)
	}
}

func TestLockConflict(t *testing.T) {
	s, h := newTest(t)
	s.Fail(Failure{Kind: LockConflict, Count: 2})
	for i, want := range []int{500, 500, 201} {
		if r := ask(t, h, "POST", callSet+"?$format=json", `{}`); r.status != want {
			t.Errorf("write %d: %d", i, r.status)
		}
		if r := get(t, h, "Catalog_Валюты"); r.status != 200 {
			t.Errorf("reading failed too: %d", r.status)
		}
	}
}

func TestRefusalAndRights(t *testing.T) {
	s, h := newTest(t)
	s.Fail(Failure{Kind: Refusal, Set: callSet})
	r := ask(t, h, "POST", callSet+"?$format=json", `{}`)
	if status, c := code(t, r); status != 500 || c != "-1" || !strings.Contains(r.body, "ПередЗаписью") {
		t.Errorf("%d/%s %s", status, c, r.body)
	}
	s.Fail(Failure{Kind: Denied})
	if r := get(t, h, "Catalog_Валюты?allowedOnly=true"); r.status != 200 {
		t.Errorf("allowedOnly: %d", r.status)
	}
}

func TestPoolIsExhausted(t *testing.T) {
	s, h := newTest(t, func(o *Options) { o.PoolSize = 1; o.PoolTimeout = time.Millisecond })
	release, ok := s.sessions.enter(t.Context(), &s.opt)
	if !ok {
		t.Fatal("no session at all")
	}
	if r := get(t, h, "Catalog_Валюты"); r.status != 406 {
		t.Errorf("%d", r.status)
	}
	release()
	if r := get(t, h, "Catalog_Валюты"); r.status != 200 {
		t.Errorf("after: %d", r.status)
	}
}

func TestReadersBesideWriters(t *testing.T) {
	_, h := newTest(t)
	path := "Catalog_Партнеры(guid'" + demoClients[0].Ref + "')?$format=json"
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10 {
				if r := ask(t, h, "PATCH", path, `{"Комментарий":"х"}`); r.status != 200 {
					t.Errorf("PATCH: %d", r.status)
				}
				if r := get(t, h, "Catalog_Партнеры?$orderby=Ref_Key&$top=5"); !json.Valid([]byte(r.body)) {
					t.Error("torn answer")
				}
			}
		})
	}
	wg.Wait()
	if got := decode(t, ask(t, h, "GET", path, "")); got["DataVersion"] != versionText(40) {
		t.Errorf("version %v after 40 writes", got["DataVersion"])
	}
}
