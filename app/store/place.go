package store

// Clients stand in the order of search: whoever was talked to last comes first, and
// after all those with whom nobody talked yet, in the order of their ids. The index
// of words keeps its rows by such a place, so that it gives clients in the order
// they are shown: sorting all who have a frequent word would take half a second.

const (
	// placeIDs is how many low bits of a place are the client's id: that tells
	// apart those talked to in the same second.
	placeIDs = 24
	// firstTalk is 2020, in seconds. No talk of ours is older.
	firstTalk = 1_577_836_800
)

// placeOf gives the place of a client talked to at that moment in milliseconds, or
// never. It is less than 0 for those talked to.
func placeOf(id, talked int64) int64 {
	seconds := talked/1000 - firstTalk
	if seconds <= 0 || id >= 1<<placeIDs {
		return id
	}
	return id - seconds<<placeIDs
}

// clientAt gives the id of the client at a place.
func clientAt(place int64) int64 {
	if place > 0 {
		return place
	}
	return place & (1<<placeIDs - 1)
}

// wordClient is clientAt for queries of the index of words.
const wordClient = "iif(word.rowid > 0, word.rowid, word.rowid & 0xFFFFFF)"

// clientPlace is placeOf for queries of clients, as c.
const clientPlace = "iif(c.talked / 1000 <= 1577836800 OR c.id >= 0x1000000, c.id, c.id - ((c.talked / 1000 - 1577836800) << 24))"
