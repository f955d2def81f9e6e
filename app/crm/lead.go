package crm

import "time"

// Lead is somebody who is to become a client of the firm, as a manager has
// confirmed it. Its id is the reference 1C is asked to keep it under.
type Lead struct {
	ID      ID
	Client  Ref // as 1C knows it; our own id until 1C has given another
	Name    string
	Company string // full name; Name when empty
	INN     string // empty for one that is not known yet
	Phone   string
	Email   string
	Contact string // the person who asked
	Author  string // manager who confirmed it
	At      time.Time
}
