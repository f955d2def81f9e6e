package crm

// Settings are what a person sets in the window of settings. What is not among
// them is for the administrator's hand in pult.toml.
type Settings struct {
	Language string
	Manager  string // the name as 1C shows it
	Theme    string
	Scale    float64 // 0 is the system's
	Tray     bool    // closing the window leaves the panel in the tray
	Start    bool    // the panel starts with the system
	Links    bool    // tel: links of other programs open here

	OneC  Access
	Calls bool // talks are written into 1C

	Phone    Access
	AreaCode string

	Record     bool
	RecordDays int
	Notice     string // "", "tone" or a WAV file

	Keys GlobalKeys
	More MoreSettings
	File string // where all of it stands; it is not set here
}

// MoreSettings are for who sets the workstation up, once.
type MoreSettings struct {
	Interval      string // how often 1C is asked: "5m"
	Zone          string // of the base: "Europe/Moscow"
	Configuration string // "auto", "ut11", "unf3", "bp3"
	Country       string // of the dialling plan: "RU"
	SRTP          string // "", "off", "preferred", "required"
	Voicemail     bool
	Companion     bool   // beside a desk phone
	DeskPhone     string // its extension
	Records       string // folder of recordings; "" is that in the home folder
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
