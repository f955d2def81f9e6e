package account

// Stage is how far a log-in has come.
type Stage int

// Stages of a log-in.
const (
	Secured Stage = iota // the server answers, and nobody else can listen
	Entered              // it has let us in
)
