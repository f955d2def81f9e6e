package crm

// Day is what waits for a manager, first things first.
type Day struct {
	Tasks    []Task        // due today or before, in the order of time
	Missed   []Unreturned  // not called back yet, the newest first
	Promises []Promise     // due today or before and not paid, the oldest first
	Letters  []Interaction // of clients, not answered yet, the oldest first
	Bounced  []Interaction // letters of ours that did not arrive, the oldest first
	Silent   []Interaction // letters of ours whose answer is overdue, the oldest first
	News     []News        // of today, the newest first
	Doubtful NamedLetters  // whose client a person has to name; of who reads mail
	Names    map[Ref]string
}

// Unreturned is a call nobody took, and how many there were from there.
type Unreturned struct {
	Interaction
	Times int
}

// shortestTalk is what counts as having reached somebody, in seconds: less is an
// answering machine cut off, or a wrong key.
const shortestTalk = 5

// reached tells a call in which the other side was spoken with. The length of a
// talk at a desk phone may not be known.
func (i Interaction) reached() bool {
	return i.Kind == CallKind && (i.Outcome == Answered || i.Outcome == Transferred) &&
		(i.Seconds == 0 || i.Seconds >= shortestTalk)
}

// NotCalledBack gives the missed calls among lines, the newest line first, whose
// caller was not spoken with since: neither the number nor the client.
func NotCalledBack(lines []Interaction) []Unreturned {
	type who struct {
		number string
		client Ref
	}
	settled := map[who]bool{}
	at := map[string]int{}
	var list []Unreturned
	for _, i := range lines {
		number, client := who{number: i.Number.String()}, who{client: i.Client}
		known := number.number != ""
		switch {
		case i.reached() || i.Outcome == Missed && i.Result != "":
			settled[number] = known
			settled[client] = !i.Client.IsZero()
		case i.Kind != CallKind || i.Direction != Incoming || i.Outcome != Missed || !known:
		case settled[number] || settled[client]:
		default:
			if n, ok := at[number.number]; ok {
				list[n].Times++
				continue
			}
			at[number.number] = len(list)
			list = append(list, Unreturned{Interaction: i, Times: 1})
		}
	}
	return list
}

// NotReached gives for each client the newest call of ours that nobody took, among
// lines from the newest on, unless it was spoken with since.
func NotReached(lines []Interaction) (list []Interaction) {
	settled := map[Ref]bool{}
	for _, i := range lines {
		if i.Client.IsZero() || settled[i.Client] {
			continue
		}
		switch {
		case i.reached():
			settled[i.Client] = true
		case i.Kind != CallKind || i.Direction != Outgoing:
		case i.Outcome == Busy || i.Outcome == NoAnswer || i.Outcome == Rejected:
			settled[i.Client] = true
			list = append(list, i)
		}
	}
	return list
}
