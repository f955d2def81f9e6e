package crm

// Misfit is a setting that cannot be used as it was typed.
type Misfit struct {
	Key    string // "bell.listen", "colleague.extension"
	Row    int    // of a list, from 0
	Detail string
}

func (m *Misfit) Error() string { return m.Detail }

// Unwrap makes it ErrInvalid.
func (m *Misfit) Unwrap() error { return ErrInvalid }
