package crm

// Sheet is a letter opened to be read.
type Sheet struct {
	Letter
	Names     map[Ref]string // of the clients it belongs to
	Targets   []LetterLink   // where its links lead
	Head      string         // its header block as it came
	Charsets  []string       // to choose from when the letters look wrong
	Guessed   bool           // its charset was not said, or was not true
	Doubled   bool           // a field that stands once is there twice
	Impostor  string         // client whose name a stranger writes under; empty for none
	Disguised bool           // the name of the writer holds another address
	Sealed    bool           // encrypted: it cannot be read here
	Gone      bool           // the letter as it came is not here any more
}

// LetterLink is a link of a letter with where it really leads.
type LetterLink struct {
	Text      string
	URL       string
	Deceptive bool // the text shows another host than the one it leads to
}

// WholeLetter is the place of the letter itself among what can be kept of it.
const WholeLetter = -1

// LetterSign is what a line of history shows of its letter.
type LetterSign struct {
	From     Address
	To       Address // the first one
	Files    int
	Outgoing bool
	Answered bool
	Waits    bool // the client has written last and got no word since
	Spoilt   bool // it could not be read
}
