package wire

import (
	"strings"
	"testing"
)

const garbledInvite = "INVITE sip:a@b SIP/2.0\r\nv: SIP/2.0/UDP x;\r\n branch=y\r\nCSeq: x INVITE\r\nto: <sip:a@b\r\nContent-Length: -1\r\n\r\nbody"

func TestRefusal(t *testing.T) {
	want := "SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/UDP x; branch=y\r\nCSeq: x INVITE\r\nTo: <sip:a@b\r\nContent-Length: 0\r\n\r\n"
	if got := string(refusal([]byte(garbledInvite))); got != want {
		t.Errorf("answered %q", got)
	}
	for _, text := range []string{
		"", "\x00", "hello", "SIP/2.0 200 OK\r\nVia: x\r\nCSeq: 1 INVITE\r\n\r\n",
		"ACK sip:a SIP/2.0\r\nVia: x\r\nCSeq: 1 ACK\r\n\r\n",
		"INVITE sip:a\r\nVia: x\r\nCSeq: 1 INVITE\r\n\r\n", "INVITE sip:a SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n",
	} {
		if got := refusal([]byte(text)); got != nil {
			t.Errorf("%q was answered %q", text, got)
		}
	}
}

// What is repeated can neither add a line to the answer nor end it early.
func FuzzRefusal(f *testing.F) {
	f.Add([]byte(garbledInvite))
	f.Add([]byte("OPTIONS soap.beep://x SIP/2.0\r\nVia: x\rEvil: y\r\nCSeq: 1\n\r\n\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		answer := string(refusal(data))
		if answer == "" {
			return
		}
		head, rest, _ := strings.Cut(answer, "\r\n\r\n")
		if rest != "" || !strings.HasSuffix(head, "\r\nContent-Length: 0") {
			t.Errorf("answered %q", answer)
		}
		for _, line := range strings.Split(head, "\r\n")[1:] {
			name, _, _ := strings.Cut(line, ":")
			if copied[strings.ToLower(name)] == "" && name != "Content-Length" || strings.ContainsAny(line, "\r\n\x00") {
				t.Errorf("line %q", line)
			}
		}
	})
}
