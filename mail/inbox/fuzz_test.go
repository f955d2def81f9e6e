package inbox

import (
	"bufio"
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pult/mail/account"
)

// talk has a watcher read its inbox from a server that answers each line it is said with
// the next piece of a text, and then says nothing more. In it TAG stands for the tag of
// that line. Time passes by itself: what would wait for ever is found.
func talk(t *testing.T, pieces []string) (s *shelf, heard []string) {
	s = newShelf("")
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		left := make(chan struct{})
		go func() {
			defer close(left)
			in := bufio.NewReader(theirs)
			for n := 0; ; n++ {
				if n < len(pieces) {
					tag := "*"
					if n > 0 {
						line, err := in.ReadString('\n')
						if err != nil {
							return
						}
						heard = append(heard, strings.TrimSpace(line))
						tag, _, _ = strings.Cut(line, " ")
					}
					if _, err := theirs.Write([]byte(strings.ReplaceAll(pieces[n], "TAG", tag))); err != nil {
						return
					}
				} else if _, err := in.ReadString('\n'); err != nil {
					return
				}
			}
		}()
		a := &account.Account{Name: "anna", User: "anna", Secret: func(context.Context) (string, error) { return "secret", nil }}
		w := New(a, account.Dialer{}, s, nil, Options{}, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithTimeout(t.Context(), time.Hour)
		defer stop()
		session, err := w.begin(ctx, ours)
		if err == nil {
			_ = w.catchUp(ctx, session, Folder{Account: "anna", Name: inboxName}, newSuspects(0))
			_, _ = session.sentFolder()
			session.close()
		}
		_ = theirs.Close()
		if ctx.Err() != nil {
			t.Error("an hour has passed")
		}
		<-left
	})
	return s, heard
}

// pieceEnd parts what a server says in turn.
const pieceEnd = "\x00"

var talks = []string{
	"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR CONDSTORE] hi\r\n\x00TAG OK [CAPABILITY IMAP4rev1 CONDSTORE] in\r\n\x00" +
		"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [HIGHESTMODSEQ 9] x\r\nTAG OK [READ-ONLY] x\r\n\x00* SEARCH 1 2 (MODSEQ 9)\r\nTAG OK\r\n\x00" +
		"* 1 FETCH (UID 1 FLAGS (\\Seen) INTERNALDATE \"02-Nov-2026 10:00:00 +0300\" RFC822.SIZE 30 MODSEQ (5) BODY[HEADER] {11}\r\nFrom: a@b\r\n)\r\n" +
		"* 2 FETCH (UID 2 FLAGS () RFC822.SIZE 9.1e+3 BODY[HEADER] NIL)\r\nTAG OK\r\n\x00* 1 FETCH (UID 1 BODY[] {5}\r\ntext\n)\r\n* 2 FETCH (UID 2 BODY[] \"x\")\r\nTAG OK\r\n\x00" +
		"* SEARCH 1\r\nTAG OK\r\n\x00* LIST (\\Sent) \"/\" \"&BB4EQgQ,-\"\r\nTAG OK\r\n",
	"* OK [CAPABILITY(\\Seen) x) hi\r\n", "* PREAUTH hi\r\n", "* BYE\r\n", "", "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n",
	"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\r\n\x00TAG NO [AUTHENTICATIONFAILED] no\r\n",
	"* OK [CAPABILITY IMAP4rev1 AUTH=LOGIN] hi\r\n\x00+ VXNlcm5hbWU6\r\n\x00+ UGFzc3dvcmQ6\r\n\x00TAG OK in\r\n\x00* CAPABILITY IMAP4rev1 ESEARCH\r\nTAG OK\r\n\x00" +
		"* OK [UIDVALIDITY 1] x\r\nTAG OK\r\n\x00* ESEARCH (TAG \"TAG\") UID ALL 1:*\r\nTAG OK\r\n",
	"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\r\n\x00TAG OK\r\n\x00* CAPABILITY IMAP4rev1\r\nTAG OK\r\n\x00* OK [UIDVALIDITY 1] x\r\nTAG OK\r\n\x00* SEARCH 1\r\nTAG OK\r\n\x00* 1 FETCH (UID 1 BODY[HEADER] {400}\r\nFrom",
}

// Letters come through the pipe of the fuzzing too.
func TestTalk(t *testing.T) {
	s, _ := talk(t, strings.Split(talks[0], pieceEnd))
	if kept := s.kept["INBOX"]; len(kept) != 2 || string(kept[0].Whole) != "text\n" || !s.replied[1] {
		t.Errorf("%+v, answered %v", kept, s.replied)
	}
}

// The password is told in the way that the server names, and not at all where it takes
// none.
func TestWaysToLogIn(t *testing.T) {
	const in = "\x00TAG OK in\r\n"
	for name, c := range map[string]struct{ said, want string }{
		"PLAIN":          {"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR] hi\r\n" + in, "T1 AUTHENTICATE PLAIN AGFubmEAc2VjcmV0"},
		"LOGIN":          {"* OK [CAPABILITY IMAP4rev1 AUTH=LOGIN] hi\r\n\x00+ VXNlcm5hbWU6\r\n\x00+ UGFzc3dvcmQ6\r\n" + in, "T1 AUTHENTICATE LOGIN, YW5uYQ==, c2VjcmV0"},
		"the old way":    {"* OK [CAPABILITY IMAP4rev1] hi\r\n" + in, `T1 LOGIN "anna" "secret"`},
		"none":           {"* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n", ""},
		"before secrecy": {"* PREAUTH hi\r\n", ""},
	} {
		_, heard := talk(t, strings.Split(c.said, pieceEnd))
		var words []string
		for _, line := range heard {
			if !strings.HasSuffix(line, " CAPABILITY") {
				words = append(words, line)
			}
		}
		if got := strings.Join(words, ", "); got != c.want {
			t.Errorf("%s: said %q, want %q", name, got, c.want)
		}
	}
}

// Whatever a server says, at whatever turn: nothing panics, nobody waits for ever, and
// no goroutine is left.
func FuzzTalk(f *testing.F) {
	for _, said := range talks {
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) { talk(t, strings.Split(said, pieceEnd)) })
}
