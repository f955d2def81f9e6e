package crm

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
