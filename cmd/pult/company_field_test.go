//go:build field

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"testing"

	"pult/internal/built"
)

// practice is pultstand as a program of its own: 1C and an exchange whose callees answer
// by a script.
type practice struct {
	t       *testing.T
	home    string // its settings lead a panel there
	control string
}

// openPractice builds and starts it.
func openPractice(t *testing.T) *practice {
	t.Helper()
	program := filepath.Join(t.TempDir(), "pultstand")
	build := exec.Command("go", "build", "-tags", built.Tags(t), "-o", program, "pult/cmd/pultstand")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the practice company: %v\n%s", err, out)
	}
	p := &practice{t: t, home: t.TempDir()}
	stand := exec.Command(program, "--home", p.home, "--clients", "20", "--json")
	out, err := stand.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begin(t, stand)
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the practice company does not open: %v", err)
	}
	var at struct{ Control string }
	if err := json.Unmarshal(line, &at); err != nil {
		t.Fatal(err)
	}
	p.control = at.Control
	return p
}

// do has something happen in the company.
func (p *practice) do(what string, values url.Values, into any) {
	p.t.Helper()
	p.ask(http.MethodPost, what+"?"+values.Encode(), into)
}

// look reads what the company knows.
func (p *practice) look(what string, into any) { p.t.Helper(); p.ask(http.MethodGet, what, into) }

func (p *practice) ask(method, path string, into any) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), stepTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, p.control+"/"+path, http.NoBody)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", response.Status, body)
	}
	if err == nil && into != nil {
		err = json.Unmarshal(body, into)
	}
	if err != nil {
		p.t.Fatalf("%s: %v", path, err)
	}
}
