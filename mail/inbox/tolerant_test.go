package inbox

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// What servers were seen to say that the library breaks the connection at.
func TestTolerant(t *testing.T) {
	tests := []struct{ name, said, read string }{
		{"plain", "* OK hello\r\nT1 OK done\r\n", "* OK hello\r\nT1 OK done\r\n"},
		{"an answer nobody knows", "* XLIST (x)\r\n* 5 EXISTS\r\n", "* 5 EXISTS\r\n"},
		{"VANISHED", "* VANISHED 1:5\r\nT1 OK\r\n", "T1 OK\r\n"},
		{"unknown with a literal", "* XFOO {4}\r\n\r\nab rest\r\n* 1 RECENT\r\n", "* 1 RECENT\r\n"},
		{"more letters than there are numbers", "* 99999999999 EXISTS\r\nT1 OK\r\n", "T1 OK\r\n"},
		{"an item of Gmail", "* 1 FETCH (X-GM-MSGID 123 UID 7 X-GM-LABELS (\"a b\" c))\r\n", "* 1 FETCH (UID 7)\r\n"},
		{"its literal too", "* 1 FETCH (UID 7 X-A {3}\r\n)\"( FLAGS ())\r\n", "* 1 FETCH (UID 7 FLAGS ())\r\n"},
		{"a structure with an empty name", "* 1 FETCH (UID 7 BODYSTRUCTURE (\"text\" (\"\" NIL) \"x y\") FLAGS (\\Seen))\r\n", "* 1 FETCH (UID 7 FLAGS (\\Seen))\r\n"},
		{"a flag that is none", "* 1 FETCH (FLAGS (\\Seen [x] $Pult a{b) UID 7)\r\n", "* 1 FETCH (FLAGS (\\Seen $Pult) UID 7)\r\n"},
		{"flags of a folder", "* FLAGS (\\Seen [x] b)\r\n* OK [PERMANENTFLAGS (\\* [y])] Limited\r\n", "* FLAGS (\\Seen b)\r\n* OK [PERMANENTFLAGS (\\*)] Limited\r\n"},
		{"a size in powers of ten", "* 1 FETCH (UID 7 RFC822.SIZE 9.3736e+06)\r\n", "* 1 FETCH (UID 7 RFC822.SIZE 9373600)\r\n"},
		{"a size below nothing", "* 1 FETCH (UID 7 RFC822.SIZE -1)\r\n", "* 1 FETCH (UID 7 RFC822.SIZE 0)\r\n"},
		{"a date that is none", "* 1 FETCH (INTERNALDATE \"yesterday\" UID 7)\r\n", "* 1 FETCH (INTERNALDATE \"01-Jan-1970 00:00:00 +0000\" UID 7)\r\n"},
		{"nil in small letters", "* 1 FETCH (UID 7 BODY[HEADER] nil)\r\n", "* 1 FETCH (UID 7 BODY[HEADER] NIL)\r\n"},
		{"a text stays as it is", "* 1 FETCH (UID 7 BODY[] {12}\r\n* XFOO 1\r\n)( FLAGS ())\r\nT1 OK\r\n", "* 1 FETCH (UID 7 BODY[] {12}\r\n* XFOO 1\r\n)( FLAGS ())\r\nT1 OK\r\n"},
		{"a quoted text too", "* 1 FETCH (UID 7 BODY[HEADER] \"a) (\\\" b\")\r\n", "* 1 FETCH (UID 7 BODY[HEADER] \"a) (\\\" b\")\r\n"},
		{"fields of a header", "* 1 FETCH (UID 7 BODY[HEADER.FIELDS (FROM TO)] {1}\r\nx)\r\n", "* 1 FETCH (UID 7 BODY[HEADER.FIELDS (FROM TO)] {1}\r\nx)\r\n"},
		{"brackets among what it can", "* OK [CAPABILITY(X) IMAP4rev1 (] (hi)\r\n* CAPABILITY IMAP4rev1 (\r\n", "* OK [CAPABILITY?X) IMAP4rev1 ?] (hi)\r\n* CAPABILITY IMAP4rev1 ?\r\n"},
		{"cut off", "* 1 FETCH (UID 7", "* 1 FETCH (UID 7\r\n"},
	}
	for _, tt := range tests {
		for way, from := range map[string]io.Reader{
			"whole": strings.NewReader(tt.said), "byte by byte": iotest.OneByteReader(strings.NewReader(tt.said)),
		} {
			got, err := io.ReadAll(newTolerant(from))
			if err != nil || string(got) != tt.read {
				t.Errorf("%s, %s:\n%q\n%q, %v", tt.name, way, got, tt.read, err)
			}
		}
	}
}

func TestTolerantHasLimits(t *testing.T) {
	if _, err := io.Copy(io.Discard, newTolerant(io.LimitReader(neverEnds{}, 1<<30))); err == nil {
		t.Error("a line of a gigabyte was taken")
	}
}

type neverEnds struct{}

func (neverEnds) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func FuzzTolerant(f *testing.F) {
	f.Add("* 1 FETCH (UID 7 X-A {3}\r\n)\"( FLAGS ())\r\n* FLAGS (\\Seen [x] b)\r\n")
	f.Add("* 1 FETCH (UID 7 BODY[] {12}\r\n* XFOO 1\r\n)( FLAGS ())\r\nT1 OK\r\n")
	f.Fuzz(func(t *testing.T, said string) {
		got, err := io.ReadAll(newTolerant(strings.NewReader(said)))
		if err == nil && len(got) > 2*len(said)+64 {
			t.Errorf("%d bytes of %d", len(got), len(said))
		}
	})
}
