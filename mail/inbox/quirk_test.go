package inbox

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// quirky is an IMAP server that answers about some letters as servers were seen to
// answer. It lists no IDLE: its client looks for news by the clock.
type quirky struct {
	listener net.Listener
	account  *account.Account
	dialer   account.Dialer
	slow     func(net.Conn) io.Writer                      // how answers leave; nil for at once
	token    string                                        // the one that is taken; empty when a password is
	caps     string                                        // what it can beside the least
	says     func(command string) (answer string, ok bool) // what it says instead; may be nil
	refuses  string                                        // the command it says NO to
	idles    bool                                          // it lets one idle, and tells of nothing; else it refuses

	ends  func(command string, n int) bool // it dies in the middle of its n-th answer
	most  int                              // connections at once
	valid uint32                           // the folder's numbering; 7 when zero

	mu      sync.Mutex
	letters map[uint32][]byte
	quirks  map[uint32]quirk
	said    []string // commands that came, without their tags
	tag     string   // of the last one
	conns   map[net.Conn]bool
	mute    bool // it goes on listening and says nothing more
	all     sync.WaitGroup
}

// quirk is an answer about one letter that is not as it should be. The section is
// "BODY[HEADER]", "BODY[]", or "BODY[] alone" when nothing else was asked for; without
// goOn the connection ends there.
type quirk struct {
	name   string
	answer func(w io.Writer, uid uint32, section string, text []byte) (goOn bool)
}

func newQuirky(t *testing.T) *quirky {
	t.Helper()
	cert, key, roots := mailtest.Certificate(t)
	pair, err := tls.X509KeyPair([]byte(cert), []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}})
	if err != nil {
		t.Fatal(err)
	}
	q := &quirky{
		listener: l, dialer: account.Dialer{Roots: roots}, letters: map[uint32][]byte{}, quirks: map[uint32]quirk{}, conns: map[net.Conn]bool{},
		account: &account.Account{
			Name: "anna", Address: "anna@firm.example", User: "anna", IMAP: account.Server{Address: l.Addr().String()},
			Secret: func(context.Context) (string, error) { return "secret", nil },
		},
	}
	q.all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			q.mu.Lock()
			q.conns[conn] = true
			q.most = max(q.most, len(q.conns))
			q.mu.Unlock()
			q.all.Go(func() { q.serve(conn) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		q.drop()
		q.all.Wait()
	})
	return q
}

// drop ends all connections, as a crash does.
func (q *quirky) drop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for conn := range q.conns {
		_ = conn.Close()
		delete(q.conns, conn)
	}
}

func (q *quirky) left(conn net.Conn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	_ = conn.Close()
	delete(q.conns, conn)
}

func (q *quirky) deliver(uid uint32, k quirk) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.letters[uid], q.quirks[uid] = letter(int(uid), "client@client.example"), k
}

func (q *quirky) serve(conn net.Conn) {
	defer q.left(conn)
	out := io.Writer(conn)
	if q.slow != nil {
		out = q.slow(conn)
	}
	in := bufio.NewReader(conn)
	if _, err := fmt.Fprintf(out, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR%s] hello\r\n", q.caps); err != nil {
		return
	}
	for n := 1; ; n++ {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		tag, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		q.mu.Lock()
		q.said, q.tag = append(q.said, rest), tag
		mute := q.mute
		q.mu.Unlock()
		if mute {
			continue // half open: it takes what we say and says nothing
		}
		if q.token != "" && strings.HasPrefix(rest, "AUTHENTICATE") && !q.knows(rest) {
			// The way of XOAUTH2: why, then a word of the other side, then no.
			_, _ = io.WriteString(out, "+ eyJzdGF0dXMiOiI0MDEifQ==\r\n")
			_, _ = in.ReadString('\n')
			_, _ = fmt.Fprintf(out, "%s NO [AUTHENTICATIONFAILED] wrong token\r\n", tag)
			continue
		}
		if rest == "IDLE" && q.idles {
			_, _ = io.WriteString(out, "+ waiting\r\n")
			_, _ = in.ReadString('\n')
			_, _ = fmt.Fprintf(out, "%s OK done\r\n", tag)
			continue
		} else if rest == "IDLE" {
			_, _ = fmt.Fprintf(out, "%s BAD not here\r\n", tag)
			continue
		}
		if q.refuses != "" && strings.HasPrefix(rest, q.refuses) {
			_, _ = fmt.Fprintf(out, "%s NO [UNAVAILABLE] backend error\r\n", tag)
			continue
		}
		answer, goOn := q.answer(rest)
		if q.ends != nil && q.ends(rest, n) {
			_, _ = out.Write(answer[:len(answer)/2])
			return
		}
		if _, err := out.Write(answer); err != nil || !goOn {
			return
		}
		if _, err := fmt.Fprintf(out, "%s OK done\r\n", tag); err != nil {
			return
		}
	}
}

