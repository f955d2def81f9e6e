package crm

// Mailbox is a mailbox as the settings name it. Was counts the further ones of the file
// from 1; 0 is a new one, and the first.
type Mailbox struct {
	Was         int
	Address     string
	Password    string // an empty one is that which is kept already
	IMAP, SMTP  string
	User        string // the address when empty
	Name        string // what people call it; the address when empty
	Signature   string
	Aliases     []string
	Folders     []string // watched beside the inbox and the sent ones
	Days        int      // how old letters are looked at in the beginning
	Certificate string   // pins that of both servers

	OAuthClient   string // the name of this program at the provider; with it no password is used
	OAuthRedirect string
}

// MailSettings are the first mailbox, and what is no letter of a client.
type MailSettings struct {
	Mailbox

	Own             []string // domains of the firm
	Exclude         []string // addresses, and domains as "@shop.example"
	ExcludeFolders  []string
	ExcludeSubjects []string
}

// MailHome is where a mailbox most likely is.
type MailHome struct {
	Provider   string // "yandex"; "own" is a server nobody knows, empty that nothing is known
	IMAP, SMTP string
	Known      bool // not a guess
	Browser    bool // its provider takes no password: there is no way in but the browser
}

// MailStep is a step of trying a mailbox.
type MailStep string

// Steps, in their order.
const (
	MailFound   MailStep = "found"   // the name of the server leads somewhere
	MailSecured MailStep = "secured" // it answers, and nobody can listen
	MailEntered MailStep = "entered"
	MailFolders MailStep = "folders"
	SendSecured MailStep = "send_secured" // the server to send by
	SendEntered MailStep = "send_entered"
)

// TrialState is how a step of a trial stands.
type TrialState int

// States of a step.
const (
	TrialWaits TrialState = iota
	TrialRuns
	TrialDone
	TrialFailed
	TrialSkipped // something before it failed, or there is nothing to try
)

// MailTick is a step of a trial as it stands.
type MailTick struct {
	Step  MailStep
	State TrialState
	Note  string // the server; of folders that of sent letters, empty when there is none
	Err   error
}

// MailTrial is how far the trial of a mailbox has come: every step, in their order.
type MailTrial []MailTick

// Tick is how a step stands.
func (t MailTrial) Tick(step MailStep) MailTick {
	for _, tick := range t {
		if tick.Step == step {
			return tick
		}
	}
	return MailTick{Step: step}
}

// Err is what failed first; nil when nothing did.
func (t MailTrial) Err() error {
	for _, tick := range t {
		if tick.Err != nil {
			return tick.Err
		}
	}
	return nil
}
