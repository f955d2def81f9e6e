package inbox

import (
	"context"
	"time"

	"pult/mail/parse"
)

// Folder is one folder of an account.
type Folder struct {
	Account string
	Name    string
	Sent    bool // letters of the account's owner
}

// Place is how far a folder has been read. Numbers of letters mean something under
// one Validity only (RFC 9051 section 2.3.1.1).
type Place struct {
	Validity uint32
	Last     uint32 // the highest number that was looked at
	ModSeq   uint64 // state of flags that was seen, RFC 7162; 0 where a server has none
}

// Header is what is known of a letter before anybody decides to read it.
type Header struct {
	UID      uint32
	Raw      []byte // the header block with its empty line, as it came
	Fields   parse.Header
	Size     int64 // of the whole letter, as the server says
	Received time.Time
	Seen     bool
	Answered bool
}

// Letter is a letter that was wanted.
type Letter struct {
	Header
	Whole []byte // header and body; the beginning only when Cut
	Cut   bool   // it is larger than we read
	// Spoilt says why the server's answer could not be read. Whole is what there is
	// of it, perhaps nothing.
	Spoilt error
}

// Keeper decides which letters are read and keeps them.
type Keeper interface {
	// Place is how far a folder was read; zero for a new one.
	Place(context.Context, Folder) (Place, error)
	// Wanted tells which of the letters belong to a client. Of all others nothing but
	// the header was ever seen.
	Wanted(context.Context, Folder, []Header) ([]uint32, error)
	// Keep puts letters and the place on record, all or nothing. The same letter may
	// come again, under another number too.
	Keep(context.Context, Folder, []Letter, Place) error
	// Answered tells of letters that have been answered, from wherever.
	Answered(ctx context.Context, folder Folder, validity uint32, letters []uint32) error
}
