package outbox

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// Before the connection is secret nothing a server says is believed, and nothing of
// ours leaves: neither the password nor the letter. The ways are those of
// nostarttls.secvuln.info.
func TestStartTLSIsDemanded(t *testing.T) {
	cert, key, roots := mailtest.Certificate(t)
	pair, err := tls.X509KeyPair([]byte(cert), []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	const offer = "250-mail\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n"
	tests := []struct {
		name, greeting, hello, answer string
		secret                        bool // the handshake follows
	}{
		{"STARTTLS cut out", "220 hello\r\n", "250-mail\r\n250 AUTH PLAIN LOGIN\r\n", "502 what\r\n", false},
		{"STARTTLS refused", "220 hello\r\n", offer, "454 not now\r\n", false},
		{"text behind the answer", "220 hello\r\n", offer, "220 begin\r\n250-mail\r\n250 AUTH PLAIN LOGIN\r\n", true},
		{"an answer before the question", "220 hello\r\n" + offer, "", "220 begin\r\n", true},
		{"no mail here", "554 go\r\n", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			heard := make(chan string, 1)
			go func() {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				defer conn.Close()
				var said []string
				in := bufio.NewReader(conn)
				for _, text := range []string{tt.greeting, tt.hello, tt.answer} {
					_, _ = io.WriteString(conn, text)
					if line, err := in.ReadString('\n'); err == nil && !tt.secret {
						said = append(said, line)
					} else if tt.secret && strings.HasPrefix(line, "STARTTLS") {
						_, _ = io.WriteString(conn, tt.answer)
						break
					}
				}
				if tt.secret { // a true server with a word in clear that is not its own
					inside := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{pair}})
					talk := bufio.NewReader(inside)
					for line, err := talk.ReadString('\n'); err == nil; line, err = talk.ReadString('\n') {
						said = append(said, line)
						_, _ = io.WriteString(inside, "250 mail\r\n") // it lets nobody log in
					}
				}
				heard <- strings.Join(said, "")
			}()
			t.Cleanup(func() { _ = l.Close() })
			a := &account.Account{
				Name: "anna", User: "anna", SMTP: account.Server{Address: l.Addr().String(), Security: account.StartTLS},
				Secret: func(context.Context) (string, error) { return "secret", nil },
			}
			q := newRow()
			c := New(a, account.Dialer{Roots: roots}, q, nil, func(error) {}, slog.New(slog.DiscardHandler))
			if err := c.round(t.Context()); err == nil || errors.Is(err, crm.ErrNotFound) {
				t.Errorf("%v", err)
			}
			if said := <-heard; strings.Contains(said, "AUTH") || strings.Contains(said, "MAIL") {
				t.Errorf("said %q", said)
			}
			if q.p.State != crm.PostingWaiting {
				t.Errorf("the letter is %s", q.p.State)
			}
		})
	}
}
