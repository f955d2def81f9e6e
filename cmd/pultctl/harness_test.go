package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

// The test binary is pultctl itself when told so: tests start it as a process,
// kill it and read what it printed, as a script would.
const beProgram = "PULT_TEST_BE_PULTCTL"

// otherPrograms are what else it is, by the variable that says so.
var otherPrograms = map[string]func(){}

func TestMain(m *testing.M) {
	for name, run := range otherPrograms {
		if os.Getenv(name) != "" {
			run()
			return
		}
	}
	if os.Getenv(beProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// stepTime bounds one wait. Machines are noisy, so it is long; nothing waits for
// it unless it fails.
const stepTime = time.Minute

const (
	testUser     = "101"
	testPassword = "telephone"
	basePassword = "books"
)

// office is a practice company with a home folder for one workstation.
type office struct {
	base   *standin.Server
	server *httptest.Server
	home   string
}

// openOffice starts a base of 1C and writes settings; sip is the exchange.
func openOffice(t testing.TB, clients int, sip string) *office {
	t.Helper()
	base := standin.New(standin.Options{Seed: 7, Clients: clients, User: "odata.user", Password: basePassword})
	o := &office{base: base, server: httptest.NewServer(base), home: t.TempDir()}
	t.Cleanup(o.server.Close)
	o.write(t, sip)
	return o
}

func (o *office) write(t testing.TB, sip string) {
	t.Helper()
	o.writeFor(t, o.server.URL, sip)
}

// writeFor writes settings that lead to the base at a host.
func (o *office) writeFor(t testing.TB, host, sip string) {
	t.Helper()
	root := standin.Root // of a base in another process
	if o.base != nil {
		root = o.base.Root()
	}
	o.writeFile(t, "pult.toml", fmt.Sprintf(`
version = 1
[onec]
url = "%s%s/"
user = "odata.user"
password_file = "onec.password"
interval = "1h"
write = ["calls"]
[phone]
server = %q
user = %q
password_file = "phone.password"
area_code = %q
`, host, root, sip, testUser, standin.AreaCode))
	o.writeFile(t, "onec.password", basePassword)
	o.writeFile(t, "phone.password", testPassword)
}

// add puts more settings behind those of write.
func (o *office) add(t testing.TB, more string) {
	t.Helper()
	settings, err := os.ReadFile(filepath.Join(o.home, "pult.toml"))
	if err != nil {
		t.Fatal(err)
	}
	o.writeFile(t, "pult.toml", string(settings)+more)
}

func (o *office) writeFile(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(o.home, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// command is pultctl on the office's folder.
func (o *office) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], append(args, "--home", o.home)...)
	cmd.Env = append(os.Environ(), beProgram+"=1")
	return cmd
}

// pultctl runs a command and reads its JSON; a failure of it is returned with
// what it said.
func (o *office) pultctl(t testing.TB, into any, args ...string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), stepTime)
	defer cancel()
	cmd := o.command(ctx, append(args, "--json")...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	runErr := cmd.Run()
	if into != nil && out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), into); err != nil {
			t.Fatalf("pultctl %v printed %q: %v", args, out.String(), err)
		}
	}
	if runErr != nil {
		return fmt.Errorf("%w: %s", runErr, strings.TrimSpace(errs.String()))
	}
	return nil
}

func (o *office) sync(t testing.TB) {
	t.Helper()
	if err := o.pultctl(t, nil, "sync", "--once"); err != nil {
		t.Fatal(err)
	}
}

// event is what the agent printed; fields that an event lacks stay empty.
type event struct {
	Event                  string
	Account                string
	Call                   string
	Number                 string
	Text                   string
	Say                    string
	Outcome, Kind          string
	Fact                   string
	Waiting, Seconds       int
	On, Online             bool
	Letter                 string
	New, Old               int
	Name, Extension, State string
	Colleagues             []struct{ Name, Extension, State string }
	Clients                []json.RawMessage
	Elapsed                int64           `json:"elapsed_us"`
	Entry                  json.RawMessage // an id, or the whole one of an offer
	Heard, Result, Paused  string
	Attempts               int
	Next                   time.Time
	received               time.Time
}

