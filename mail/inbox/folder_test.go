package inbox

import (
	"log/slog"
	"strings"
	"testing"
)

// The folder of sent letters is found by its mark, else by its name, in whatever
// letters the server writes it; one that cannot be opened is none.
func TestSentFolder(t *testing.T) {
	for _, c := range []struct{ name, caps, list, want string }{
		{"by its mark", "", `(\Junk) "/" "Sent"|(\HasNoChildren \Sent) "/" "Почта"`, "Почта"},
		{"marks are asked for", " SPECIAL-USE LIST-EXTENDED", `(\Sent) "/" "X"`, "X"},
		{"a mark that only holds others", "", `(\Noselect \Sent) "/" "Sent"|() "/" "Sent Items"`, "Sent Items"},
		{"a name that is not there", "", `(\NonExistent) "/" "Sent"|() "/" "Исходящие"`, "Исходящие"},
		{"Russian, in UTF-7 and with bars", "", `() "|" "INBOX"|() "|" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"`, "Отправленные"},
		{"in the inbox", "", `() "." "INBOX.Drafts"|() "." "INBOX.Sent"`, "INBOX.Sent"},
		{"of a program in English", "", `() "/" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"|() "/" "Sent Messages"`, "Sent Messages"},
		{"somebody's own", "", `() "/" "Архив/Sent"|() "/" "Sent 2025"`, ""},
		{"without a separator", "", `() NIL "Sent"`, "Sent"},
		{"none", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := newQuirky(t)
			q.caps = c.caps
			q.says = func(command string) (string, bool) {
				if !strings.HasPrefix(command, "LIST") {
					return "", false
				}
				if strings.Contains(command, "RETURN (SPECIAL-USE)") != (c.caps != "") {
					return "", true
				}
				var out strings.Builder
				// A bar separates lines here only where a new one begins.
				for line := range strings.SplitSeq(strings.ReplaceAll(c.list, `"|(`, "\"\n("), "\n") {
					if line != "" {
						out.WriteString("* LIST " + line + "\r\n")
					}
				}
				return out.String(), true
			}
			s := q.open(t)
			got, err := s.sentFolder()
			if err != nil || got != c.want {
				t.Errorf("found %q, want %q, %v", got, c.want, err)
			}
		})
	}
}

// open logs in to the server.
func (q *quirky) open(t *testing.T) *session {
	t.Helper()
	q.mu.Lock() // what a test has set before is seen by all
	q.said = nil
	q.mu.Unlock()
	w := New(q.account, q.dialer, newShelf(""), nil, Options{}, slog.New(slog.DiscardHandler))
	s, err := w.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}