// knows reads "AUTHENTICATE XOAUTH2 BASE64".
func (q *quirky) knows(command string) bool {
	fields := strings.Fields(command)
	said, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
	return err == nil && fields[1] == "XOAUTH2" && string(said) == "user=anna\x01auth=Bearer "+q.token+"\x01\x01"
}

func (q *quirky) answer(command string) (answer []byte, goOn bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.says != nil {
		if answer, ok := q.says(command); ok {
			return []byte(answer), true
		}
	}
	var out bytes.Buffer
	word := strings.ToUpper(command)
	switch {
	case strings.HasPrefix(word, "CAPABILITY"):
		fmt.Fprintf(&out, "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR%s\r\n", q.caps)
	case strings.HasPrefix(word, "LIST"):
		out.WriteString("* LIST (\\HasNoChildren) \"/\" INBOX\r\n")
	case strings.HasPrefix(word, "EXAMINE"), strings.HasPrefix(word, "SELECT"):
		fmt.Fprintf(&out, "* FLAGS (\\Seen [x])\r\n* %d EXISTS\r\n* 99999999999 EXISTS\r\n* OK [UIDVALIDITY %d] fine\r\n* XNEWS about nothing\r\n", len(q.letters), max(q.valid, 7))
	case strings.HasPrefix(word, "UID SEARCH"):
		out.WriteString("* SEARCH")
		if !strings.Contains(word, "ANSWERED") {
			for _, uid := range q.uids("1:*") {
				fmt.Fprintf(&out, " %d", uid)
			}
		}
		out.WriteString("\r\n")
	case strings.HasPrefix(word, "UID FETCH"):
		return q.fetch(command)
	}
	return out.Bytes(), true
}

// uids are those of the letters in a set, ascending.
func (q *quirky) uids(set string) (list []uint32) {
	for uid := range q.letters {
		for part := range strings.SplitSeq(set, ",") {
			from, to, many := strings.Cut(part, ":")
			first, _ := strconv.ParseUint(from, 10, 32)
			last, err := strconv.ParseUint(to, 10, 32)
			if !many {
				last = first
			} else if err != nil {
				last = 1 << 32
			}
			if uint64(uid) >= first && uint64(uid) <= last {
				list = append(list, uid)
				break
			}
		}
	}
	slices.Sort(list)
	return list
}

func (q *quirky) fetch(command string) (answer []byte, goOn bool) {
	var out bytes.Buffer
	fields := strings.Fields(command)
	for n, uid := range q.uids(fields[2]) {
		text, section := q.letters[uid], "BODY[]"
		if strings.Contains(command, "HEADER") {
			end := bytes.Index(text, []byte("\r\n\r\n")) + 4
			text, section = text[:end], "BODY[HEADER]"
		}
		if !strings.Contains(command, "INTERNALDATE") {
			section += " alone"
		}
		fmt.Fprintf(&out, "* %d FETCH (", n+1)
		if k := q.quirks[uid]; k.answer != nil {
			if !k.answer(&out, uid, section, text) {
				return out.Bytes(), false
			}
		} else {
			normal(&out, uid, section, text, "")
		}
		out.WriteString(")\r\n")
	}
	return out.Bytes(), true
}

// normal is how a server answers about a letter, with something more before the text.
func normal(w io.Writer, uid uint32, section string, text []byte, more string) {
	section, _, _ = strings.Cut(section, " ")
	fmt.Fprintf(w, "UID %d FLAGS () INTERNALDATE \"02-Nov-2026 10:00:00 +0300\" RFC822.SIZE %d %s%s {%d}\r\n%s", uid, len(text), more, section, len(text), text)
}

func beside(more string) func(io.Writer, uint32, string, []byte) bool {
	return func(w io.Writer, uid uint32, section string, text []byte) bool {
		normal(w, uid, section, text, more+" ")
		return true
	}
}

func instead(line string) func(io.Writer, uint32, string, []byte) bool {
	return func(w io.Writer, uid uint32, section string, text []byte) bool {
		section, _, _ = strings.Cut(section, " ")
		fmt.Fprintf(w, strings.ReplaceAll(line, "?", fmt.Sprint(uid))+" %s {%d}\r\n%s", section, len(text), text)
		return true
	}
}

