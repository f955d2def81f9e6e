package crm

import "time"

// Sketch is a letter as it stands in its window, addresses half typed and all.
type Sketch struct {
	Draft   Draft
	To, Cc  string    // as they were typed
	Answers ID        // the letter it answers; zero for a new one
	At      time.Time // when it was changed
}

// LetterTemplate is a letter with fields to be filled: "{клиент}".
type LetterTemplate struct {
	Name    string
	Subject string
	Text    string
}
