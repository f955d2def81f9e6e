package parse

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"pult/mail/specimen"
)

// TestNothingIsAsked reads a hundred letters that want to be told when they are
// opened. A listener must hear nothing, and what is read must be theirs to the end.
func TestNothingIsAsked(t *testing.T) {
	var asked atomic.Int32
	listener := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	for i, raw := range specimen.Hostile(listener.URL, 120) {
		l, err := ReadLetter(raw, Options{})
		if err != nil {
			t.Fatal(err)
		}
		soundLetter(t, l, 0)
		if !strings.HasPrefix(l.Text, "Добрый день!") || !strings.HasSuffix(l.Text, "Конец письма.") || !l.FromHTML {
			t.Errorf("letter %d reads %q", i, l.Text)
		}
		if strings.Contains(l.Text, "fetch(") || strings.Contains(l.Text, "javascript:") {
			t.Errorf("letter %d shows a program: %q", i, l.Text)
		}
	}
	listener.Close() // waits for requests on their way
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests were made", n)
	}
}
