package crm

import "time"

// Draft is a letter as a manager writes it.
type Draft struct {
	ID         ID // of the letter it becomes
	Account    string
	From       Address
	To         []Address
	Cc         []Address
	Bcc        []Address
	Subject    string
	Text       string
	InReplyTo  string   // Message-ID of the letter it answers
	References []string // oldest first
	Files      []DraftFile
	Client     Ref // whose history it goes to; zero when it is to be found out
	Contact    Ref
	AnswerDays int // after how many days without an answer it is to be a matter of the day; 0 for never
}

// DraftFile is a file that goes along.
type DraftFile struct {
	Name    string
	Type    string // "application/pdf"; empty when it is to be told by the name
	Content []byte
	Path    string // where it is read from when the letter is sent, in place of Content
	Size    int64
}

// Recipients are all who get it, those in blind copy too.
func (d Draft) Recipients() []Address {
	return append(append(append([]Address(nil), d.To...), d.Cc...), d.Bcc...)
}

// PostingState is how far a letter of ours is on its way.
type PostingState string

// States of a posting. Between sending and sent a crash leaves a doubt that nobody
// but a person may end: to send again may mean to send twice.
const (
	PostingWaiting  PostingState = "waiting"  // will be sent
	PostingSending  PostingState = "sending"  // the server may have it
	PostingDoubtful PostingState = "doubtful" // somebody has to say whether it arrived
	PostingRefused  PostingState = "refused"  // the server said no
	PostingSent     PostingState = "sent"     // the server has it; not among sent letters yet
	PostingFiled    PostingState = "filed"    // it is among the sent letters of the mailbox
)

// Posting is a letter of ours on its way.
type Posting struct {
	Letter   Letter
	State    PostingState
	Sender   string   // of the envelope
	To       []string // of the envelope
	Raw      []byte   // as it goes out
	Created  time.Time
	Attempts int
	Next     time.Time // not to be tried before
	Reason   string    // words of the server
	Trouble  Trouble
}
