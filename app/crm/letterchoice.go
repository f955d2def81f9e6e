package crm

// MailHolder is whose an address of letters is, as a person has said. Without a client
// it is of several, if anything was said at all.
type MailHolder struct {
	Address string // in the form of Address.Key
	Client  Ref
	Said    bool
}

// LetterChoice is what a person has said of letters in doubt, and how all of it stood
// before: enough to take it back.
type LetterChoice struct {
	Client     Ref // zero when they are nobody's
	Remembered bool
	Holder     MailHolder // of the address, as it was; none when that was not touched
	Letters    []LetterLinks
}

// LetterLinks are the clients of a letter.
type LetterLinks struct {
	Letter ID
	Links  []MessageLink
}
