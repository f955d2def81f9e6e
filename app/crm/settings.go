package crm

// Settings are what a person sets in the window of settings: all of pult.toml but
// sound, which is kept as it is chosen.
type Settings struct {
	Language string
	Manager  string // the name as 1C shows it
	Theme    string
	Scale    float64 // 0 is the system's
	Tray     bool    // closing the window leaves the panel in the tray
	Start    bool    // the panel starts with the system
	Links    bool    // tel: links of other programs open here
	Popup    PopupPlace

	OneC  Access
	Write Writes

	Phone    Access
	AreaCode string

	Accounts   []Account // beside the first one
	Colleagues []Inner
	Discount   Steps
	Lists      ListLimits

	Mail      MailSettings
	Mailboxes []Mailbox // beside the first one

	Record     bool
	RecordDays int
	Notice     string // "", "tone" or a WAV file

	Keys GlobalKeys
	Bell Doorbell
	More MoreSettings
	File string // where all of it stands; it is not set here
}

// PopupPlace is where the window of an incoming call stands.
type PopupPlace struct {
	Corner string // "bottom-right" when empty
	Screen string // "main" when empty, "pointer" or a number
}

// Writes are the kinds of facts that may be written into 1C.
type Writes struct{ Calls, Notes, Mails, Meetings, Clients bool }

// Account is one more telephone account. Was counts those of the file from 1; 0 is
// a new one.
type Account struct {
	Was  int
	Name string
	Access
	SRTP        string
	Certificate string
	Voicemail   bool
}

// Inner is a telephone of the firm as the settings name it.
type Inner struct {
	Was             int // as with Account
	Name, Extension string
}

// Steps are the cumulative discount of the firm: roubles and percent.
type Steps struct {
	Months int
	Steps  [][2]int64
}

// ListLimits are what the head of the firm sets for call lists; what is empty or 0 is
// as usual.
type ListLimits struct {
	Zone  string // of clients of whom none is known: "+03:00"
	Hours string // "9:00-20:00", by the client's clock
	Ends  string // the same on Saturdays and Sundays; empty: nobody is called then
	Day   int    // talks with a client
	Week  int
	Tries int
	Grace string // after which a late callback is anybody's: "15m"
}

// Doorbell is where 1C may say that something has changed. An empty token is the
// one that is kept already.
type Doorbell struct{ Listen, Token, CertFile, KeyFile string }

// MoreSettings are for who sets the workstation up, once.
type MoreSettings struct {
	Interval      string // how often 1C is asked: "5m"
	Zone          string // of the base: "Europe/Moscow"
	Configuration string // "auto", "ut11", "unf3", "bp3"
	Map           string // file with corrections to the map of the configuration
	ExchangePlan  string // that registers changes for us
	ExchangeNode  string

	LineName    string // what people call the first account
	Country     string // of the dialling plan: "RU"
	SRTP        string // "", "off", "preferred", "required"
	Certificate string // pins that of the exchange
	Voicemail   bool
	Companion   bool   // beside a desk phone
	DeskPhone   string // its extension
	AutoAnswer  bool   // it answers a click by itself

	Records string // folder of recordings; "" is that in the home folder
	Hub     string // the team server; this version only keeps it
}

// GlobalKeys are keys of the panel that work in other programs too, as they are
// printed: "Ctrl+Alt+A". An empty one is none.
type GlobalKeys struct {
	On                         bool
	Answer, Hangup, Mute, Show string
}

// Access is where something is and who we are there. An empty password is the
// one that is kept already.
type Access struct{ Address, User, Password string }

// Saved tells what became of settings that were saved.
type Saved struct {
	Restart bool // some have effect at the next start only
	InFile  bool // a password is in a file: there is no keychain
}
