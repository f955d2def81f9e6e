package inbox

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// Before the connection is secret nothing a server says is believed, and no word of
// ours but STARTTLS leaves. The ways are those of nostarttls.secvuln.info.
func TestStartTLSIsDemanded(t *testing.T) {
	cert, key, roots := mailtest.Certificate(t)
	pair, err := tls.X509KeyPair([]byte(cert), []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, greeting, answer string
		want                   error
	}{
		{"as it should be", "* OK hello\r\n", "S OK begin\r\n", nil},
		{"with capabilities before", "* OK [CAPABILITY IMAP4rev1] hello\r\n", "* CAPABILITY IMAP4rev1\r\nS OK\r\n", nil},
		{"STARTTLS cut out", "* OK hello\r\n", "S BAD unknown\r\n", crm.ErrGarbled},
		{"logged in already", "* PREAUTH hello\r\n", "", crm.ErrGarbled},
		{"text behind the answer", "* OK hello\r\n", "S OK begin\r\n* 5 EXISTS\r\n", crm.ErrGarbled},
		{"another answer", "* OK hello\r\n", "X OK begin\r\n", crm.ErrGarbled},
		{"greeting without an end", "* OK " + strings.Repeat("a", 9000), "", crm.ErrOffline},
		{"events before", "* OK hello\r\n", strings.Repeat("* 5 EXISTS\r\n", 40), crm.ErrGarbled},
		{"refused", "* BYE go\r\n", "", crm.ErrGarbled},
		{"silent", "", "", crm.ErrOffline},
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
				_, _ = io.WriteString(conn, tt.greeting)
				line, _ := bufio.NewReader(conn).ReadString('\n')
				_, _ = io.WriteString(conn, tt.answer)
				if tt.want != nil {
					rest, _ := io.ReadAll(conn)
					heard <- line + string(rest)
					return
				}
				secret := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{pair}})
				_, _ = io.WriteString(secret, "* OK in secret\r\n")
				heard <- line
			}()
			t.Cleanup(func() { l.Close() })
			s := account.Server{Address: l.Addr().String(), Security: account.StartTLS}
			patience := time.Minute
			if errors.Is(tt.want, crm.ErrOffline) { // nothing more will come
				patience = time.Second / 10
			}
			conn, err := connect(context.Background(), account.Dialer{Roots: roots}, s, patience)
			if !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
			if conn != nil {
				defer conn.Close()
				line, err := bufio.NewReader(conn).ReadString('\n')
				if line != "* OK\r\n" || err != nil {
					t.Errorf("the library is greeted by %q", line)
				}
			}
			if said := <-heard; said != "S STARTTLS\r\n" && said != "" {
				t.Errorf("said in clear: %q", said)
			}
		})
	}
}
