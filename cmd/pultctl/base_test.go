//go:build bench

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"pult/sync/standin"
)

// The stand-in of 1C runs as a process of its own in the bench: it shall not lend
// its memory or its processor to what is measured.
const beBase = "PULT_TEST_BE_1C"

func init() { otherPrograms[beBase] = serveBase }

// The firm of the bench.
const (
	bigClients   = 100_000
	bigRows      = 250_000
	bigDocuments = 300_000
)

// traffic is what went over the wire so far.
type traffic struct {
	Requests int   `json:"requests"`
	Bytes    int64 `json:"bytes"`
}

func (t traffic) minus(before traffic) traffic {
	return traffic{t.Requests - before.Requests, t.Bytes - before.Bytes}
}

// serveBase is the stand-in: it prints its address, then answers each line of
// its input with the traffic so far. A number is so many changes to make.
func serveBase() {
	clients, _ := strconv.Atoi(os.Getenv(beBase))
	base := standin.New(standin.Options{
		Seed: 7, Clients: clients, ContactRows: bigRows, Documents: bigDocuments, User: "odata.user", Password: basePassword,
	})
	before := &pages{of: base}
	before.forget()
	var requests, bytes atomic.Int64
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it lives as long as the process
	if err != nil {
		panic(err)
	}
	go func() {
		_ = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:gosec // it listens on loopback for one test
			requests.Add(1)
			before.ServeHTTP(&counting{w, &bytes}, r)
		}))
	}()
	fmt.Println("http://" + listener.Addr().String() + standin.Root + "/")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if n, err := strconv.Atoi(lines.Text()); err == nil {
			change(base, n)
			before.forget()
		}
		_ = json.NewEncoder(os.Stdout).Encode(traffic{int(requests.Load()), bytes.Load()})
	}
}

// change renames clients and ships to them, one after the other.
func change(base *standin.Server, n int) {
	for i, of := range base.Some(2 * n) {
		switch {
		case n == 0:
			return
		case !of.Client || of.Predefined:
			continue
		case i%2 == 0:
			if base.Rename(of.Ref, fmt.Sprintf("%s %d", of.Name, i)) != nil {
				continue
			}
		default:
			if _, err := base.Ship(of.Ref, 100_00, 14); err != nil {
				continue
			}
		}
		n--
	}
}

// counting counts the bytes of answers.
type counting struct {
	http.ResponseWriter
	n *atomic.Int64
}

func (c *counting) Write(p []byte) (int, error) {
	c.n.Add(int64(len(p)))
	return c.ResponseWriter.Write(p)
}

// baseProcess is the stand-in under way.
type baseProcess struct {
	url   string
	stdin *os.File
	lines *bufio.Scanner
}

func startBase(t *testing.T, clients int) *baseProcess {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), beBase+"="+strconv.Itoa(clients))
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdin, cmd.Stderr = read, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = read.Close()
	t.Cleanup(func() { _ = write.Close(); _ = cmd.Process.Kill(); _ = cmd.Wait() })
	b := &baseProcess{stdin: write, lines: bufio.NewScanner(out)}
	if !b.lines.Scan() {
		t.Fatal("the stand-in does not start")
	}
	b.url = b.lines.Text()
	return b
}

// tell hands over a line and reads the traffic so far.
func (b *baseProcess) tell(t *testing.T, line string) (so traffic) {
	t.Helper()
	if _, err := fmt.Fprintln(b.stdin, line); err != nil {
		t.Fatal(err)
	}
	if !b.lines.Scan() || json.Unmarshal(b.lines.Bytes(), &so) != nil {
		t.Fatalf("the stand-in says %q", b.lines.Text())
	}
	return so
}

// office is a workstation of that firm.
func (b *baseProcess) office(t *testing.T) *office {
	t.Helper()
	o := &office{home: t.TempDir()}
	root, _, _ := strings.Cut(b.url, standin.Root)
	o.writeFor(t, root, "sip:127.0.0.1:9;transport=udp")
	return o
}