func (e event) clients(t testing.TB) []clientSeen {
	t.Helper()
	list := make([]clientSeen, len(e.Clients))
	for i, raw := range e.Clients {
		if err := json.Unmarshal(raw, &list[i]); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

type clientSeen struct {
	ID, Name, Contact, Debt, Overdue, Say string
	OverdueDays                           int       `json:"overdue_days"`
	AsOf                                  time.Time `json:"as_of"`
}

// agentProcess is `pultctl agent` under way.
type agentProcess struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	errs   *lockedBuffer
	events chan event
	ended  chan struct{}

	mu   sync.Mutex
	seen []event
}

func (o *office) agent(t testing.TB) *agentProcess {
	t.Helper()
	a := &agentProcess{cmd: o.command(context.Background(), "agent", "--json"), errs: &lockedBuffer{}, events: make(chan event, 10000), ended: make(chan struct{})}
	stdout, err := a.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if a.stdin, err = a.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	a.cmd.Stderr = a.errs
	if err := a.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go a.read(stdout)
	t.Cleanup(a.kill)
	return a
}

func (a *agentProcess) read(stdout io.Reader) {
	defer close(a.ended)
	defer close(a.events)
	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e event
		// clients is a list of objects for a ring, of ids for a change.
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			continue // the last line of a killed process may be cut
		}
		e.received = time.Now()
		a.mu.Lock()
		a.seen = append(a.seen, e)
		a.mu.Unlock()
		a.events <- e
	}
}

// printed lists the events of a kind so far.
func (a *agentProcess) printed(kind string) []event {
	a.mu.Lock()
	defer a.mu.Unlock()
	var list []event
	for _, e := range a.seen {
		if e.Event == kind {
			list = append(list, e)
		}
	}
	return list
}

// await passes over events until one of that kind comes.
func (a *agentProcess) await(t testing.TB, kind string) event {
	t.Helper()
	return a.awaitThat(t, kind, func(e event) bool { return e.Event == kind })
}

// incoming awaits a ring with who it is: the cache of a busy machine may answer after
// the ring was told of.
func (a *agentProcess) incoming(t testing.TB) event {
	t.Helper()
	ring := a.await(t, "incoming")
	if ring.Say == "Ищем, кто это…" {
		named := a.awaitThat(t, "who it is", func(e event) bool { return e.Event == "renamed" && e.Call == ring.Call })
		ring.Clients, ring.Say = named.Clients, named.Say
	}
	return ring
}

func (a *agentProcess) awaitThat(t testing.TB, what string, fits func(event) bool) event {
	t.Helper()
	timeout := time.NewTimer(stepTime)
	defer timeout.Stop()
	for {
		select {
		case e, ok := <-a.events:
			if !ok {
				t.Fatalf("the agent ended before %s; it said: %s", what, a.errs.String())
			}
			if fits(e) {
				return e
			}
		case <-timeout.C:
			t.Fatalf("no %s came; the agent said: %s", what, a.errs.String())
		}
	}
}

func (a *agentProcess) tell(t testing.TB, line string) {
	t.Helper()
	if _, err := fmt.Fprintln(a.stdin, line); err != nil {
		t.Fatal(err)
	}
}

// kill is kill -9; what had been printed is read to the end.
func (a *agentProcess) kill() {
	_ = a.cmd.Process.Kill() // it may have ended
	<-a.ended
	_ = a.cmd.Wait()
}

// quit ends the agent as a script does.
func (a *agentProcess) quit(t testing.TB) {
	t.Helper()
	a.tell(t, "quit")
	select {
	case <-a.ended:
	case <-time.After(stepTime):
		t.Fatal("the agent does not quit")
	}
	if err := a.cmd.Wait(); err != nil {
		t.Fatalf("the agent ended with %v: %s", err, a.errs.String())
	}
}

// exchange starts the practice exchange; more names other extensions with the
// same password.
func exchange(t testing.TB, more ...string) *pbx.PBX {
	t.Helper()
	users := map[string]string{testUser: testPassword}
	for _, extension := range more {
		users[extension] = testPassword
	}
	p, err := pbx.New(pbx.Options{Users: users})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Serve(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	return p
}

func sipURI(p *pbx.PBX) string { return "sip:" + p.Addr().String() + ";transport=udp" }

func bounded(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), stepTime)
	t.Cleanup(cancel)
	return ctx
}

func chmod(t testing.TB, o *office, name string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(filepath.Join(o.home, name), mode); err != nil {
		t.Fatal(err)
	}
}

// lockedBuffer is read while a process still writes into it.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
