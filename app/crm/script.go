package crm

import (
	"slices"
	"strconv"
)

// Script is what a manager says and asks. Its questions come in order; a condition
// looks back only, so one pass forward decides what is asked.
type Script struct {
	Text      string     `json:"text,omitempty"`
	Questions []Question `json:"questions,omitempty"`
}

// QuestionKind is what an answer is.
type QuestionKind string

// Kinds of question.
const (
	AskOne    QuestionKind = "one" // one of Options
	AskSome   QuestionKind = "some"
	AskText   QuestionKind = "text"
	AskNumber QuestionKind = "number"
	AskDate   QuestionKind = "date"
)

// Question is asked when its condition holds.
type Question struct {
	Text    string       `json:"text"`
	Kind    QuestionKind `json:"kind"`
	Options []string     `json:"options,omitempty"`
	When    *Condition   `json:"when,omitempty"`
	Must    bool         `json:"must,omitempty"`
}

// Condition is an option of an earlier question of kind AskOne, both counted from 0.
type Condition struct {
	Question int `json:"question"`
	Option   int `json:"option"`
}

// Answer is what was said to a question of the script; Options are counted from 0.
type Answer struct {
	Question int    `json:"question"`
	Options  []int  `json:"options,omitempty"`
	Text     string `json:"text,omitempty"`
}

// Caps of a script.
const (
	scriptQuestions = 100
	scriptOptions   = 30
)

// Check finds what is wrong with a script; the error is a Reason with the number of
// the question, counted from 1. A condition names an option of an earlier question
// with one answer, so nothing can go round in circles.
func (s Script) Check() error {
	if len(s.Questions) > scriptQuestions {
		return Reason{Code: "script_long", Detail: strconv.Itoa(scriptQuestions)}
	}
	for i, q := range s.Questions {
		if code := s.fault(i, q); code != "" {
			return Reason{Code: code, Detail: strconv.Itoa(i + 1)}
		}
	}
	return nil
}

func (s Script) fault(at int, q Question) string {
	choice := q.Kind == AskOne || q.Kind == AskSome
	switch {
	case q.Text == "":
		return "script_text"
	case !slices.Contains([]QuestionKind{AskOne, AskSome, AskText, AskNumber, AskDate}, q.Kind):
		return "script_kind"
	case choice && (len(q.Options) == 0 || len(q.Options) > scriptOptions), !choice && len(q.Options) > 0:
		return "script_options"
	case q.When == nil:
		return ""
	case q.When.Question < 0 || q.When.Question >= at:
		return "script_ahead"
	}
	asked := s.Questions[q.When.Question]
	if asked.Kind != AskOne || q.When.Option < 0 || q.When.Option >= len(asked.Options) {
		return "script_when"
	}
	return ""
}

// Asked are the questions to be asked after these answers, in one pass forward: what
// hangs on a question that is not asked is not asked either.
func (s Script) Asked(answers []Answer) (list []int) {
	said := make(map[int]Answer, len(answers))
	for _, a := range answers {
		said[a.Question] = a
	}
	asked := make([]bool, len(s.Questions))
	for i, q := range s.Questions {
		if w := q.When; w != nil {
			if w.Question < 0 || w.Question >= i || !asked[w.Question] || !slices.Equal(said[w.Question].Options, []int{w.Option}) {
				continue
			}
		}
		asked[i] = true
		list = append(list, i)
	}
	return list
}

// Owed are the questions that must be answered, are asked after these answers, and have
// none.
func (s Script) Owed(answers []Answer) (list []int) {
	said := make(map[int]bool, len(answers))
	for _, a := range answers {
		said[a.Question] = len(a.Options) > 0 || a.Text != ""
	}
	for _, i := range s.Asked(answers) {
		if s.Questions[i].Must && !said[i] {
			list = append(list, i)
		}
	}
	return list
}

// Kept are the answers to questions that are asked, in their order, the last one to
// each: what was said to a question that a later answer has hidden is dropped.
func (s Script) Kept(answers []Answer) (list []Answer) {
	for _, i := range s.Asked(answers) {
		for _, a := range slices.Backward(answers) {
			if a.Question == i {
				list = append(list, a)
				break
			}
		}
	}
	return list
}

// Missing are the questions that must be answered and are not.
func (s Script) Missing(answers []Answer) (list []int) {
	for _, i := range s.Asked(answers) {
		given := slices.ContainsFunc(answers, func(a Answer) bool { return a.Question == i && (len(a.Options) > 0 || a.Text != "") })
		if s.Questions[i].Must && !given {
			list = append(list, i)
		}
	}
	return list
}