// harmless are answers from public trackers that the library below breaks a connection
// at, or breaks off at, and we read.
var harmless = []quirk{
	{"a boundary that is NIL, mail.ru", beside(`BODYSTRUCTURE (("text" "plain" ("charset" "utf-8") NIL NIL "8bit" 5 0) "mixed" ("boundary" NIL) NIL NIL)`)},
	{"a letter in a letter without an envelope, mail.ru", beside(`BODYSTRUCTURE ("message" "rfc822" () NIL NIL "8bit" 5 NIL NIL 0)`)},
	{"inline without parameters, mail.ru", beside(`BODYSTRUCTURE ("text" "plain" NIL NIL NIL "8bit" 5 0 NIL ("inline" NIL) NIL)`)},
	{"quotes inside of quotes", beside(`BODYSTRUCTURE ("text" "plain" NIL "<a"b"c>" NIL "8bit" 5 0)`)},
	{"multipart of nothing, Gmail", beside(`BODYSTRUCTURE ("RELATED" NIL ("boundary" "x") NIL NIL)`)},
	{"a parameter without a name, Dovecot", beside(`BODYSTRUCTURE ("text" "plain" ("charset" "utf-8" "" "x") NIL NIL "8bit" 5 0)`)},
	{"an envelope with quotes in its subject", beside(`ENVELOPE (NIL "a "b" c" NIL NIL NIL NIL NIL NIL NIL NIL)`)},
	{"5000 brackets", beside("BODYSTRUCTURE " + strings.Repeat("(", 5000) + strings.Repeat(")", 5000))},
	{"an item of Gmail", beside(`X-GM-MSGID 1278455344230334865 X-GM-LABELS ("\\Inbox" важное)`)},
	{"a size in powers of ten, mail.ru", instead(`UID ? FLAGS () INTERNALDATE "02-Nov-2026 10:00:00 +0300" RFC822.SIZE 9.3736e+06`)},
	{"a flag that is none", instead(`UID ? FLAGS (\Seen [x]) INTERNALDATE "02-Nov-2026 10:00:00 +0300" RFC822.SIZE 100`)},
	{"a date that is none", instead(`UID ? FLAGS () INTERNALDATE "yesterday" RFC822.SIZE 100`)},
	{"small letters", instead(`uid ? flags () internaldate "02-Nov-2026 10:00:00 +0300" rfc822.size 100`)},
	{"answers nobody asked for", func(w io.Writer, uid uint32, section string, text []byte) bool {
		fmt.Fprintf(w, "X-NONE NIL)\r\n* VANISHED (EARLIER) 300:310\r\n* XFOO {4}\r\n\r\n)( x\r\n* 1 FETCH (")
		normal(w, uid, section, text, "")
		return true
	}},
}

// bad are letters whose header cannot be had.
var bad = []quirk{
	{"the connection ends inside of the header", func(w io.Writer, uid uint32, section string, text []byte) bool {
		if section == "BODY[] alone" {
			normal(w, uid, section, text, "")
			return true
		}
		fmt.Fprintf(w, "UID %d BODY[HEADER] {%d}\r\n%s", uid, len(text), text[:10])
		return false
	}},
	{"a size beyond all", func(w io.Writer, uid uint32, section string, text []byte) bool {
		if section == "BODY[] alone" {
			normal(w, uid, section, text, "")
			return true
		}
		fmt.Fprintf(w, "UID %d BODY[HEADER] {9223372036854775807}\r\n%s", uid, text)
		return false
	}},
	{"nothing but the end", func(io.Writer, uint32, string, []byte) bool { return false }},
	{"another number than was asked for", func(w io.Writer, _ uint32, section string, text []byte) bool {
		normal(w, 4_000_000, section, text, "")
		return true
	}},
	{"no number at all", func(w io.Writer, _ uint32, section string, text []byte) bool {
		section, _, _ = strings.Cut(section, " ")
		fmt.Fprintf(w, "%s {%d}\r\n%s", section, len(text), text)
		return true
	}},
}

