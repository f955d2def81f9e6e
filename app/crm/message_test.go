package crm

import (
	"slices"
	"testing"
)

func TestThreadOf(t *testing.T) {
	if got := ThreadOf("c@x", "b@x", []string{"a@x", "b@x"}); got != "a@x" {
		t.Errorf("the third letter is of the talk %q", got)
	}
	if got := ThreadOf("c@x", "b@x", nil); got != "b@x" {
		t.Errorf("an answer is of the talk %q", got)
	}
	if got := ThreadOf("c@x", "", nil); got != "c@x" {
		t.Errorf("the first letter is of the talk %q", got)
	}
}

func TestSameLetter(t *testing.T) {
	a := Message{Key: "id:1@x", Digest: "d"}
	for name, c := range map[string]struct {
		other Message
		want  bool
	}{
		"copy":               {Message{Key: "id:1@x", Digest: "d"}, true},
		"copy not read yet":  {Message{Key: "id:1@x"}, true},
		"forged copy":        {Message{Key: "id:1@x", Digest: "e"}, false},
		"another letter":     {Message{Key: "id:2@x", Digest: "d"}, false},
		"letter without key": {Message{Digest: "d"}, false},
	} {
		if a.SameAs(c.other) != c.want || c.other.SameAs(a) != c.want {
			t.Errorf("%s: same %v", name, !c.want)
		}
	}
	if (Message{}).SameAs(Message{}) {
		t.Error("two letters that nothing is known of are one")
	}
}

// A copy adds what it knows and takes nothing away.
func TestMessageWith(t *testing.T) {
	one, two := Ref{1}, Ref{2}
	a := Message{Account: "maria", Owners: []string{"maria"}, Links: []MessageLink{{Client: one, Reason: MatchedByDomain}}}
	b := Message{
		Account: "oleg", Owners: []string{"oleg", "maria"}, Preview: "текст", Digest: "d", Attachments: []Attachment{{Name: "a.pdf"}},
		Links: []MessageLink{{Client: two, Reason: MatchedByThread, Sure: true}, {Client: one, Reason: MatchedByAddress, Sure: true}},
	}
	got := a.With(b)
	if got.Account != "maria" || !slices.Equal(got.Owners, []string{"maria", "oleg"}) || got.Preview != "текст" || got.Digest != "d" || len(got.Attachments) != 1 {
		t.Errorf("together %+v", got)
	}
	want := []MessageLink{{Client: one, Reason: MatchedByAddress, Sure: true}, {Client: two, Reason: MatchedByThread, Sure: true}}
	if !slices.Equal(got.Links, want) {
		t.Errorf("links %+v", got.Links)
	}
	if a.Links[0].Sure || len(a.Owners) != 1 {
		t.Error("the first copy was changed")
	}
}
