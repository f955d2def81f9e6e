package crm

// Drift is how far the local copy of one kind of data is from 1C (сверка).
type Drift struct {
	Kind     string
	There    int // objects in 1C; lines of settlements for debts
	Here     int // in the cache
	SetAside int // that could not be read
	// Of debts: what is owed and paid ahead, in 1C and here.
	OwedThere, OwedHere       Money
	AdvanceThere, AdvanceHere Money
	Err                       error // why it could not be compared
}

// Rows is how many objects the cache lacks, or with a minus has too many of.
// Those set aside are known not to be here.
func (d Drift) Rows() int { return d.There - d.Here - d.SetAside }

// Owed is by how much the debts differ.
func (d Drift) Owed() Money { return d.OwedThere - d.OwedHere }

// Advance is by how much the advances differ.
func (d Drift) Advance() Money { return d.AdvanceThere - d.AdvanceHere }

// None tells a copy that is true.
func (d Drift) None() bool {
	return d.Err == nil && d.Rows() == 0 && d.Owed() == 0 && d.Advance() == 0
}
