package crm

import (
	"errors"
	"slices"
	"testing"
)

// buying asks why only of those who do not buy, and whom of those who went elsewhere.
func buying() Script {
	return Script{Questions: []Question{
		{Text: "Берёте?", Kind: AskOne, Options: []string{"да", "нет"}, Must: true},
		{Text: "Почему?", Kind: AskOne, Options: []string{"цена", "другие"}, When: &Condition{Question: 0, Option: 1}, Must: true},
		{Text: "У кого?", Kind: AskText, When: &Condition{Question: 1, Option: 1}},
		{Text: "Сколько?", Kind: AskNumber, When: &Condition{Question: 0, Option: 0}},
		{Text: "Что ещё?", Kind: AskSome, Options: []string{"а", "б"}},
	}}
}

func TestScriptAsksInOnePassForward(t *testing.T) {
	one := func(question, option int) Answer { return Answer{Question: question, Options: []int{option}} }
	tests := []struct {
		name    string
		answers []Answer
		asked   []int
		missing []int
	}{
		{"nothing said", nil, []int{0, 4}, []int{0}},
		{"yes", []Answer{one(0, 0)}, []int{0, 3, 4}, nil},
		{"no", []Answer{one(0, 1)}, []int{0, 1, 4}, []int{1}},
		{"elsewhere", []Answer{one(0, 1), one(1, 1)}, []int{0, 1, 2, 4}, nil},
		{"taken back: what hung on it is hidden to the end", []Answer{one(1, 1), one(0, 0)}, []int{0, 3, 4}, nil},
		{"two answers to a question of one", []Answer{{Question: 0, Options: []int{0, 1}}}, []int{0, 4}, nil},
		{"changed, the last one counts", []Answer{one(0, 0), one(0, 1)}, []int{0, 1, 4}, []int{1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := buying().Asked(tt.answers); !slices.Equal(got, tt.asked) {
				t.Errorf("asked %v, want %v", got, tt.asked)
			}
			if got := buying().Missing(tt.answers); !slices.Equal(got, tt.missing) {
				t.Errorf("missing %v, want %v", got, tt.missing)
			}
		})
	}
}

func TestAnswersOfHiddenQuestionsAreDropped(t *testing.T) {
	answers := []Answer{
		{Question: 0, Options: []int{1}},
		{Question: 1, Options: []int{1}},
		{Question: 2, Text: "Ромашка"},
		{Question: 0, Options: []int{0}},
		{Question: 3, Text: "10"},
		{Question: 77, Text: "?"},
	}
	got := buying().Kept(answers)
	if len(got) != 2 || got[0].Options[0] != 0 || got[1].Text != "10" {
		t.Errorf("kept %+v", got)
	}
}

func TestScriptCheck(t *testing.T) {
	if err := buying().Check(); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		spoil func(*Script)
		want  Reason
	}{
		{"looks ahead", func(s *Script) { s.Questions[1].When.Question = 3 }, Reason{"script_ahead", "2"}},
		{"looks at itself", func(s *Script) { s.Questions[1].When.Question = 1 }, Reason{"script_ahead", "2"}},
		{"looks at nothing", func(s *Script) { s.Questions[1].When.Question = -1 }, Reason{"script_ahead", "2"}},
		{"no such option", func(s *Script) { s.Questions[3].When.Option = 2 }, Reason{"script_when", "4"}},
		{"hangs on words", func(s *Script) { s.Questions[3].When = &Condition{Question: 2} }, Reason{"script_when", "4"}},
		{"nothing to choose", func(s *Script) { s.Questions[4].Options = nil }, Reason{"script_options", "5"}},
		{"choices of a number", func(s *Script) { s.Questions[3].Options = []string{"1"} }, Reason{"script_options", "4"}},
		{"no words", func(s *Script) { s.Questions[0].Text = "" }, Reason{"script_text", "1"}},
		{"unknown kind", func(s *Script) { s.Questions[0].Kind = "?" }, Reason{"script_kind", "1"}},
		{"endless", func(s *Script) { s.Questions = make([]Question, 101) }, Reason{"script_long", "100"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := buying()
			tt.spoil(&s)
			var reason Reason
			if err := s.Check(); !errors.As(err, &reason) || reason != tt.want {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}
