package crm

// EntryStep is all that one step of an entry changes: it is written in one transaction, or
// not at all.
type EntryStep struct {
	// From is the entry as it was read. When it is not so any more, or its lease is
	// gone, nothing is written: somebody else was quicker. The zero Entry leaves the
	// entry alone.
	From  Entry
	Entry Entry // as it is from now on

	Call    Call // with its line of history; zero when there is none
	Author  string
	Push    bool    // the call goes to 1C once it is over
	Attempt Attempt // of the call; zero when there is none

	Tasks   []Task
	Promise Promise
	Notes   bool        // the promise goes to 1C
	Ban     Interaction // of a number
	Skip    Skip
}

// Starts tells the step with which a call begins: only who holds the lease may.
func (s EntryStep) Starts() bool { return s.From.State.Waits() && s.Entry.State == EntryDialing }

// Fits tells that an entry is still as it was when the step was made of it.
func (s EntryStep) Fits(now Entry) bool {
	return now.State == s.From.State && now.Call == s.From.Call && now.Phone == s.From.Phone && now.Lease.Token == s.From.Lease.Token
}
