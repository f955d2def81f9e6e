package inbox

import (
	"bufio"
	"context"
	"io"
	"net"
	"strings"
	"time"

	"pult/app/crm"
	"pult/mail/account"
)

// connect opens a connection that is secret before the library sees a byte of it.
// What a server says before that is what anybody between us may have written.
func connect(ctx context.Context, d account.Dialer, s account.Server, patience time.Duration) (net.Conn, error) {
	conn, err := d.Connect(ctx, s)
	if err != nil || s.Security == account.Implicit {
		return conn, err
	}
	if err := askForTLS(conn, s, patience); err != nil {
		_ = conn.Close()
		return nil, err
	}
	secret, err := d.Secure(ctx, conn, s)
	if err != nil {
		return nil, err
	}
	// The greeting was said in clear; the library waits for one.
	return &greeted{secret, io.MultiReader(strings.NewReader("* OK\r\n"), secret)}, nil
}

type greeted struct {
	net.Conn
	in io.Reader
}

func (g *greeted) Read(p []byte) (int, error) { return g.in.Read(p) }

// askForTLS says STARTTLS, RFC 9051 section 6.2.1. It reads no byte beyond the
// answer: what is sent after it in clear would be taken for the server's (RFC 8314
// section 3, CVE-2011-0411).
func askForTLS(conn net.Conn, s account.Server, patience time.Duration) error {
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	garbled := func(detail string) error {
		return &crm.Fault{Kind: crm.ErrGarbled, Subject: s.Address, Detail: detail}
	}
	in := bufio.NewReaderSize(conn, 4096)
	greeting, err := in.ReadSlice('\n')
	switch {
	case err != nil:
		return &crm.Fault{Kind: crm.ErrOffline, Subject: s.Address, Detail: "no greeting"}
	case !hasWord(greeting, "* OK"):
		return garbled("greeting is not OK") // PREAUTH would make us skip STARTTLS
	}
	if _, err := io.WriteString(conn, "S STARTTLS\r\n"); err != nil {
		return err
	}
	for range 10 { // capabilities may come of themselves
		line, err := in.ReadSlice('\n')
		switch {
		case err != nil:
			return &crm.Fault{Kind: crm.ErrOffline, Subject: s.Address, Detail: "no answer to STARTTLS"}
		case hasWord(line, "S OK") && in.Buffered() > 0:
			return garbled("text in clear after STARTTLS")
		case hasWord(line, "S OK"):
			return conn.SetDeadline(time.Time{})
		case hasWord(line, "S"):
			return garbled("the server refuses STARTTLS")
		case !hasWord(line, "*"):
			return garbled("answer to STARTTLS")
		}
	}
	return garbled("no answer to STARTTLS")
}

func hasWord(line []byte, word string) bool {
	text := strings.TrimRight(string(line), "\r\n")
	return len(text) >= len(word) && strings.EqualFold(text[:len(word)], word) && (len(text) == len(word) || text[len(word)] == ' ')
}