func (q *quirky) watch(t *testing.T, s *shelf, change func(*Watcher)) *Watcher {
	t.Helper()
	w := New(q.account, q.dialer, s, nil, Options{Poll: 20 * time.Millisecond, Chunk: 50}, slog.New(slog.DiscardHandler))
	w.pauses = []time.Duration{5 * time.Millisecond}
	if change != nil {
		change(w)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = w.Serve(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return w
}

// byUID counts how often each letter was put on record, and gives what is said of it.
func (s *shelf) byUID() (times map[uint32]int, last map[uint32]Letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	times, last = map[uint32]int{}, map[uint32]Letter{}
	for _, l := range s.kept["INBOX"] {
		times[l.UID]++
		last[l.UID] = l
	}
	return times, last
}

// Whatever servers are known to say about a letter, all others keep coming. What is
// only odd is read; one that cannot be read is named, and kept as it is where it can be
// had at all.
func TestQuirksOfServers(t *testing.T) {
	q := newQuirky(t)
	want := map[uint32]quirk{}
	uid := uint32(0)
	for _, k := range slices.Concat(harmless, bad) {
		for range 4 {
			uid++
			q.deliver(uid, quirk{})
		}
		uid++
		q.deliver(uid, k)
		want[uid] = k
	}
	s := newShelf("")
	q.watch(t, s, nil)
	s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == uid })
	q.drop()
	q.deliver(uid+1, quirk{}) // news after all that
	s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == uid+1 })

	times, last := s.byUID()
	for n := range uid + 1 {
		l, k := last[n+1], want[n+1]
		isBad := slices.ContainsFunc(bad, func(b quirk) bool { return b.name == k.name && k.name != "" })
		switch {
		case times[n+1] != 1:
			t.Errorf("letter %d (%s) was put on record %d times", n+1, k.name, times[n+1])
		case !isBad && (l.Spoilt != nil || !bytes.Equal(l.Whole, q.letters[n+1])):
			t.Errorf("letter %d (%s): %v, %q", n+1, k.name, l.Spoilt, l.Whole)
		case isBad && l.Spoilt == nil:
			t.Errorf("letter %d (%s) is said to be whole: %q", n+1, k.name, l.Whole)
		}
	}
	for n, k := range want {
		if (k.name == bad[0].name || k.name == bad[1].name) && !bytes.Equal(last[n].Whole, q.letters[n]) {
			t.Errorf("%s: kept %q", k.name, last[n].Whole)
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, said := range q.said {
		if strings.Contains(said, "BODY[") || strings.Contains(strings.ToUpper(said), "STORE") || strings.HasPrefix(strings.ToUpper(said), "SELECT") {
			t.Errorf("said %q: nothing may be marked as read", said)
		}
	}
}

// A server that is heard no more, without a word that it goes, is left after a while,
// and what it has said halfway is no letter. When it is back all letters come, each once.
func TestHalfOpen(t *testing.T) {
	q := newQuirky(t)
	for n := range uint32(20) {
		q.deliver(n+1, quirk{})
	}
	s := newShelf("")
	w := q.watch(t, s, func(w *Watcher) { w.patience = time.Second })
	s.await(t, holds("INBOX", 20))
	q.mu.Lock()
	q.mute = true
	q.mu.Unlock()
	w.until(t.Context(), func(s State) bool { return !s.Online })
	q.deliver(21, quirk{})
	q.mu.Lock()
	q.mute = false
	q.mu.Unlock()
	s.await(t, holds("INBOX", 21))
	w.until(t.Context(), func(s State) bool { return s.Online })
	if times, _ := s.byUID(); len(times) != 21 || times[21] != 1 || times[1] != 1 {
		t.Errorf("letters by number: %v", times)
	}
}

// A server that gives a byte at a time is read like any other.
func TestSlowServer(t *testing.T) {
	q := newQuirky(t)
	q.slow = func(conn net.Conn) io.Writer { return drip{conn} }
	for n := range uint32(3) {
		q.deliver(n+1, quirk{})
	}
	s := newShelf("")
	q.watch(t, s, nil)
	s.await(t, holds("INBOX", 3))
	if times, last := s.byUID(); len(times) != 3 || times[1] != 1 || !bytes.Equal(last[3].Whole, q.letters[3]) {
		t.Errorf("%v, %q", times, last[3].Whole)
	}
}

// drip writes a byte at a time.
type drip struct{ to io.Writer }

func (d drip) Write(p []byte) (int, error) {
	for n := range p {
		if _, err := d.to.Write(p[n : n+1]); err != nil {
			return n, err
		}
	}
	return len(p), nil
}

// A token opens a mailbox without a password, although the server does not name the
// mechanism. One that is refused ends the tries until somebody asks.
func TestToken(t *testing.T) {
	q := newQuirky(t)
	q.token = "good"
	q.deliver(1, quirk{})
	var mu sync.Mutex
	token := "stale"
	q.account.Secret = nil
	q.account.Token = func(context.Context) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		return token, nil
	}
	s := newShelf("")
	w := q.watch(t, s, nil)
	w.until(t.Context(), func(s State) bool { return errors.Is(s.Err, crm.ErrDenied) })
	tries := func() (n int) {
		q.mu.Lock()
		defer q.mu.Unlock()
		for _, said := range q.said {
			if strings.HasPrefix(said, "AUTHENTICATE") {
				n++
			}
		}
		return n
	}
	if n := tries(); n != 1 {
		t.Errorf("%d tries with a token that is refused", n)
	}
	mu.Lock()
	token = "good"
	mu.Unlock()
	w.Retry()
	s.await(t, holds("INBOX", 1))
}
