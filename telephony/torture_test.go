package telephony

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

// torture is what a telephone behind a registrar does with each message of RFC
// 4475: the status it answers with, 0 for nothing at all. A 180 is a call.
var torture = map[string]struct {
	section string
	want    int
	why     string
}{
	"wsinv":      {"3.1.1.1", 481, "a call within a dialog that nobody knows"},
	"intmeth":    {"3.1.1.2", 501, "a method of unusual letters, and unknown"},
	"esc01":      {"3.1.1.3", 180, "escapes stay as they are"},
	"escnull":    {"3.1.1.4", 405, "a telephone is no registrar; escaped zeros are no end"},
	"esc02":      {"3.1.1.5", 501, "the escapes in the method are letters of an unknown one"},
	"lwsdisp":    {"3.1.1.6", 200, "no space between name and address"},
	"longreq":    {"3.1.1.7", 180, "long values, 34 Via"},
	"dblreq":     {"3.1.1.8", 405, "what follows the first message in a datagram is noise"},
	"semiuri":    {"3.1.1.9", 200, "a semicolon belongs to the user"},
	"transports": {"3.1.1.10", 200, "unknown transports in Via"},
	"mpart01":    {"3.1.1.11", 405, "MESSAGE is not for telephones"},
	"unreason":   {"3.1.1.12", 0, "an answer to nothing that we asked"},
	"noreason":   {"3.1.1.13", 0, "an answer to nothing that we asked"},
	"badinv01":   {"3.1.2.1", 400, "empty parameters"},
	"clerr":      {"3.1.2.2", 400, "longer than its datagram"},
	"ncl":        {"3.1.2.3", 400, "negative length"},
	"scalar02":   {"3.1.2.4", 400, "numbers that are too large"},
	"scalarlg":   {"3.1.2.5", 0, "an answer is never answered"},
	"quotbal":    {"3.1.2.6", 400, "a quote that does not end"},
	"ltgtruri":   {"3.1.2.7", 400, "brackets around the Request-URI"},
	"lwsruri":    {"3.1.2.8", 400, "a space in the Request-URI"},
	"lwsstart":   {"3.1.2.9", 400, "two spaces in the first line"},
	"trws":       {"3.1.2.10", 400, "spaces after the first line"},
	"escruri":    {"3.1.2.11", 400, "headers in the Request-URI"},
	"baddate":    {"3.1.2.12", 180, "a wrong zone in Date, which we do not read"},
	"regbadct":   {"3.1.2.13", 405, "a telephone is no registrar"},
	"badaspec":   {"3.1.2.14", 400, "spaces within the brackets"},
	"baddn":      {"3.1.2.15", 400, "a comma in a name without quotes"},
	"badvers":    {"3.1.2.16", 505, "SIP/7.0"},
	"mismatch01": {"3.1.2.17", 400, "CSeq names another method"},
	"mismatch02": {"3.1.2.18", 400, "CSeq names another method, before ours is seen to be unknown"},
	"bigcode":    {"3.1.2.19", 0, "an answer is never answered"},
	"badbranch":  {"3.2.1", 200, "nothing behind the cookie of the branch"},
	"insuf":      {"3.3.1", 400, "no To, From and Call-ID"},
	"unkscm":     {"3.3.2", 416, "an unknown scheme"},
	"novelsc":    {"3.3.3", 416, "a scheme that is known for other things"},
	"unksm2":     {"3.3.4", 405, "unknown schemes in a REGISTER"},
	"bext01":     {"3.3.5", 420, "an extension that is required and unknown"},
	"invut":      {"3.3.6", 415, "an unknown kind of body"},
	"regaut01":   {"3.3.7", 405, "a telephone is no registrar"},
	"multi01":    {"3.3.8", 400, "headers that may stand once stand twice"},
	"mcl01":      {"3.3.9", 400, "two lengths"},
	"bcast":      {"3.3.10", 0, "an answer that went to everybody"},
	"zeromf":     {"3.3.11", 200, "it need go no further"},
	"cparam01":   {"3.3.12", 405, "a telephone is no registrar"},
	"cparam02":   {"3.3.13", 405, "a telephone is no registrar"},
	"regescrt":   {"3.3.14", 405, "a telephone is no registrar"},
	"sdp01":      {"3.3.15", 406, "no SDP is wanted in answer"},
	"inv2543":    {"3.4.1", 180, "RFC 2543 had neither tag nor branch"},
	"test":       {"none", 0, "not of the RFC: no version, no Via, nobody to answer"},
}

// TestTorture sends the messages of RFC 4475 to a line.
func TestTorture(t *testing.T) {
	files := tortureFiles(t)
	p := rawAt(t, sip.DefaultUdpPort) // where most of the messages want their answer
	s := startLine(t, testConfig(p.conn.LocalAddr().String()))
	p.seesOff(t)
	p.send(answer(p.request(sip.REGISTER), 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	p.to = s.localAddr(t)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".dat")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, ok := torture[name]
			got := tortured(t, p, name, data)
			if !ok || got != want.want {
				t.Errorf("section %s: %d, want %d: %s", want.section, got, want.want, want.why)
			}
		})
	}
	s.inside(t, func(a *actor) {
		for _, c := range a.calls {
			a.hangup(c, crm.CallEnd{Outcome: crm.Rejected}, sip.StatusBusyHere)
		}
	})
	s.assertNoCalls(t)
}

// tortureFiles are the messages of RFC 4475, which come with sipgo.
func tortureFiles(t testing.TB) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/emiago/sipgo").Output()
	if err != nil {
		t.Fatalf("where is sipgo? %v", err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "sip/testdata/torture/*/*.dat"))
	if err != nil || len(files) != 50 {
		t.Fatalf("%d files of RFC 4475, %v", len(files), err)
	}
	return files
}

// exchange is an address of its own, where the ports that the messages want to
// be answered at are free.
var exchange = net.IPv4(127, 44, 75, 1)

// viaPort is where a message wants its answer when it does not say "rport".
var viaPort = regexp.MustCompile(`(?i)\n(?:via|v)[ \t]*:[^,;\r\n]*:[ \t]*(\d+)`)

func rawAt(t testing.TB, port int) *rawPeer {
	t.Helper()
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: exchange, Port: port})
	if err != nil {
		t.Fatalf("an address of loopback cannot be bound (macOS: ifconfig lo0 alias %s): %v", exchange, err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return &rawPeer{t: t, conn: conn, buf: make([]byte, 65535)}
}

// tortured sends one message and gives the status of the answer. What is answered
// to the OPTIONS after it shows that the line has read it and lives.
func tortured(t *testing.T, p *rawPeer, name string, data []byte) int {
	t.Helper()
	if m := viaPort.FindSubmatch(data); m != nil {
		if port, _ := strconv.Atoi(string(m[1])); port != sip.DefaultUdpPort {
			other := rawAt(t, port)
			other.to = p.to
			p = other
		}
	}
	id := "after-" + name
	p.send(string(data), p.message("OPTIONS", id, id, "", 1, "", ""))
	code := 0
	for {
		m, ok := p.read()
		if !ok {
			t.FailNow()
		}
		res, isRes := m.(*sip.Response)
		switch {
		case !isRes:
			code = statusOf(p.buf)
		case res.CallID() != nil && res.CallID().Value() == id:
			return code
		default:
			code = res.StatusCode
		}
	}
}

// statusOf reads the status of an answer that repeats unreadable headers.
func statusOf(answer []byte) int {
	code, err := strconv.Atoi(string(answer[len("SIP/2.0 "):len("SIP/2.0 400")]))
	if err != nil {
		return -1
	}
	return code
}
